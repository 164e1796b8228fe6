localrules:
    notes,


rule notes:
    """Keep what the owner of the study should know of its configuration and small tables."""
    output:
        notes="results/tables/notes.tsv",
    log:
        "logs/notes.log",
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: attempt * 500,
        runtime=5,
    params:
        notes=verbatim(STUDY.notes),
        tables=only(
            CONFIG,
            *("samples", "contrasts"),
            *(key for key in ("protein", "functional", "mechanisms") if key in CONFIG),
        ),
        simulated=SIMULATED,
        code=code("notes"),
    script:
        "../../scripts/notes.py"
