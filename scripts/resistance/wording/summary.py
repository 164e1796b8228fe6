"""The few lines that the terminal shows at the end of a run, and ``make report`` after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from resistance.wording.conclusions import measured, places
from resistance.wording.ladder import RUNGS

SIMULATED: Final = "SIMULATED DATA: these findings were planted; they are no evidence."
NOTICE: Final = (
    "Cell line, resistance selected in vitro; may not mirror clinical resistance; "
    "research use, not for treatment decisions."
)
_RUNG_NAMES: Final[dict[str, str]] = {"mrna": "mRNA"}


def lines(
    verdicts: pd.DataFrame,
    mechanisms: Mapping[str, pd.DataFrame],
    ladders: Mapping[str, pd.DataFrame],
    simulated: bool,
) -> list[str]:
    """Write the summary of a study.

    Parameters
    ----------
    verdicts : pandas.DataFrame
        Columns ``VERDICTS``.
    mechanisms, ladders : mapping of str to pandas.DataFrame
        Columns ``MECHANISMS`` and ``LADDER``, by contrast.
    simulated : bool

    Returns
    -------
    list of str
        For each contrast the verdicts on genes, one line a mechanism in scope, where the block
        lies if the free payload was measured, and what was not measured.
    """
    out = [SIMULATED] if simulated else []
    for contrast, table in mechanisms.items():
        if len(mechanisms) > 1:
            out.append(f"{contrast}:")
        own = verdicts[verdicts["contrast"] == contrast]
        out += [_gene(row) for row in own.itertuples(index=False)]
        scope = table[(table["group"] == "mechanism") & (table["verdict"] != "not_applicable")]
        if len(scope):
            out.append("Mechanisms in scope:")
            out += [f"  {mechanism_line(row)}" for row in scope.itertuples(index=False)]
            blocks = dict.fromkeys(text for said in scope["function"] for text in places(said))
            out += [f"Drug against free payload: {measured(text)}" for text in blocks]
        out += _not_measured(ladders[contrast])
    return [*out, NOTICE]


def _gene(row: Any) -> str:
    if not row.confidence:
        return str(row.sentence)
    count = "unknown" if row.n_derivations == "unknown" else row.n_derivations
    return f"{row.sentence} [{row.confidence} confidence; derivations {count}]"


def mechanism_line(row: Any) -> str:
    """Write the verdict on a mechanism on one line.

    Parameters
    ----------
    row : named tuple
        Of ``MECHANISMS``.

    Returns
    -------
    str
    """
    text = row.label
    if not text.startswith(row.title.lower()):
        text = f"{row.title}: {text}"
    text = text[:1].upper() + text[1:]
    return f"{text} [{row.confidence} confidence]" if row.confidence else text


def _not_measured(ladder: pd.DataFrame) -> list[str]:
    titles = list(dict.fromkeys(ladder["title"]))
    found = []
    for rung in RUNGS:
        rows = ladder[(ladder["rung"] == rung) & (ladder["state"] == "open")]
        if len(rows):
            found.append(f"  {_RUNG_NAMES.get(rung, rung)}: {_which(list(rows['title']), titles)}")
    return ["Not measured:", *found] if found else []


def _which(some: Sequence[str], titles: Sequence[str]) -> str:
    """Name the mechanisms, or those that are not among them where these are fewer."""
    rest = [title for title in titles if title not in some]
    if not rest:
        return "all mechanisms"
    if len(rest) < len(some):
        return f"all but {', '.join(rest)}"
    return ", ".join(some)
