"""Write results/results.h5ad."""

from resistance import columns
from resistance.exports.annotated import Parts, annotated
from resistance.readers.software import direct_dependencies, read_versions
from resistance.readers.tables import read_matrix, read_sheet, read_table
from resistance.writers.h5ad import write_h5ad
from resistance.writers.logs import to_file

with to_file(snakemake.log[0]):
    source, params = snakemake.input, snakemake.params
    factors = read_table(source.size_factors, columns.SIZE_FACTORS)
    parts = Parts(
        counts=read_matrix(source.counts),
        normalised=read_matrix(source.normalised),
        vst=read_matrix(source.vst),
        samples=read_sheet(source.samples),
        contrasts=read_sheet(source.contrasts),
        genes=read_table(source.genes, columns.GENES),
        size_factors=factors.set_index("sample")["size_factor"],
        results={
            name: read_table(path, columns.DIFFERENTIAL)
            for name, path in zip(params.contrast_ids, source.de, strict=True)
        },
        verdicts=read_sheet(source.verdicts),
        checks=read_sheet(source.checks),
        versions=read_versions(source.lock, direct_dependencies(source.lock)),
    )
    data = annotated(parts, params.study, params.simulated, params.notice)
    write_h5ad(data, snakemake.output.h5ad)
