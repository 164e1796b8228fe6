"""Columns of FlowJo's tables: which statistic of which stain in which gate they hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from resistance.grid import Grid

#: Statistics of intensity in the order in which they are preferred.
INTENSITIES: Final = ("Geometric Mean", "Median", "Mean")
SHARES: Final = re.compile(r"Freq\. of .*", re.IGNORECASE)
_STATISTIC: Final = re.compile(
    r"(?:(?P<gate>.*?)\s*\|\s*)?(?P<statistic>Geometric Mean|Median|Mean|Count|Mode|(?:Robust )?CV|"
    r"(?:Robust |r)?SD|MAD(?:\(%\))?|Percentile|Freq\. of [^|(]+?)"
    r"(?:\s*\((?P<what>.+)\))?",
    re.IGNORECASE,
)
_CONTROL: Final = {
    "isotype": re.compile(r"isotype|(?<![a-z])iso(?![a-z])|(?<![a-z])igg", re.IGNORECASE),
    "FMO": re.compile(r"(?<![a-z])fmo|fluorescence[ _-]?minus[ _-]?one", re.IGNORECASE),
    "unstained": re.compile(r"unstain|autofluo", re.IGNORECASE),
}
SCATTER: Final = re.compile(r"(FSC|SSC|Time|Width)\b", re.IGNORECASE)
VIABILITY: Final = re.compile(
    r"live|dead|viab|zombie|\b(LD|DAPI|7-?AAD|PI)\b|propidium|fixable|ghost dye", re.IGNORECASE
)
_NO_STAIN: Final = ("", "null", "none")


@dataclass(frozen=True)
class StatisticColumn:
    """One column of statistics.

    Attributes
    ----------
    at : int
        Its position.
    gate : str
        Path of the gate; empty for all events.
    statistic : str
        Such as ``Geometric Mean``.
    channel, stain : str
        As in ``Comp-PE-A :: CD123``; empty where it is of no channel, or the stain has no name.
    """

    at: int
    gate: str
    statistic: str
    channel: str = ""
    stain: str = ""

    @property
    def fluorochrome(self) -> str:
        """The channel without the marks of compensation and of area, height or width."""
        return re.sub(r"^Comp-|-[AHW]$", "", self.channel).strip()


def statistic_columns(grid: Grid) -> list[StatisticColumn]:
    """Find the columns of statistics; others, such as keywords, are none.

    Parameters
    ----------
    grid : Grid

    Returns
    -------
    list of StatisticColumn
    """
    found = []
    for at, name in enumerate(grid.header):
        match = _STATISTIC.fullmatch(name)
        if not match:
            continue
        channel, _, stain = (part.strip() for part in (match["what"] or "").partition("::"))
        stain = "" if stain.lower() in _NO_STAIN else stain
        gate = (match["gate"] or "").strip()
        found.append(StatisticColumn(at, gate, written(match["statistic"]), channel, stain))
    return found


def written(statistic: str) -> str:
    """Return FlowJo's spelling of a statistic.

    Parameters
    ----------
    statistic : str

    Returns
    -------
    str
    """
    known = {name.lower(): name for name in (*INTENSITIES, "Count")}
    return known.get(statistic.lower(), statistic)


def control_kind(run: str) -> str:
    """Tell which control stain the name of a sample says it is.

    Parameters
    ----------
    run : str

    Returns
    -------
    str
        isotype, FMO, unstained; empty for a sample.
    """
    return next((kind for kind, pattern in _CONTROL.items() if pattern.search(run)), "")


def marker_of(column: StatisticColumn) -> tuple[str, str]:
    """Cut the channel's fluorochrome off the label of a stain.

    Parameters
    ----------
    column : StatisticColumn

    Returns
    -------
    marker, said : str
        ``said`` is a sentence where the label was cut.
    """
    colour = re.escape(column.fluorochrome)
    cut = column.stain
    if colour:
        cut = re.sub(rf"[\s_-]+{colour}$|^{colour}[\s_-]+", "", column.stain, flags=re.IGNORECASE)
    cut = re.sub(r"^anti[\s_-]+", "", cut, flags=re.IGNORECASE)
    return cut, f' The label is "{column.stain}".' if cut != column.stain else ""
