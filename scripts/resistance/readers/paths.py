"""Find the file that a table names, and refuse what leads out of the study's folder by a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from resistance.inputs.paths import leads_out, literal_hint, outside
from resistance.problems import Problem
from resistance.readers.raw_files import missing


def find_file(
    name: str, base: Path, allow: bool, place: Problem, roots: Sequence[Path] = ()
) -> tuple[Path | None, list[Problem]]:
    """Find the file that a cell of a table names.

    Parameters
    ----------
    name : str
        As it stands in the cell.
    base : Path
        The folder that the name is relative to.
    allow : bool
        ``counts.allow_outside``: may the file lie outside ``base``?
    place : Problem
        ``Problem(file, "", row, column)`` of the cell; messages are put in.
    roots : sequence of Path
        Further folders that files may lie in: those that the configuration itself names.

    Returns
    -------
    path : Path or None
        ``base / name``, not resolved, so that it reads as the user wrote it; None if there are
        problems.
    problems : list of Problem
        One at most.
    """
    fault = outside(name, base.absolute(), allow, place, [root.absolute() for root in roots])
    if fault is not None:
        return None, [fault]
    path = base / name
    try:
        target = path.resolve()
        absent = missing(path, name)
    except (OSError, RuntimeError):  # a circle of links, a path that is too long as a whole
        return None, [replace(place, message="The path cannot be followed.", value=name)]
    if absent:
        hint = literal_hint(name) or absent[0].hint
        return None, [replace(place, message=absent[0].message, value=name, hint=hint)]
    if allow or any(target.is_relative_to(root.resolve()) for root in (base, *roots)):
        return path, []
    return None, [leads_out(name, place, str(target))]
