rule summary:
    """One verdict per gene of interest and contrast, with its confidence and what caps it."""
    input:
        concordance=per_contrast(rules.concordance.output.table),
        mechanisms=per_contrast(rules.mechanisms.output.mechanisms),
        ladders=per_contrast(rules.mechanisms.output.ladder),
        checks=rules.checks.output.checks,
        samples=rules.inputs.output.samples,
        contrasts=rules.inputs.output.contrasts,
        rules=rules_file(),
        clinical_names=RESOURCES / "catalogue/clinical_names.tsv",
    output:
        verdicts=report(
            "results/tables/verdicts.tsv",
            category="Verdicts",
            labels={"what": "Genes of interest"},
            caption="../report/verdicts.rst",
        ),
        text=report(
            "results/summary.txt",
            category="Verdicts",
            labels={"what": "In sentences"},
            caption="../report/summary.rst",
        ),
    log:
        "logs/summary.log",
    benchmark:
        "benchmarks/summary.tsv"
    localrule: True
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: attempt * 1500,
        runtime=10,
    params:
        contrast_ids=CONTRASTS,
        genes_of_interest=verbatim(CONFIG["genes_of_interest"]),
        study=FACTS,
        design=CONFIG["design"],
        simulated=SIMULATED,
        code=code("summary"),
    script:
        "../../scripts/summary.py"
