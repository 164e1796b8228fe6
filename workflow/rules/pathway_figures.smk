PATHWAY_FIGURES = ["dots", "running_sum", "groups", "leading_edge", "scores"]


rule pathway_figures:
    """Figures of gene sets as SVG and PDF, the data behind each, and their captions."""
    input:
        groups="results/tables/{contrast}/pathway_groups.tsv",
        enrichment=rules.enrichment.output.table,
        de="results/tables/{contrast}/differential_expression.tsv",
        gene_sets=rules.gene_sets.output.members,
        scores=rules.pathway_scores.output.scores,
        vst=rules.differential.output.vst,
        quality=rules.quality.output.samples,
        samples=rules.inputs.output.samples,
        contrasts=rules.inputs.output.contrasts,
    output:
        **{
            f"{figure}_{kind}": f"results/figures/{{contrast}}/pathways_{figure}.{suffix}"
            for figure in PATHWAY_FIGURES
            for kind, suffix in (("pdf", "pdf"), ("data", "tsv"))
        },
        **{
            f"{figure}_svg": report(
                f"results/figures/{{contrast}}/pathways_{figure}.svg",
                category="Pathways",
                subcategory="{contrast}",
                labels={"figure": figure.replace("_", " ")},
                caption="../report/pathway_figure.rst",
            )
            for figure in PATHWAY_FIGURES
        },
        captions="results/figures/{contrast}/pathways_captions.tsv",
    log:
        "logs/pathway_figures/{contrast}.log",
    benchmark:
        "benchmarks/pathway_figures/{contrast}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: attempt * 1500,
        runtime=15,
    params:
        contrast=lambda wildcards: wildcards.contrast,
        design=CONFIG["design"],
        simulated=SIMULATED,
        code=code("pathway_figures"),
    script:
        "../../scripts/pathway_figures.py"
