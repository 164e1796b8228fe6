rule pathway_groups:
    """Called genes in gene sets; sets that tell one story; sets over all contrasts."""
    input:
        gene_sets="results/inputs/gene_sets.tsv.gz",
        contrasts=rules.inputs.output.contrasts,
        de=per_contrast("results/tables/{contrast}/differential_expression.tsv"),
        enrichment=per_contrast(rules.enrichment.output.table),
    output:
        # one job for all contrasts: the start of a job takes longer than a contrast
        called=per_contrast("results/tables/{contrast}/over_representation.tsv"),
        groups=per_contrast("results/tables/{contrast}/pathway_groups.tsv"),
        comparison="results/tables/pathway_comparison.tsv",
    log:
        "logs/pathway_groups.log",
    benchmark:
        "benchmarks/pathway_groups.tsv"
    localrule: True
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        # 0.5 GB for 3,000 significant sets of one direction
        mem_mb=lambda wildcards, attempt: attempt * 1500,
        runtime=15,
    params:
        contrast_ids=CONTRASTS,
        alpha=CONFIG["differential"]["alpha"],
        min_size=CONFIG["enrichment"]["min_size"],
        max_size=CONFIG["enrichment"]["max_size"],
        simulated=SIMULATED,
        code=code("pathway_groups"),
    script:
        "../../scripts/pathway_groups.py"
