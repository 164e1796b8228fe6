rule differential:
    """Fit the model once; test every contrast; share the fit with the VST."""
    input:
        counts=rules.inputs.output.counts,
        genes=rules.inputs.output.genes,
        samples=rules.inputs.output.samples,
        contrasts=rules.inputs.output.contrasts,
    output:
        de=per_contrast("results/tables/{contrast}/differential_expression.tsv"),
        size_factors="results/tables/size_factors.tsv",
        normalised="results/tables/normalised_counts.tsv",
        vst="results/tables/vst.tsv",
        fit_genes="results/differential/genes.tsv.gz",
        model="results/differential/model.json",
    log:
        "logs/differential.log",
    benchmark:
        "benchmarks/differential.tsv"
    conda:
        "../../environment.yml"
    # PyDESeq2 starts one worker a thread, each with imports of its own: two pay, more do not
    threads: 2
    resources:
        # 0.9 GB at 64,000 genes x 8 samples on two workers
        mem_mb=lambda wildcards, attempt: attempt * 4000,
        # under a minute for 6 samples; an hour leaves room for hundreds
        runtime=lambda wildcards, attempt: attempt * 60,
    params:
        design=CONFIG["design"],
        alpha=CONFIG["differential"]["alpha"],
        contrast_ids=CONTRASTS,
        simulated=SIMULATED,
        code=code("differential"),
    script:
        "../../scripts/differential.py"
