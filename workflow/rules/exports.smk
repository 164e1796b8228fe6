# Files to send: what a mail filter lets through, and what opens in other programs.


#: Tables of the study in the order of the workbook's sheets.
STUDY_TABLES = [
    rules.summary.output.verdicts,
    rules.replication.output.table,
    rules.checks.output.checks,
]
CONTRAST_TABLES = [
    "results/tables/{contrast}/differential_expression.tsv",
    rules.concordance.output.table,
    rules.concordance.output.localisation,
    rules.mechanisms.output.mechanisms,
    rules.mechanisms.output.genes,
    rules.mechanisms.output.ladder,
    rules.functional.output.table,
    rules.protein.output.table,
    rules.protein.output.values,
    rules.enrichment.output.table,
    rules.enrichment.output.collections,
]
OTHER_TABLES = [
    rules.notes.output.notes,
    rules.inputs.output.log,
    rules.protein_import.output.log,
    rules.inputs.output.samples,
    rules.inputs.output.contrasts,
    rules.quality.output.samples,
    rules.differential.output.size_factors,
    rules.differential.output.normalised,
    rules.differential.output.vst,
]
RESULT_TABLES = [
    *STUDY_TABLES,
    *(
        str(pattern).format(contrast=contrast)
        for contrast in CONTRASTS
        for pattern in CONTRAST_TABLES
    ),
    *OTHER_TABLES,
]


rule workbook:
    """All result tables in one workbook, with what each column means."""
    input:
        tables=RESULT_TABLES,
        docs=ROOT / "docs/tables.md",
    output:
        workbook="results/results.xlsx",
    log:
        "logs/workbook.log",
    benchmark:
        "benchmarks/workbook.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        # every table once as text: 1 GB at 60,000 genes x 100 samples
        mem_mb=lambda wildcards, attempt, input: attempt
        * (1000 + 15 * int(input.size_mb)),
        runtime=lambda wildcards, attempt: attempt * 20,
    params:
        contrast_ids=CONTRASTS,
        study=CONFIG["study"]["name"],
        notice=CONFIG["study"].get("notice", ""),
        simulated=SIMULATED,
        code=code("workbook"),
    script:
        "../../scripts/workbook.py"


rule summary_pdf:
    """Verdicts, trust gates and key figures on two pages, in the words of the report."""
    input:
        **{
            name: paths
            for name, paths in rules.report.input.items()
            if name != "templates"
        },
    output:
        pdf="results/summary.pdf",
    log:
        "logs/summary_pdf.log",
    benchmark:
        "benchmarks/summary_pdf.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: attempt * 3000,
        runtime=20,
    params:
        contrast_ids=CONTRASTS,
        config=CONFIG,
        notice=CONFIG["study"].get("notice", ""),
        simulated=SIMULATED,
        code=code("summary_pdf"),
    script:
        "../../scripts/summary_pdf.py"
