"""Before the config is read: find the library, and say what is wrong with the config file itself."""

import sys
from pathlib import Path

ROOT = Path(workflow.basedir)
SCRIPTS = ROOT / "scripts"
sys.path.insert(0, str(SCRIPTS))

from resistance.problems import format_problems
from resistance.readers.config_file import config_file_problems
from resistance.writers.problems import write_problems

PROBLEMS_TABLE = Path("results/tables/problems.tsv")
MOST_SHOWN = 40
# jobs and dry runs look at the inputs, too, but leave no file behind; nor does a run in a wrong folder
LEAVES_FILES = (
    workflow.is_main_process
    and not workflow.output_settings.dryrun
    and (Path("config").is_dir() or bool(workflow.config_settings.configfiles))
)


def list_problems(problems):
    """Leave the problems as a table; Snakemake would delete one that a failed job wrote."""
    marked = config.get("study")
    simulated = isinstance(marked, dict) and marked.get("simulated") is True
    if LEAVES_FILES:
        failed = write_problems(problems, PROBLEMS_TABLE, simulated)
        print(failed, end="\n" if failed else "", file=sys.stderr, flush=True)


def stop_on_problems(problems):
    """Print every problem of the inputs as one list, leave it as a table, and end with exit code 1."""
    if problems:
        at_most = MOST_SHOWN if LEAVES_FILES else None
        print(format_problems(problems, at_most), file=sys.stderr, flush=True)
        list_problems(problems)
        if LEAVES_FILES and len(problems) > MOST_SHOWN:
            print(f"All of them: {PROBLEMS_TABLE}", file=sys.stderr, flush=True)
        sys.exit(1)


# a config file named on the command line has been read by now, and replaces the default one
if not workflow.config_settings.configfiles:
    stop_on_problems(config_file_problems(Path.cwd()))
