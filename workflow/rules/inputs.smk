rule inputs:
    """Join counts, sample sheet and annotation by name; account for every row and column."""
    input:
        counts=counts_input(),
        samples=CONFIG["samples"],
        contrasts=CONFIG["contrasts"],
        annotation_file=optional(CONFIG["counts"].get("annotation")),
        control_genes=optional(table_of_control_genes()),
        offsets=optional(SIZE_FACTORS["offsets"]),
        annotation=annotation_files(),
        transcripts=transcript_annotation(),
    output:
        counts="results/inputs/counts.tsv.gz",
        genes="results/inputs/genes.tsv.gz",
        samples="results/inputs/samples.tsv",
        contrasts="results/inputs/contrasts.tsv",
        log="results/tables/inputs.tsv",
        set_apart="results/inputs/set_apart.tsv.gz",
        control_genes=optional(
            SIZE_FACTORS["control_genes"] and "results/inputs/control_genes.tsv"
        ),
        offsets=optional(
            (SIZE_FACTORS["offsets"] or lengths_in_fit())
            and "results/inputs/offsets.tsv.gz"
        ),
    log:
        "logs/inputs.log",
    benchmark:
        "benchmarks/inputs.tsv"
    localrule: True
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        # pandas and the annotation take 0.5 GB; ten bytes a count on top for large matrices
        mem_mb=lambda wildcards, attempt, input: attempt
        * (1500 + 30 * int(input.size_mb)),
        runtime=10,
    params:
        par=[
            CONFIG["counts"].get(key, "") for key in ("par_y_masked", "par_duplicates")
        ],
        study=dict(
            counts=CONFIG["counts"],
            study=only(CONFIG["study"], "organism", *FACTS.keys() & {"host"}),
            differential={"size_factors": only(SIZE_FACTORS, "control_genes")},
            exclude_samples=CONFIG["exclude_samples"],
        ),
        beside=[SIZE_FACTORS["control_genes"], SIZE_FACTORS["offsets"]],
        simulated=SIMULATED,
        code=code("inputs"),
    script:
        "../../scripts/inputs.py"
