rule checks:
    """Gates and confounders: what a reader should know before any finding."""
    input:
        counts=rules.inputs.output.counts,
        genes=rules.inputs.output.genes,
        inputs=rules.inputs.output.log,
        samples=rules.inputs.output.samples,
        contrasts=rules.inputs.output.contrasts,
        size_factors=rules.differential.output.size_factors,
        vst=rules.differential.output.vst,
        de=per_contrast("results/tables/{contrast}/differential_expression.tsv"),
        fit_genes=rules.differential.output.fit_genes,
        cooks=rules.differential.output.cooks,
        model=rules.differential.output.model,
        quality=rules.quality.output.samples,
        protein=rules.protein_import.output.table,
        protein_estimates=per_contrast(rules.protein.output.table),
        positions=RESOURCES / "annotation/human_positions.tsv.gz",
        clinical_names=RESOURCES / "catalogue/clinical_names.tsv",
    output:
        checks=report(
            "results/tables/checks.tsv",
            category="Trust",
            labels={"what": "Gates and confounders"},
            caption="../report/checks.rst",
        ),
    log:
        "logs/checks.log",
    benchmark:
        "benchmarks/checks.tsv"
    localrule: True
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
        study=FACTS,
        checks=CONFIG["checks"],
        simulated=SIMULATED,
        code=code("checks"),
    script:
        "../../scripts/checks.py"
