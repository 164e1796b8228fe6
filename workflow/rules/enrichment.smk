rule enrichment:
    """Preranked GSEA, one collection at a time, in fixed chunks of sets."""
    input:
        de="results/tables/{contrast}/differential_expression.tsv",
        contrasts=rules.inputs.output.contrasts,
        sets=rules.gene_sets.output.members,
    output:
        table="results/tables/{contrast}/enrichment.tsv",
        collections="results/tables/{contrast}/enrichment_collections.tsv",
    log:
        "logs/enrichment/{contrast}.log",
    benchmark:
        "benchmarks/enrichment/{contrast}.tsv"
    conda:
        "../../environment.yml"
    # chunks of sets run side by side; the result is the same for any number
    threads: 2
    resources:
        # 0.3 GB a worker
        mem_mb=lambda wildcards, attempt: attempt * 1500,
        runtime=lambda wildcards, attempt: attempt * 30,
    params:
        contrast=lambda wildcards: wildcards.contrast,
        collections=collections(),
        min_size=CONFIG["enrichment"]["min_size"],
        max_size=CONFIG["enrichment"]["max_size"],
        seed=CONFIG["enrichment"]["seed"],
        simulated=SIMULATED,
        code=code("enrichment"),
    script:
        "../../scripts/enrichment.py"
