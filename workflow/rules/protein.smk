rule protein:
    """Protein measurements to one estimate per gene, assay and compartment."""
    input:
        protein=optional(CONFIG.get("protein")),
        genes=rules.inputs.output.genes,
        samples=rules.inputs.output.samples,
        contrasts=rules.inputs.output.contrasts,
        annotation=annotation_files(),
    output:
        table="results/tables/{contrast}/protein.tsv",
        values="results/protein/{contrast}/values.tsv",
    log:
        "logs/protein/{contrast}.log",
    benchmark:
        "benchmarks/protein/{contrast}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: attempt * 1500,
        runtime=10,
    params:
        organism=ORGANISM,
        contrast=lambda wildcards: wildcards.contrast,
        systematic_sd=CONFIG["concordance"]["systematic_sd"],
        paired=CONFIG["concordance"]["paired"],
        prior=CONFIG["concordance"]["prior"],
        simulated=SIMULATED,
        code=code("protein"),
    script:
        "../../scripts/protein.py"
