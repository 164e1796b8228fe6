PATHWAY_FIGURES = [
    "pathways_dots",
    "pathways_running_sum",
    "pathways_groups",
    "pathways_leading_edge",
    "pathways_scores",
]


rule pathway_figures:
    """Figures of gene sets for screen and paper, the data behind each, and their captions."""
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
        **figure_files("{contrast}", PATHWAY_FIGURES, "Pathways"),
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
