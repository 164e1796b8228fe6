"""Write a simulated study.

``.venv/bin/python resources/example/build [--seed N] [--into DIR]`` writes the example, and
``--study traps --into DIR`` a small study whose verdicts must be withheld (docs/traps.md).
"""

from __future__ import annotations

import argparse
import gzip
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT / "scripts")]

from simulate import Study, simulate  # noqa: E402
from small import draw, embedded, tsv  # noqa: E402
from traps import TRAPS  # noqa: E402

#: The seed of the committed study; README.md tells how it was chosen.
SEED = 1


def load(seed: int) -> Study:
    """Simulate the study with the embedded resources.

    Parameters
    ----------
    seed : int

    Returns
    -------
    Study
    """
    found = embedded(ROOT / "resources")
    return simulate(seed, found.annotation, found.par, found.catalogue, found.hallmark)


def files(study: Study) -> dict[str, bytes]:
    """Return the content of every file of the example, by its path in the repository.

    Parameters
    ----------
    study : Study

    Returns
    -------
    dict of str to bytes
        The counts are not compressed here.
    """
    return {
        "resources/example/counts.tsv.gz": tsv(study.counts),
        "resources/example/truth.tsv": tsv(study.truth),
        "resources/example/truth_pathways.tsv": tsv(study.truth_pathways),
        "config/samples.tsv": tsv(study.samples),
        "config/contrasts.tsv": tsv(study.contrasts),
        "config/protein.tsv": tsv(study.protein),
    }


def write(study: Study, into: Path) -> None:
    """Write the files below a folder; the compressed one without a time stamp.

    Parameters
    ----------
    study : Study
    into : Path
    """
    for name, content in files(study).items():
        path = into / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(content, 9, mtime=0) if name.endswith(".gz") else content)


def write_small(config: dict[str, Any], tables: dict[str, pd.DataFrame], into: Path) -> None:
    """Write a small study below a folder of its own.

    Parameters
    ----------
    config : dict
    tables : dict of str to pandas.DataFrame
        By their name below ``config/``.
    into : Path
    """
    (into / "config").mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(config, sort_keys=False, allow_unicode=True)
    (into / "config/config.yaml").write_text(text, encoding="utf-8")
    for name, table in tables.items():
        (into / "config" / name).write_bytes(tsv(table))


def main() -> None:
    """Read the command line and write a study."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--study", choices=("example", "traps"), default="example")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--into", type=Path, help="the clone; demo_traps for the traps")
    arguments = parser.parse_args()
    if arguments.study == "traps":
        config, tables = draw(TRAPS, embedded(ROOT / "resources"), arguments.seed)
        write_small(config, tables, arguments.into or ROOT / "demo_traps")
    else:
        write(load(arguments.seed), arguments.into or ROOT)


if __name__ == "__main__":
    main()
