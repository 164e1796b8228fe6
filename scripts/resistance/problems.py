"""Problems of a user's inputs: what is wrong, where, what is allowed, what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One problem of one input, said so that its owner can mend it.

    Attributes
    ----------
    file : str
        The file as the user named it.
    message : str
        What is wrong, a full sentence without the place.
    row, column, value : str
        Where it is and what stands there; empty where that makes no sense. Rows are counted as a
        spreadsheet counts them: the header is row 1.
    allowed : str
        What may stand there.
    hint : str
        What to do, "did you mean ...?" included.
    """

    file: str
    message: str
    row: str = ""
    column: str = ""
    value: str = ""
    allowed: str = ""
    hint: str = ""


class InputError(Exception):
    """Raised where inputs cannot be used; carries every problem that was found.

    Parameters
    ----------
    problems : sequence of Problem
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(format_problems(problems))
        self.problems = list(problems)


def did_you_mean(value: str, choices: Iterable[str]) -> str:
    """Return ``Did you mean "x"?`` for the closest choice, or an empty string.

    Parameters
    ----------
    value : str
    choices : iterable of str

    Returns
    -------
    str
    """
    by_lower = {str(choice).lower(): str(choice) for choice in choices}
    close = difflib.get_close_matches(str(value).lower(), list(by_lower), n=1, cutoff=0.6)
    return f'Did you mean "{by_lower[close[0]]}"?' if close else ""


def format_problems(problems: Sequence[Problem]) -> str:
    """Write problems as the numbered list that the terminal shows.

    Parameters
    ----------
    problems : sequence of Problem

    Returns
    -------
    str
        Several lines; the first says how many problems there are.
    """
    noun = "problem" if len(problems) == 1 else "problems"
    lines = [f"{len(problems)} {noun} in the inputs; nothing was run."]
    for number, problem in enumerate(problems, start=1):
        place = [problem.file]
        if problem.row:
            place.append(f"row {problem.row}")
        if problem.column:
            place.append(f'column "{problem.column}"')
        if problem.value:
            place.append(f'value "{problem.value}"')
        lines.append(f"\n{number}. {', '.join(place)}\n   {problem.message}")
        if problem.allowed:
            lines.append(f"   Allowed: {problem.allowed}")
        if problem.hint:
            lines.append(f"   {problem.hint}")
    return "\n".join(lines)
