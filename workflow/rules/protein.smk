localrules:
    protein_import,


rule protein_import:
    """Protein table and exports to one tidy table; account for every row and run."""
    input:
        protein=optional(CONFIG.get("protein")),
        files=protein_files.input_files(CONFIG),
        samples=CONFIG["samples"],
        contrasts=CONFIG["contrasts"],
        schemas=[
            ROOT / "workflow/schemas/protein.schema.yaml",
            ROOT / "workflow/schemas/protein_samples.schema.yaml",
        ],
    output:
        table="results/inputs/protein.tsv",
        log="results/tables/protein_inputs.tsv",
    log:
        "logs/protein_import.log",
    benchmark:
        "benchmarks/protein_import.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        # cells are kept as text, several times
        mem_mb=lambda wildcards, attempt, input: attempt
        * (1000 + 60 * int(input.size_mb)),
        runtime=10,
    params:
        config={key: CONFIG.get(key) for key in ("protein", "protein_files")},
        simulated=SIMULATED,
        code=code("protein_import"),
    script:
        "../../scripts/protein_import.py"


rule protein:
    """Protein measurements to one estimate per gene, assay and compartment."""
    input:
        protein=rules.protein_import.output.table,
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
    localrule: True
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
