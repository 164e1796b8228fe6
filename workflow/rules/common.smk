"""Helpers of the rules: the checked study, its contrasts, and what each script depends on."""

import re
import sys
from copy import deepcopy
from dataclasses import asdict
from pathlib import Path

RESOURCES = ROOT / "resources"

from resistance.gene_sets import sources as gene_set_sources
from resistance.readers import (
    checkout,
    count_files,
    gene_sets as gene_sets_reader,
    modules,
    preview,
    protein_files,
    resources as resource_files,
    study as study_reader,
    study_checks,
    transcripts,
)
from resistance import columns, evidence_columns
from resistance.design.contrast_rows import first_of_models
from resistance.report.figures.paper import COLUMNS
from resistance.readers.tables import read_table
from resistance.wording import ending
from resistance.writers import progress, text_files

# Snakemake merges --configfile over config/config.yaml key by key, so that keys of one study leak
# into the next. A config file named on the command line replaces the default one instead.
if workflow.config_settings.configfiles:
    given = deepcopy(workflow.config_settings.overwrite_config)
    config.clear()
    config.update(given)


def checked_study():
    """Read config and tables; where they have problems, look at the counts too, for one list."""
    places = {
        "base": Path.cwd(),
        "schemas": ROOT / "workflow/schemas",
        "resources": RESOURCES,
    }
    study, problems = study_reader.load_study(config, **places)
    if problems:
        problems = study_checks.problems_of(config, **places, with_counts=True)
    stop_on_problems(problems)
    if PROBLEMS_TABLE.exists():  # a list of problems that are mended must not stay
        list_problems([])
    return study


def print_notes(notes):
    """Say what the run will do with inputs that are usable but not as a reader might expect."""
    for note in notes:
        print(f"Note: {note}", file=sys.stderr, flush=True)


def look_at_inputs():
    """Before the first job: list every problem, and stop there; else say what will be run."""
    look = study_checks.look_at(STUDY)
    stop_on_problems(look.problems)
    list_problems([])
    said, warnings = preview.preview_of(look.study, look.counts)
    print_notes([*look.study.notes, *warnings])
    text_files.write_lines(said, "results/preview.txt")
    if "check" in workflow.dag_settings.targets:
        print("\n".join(said), flush=True)
    if set(workflow.dag_settings.targets) == {"check"}:
        sys.exit(
            0
        )  # nothing is left to do; Snakemake's scheduler would take a second over it


STUDY = checked_study()
CONFIG = STUDY.config
SIMULATED = CONFIG["study"]["simulated"]
CONTRASTS = list(STUDY.contrasts["id"])
ORGANISM = CONFIG["study"]["organism"]
# what findings may depend on: a new title must not rerun them
FACTS = {k: v for k, v in CONFIG["study"].items() if k not in ("name", "notice")}
SIZE_FACTORS = CONFIG["differential"]["size_factors"]
# of each fitted model the first contrast that rests on it
LEADING = first_of_models(STUDY.samples.set_index("sample"), STUDY.contrasts)
COLLECTIONS = gene_set_sources.collections_of(CONFIG)


wildcard_constraints:
    contrast=r"[A-Za-z0-9][A-Za-z0-9_.-]*",


def code(step):
    """Digest of a step's script and of every library module it imports: a rerun trigger."""
    return modules.code_digest(SCRIPTS / f"{step}.py", SCRIPTS / "resistance")


def per_contrast(pattern):
    """Fill the wildcard ``contrast`` with every contrast of the study."""
    return expand(pattern, contrast=CONTRASTS)


def figure_files(folder, names, category):
    """Files of figures: for the screen, for the columns of journals, and the data behind each."""
    path = f"results/figures/{folder}"
    ends = [
        f"{journal}.{kind}" for journal in COLUMNS for kind in ("svg", "pdf", "png")
    ]
    files = {}
    for name in names:
        files[f"{name}_screen"] = report(
            f"{path}/{name}.svg",
            category=category,
            subcategory="" if folder == "_study" else folder,
            labels={"figure": name.replace("_", " ")},
            caption="../report/figure.rst",
        )
        files[f"{name}_paper"] = [f"{path}/{name}_{end}" for end in ends]
        files[f"{name}_data"] = f"{path}/{name}.tsv"
    return files


def without_png(paths):
    """Leave out pictures of points, which weigh more than all else."""
    return [path for path in paths if not path.endswith(".png")]


def annotation_files():
    """Embedded gene annotation of the study's organism; without one, what says where it stands."""
    names = resource_files.annotation_files(ORGANISM) or ["par_pairs.tsv"]
    return [str(RESOURCES / "annotation" / name) for name in names]


def counts_input():
    """Files that the counts may be read from: one, or those of a folder."""
    return count_files.counts_files(STUDY.counts_source)[0]


