# Where results come from. Included after the rules whose files it lists.
import re

from resistance.readers import checkout


def files_of_others():
    """Files that some rule reads and none writes: inputs of the study, and embedded resources."""
    named = {"input": {}, "embedded": {}}
    for rule in workflow.rules:
        for path in [str(given) for given in rule.input if not callable(given)]:
            if path.startswith(f"{RESOURCES}/"):
                named["embedded"][str(Path(path).relative_to(ROOT))] = path
            # templates, schemas and the lock are part of the workflow: the commit tells them
            elif not path.startswith((f"{ROOT}/", "results/")):
                named["input"][path] = path
    return {kind: dict(sorted(files.items())) for kind, files in named.items()}


def config_files():
    """The configuration file of the study, or those that the command line names, by their names."""
    given = workflow.config_settings.configfiles or ["config/config.yaml"]
    here = Path.cwd()
    paths = [Path(path).absolute() for path in given]
    return {
        str(path.relative_to(here)) if path.is_relative_to(here) else path.name: str(
            path
        )
        for path in paths
    }


def files_of_rules():
    """Files that the rules so far write for this study, those of all contrasts."""
    patterns = [
        str(path)
        for rule in workflow.rules
        if rule.name != "catalogue" or own_mechanisms()
        for path in rule.output
    ]
    # Snakemake writes the constraint of a wildcard into the pattern
    filled = [
        re.sub(r"\{contrast(,[^}]*)?\}", contrast, path)
        for path in patterns
        for contrast in CONTRASTS
    ]
    # an archive of the results may hold the crate
    return sorted({path for path in filled if "{" not in path and path[-4:] != ".zip"})


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
        name=CONFIG["study"]["name"],
        publication=CONFIG["publication"],
        simulated=SIMULATED,
        code=code("crate"),
    script:
        "../../scripts/crate.py"
