# Where results come from. Included after the rules whose files it lists.
PROVENANCE_FILES = {"config": config_files(), **files_of_others()}


rule provenance:
    """Checksums of all that was read, versions, and the commit of the workflow."""
    input:
        files=[path for files in PROVENANCE_FILES.values() for path in files.values()],
        manifest=RESOURCES / "MANIFEST.tsv",
        lock=ROOT / "uv.lock",
        citation=ROOT / "CITATION.cff",
    output:
        table=report(
            "results/tables/provenance.tsv",
            category="Provenance",
            labels={"what": "Checksums, versions, commit"},
            caption="../report/provenance.rst",
        ),
    log:
        "logs/provenance.log",
    benchmark:
        "benchmarks/provenance.tsv"
    localrule: True
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: attempt * 1000,
        runtime=10,
    params:
        files=PROVENANCE_FILES,
        config=CONFIG,
        # asked for only when the job is planned; a new commit reruns this rule and the crate
        checkout=lambda wildcards: asdict(checkout.read_checkout(ROOT)),
        simulated=SIMULATED,
        code=code("provenance"),
    script:
        "../../scripts/provenance.py"


rule crate:
    """The run as a research object crate (RO-Crate 1.1, Workflow Run Crate)."""
    input:
        results=files_of_rules(),
        provenance=rules.provenance.output.table,
        snakefile=ROOT / "Snakefile",
    output:
        metadata=report(
            "results/ro-crate-metadata.json",
            category="Provenance",
            labels={"what": "Research object crate"},
            caption="../report/crate.rst",
        ),
        snakefile="results/workflow/Snakefile",
    log:
        "logs/crate.log",
    benchmark:
        "benchmarks/crate.tsv"
    localrule: True
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: attempt * 1000,
        runtime=10,
    params:
        name=verbatim(CONFIG["study"]["name"]),
        publication=CONFIG["publication"],
        simulated=SIMULATED,
        code=code("crate"),
    script:
        "../../scripts/crate.py"
