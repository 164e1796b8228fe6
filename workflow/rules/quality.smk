rule quality:
    """Library sizes, PCA and distances of the samples."""
    input:
        counts=rules.inputs.output.counts,
        genes=rules.inputs.output.genes,
        samples=rules.inputs.output.samples,
        contrasts=rules.inputs.output.contrasts,
        size_factors=rules.differential.output.size_factors,
        vst=rules.differential.output.vst,
    output:
        samples="results/quality/samples.tsv",
        pca="results/quality/pca.tsv",
        pca_without="results/quality/pca_without_nuisance.tsv",
        distances="results/quality/distances.tsv",
    log:
        "logs/quality.log",
    benchmark:
        "benchmarks/quality.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: attempt * 2000,
        runtime=15,
    params:
        design=CONFIG["design"],
        simulated=SIMULATED,
        code=code("quality"),
    script:
        "../../scripts/quality.py"
