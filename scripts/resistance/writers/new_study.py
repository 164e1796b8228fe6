"""Write the config/ of a new study, and nothing over a file that is there."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from resistance.new_study.config_text import config_text
from resistance.new_study.draft import Draft
from resistance.problems import Problem

FILES = ("config.yaml", "samples.tsv", "contrasts.tsv")


def occupied(study: Path) -> list[Problem]:
    """Find files that a new study would overwrite.

    Parameters
    ----------
    study : Path
        The folder of the study.

    Returns
    -------
    list of Problem
    """
    return [
        Problem(
            str(study / "config" / name),
            "The file is there already, and is not overwritten.",
            hint="Name another folder as STUDY, or move the file away.",
        )
        for name in FILES
        if (study / "config" / name).exists() or (study / "config" / name).is_symlink()
    ]


def write_study(study: Path, draft: Draft, example: Path) -> list[Path]:
    """Write the configuration and the tables of a new study.

    Parameters
    ----------
    study : Path
        The folder of the study; made where it is missing.
    draft : Draft
    example : Path
        ``config/config.yaml`` of the workflow, whose comments are taken over.

    Returns
    -------
    list of Path
        The files, in the order of :data:`FILES`.
    """
    folder = study / "config"
    folder.mkdir(parents=True, exist_ok=True)
    text = config_text(example.read_text(encoding="utf-8"), draft.values, draft.guessed)
    texts = (text, _table(draft.samples), _table(draft.contrasts))
    paths = [folder / name for name in FILES]
    for path, content in zip(paths, texts, strict=True):
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(content)
    return paths


def _table(frame: pd.DataFrame) -> str:
    """Write a table that :func:`resistance.readers.delimited.read_delimited` reads back."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows(frame.itertuples(index=False, name=None))
    return out.getvalue()
