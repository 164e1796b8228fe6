rule catalogue:
    """Join the study's own mechanisms to the embedded catalogue; only where it has any."""
    input:
        embedded=RESOURCES / "catalogue/mechanisms.tsv",
        embedded_rules=RESOURCES / "catalogue/mechanism_rules.tsv",
        own=optional(CONFIG["mechanisms"]["catalogue"]),
        own_rules=optional(CONFIG["mechanisms"]["rules"]),
        annotation=annotation_files(),
    output:
        catalogue="results/inputs/catalogue.tsv",
        rules="results/inputs/mechanism_rules.tsv",
    log:
        "logs/catalogue.log",
    benchmark:
        "benchmarks/catalogue.tsv"
    localrule: True
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: attempt * 1500,
        runtime=10,
    params:
        organism=ORGANISM,
        replace=CONFIG["mechanisms"]["replace"],
        simulated=SIMULATED,
        code=code("catalogue"),
    script:
        "../../scripts/catalogue.py"
