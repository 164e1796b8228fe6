"""Hold the transcript against the protein: a tested call for every panel gene."""

from pathlib import Path

from resistance.columns import CONCORDANCE, DIFFERENTIAL, FIT_GENES, GENES, PROTEIN, SIZE_FACTORS
from resistance.concordance.assemble import concordance_table
from resistance.concordance.panel import panel_genes
from resistance.concordance.study import margins_of, rna_of_contrast
from resistance.protein.matching import GeneMatcher
from resistance.readers.json_files import read_json
from resistance.readers.resources import read_annotation, read_catalogue
from resistance.readers.tables import read_matrix, read_sheet, read_table
from resistance.writers.logs import to_file
from resistance.writers.tables import write_table

with to_file(snakemake.log[0]) as log:
    source, params = snakemake.input, snakemake.params
    genes, samples = read_table(source.genes, GENES), read_sheet(source.samples).set_index("sample")
    annotation = read_annotation(Path(source.annotation[0]).parent, params.organism)
    panel = panel_genes(
        list(params.genes_of_interest),
        read_catalogue(source.catalogue),
        GeneMatcher(genes, annotation),
        *params.organisms,
    )
    rna = rna_of_contrast(
        read_table(source.de, DIFFERENTIAL),
        read_matrix(source.counts, list(samples.index)),
        read_table(source.size_factors, SIZE_FACTORS),
        read_table(source.fit_genes, FIT_GENES),
        read_json(source.model),
        samples,
        read_sheet(source.contrasts),
        params.contrast,
        next((read_matrix(path) for path in source.offsets), None),
    )
    protein, margins = read_table(source.protein, PROTEIN), margins_of(params.margins)
    table = concordance_table(protein, genes, panel, rna, margins)
    log.info("calls: %s", table["call"].value_counts(sort=False).to_dict())
    write_table(table, snakemake.output.table, CONCORDANCE, params.simulated)
