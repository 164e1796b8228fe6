rule mechanisms:
    """Grade the catalogue's genes and give each mechanism its verdict."""
    input:
        de="results/tables/{contrast}/differential_expression.tsv",
        concordance=rules.concordance.output.table,
        localisation=rules.concordance.output.localisation,
        functional=rules.functional.output.table,
        protein=rules.protein.output.table,
        checks=rules.checks.output.checks,
        samples=rules.inputs.output.samples,
        contrasts=rules.inputs.output.contrasts,
        catalogue=catalogue_file(),
        rules=rules_file(),
        clinical_names=RESOURCES / "catalogue/clinical_names.tsv",
    output:
        mechanisms=report(
            "results/tables/{contrast}/mechanisms.tsv",
            category="Verdicts",
            labels={"what": "Mechanisms", "contrast": "{contrast}"},
            caption="../report/mechanisms.rst",
        ),
        genes="results/tables/{contrast}/mechanism_genes.tsv",
        ladder="results/tables/{contrast}/ladder.tsv",
    log:
        "logs/mechanisms/{contrast}.log",
    benchmark:
        "benchmarks/mechanisms/{contrast}.tsv"
    localrule: True
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: attempt * 1500,
        runtime=10,
    params:
        contrast=lambda wildcards: wildcards.contrast,
        design=CONFIG["design"],
        study=FACTS,
        catalogue_organism=catalogue_organism(),
        simulated=SIMULATED,
        code=code("mechanisms"),
    script:
        "../../scripts/mechanisms.py"
