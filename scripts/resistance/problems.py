"""Problems of a user's inputs: what is wrong, where, what is allowed, what to do."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


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


def format_problems(problems: Sequence[Problem], at_most: int | None = None) -> str:
    """Write problems as the numbered list that the terminal shows.

    Parameters
    ----------
    problems : sequence of Problem
    at_most : int, optional
        Problems that are written out; the rest is counted by file. All by default.

    Returns
    -------
    str
        Several lines; the first says how many problems there are. Control characters of a cell
        or a name are escaped: a terminal would obey them.
    """
    noun = "problem" if len(problems) == 1 else "problems"
    lines = [f"{len(problems)} {noun} in the inputs; nothing was run."]
    for number, problem in enumerate(problems[:at_most], start=1):
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
    rest = problems[at_most:] if at_most is not None else ()
    if rest:
        counts = Counter(problem.file for problem in rest)
        said = ", ".join(f"{n} in {file}" for file, n in counts.items())
        lines.append(f"\nAnd {len(rest)} more: {said}.")
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", "\n".join(lines))
