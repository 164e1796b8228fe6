rule concordance:
    """Hold the transcript against the protein: a tested call for every panel gene."""
    input:
        de="results/tables/{contrast}/differential_expression.tsv",
        protein=rules.protein.output.table,
        values=rules.protein.output.values,
        counts=rules.inputs.output.counts,
        genes=rules.inputs.output.genes,
        samples=rules.inputs.output.samples,
        contrasts=rules.inputs.output.contrasts,
        offsets=rules.inputs.output.offsets,
        size_factors=rules.differential.output.size_factors,
        fit_genes=rules.differential.output.fit_genes,
        model=rules.differential.output.model,
        catalogue=catalogue_file(),
        annotation=annotation_files(),
    output:
        table=report(
            "results/tables/{contrast}/concordance.tsv",
            category="mRNA and protein",
            labels={"what": "Calls", "contrast": "{contrast}"},
            caption="../report/concordance.rst",
        ),
        localisation="results/tables/{contrast}/localisation.tsv",
    log:
        "logs/concordance/{contrast}.log",
    benchmark:
        "benchmarks/concordance/{contrast}.tsv"
    localrule: True
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: attempt * 1500,
        runtime=10,
    params:
        contrast=lambda wildcards: wildcards.contrast,
        organism=ORGANISM,
        organisms=[ORGANISM, catalogue_organism()],
        genes_of_interest=verbatim(CONFIG["genes_of_interest"]),
        margins=only(
            CONFIG["concordance"],
            "change_margin",
            "equivalence_margin",
            "western_equivalence_margin",
            "explained_fraction",
            "alpha",
        ),
        simulated=SIMULATED,
        code=code("concordance"),
    script:
        "../../scripts/concordance.py"
