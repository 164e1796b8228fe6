"""Tell by the content which program wrote a protein export.

Every format is a module with ``recognise(grid)``, which says in a sentence why a table is of that
format, by its content and never by its name, or gives the empty text; and with
``parse(grid, quantity)``.
"""

from __future__ import annotations

from collections import Counter
from types import ModuleType
from typing import Final

from resistance.grid import Grid
from resistance.inputs.schema_words import listing
from resistance.inputs.tables import capped
from resistance.problems import Problem
from resistance.protein_formats import (
    diann,
    flowjo,
    fragpipe,
    maxquant,
    olink,
    spectronaut,
    tidy,
    western,
    wide,
)
from resistance.protein_formats.base import Export

#: Formats that are told by columns of their own.
FORMATS: Final[dict[str, ModuleType]] = {
    "maxquant": maxquant,
    "diann": diann,
    "fragpipe": fragpipe,
    "spectronaut": spectronaut,
    "flowjo": flowjo,
    "olink": olink,
    "western": western,
}
#: Those that any table could be; asked in this order where no other claims it.
GENERAL: Final[dict[str, ModuleType]] = {"tidy": tidy, "wide": wide}

_SOUGHT: Final = (
    "MaxQuant: Majority protein IDs",
    "DIA-NN: Protein.Group",
    "FragPipe: Indistinguishable Proteins, or Index with ReferenceIntensity",
    "Spectronaut: PG.ProteinGroups",
    "FlowJo: Gate | Geometric Mean (Comp-PE-A :: CD123)",
    "Olink: SampleID, OlinkID, NPX",
    "western: blot_id, target_signal",
    "tidy: gene, condition, replicate, value",
    "wide: one column of genes or proteins and columns of numbers",
)


def detect(grid: Grid) -> tuple[str, str, list[Problem]]:
    """Find the format of an export.

    Parameters
    ----------
    grid : Grid

    Returns
    -------
    name : str
        Of the format; empty if there are problems.
    why : str
        A sentence.
    problems : list of Problem
        One where no format, or several, claim the table.
    """
    claims = {name: module.recognise(grid) for name, module in FORMATS.items()}
    claims = {name: why for name, why in claims.items() if why}
    if len(claims) > 1:
        return (
            "",
            "",
            [
                Problem(
                    grid.name,
                    f"The table could be of several programs: {listing(list(claims.values()))}",
                    row="1",
                    column="format",
                    allowed=listing(list(claims)),
                    hint="Write the format in this block of protein_files.",
                )
            ],
        )
    for name, why in claims.items():
        return name, why, []
    for name, module in GENERAL.items():
        if why := module.recognise(grid):
            return name, why, []
    return (
        "",
        "",
        [
            Problem(
                grid.name,
                "No format of protein exports fits this table.",
                row="1",
                value=listing([header for header in grid.header if header], 12),
                allowed="; ".join(_SOUGHT),
                hint="Export it again with its own headers, or bring it to the columns of "
                "the protein table (config/README.md).",
            )
        ],
    )


def parse(grid: Grid, format_name: str, quantity: str) -> tuple[Export | None, list[Problem]]:
    """Read an export.

    Parameters
    ----------
    grid : Grid
    format_name : str
        ``auto`` or a format.
    quantity : str
        Which of the export's quantities is taken; empty for the format's own choice.

    Returns
    -------
    export : Export or None
        None if there are problems.
    problems : list of Problem
    """
    if format_name == "auto":
        format_name, _, problems = detect(grid)
        if problems:
            return None, problems
    known = {**FORMATS, **GENERAL}
    if format_name not in known:
        return None, []  # a problem of the configuration
    problems = _repeated(grid)
    if problems:
        return None, problems
    export: tuple[Export | None, list[Problem]] = known[format_name].parse(grid, quantity)
    return export


def _repeated(grid: Grid) -> list[Problem]:
    """Refuse columns of one name: which of them is meant cannot be told."""
    several = [name for name, n in Counter(grid.header).items() if name and n > 1]
    return capped(
        [
            Problem(
                grid.name,
                "Several columns have this name.",
                row="1",
                column=name,
                allowed="each column once",
                hint="Export the table again, or rename one of them.",
            )
            for name in several
        ],
        "names of several columns",
    )
