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
    "results/tables/{contrast}/over_representation.tsv",
    "results/tables/{contrast}/pathway_groups.tsv",
    "results/tables/{contrast}/pathway_score_tests.tsv",
]
OTHER_TABLES = [
    rules.pathway_groups.output.comparison,
    rules.pathway_scores.output.scores,
    rules.pathway_scores.output.samples,
    rules.gene_sets.output.collections,
    rules.notes.output.notes,
    rules.inputs.output.log,
    rules.protein_import.output.log,
    rules.inputs.output.samples,
    rules.inputs.output.contrasts,
    rules.inputs.output.genes,
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
        workbook=report(
            "results/results.xlsx",
            category="Files to send",
            labels={"what": "Workbook"},
            caption="../report/workbook.rst",
        ),
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
        study=verbatim(CONFIG["study"]["name"]),
        notice=verbatim(CONFIG["study"].get("notice", "")),
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
            if name not in ("templates", "figures")
        },
    output:
        pdf=report(
            "results/summary.pdf",
            category="Files to send",
            labels={"what": "Summary on two pages"},
            caption="../report/summary_pdf.rst",
        ),
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
        notice=verbatim(CONFIG["study"].get("notice", "")),
        simulated=SIMULATED,
        code=code("summary_pdf"),
    script:
        "../../scripts/summary_pdf.py"


rule h5ad:
    """Counts, normalised and variance-stabilised values and results, for those who use Python."""
    input:
        counts=rules.inputs.output.counts,
        genes=rules.inputs.output.genes,
        samples=rules.inputs.output.samples,
        contrasts=rules.inputs.output.contrasts,
        size_factors=rules.differential.output.size_factors,
        normalised=rules.differential.output.normalised,
        vst=rules.differential.output.vst,
        de=per_contrast("results/tables/{contrast}/differential_expression.tsv"),
        verdicts=rules.summary.output.verdicts,
        checks=rules.checks.output.checks,
        lock=ROOT / "uv.lock",
    output:
        h5ad="results/results.h5ad",
    log:
        "logs/h5ad.log",
    benchmark:
        "benchmarks/h5ad.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        # three matrices as numbers, and each as it is read
        mem_mb=lambda wildcards, attempt, input: attempt
        * (1500 + 10 * int(input.size_mb)),
        runtime=lambda wildcards, attempt: attempt * 20,
    params:
        contrast_ids=CONTRASTS,
        study=verbatim(CONFIG["study"]["name"]),
        notice=verbatim(CONFIG["study"].get("notice", "")),
        simulated=SIMULATED,
        code=code("h5ad"),
    script:
        "../../scripts/h5ad.py"


rule archive:
    """The report, the files to send and the tables they are made of, as one file."""
    input:
        pages=[
            rules.report.output.html,
            rules.summary.output.text,
            rules.workbook.output.workbook,
            rules.summary_pdf.output.pdf,
            rules.report.output.references,
        ],
        tables=RESULT_TABLES,
        # as SVG and PDF, and the data behind; PNG of print would be most of the archive
        figures=without_png(
            [
                *rules.study_figures.output,
                *expand(rules.model_figures.output, contrast=LEADING),
                *per_contrast(rules.contrast_figures.output),
                *per_contrast(rules.pathway_figures.output),
            ]
        ),
        docs=[ROOT / "docs/tables.md", ROOT / "docs/results_in_r.md"],
    output:
        archive="results/results.zip",
    log:
        "logs/archive.log",
    benchmark:
        "benchmarks/archive.tsv"
    localrule: True
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: attempt * 500,
        runtime=10,
    params:
        simulated=SIMULATED,
        code=code("archive"),
    script:
        "../../scripts/archive.py"
