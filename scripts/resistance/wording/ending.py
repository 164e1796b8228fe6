"""The ten lines that end a run: verdicts, gates that failed, and where the files are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import pandas as pd

from resistance.wording.summary import NOTICE, SIMULATED

#: Verdicts that are shown; the rest is counted.
VERDICTS: Final = 5
#: Checks of one status that are named.
NAMED: Final = 3
_UNSETTLED: Final = ("undetermined", "not_applicable")


def lines(
    verdicts: pd.DataFrame,
    mechanisms: Mapping[str, pd.DataFrame],
    checks: pd.DataFrame,
    simulated: bool,
) -> list[str]:
    """Write the end of a run.

    Parameters
    ----------
    verdicts : pandas.DataFrame
        Columns ``VERDICTS``.
    mechanisms : mapping of str to pandas.DataFrame
        Columns ``MECHANISMS``, by contrast.
    checks : pandas.DataFrame
        Columns ``CHECKS``.
    simulated : bool

    Returns
    -------
    list of str
        Nine lines at most; all sentences stand in ``results/summary.txt``.
    """
    several = len(mechanisms) > 1
    told = [_verdict(row, several) for row in verdicts.itertuples(index=False)]
    rest = len(told) - VERDICTS
    return [
        *([SIMULATED] if simulated else []),
        *(told[:VERDICTS] if told else ["No gene of interest was asked for."]),
        *([f"... and {rest} more verdicts: results/summary.txt"] if rest > 0 else []),
        *([] if several else _mechanisms(mechanisms)),
        _gates(checks),
        NOTICE,
    ]


def _verdict(row: Any, several: bool) -> str:
    where = f"{row.contrast}: " if several else ""
    confidence = f" [{row.confidence} confidence]" if row.confidence else ""
    return f"{where}{row.sentence}{confidence}"


def _mechanisms(mechanisms: Mapping[str, pd.DataFrame]) -> list[str]:
    said = []
    for table in mechanisms.values():
        scope = table[(table["group"] == "mechanism") & (table["verdict"] != "not_applicable")]
        settled = scope[~scope["verdict"].isin(_UNSETTLED)]
        parts = [_mechanism(row) for row in settled.itertuples(index=False)]
        if len(scope) > len(settled):
            parts.append(f"{len(scope) - len(settled)} undetermined")
        if parts:
            said.append(f"Mechanisms: {'; '.join(parts)}.")
    return said


def _mechanism(row: Any) -> str:
    title = str(row.title).lower()
    return str(row.label) if row.label.startswith(title) else f"{title}: {row.label}"


def _gates(checks: pd.DataFrame) -> str:
    failed = checks[checks["status"] == "fail"]
    parts = [f"{len(failed)} failed ({_names(failed)})" if len(failed) else "none failed"]
    for status, words in (("note", "noted"), ("not_assessable", "could not be checked")):
        some = checks[checks["status"] == status]
        if len(some):
            parts.append(f"{len(some)} {words} ({_names(some)})")
    return f"Gates: {'; '.join(parts)}."


def _names(rows: pd.DataFrame) -> str:
    titles = list(dict.fromkeys(str(title) for title in rows["title"]))
    more = len(titles) - NAMED
    return ", ".join([*titles[:NAMED], *([f"{more} more"] if more > 0 else [])])


def places(page: str, written: Iterable[str]) -> list[str]:
    """Say where the files are.

    Parameters
    ----------
    page : str
        Full path of the report.
    written : iterable of str
        Paths in the folder of the study of what there is beside it.

    Returns
    -------
    list of str
        One or two lines.
    """
    beside = ", ".join(written)
    return [f"Report: {page}", *([f"Beside it: {beside}"] if beside else [])]
