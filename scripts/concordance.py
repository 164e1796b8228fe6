"""Hold the transcript against the protein: a tested call for every panel gene."""

from pathlib import Path

from resistance.columns import CONCORDANCE, GENES, PROTEIN, PROTEIN_VALUES
from resistance.concordance.assemble import concordance_table
from resistance.concordance.link import link_samples
from resistance.concordance.localisation import localisation_table
from resistance.concordance.panel import panel_genes
from resistance.concordance.study import margins_of, protein_conditions
from resistance.evidence_columns import LOCALISATION
from resistance.protein.matching import GeneMatcher
from resistance.readers.resources import read_annotation, read_catalogue
from resistance.readers.rna import read_rna
from resistance.readers.tables import read_sheet, read_table
from resistance.writers.logs import to_file
from resistance.writers.tables import write_table

with to_file(snakemake.log[0]) as log:
    source, params, target = snakemake.input, snakemake.params, snakemake.output
    genes, samples = read_table(source.genes, GENES), read_sheet(source.samples).set_index("sample")
    annotation = read_annotation(Path(source.annotation[0]).parent, params.organism)
    panel = panel_genes(
        list(params.genes_of_interest),
        read_catalogue(source.catalogue),
        GeneMatcher(genes, annotation),
        *params.organisms,
    )
    contrasts, margins = read_sheet(source.contrasts), margins_of(params.margins)
    rna = read_rna(source, samples, contrasts, params.contrast)
    conditions = protein_conditions(contrasts, params.contrast)
    links = link_samples(read_table(source.values, PROTEIN_VALUES), rna, conditions)
    log.info("samples of both layers: %s", "; ".join(links.notes) or "no protein")
    protein = read_table(source.protein, PROTEIN)
    table = concordance_table(protein, genes, panel, rna, margins, links)
    log.info("calls: %s", table["call"].value_counts(sort=False).to_dict())
    write_table(table, target.table, CONCORDANCE, params.simulated)
    places = localisation_table(table, margins.alpha)
    write_table(places, target.localisation, LOCALISATION, params.simulated)
