rule pathway_scores:
    """A score of each gene set in each sample; each contrast's test of them; aberrant replicates."""
    input:
        gene_sets="results/inputs/gene_sets.tsv.gz",
        vst=rules.differential.output.vst,
        genes=rules.inputs.output.genes,
        samples=rules.inputs.output.samples,
        contrasts=rules.inputs.output.contrasts,
    output:
        scores="results/tables/pathway_scores.tsv.gz",
        samples="results/tables/pathway_score_samples.tsv",
        # one job for all contrasts: a test of all sets takes 20 ms
        tests=per_contrast("results/tables/{contrast}/pathway_score_tests.tsv"),
    log:
        "logs/pathway_scores.log",
    benchmark:
        "benchmarks/pathway_scores.tsv"
    # the start of a job takes as long as its work
    localrule: True
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        # 0.5 GB at 60,000 genes x 12 samples and 7,700 sets
        mem_mb=lambda wildcards, attempt: attempt * 2000,
        runtime=15,
    params:
        design=CONFIG["design"],
        contrast_ids=CONTRASTS,
        min_size=CONFIG["enrichment"]["min_size"],
        max_size=CONFIG["enrichment"]["max_size"],
        simulated=SIMULATED,
        code=code("pathway_scores"),
    script:
        "../../scripts/pathway_scores.py"
