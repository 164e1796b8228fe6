"""Fit each model once, test every contrast, and write the tables of the differential stage."""

from resistance.columns import COOKS, DIFFERENTIAL, FIT_GENES, GENES, SIZE_FACTORS
from resistance.differential.analysis import analyse
from resistance.differential.models import Settings
from resistance.readers.normalisation import read_normalisation
from resistance.readers.resources import read_prior_variance
from resistance.readers.tables import read_matrix, read_sheet, read_table
from resistance.writers.json_files import write_json
from resistance.writers.logs import to_file
from resistance.writers.tables import write_matrix, write_table

with to_file(snakemake.log[0]) as log:
    source, target, params = snakemake.input, snakemake.output, snakemake.params
    genes, samples = read_table(source.genes, GENES), read_sheet(source.samples).set_index("sample")
    analysis = analyse(
        read_matrix(source.counts, list(samples.index)),
        genes,
        samples,
        read_sheet(source.contrasts),
        params.design,
        Settings(
            params.alpha,
            params.engine,
            read_normalisation(source, params.method, params.column, samples),
            read_prior_variance(source.prior_variance),
            snakemake.threads,
        ),
    )
    for contrast, path in zip(params.contrast_ids, target.de, strict=True):
        write_table(analysis.tables[contrast], path, DIFFERENTIAL, params.simulated)
    names = genes.set_index("gene_id")["gene_name"]
    write_matrix(analysis.normalised, target.normalised, names, params.simulated)
    write_matrix(analysis.vst, target.vst, names, params.simulated)
    write_table(analysis.size_factors, target.size_factors, SIZE_FACTORS, params.simulated)
    write_table(analysis.fit_genes, target.fit_genes, FIT_GENES, params.simulated)
    write_table(analysis.cooks, target.cooks, COOKS, params.simulated)
    write_json(analysis.model, target.model, params.simulated)
    for note in analysis.model["notes"]:
        log.info(note)