def transcript_annotation():
    """Embedded genes of transcripts, which counts of transcripts need without a table of theirs."""
    if CONFIG["counts"]["tx2gene"]:
        return [CONFIG["counts"]["tx2gene"]]
    return [
        str(RESOURCES / "annotation" / name)
        for name in transcripts.transcript_files(ORGANISM)
    ]


def lengths_in_fit():
    """Tell whether the transcript lengths that come with the counts are to be in the fit."""
    return CONFIG["counts"]["from_abundance"] == "offsets"


def gene_set_files():
    """GMT files of the study's collections that are read: embedded, its own, and downloaded ones."""
    read = [
        item for item in COLLECTIONS if ORGANISM in ("human", "mouse", item.organism)
    ]
    folder = RESOURCES / "gene_sets"
    return [
        str(folder / item.file) if item.kind == "embedded" else item.file
        for item in read
    ]


def gene_set_annotation():
    """Embedded annotation that gene sets are looked up in, and orthologues where they are needed."""
    needed = gene_sets_reader.annotations_needed(COLLECTIONS, ORGANISM)
    names = [
        name
        for organism in needed
        for name in resource_files.annotation_files(organism)
    ]
    if "mouse" in needed:
        names.append(gene_sets_reader.ORTHOLOGUES_FILE)
    return [str(RESOURCES / "annotation" / name) for name in names or ["par_pairs.tsv"]]


def download_url(sha256):
    """Address of the download with a checksum."""
    return next(item.url for item in COLLECTIONS if item.sha256 == sha256)


def collections():
    """Names of the study's collections of gene sets, in the order to report."""
    return [item.name for item in COLLECTIONS]


def own_mechanisms():
    """Tell whether the study has a catalogue, or rules, of its own."""
    block = CONFIG["mechanisms"]
    return bool(block["catalogue"] or block["rules"])


def catalogue_file():
    """The catalogue that the study uses: the embedded one, or that with the study's own rows."""
    if own_mechanisms():
        return "results/inputs/catalogue.tsv"
    return str(RESOURCES / "catalogue/mechanisms.tsv")


def rules_file():
    """The rules of its mechanisms, the same way."""
    if own_mechanisms():
        return "results/inputs/mechanism_rules.tsv"
    return str(RESOURCES / "catalogue/mechanism_rules.tsv")


def catalogue_organism():
    """The organism whose genes the catalogue lists: human unless the study brings its own."""
    return ORGANISM if CONFIG["mechanisms"]["replace"] else "human"


def only(block, *names):
    """Keep the keys of a block that a step uses, so that the others do not rerun it."""
    return {name: block[name] for name in names}


def verbatim(text):
    """Pass text of a user as it is: Snakemake would look for wildcards in its brackets."""
    return lambda wildcards: text


def optional(path):
    """Return a path of the config as an input, or no input where the key is absent."""
    return [path] if path else []


def table_of_control_genes():
    """Return the path of a table of control genes; empty where the config lists them itself."""
    names = SIZE_FACTORS["control_genes"]
    return names if isinstance(names, str) else ""


def files_of_others():
    """Files that are read and not written here: inputs of the study, and embedded resources."""
    named = {"input": {}, "embedded": {}}
    for step in workflow.rules:
        for path in [str(given) for given in step.input if not callable(given)]:
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
    """Files that the rules included so far write for this study, those of all contrasts."""
    patterns = [
        str(path)
        for step in workflow.rules
        if step.name != "catalogue" or own_mechanisms()
        for path in step.output
    ]
    # Snakemake writes the constraint of a wildcard into the pattern
    filled = [
        re.sub(r"\{contrast(,[^}]*)?\}", contrast, path)
        for path in patterns
        for contrast in CONTRASTS
    ]
    # an archive of the results may hold the crate
    return sorted({path for path in filled if "{" not in path and path[-4:] != ".zip"})


def show_progress():
    """Show one line a stage where a profile asks for quiet, in the place of four a job."""
    about = workflow.output_settings.quiet or ()
    asked = {str(kind) for kind in about}
    if "rules" in asked and LEAVES_FILES:
        progress.show_stages(logger)


def print_verdicts():
    """End with verdicts, gates and where the files are, if the run got that far."""
    tables = Path("results/tables")
    definitions = {
        tables / "verdicts.tsv": columns.VERDICTS,
        tables / "checks.tsv": columns.CHECKS,
        **{
            tables / name / "mechanisms.tsv": evidence_columns.MECHANISMS
            for name in CONTRASTS
        },
    }
    if not all(path.exists() for path in definitions):
        return  # a part of the workflow was asked for
    verdicts, checks, *mechanisms = [read_table(*each) for each in definitions.items()]
    beside = ["summary.txt", "summary.pdf", "results.xlsx", "results.zip", "tables"]
    said = [
        *ending.lines(verdicts, dict(zip(CONTRASTS, mechanisms)), checks, SIMULATED),
        *ending.places(
            str(Path("results/report.html").resolve()),
            [f"results/{name}" for name in beside if Path("results", name).exists()],
        ),
    ]
    print("", *said, sep="\n", flush=True)
