"""Write the example study: ``.venv/bin/python resources/example/build [--seed N] [--into DIR]``."""

from __future__ import annotations

import argparse
import gzip
import io
import sys
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT / "scripts")]

from simulate import Study, simulate  # noqa: E402

from resistance.readers.resources import (  # noqa: E402
    read_annotation,
    read_catalogue,
    read_gene_sets,
)

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
    resources = ROOT / "resources"
    annotation = read_annotation(resources / "annotation", "human")
    return simulate(
        seed,
        annotation.genes,
        annotation.par,
        read_catalogue(resources / "catalogue/mechanisms.tsv"),
        read_gene_sets(resources / "gene_sets/hallmark.gmt.gz"),
    )


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
        "resources/example/counts.tsv.gz": _tsv(study.counts),
        "resources/example/truth.tsv": _tsv(study.truth),
        "resources/example/truth_pathways.tsv": _tsv(study.truth_pathways),
        "config/samples.tsv": _tsv(study.samples),
        "config/contrasts.tsv": _tsv(study.contrasts),
        "config/protein.tsv": _tsv(study.protein),
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


def _tsv(frame: pd.DataFrame) -> bytes:
    buffer = io.StringIO()
    frame.to_csv(buffer, sep="\t", index=False, lineterminator="\n")
    return buffer.getvalue().encode()


def main() -> None:
    """Read the command line and write the example."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--into", type=Path, default=ROOT)
    arguments = parser.parse_args()
    write(load(arguments.seed), arguments.into)


if __name__ == "__main__":
    main()
