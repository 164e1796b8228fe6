# From counts of parental and resistant lines, and their protein, to one report.
#
#   snakemake --cores 2                                          the study of ./config
#   snakemake -s CLONE/Snakefile --directory STUDY --cores 2     another study, clone untouched
from snakemake.utils import min_version

min_version("9.12")


include: "workflow/rules/preflight.smk"


configfile: "config/config.yaml"


include: "workflow/rules/common.smk"
include: "workflow/rules/inputs.smk"
include: "workflow/rules/notes.smk"
include: "workflow/rules/catalogue.smk"
include: "workflow/rules/differential.smk"
include: "workflow/rules/quality.smk"
include: "workflow/rules/gene_sets.smk"
include: "workflow/rules/enrichment.smk"
include: "workflow/rules/pathway_groups.smk"
include: "workflow/rules/pathway_scores.smk"
include: "workflow/rules/pathway_figures.smk"
include: "workflow/rules/protein.smk"
include: "workflow/rules/functional.smk"
include: "workflow/rules/checks.smk"
include: "workflow/rules/concordance.smk"
include: "workflow/rules/mechanisms.smk"
include: "workflow/rules/summary.smk"
include: "workflow/rules/replication.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/report.smk"
include: "workflow/rules/exports.smk"
include: "workflow/rules/provenance.smk"
include: "workflow/rules/check.smk"


rule all:
    input:
        "results/report.html",
        "results/tables/replication.tsv",
        "results/ro-crate-metadata.json",
        "results/results.zip",
        "results/results.h5ad",


onstart:
    look_at_inputs()
    show_progress()


onsuccess:
    print_verdicts()
