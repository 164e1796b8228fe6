"""Write config/ of a new study from its counts: make new STUDY=... COUNTS=... [SHEET=...]."""

import argparse
import shlex
import sys
from pathlib import Path

from resistance.problems import format_problems
from resistance.readers.new_study import read_draft
from resistance.writers.new_study import occupied, write_study

CLONE = Path(__file__).resolve().parents[1]

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("study", help="folder of the new study")
parser.add_argument("counts", help="counts: a file, or a folder of one file per sample")
parser.add_argument("sheet", nargs="?", default="", help="what is known of the samples: a table")
parser.add_argument("organism", nargs="?", default="", help="human, mouse, mixed or other")
parser.add_argument("tx2gene", nargs="?", default="", help="gene of each transcript: a table")
given = parser.parse_args()
if not given.study or not given.counts:
    parser.error("name the folder and the counts: make new STUDY=path COUNTS=file")
study = Path(given.study)
sheet = Path(given.sheet) if given.sheet else None
problems = occupied(study)
if not problems:
    counts, tx2gene = Path(given.counts), Path(given.tx2gene) if given.tx2gene else None
    draft, problems = read_draft(study, counts, sheet, given.organism, tx2gene, CLONE / "resources")
if problems or draft is None:
    print(format_problems(problems), file=sys.stderr)
    sys.exit(1)
for path in write_study(study, draft, CLONE / "config/config.yaml"):
    print(f"Written: {path}")
print("\nPlease review:", *draft.review, sep="\n  - ")
command = [str(CLONE / ".venv/bin/snakemake"), "-s", str(CLONE / "Snakefile")]
command += ["--directory", str(study.resolve()), "--cores", "2", "check"]
print(f"\nThen see what would be run:\n  {shlex.join(command)}\nand run it without `check`.")
