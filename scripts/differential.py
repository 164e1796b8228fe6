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

tables = {"size_factors": SIZE_FACTORS, "fit_genes": FIT_GENES, "cooks": COOKS}

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
            alpha=params.alpha,
            engine=params.engine,
            normalisation=read_normalisation(source, params.method, params.column, samples),
            prior_table=read_prior_variance(source.prior_variance),
            threads=snakemake.threads,
        ),
    )
    for contrast, path in zip(params.contrast_ids, target.de, strict=True):
        write_table(analysis.tables[contrast], path, DIFFERENTIAL, params.simulated)
    names = genes.set_index("gene_id")["gene_name"]
    for matrix in ("normalised", "vst"):
        write_matrix(getattr(analysis, matrix), target[matrix], names, params.simulated)
    for table, columns in tables.items():
        write_table(getattr(analysis, table), target[table], columns, params.simulated)
    write_json(analysis.model, target.model, params.simulated)
    log.info("%s", "\n".join(analysis.model["notes"]))
