rule differential:
    """Fit each model once; test every contrast; share the fit with the VST."""
    input:
        counts=rules.inputs.output.counts,
        genes=rules.inputs.output.genes,
        samples=rules.inputs.output.samples,
        contrasts=rules.inputs.output.contrasts,
        control_genes=rules.inputs.output.control_genes,
        offsets=rules.inputs.output.offsets,
        prior_variance=RESOURCES / "statistics/prior_variance.tsv",
    output:
        de=per_contrast("results/tables/{contrast}/differential_expression.tsv"),
        size_factors="results/tables/size_factors.tsv",
        normalised="results/tables/normalised_counts.tsv",
        vst="results/tables/vst.tsv",
        fit_genes="results/differential/genes.tsv.gz",
        cooks="results/differential/cooks.tsv",
        model="results/differential/model.json",
    log:
        "logs/differential.log",
    benchmark:
        "benchmarks/differential.tsv"
    conda:
        "../../environment.yml"
    # the engine works on all genes at once in one thread; only PyDESeq2's own code starts workers
    threads: 2 if CONFIG["differential"]["engine"] == "pydeseq2" else 1
    resources:
        # 0.33 GB at 64,000 genes x 8 samples, 3 GB at 60,000 x 500
        mem_mb=lambda wildcards, attempt: attempt * 4000,
        # seconds for 8 samples, minutes for 500; PyDESeq2's own code takes an hour for hundreds
        runtime=lambda wildcards, attempt: attempt * 60,
    params:
        design=CONFIG["design"],
        alpha=CONFIG["differential"]["alpha"],
        engine=CONFIG["differential"]["engine"],
        method=SIZE_FACTORS["method"],
        column=verbatim(SIZE_FACTORS["column"]),
        contrast_ids=CONTRASTS,
        simulated=SIMULATED,
        code=code("differential"),
    script:
        "../../scripts/differential.py"
