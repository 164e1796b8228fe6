"""File names that stand in tables: which can be used, and which lead out of the study's folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from resistance.problems import Problem

#: Longest part of a path, in bytes, that file systems take.
_LONGEST: Final = 255
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_DRIVE: Final = re.compile(r"[A-Za-z]:[\\/]|\\\\")
_SHELL: Final = re.compile(r"~|\$\w|\$\{|%\w+%")
_ALLOWED: Final = "a file in the study's folder; parts of a path have / between them"
_PLACEHOLDER: Final = re.compile(r"[{}<>]")
_SHOWN: Final = 80


def outside(
    name: str, base: Path, allow: bool, place: Problem, roots: Sequence[Path] = ()
) -> Problem | None:
    """Tell whether a name of a table can be a file of the study, from its letters alone.

    Nothing in the name is ever expanded: it is the name of a file, not a line for a shell.

    Parameters
    ----------
    name : str
        As it stands in the cell.
    base : Path
        The folder that the name is relative to; absolute.
    allow : bool
        ``counts.allow_outside``: may the file lie outside ``base``?
    place : Problem
        File, row and column of the cell; the message is put in.
    roots : sequence of Path
        Further folders that files may lie in: those that the configuration itself names.

    Returns
    -------
    Problem or None
    """
    fault = unusable(name, place)
    if fault is not None or allow:
        return fault
    path = Path(os.path.normpath(base / name))
    if any(path.is_relative_to(os.path.normpath(root)) for root in (base, *roots)):
        return None
    return leads_out(name, place)


def unusable(name: str, place: Problem) -> Problem | None:
    """Find names that no file of this computer can have.

    Parameters
    ----------
    name : str
    place : Problem
        File, row and column of the name; the message is put in.

    Returns
    -------
    Problem or None
    """
    message, hint = "", ""
    if not name.strip():
        message = "The name of a file is empty."
    elif _CONTROL.search(name):
        message = "The name of a file holds a control character or a line break."
        hint = "Write the name anew, without copying it from another program."
    elif _URL.match(name):
        message = "This is an address, not a file; nothing is fetched from a network."
        hint = "Download the file, and give its path."
    elif _DRIVE.match(name):
        message = "This is a path of a Windows drive."
        hint = "Copy the file into the study's folder, and give its path from there, with /."
    elif any(len(part.encode("utf-8", "surrogatepass")) > _LONGEST for part in name.split("/")):
        message = f"The name of a file is longer than {_LONGEST} bytes."
    if not message:
        return None
    return replace(place, message=message, value=shown(name), allowed=_ALLOWED, hint=hint)


def leads_out(name: str, place: Problem, target: str = "") -> Problem:
    """Say that a file lies outside the study's folder.

    Parameters
    ----------
    name : str
    place : Problem
        File, row and column of the name; the message is put in.
    target : str
        Where a link leads to; empty if the name itself leads out.

    Returns
    -------
    Problem
    """
    message = "The path leads out of the study's folder."
    if target:
        message = f"A link leads out of the study's folder, to {shown(target)}."
    return replace(
        place,
        message=message,
        value=shown(name),
        allowed=_ALLOWED,
        hint="Copy the file into the folder, name its folder as counts.path, or set "
        "counts.allow_outside: true if you trust this table.",
    )


def placeholders(names: Iterable[str]) -> list[Problem]:
    """Find paths that Snakemake would take apart: it fills in what stands in brackets.

    Parameters
    ----------
    names : iterable of str
        Files that rules read, as the configuration or a folder names them.

    Returns
    -------
    list of Problem
        One a path.
    """
    return [
        Problem(
            shown(name),
            "The path holds a bracket that Snakemake would fill in as a placeholder.",
            value=shown("".join(dict.fromkeys(_PLACEHOLDER.findall(name)))),
            allowed="paths without { } < >",
            hint="Rename the file or folder, and write the new name where this one stands.",
        )
        for name in dict.fromkeys(names)
        if _PLACEHOLDER.search(name)
    ]


def literal_hint(name: str) -> str:
    """Explain why a name that a shell would expand is not found.

    Parameters
    ----------
    name : str
        Of a file that does not exist.

    Returns
    -------
    str
        Empty if the name holds nothing that a shell expands.
    """
    if not _SHELL.match(name):
        return ""
    return (
        "Names are taken letter by letter: ~ and variables are not filled in. Write the path out."
    )


def shown(name: str) -> str:
    """Write a name so that a terminal and a table can show it.

    Parameters
    ----------
    name : str

    Returns
    -------
    str
        Control characters as escapes; cut after 80 characters.
    """
    text = _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", name)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."
