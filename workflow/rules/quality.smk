rule quality:
    """Library sizes, PCA, distances, and the gates that a reader should know first."""
    input:
        counts=rules.inputs.output.counts,
        genes=rules.inputs.output.genes,
        samples=rules.inputs.output.samples,
        contrasts=rules.inputs.output.contrasts,
        size_factors=rules.differential.output.size_factors,
        vst=rules.differential.output.vst,
        de=per_contrast("results/tables/{contrast}/differential_expression.tsv"),
        fit_genes=rules.differential.output.fit_genes,
        cooks=rules.differential.output.cooks,
        model=rules.differential.output.model,
    output:
        checks="results/tables/checks.tsv",
        samples="results/quality/samples.tsv",
        pca="results/quality/pca.tsv",
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
        par_y_masked=CONFIG["counts"]["par_y_masked"],
        strandedness=CONFIG["counts"]["strandedness"],
        study=CONFIG["study"],
        simulated=SIMULATED,
        code=code("quality"),
    script:
        "../../scripts/quality.py"
