"""Grade the catalogue's genes in one contrast and give each mechanism its verdict."""

from functools import partial

from resistance.columns import CHECKS, CONCORDANCE, DIFFERENTIAL
from resistance.design.contrasts import contrast_named
from resistance.directions import signed
from resistance.evidence_columns import LADDER, MECHANISM_GENES, MECHANISMS
from resistance.mechanisms.confidence import arms, confidence
from resistance.mechanisms.grades import gene_grades
from resistance.mechanisms.scope import out_of_scope
from resistance.mechanisms.verdicts import scorecard
from resistance.readers.resources import read_catalogue, read_clinical_names
from resistance.readers.setting import read_setting
from resistance.readers.tables import read_sheet, read_table
from resistance.writers.logs import to_file
from resistance.writers.tables import write_table

with to_file(snakemake.log[0]):
    source, target, params = snakemake.input, snakemake.output, snakemake.params
    catalogue = read_catalogue(source.catalogue)
    concordance = read_table(source.concordance, CONCORDANCE)
    contrasts = read_sheet(source.contrasts)
    sides = arms(read_sheet(source.samples), contrasts, params.contrast, params.design)
    checks = read_table(source.checks, CHECKS)
    trust = partial(confidence, checks, params.contrast, sides, replicated=False)
    setting = read_setting(dict(source.items()), params.study, trust, sides.n_derivations)
    clinical = read_clinical_names(source.clinical_names)
    scope = out_of_scope(catalogue, params.study, clinical, params.catalogue_organism)
    genes = gene_grades(catalogue, scope, concordance, setting.target)
    question = contrast_named(contrasts, params.contrast)
    de = signed(read_table(source.de, DIFFERENTIAL), question)
    table, ladder = scorecard(genes, de, concordance, setting)
    write_table(table, target.mechanisms, MECHANISMS, params.simulated)
    write_table(genes, target.genes, MECHANISM_GENES, params.simulated)
    write_table(ladder, target.ladder, LADDER, params.simulated)
