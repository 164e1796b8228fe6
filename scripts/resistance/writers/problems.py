"""Write the list of problems as a table, beside what the terminal shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from resistance.columns import PROBLEMS
from resistance.problems import Problem
from resistance.writers.tables import write_table


def write_problems(problems: Sequence[Problem], path: Path, simulated: bool) -> str:
    """Write problems, or a header alone.

    Parameters
    ----------
    problems : sequence of Problem
    path : Path
    simulated : bool

    Returns
    -------
    str
        Why the table could not be written; empty if it was. The list on the terminal has been
        shown by then, and a folder that may not be written must not hide it.
    """
    frame = pd.DataFrame([asdict(problem) for problem in problems], columns=list(PROBLEMS))
    try:
        write_table(frame, path, PROBLEMS, simulated)
    except OSError as error:
        return f"{path} cannot be written: {error.strerror}."
    return ""
