rule replication:
    """Whether the changes of the genes with a verdict are seen in more than one contrast."""
    input:
        verdicts=rules.summary.output.verdicts,
        concordance=per_contrast(rules.concordance.output.table),
        samples=rules.inputs.output.samples,
        contrasts=rules.inputs.output.contrasts,
    output:
        table=report(
            "results/tables/replication.tsv",
            category="Verdicts",
            labels={"what": "Over the contrasts"},
            caption="../report/replication.rst",
        ),
    log:
        "logs/replication.log",
    benchmark:
        "benchmarks/replication.tsv"
    localrule: True
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: attempt * 1500,
        runtime=10,
    params:
        contrast_ids=CONTRASTS,
        design=CONFIG["design"],
        simulated=SIMULATED,
        code=code("replication"),
    script:
        "../../scripts/replication.py"
