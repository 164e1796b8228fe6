"""Grade the catalogue's genes in one contrast and give each mechanism its verdict."""

from resistance.columns import CHECKS, CONCORDANCE, DIFFERENTIAL, MECHANISM_GENES, MECHANISMS
from resistance.design.contrasts import contrast_named
from resistance.directions import signed
from resistance.genes_of_interest import display_names
from resistance.mechanisms.confidence import arms, confidence
from resistance.mechanisms.grades import gene_grades
from resistance.mechanisms.scope import out_of_scope, study_fields
from resistance.mechanisms.verdicts import scorecard
from resistance.readers import resources
from resistance.readers.tables import read_sheet, read_table
from resistance.writers.logs import to_file
from resistance.writers.tables import write_table

with to_file(snakemake.log[0]):
    source, target, params = snakemake.input, snakemake.output, snakemake.params
    catalogue = resources.read_catalogue(source.catalogue)
    clinical = resources.read_clinical_names(source.clinical_names)
    concordance = read_table(source.concordance, CONCORDANCE)
    checks = read_table(source.checks, CHECKS)
    contrasts = read_sheet(source.contrasts)
    sides = arms(read_sheet(source.samples), contrasts, params.contrast, params.design)
    antigen = study_fields(params.study, clinical)["target"]
    scope = out_of_scope(catalogue, params.study, clinical, params.catalogue_organism)
    genes = gene_grades(catalogue, scope, concordance, antigen)
    table = scorecard(
        genes,
        signed(read_table(source.de, DIFFERENTIAL), contrast_named(contrasts, params.contrast)),
        concordance,
        resources.read_mechanism_rules(source.rules),
        display_names(clinical),
        antigen,
        lambda symbols: confidence(checks, params.contrast, sides, symbols, replicated=False),
    )
    write_table(table, target.mechanisms, MECHANISMS, params.simulated)
    write_table(genes, target.genes, MECHANISM_GENES, params.simulated)
