rule functional:
    """Functional assays: estimates, tests, and what may be concluded from each."""
    input:
        functional=optional(CONFIG.get("functional")),
        contrasts=rules.inputs.output.contrasts,
    output:
        table="results/tables/{contrast}/functional.tsv",
    log:
        "logs/functional/{contrast}.log",
    benchmark:
        "benchmarks/functional/{contrast}.tsv"
    localrule: True
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: attempt * 1500,
        runtime=10,
    params:
        contrast=lambda wildcards: wildcards.contrast,
        settings=only(
            CONFIG["concordance"], "change_margin", "equivalence_margin", "alpha"
        ),
        human=CONFIG["study"]["organism"] == "human",
        simulated=SIMULATED,
        code=code("functional"),
    script:
        "../../scripts/functional.py"
