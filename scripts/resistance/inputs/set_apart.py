"""Rows that are no genes of the study's cells: spike-ins, reads outside of genes, mouse genes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

import pandas as pd

#: Rows of HTSeq and STAR that count reads outside of genes.
NO_GENES: Final = ("N_unmapped", "N_multimapping", "N_noFeature", "N_ambiguous")
_SPIKE_IN: Final = re.compile(
    r"ERCC[-_.]?\d{5}|SIRV\w*|NIST_ConsensusVector|phiX(174)?|RNA_?spike\w*", re.IGNORECASE
)
#: Mouse genes by id, or by the genome that a combined reference puts before them.
_MOUSE: Final = re.compile(
    r"ENSMUSG\d{11}.*|(mm\d+|GRCm\d+|mouse|mus_?musculus)_+.+", re.IGNORECASE
)
_NAMES: Final = {
    "spike_in": "spike-ins; they are set apart and not tested",
    "outside": "reads outside of genes, as the counter writes them; no gene",
    "mouse": "mouse genes; they are set apart, as study.organism: mixed says",
}


class Apart(NamedTuple):
    """The rows of a table, parted.

    Attributes
    ----------
    counts : pandas.DataFrame
        Rows of genes x samples.
    apart : pandas.DataFrame
        The other rows, index their ids, sorted; a first column ``kind``.
    records : list of dict
        Rows of :data:`resistance.columns.INPUTS`.
    mouse_fraction : pandas.Series or None
        Share of each sample's reads on mouse genes; None unless mouse genes were looked for.
    """

    counts: pd.DataFrame
    apart: pd.DataFrame
    records: list[dict[str, object]]
    mouse_fraction: pd.Series | None


def is_spike_in(identifier: str) -> bool:
    """Tell whether a row is a spike-in: ERCC, SIRV, NIST's vector, phiX.

    Parameters
    ----------
    identifier : str

    Returns
    -------
    bool
    """
    return _SPIKE_IN.fullmatch(identifier) is not None


def is_mouse(identifier: str) -> bool:
    """Tell whether a row is a mouse gene by its id or by the genome named before it.

    Parameters
    ----------
    identifier : str

    Returns
    -------
    bool
    """
    return _MOUSE.fullmatch(identifier) is not None


def set_apart(counts: pd.DataFrame, keep_spike_ins: bool = False, mixed: bool = False) -> Apart:
    """Part the genes of the study's cells from all other rows.

    Parameters
    ----------
    counts : pandas.DataFrame
        Rows x samples, index the ids as they stand in the file.
    keep_spike_ins : bool
        Leave spike-ins among the genes, where size factors come from them.
    mixed : bool
        Whether the table holds mouse genes beside human ones.

    Returns
    -------
    Apart
    """
    kinds = _kinds(counts.index, keep_spike_ins, mixed)
    aside = kinds != ""
    apart = counts[aside.to_numpy()].copy()
    apart.insert(0, "kind", kinds[aside].to_numpy())
    apart = apart.rename_axis("id").sort_index(kind="stable")
    records = [
        _record(kind, str(item))
        for item, kind in zip(apart.index, apart["kind"], strict=True)
        if kind != "mouse"
    ]
    fraction = None
    if mixed:
        mouse = apart[apart["kind"] == "mouse"]
        total = counts[(kinds.isin(["", "mouse"])).to_numpy()].sum(axis=0)
        reads = mouse.drop(columns="kind").sum(axis=0)
        fraction = (reads / total.where(total > 0)).fillna(0.0).astype(float)
        # a part of the rows not used, which their total counts
        records.append({**_record("mouse", ""), "action": "listed", "n": len(mouse)})
        records += [
            {
                "source": "samples",
                "action": "listed",
                "item": str(sample),
                "n": int(n),
                "detail": f"reads on mouse genes, {share:.2%} of those on genes",
            }
            for (sample, share), n in zip(fraction.items(), reads, strict=True)
        ]
    return Apart(counts[~aside.to_numpy()], apart, records, fraction)


def _kinds(ids: Iterable[str], keep_spike_ins: bool, mixed: bool) -> pd.Series:
    found = []
    for identifier in ids:
        kind = ""
        if identifier.startswith("__") or identifier in NO_GENES:
            kind = "outside"
        elif not keep_spike_ins and is_spike_in(identifier):
            kind = "spike_in"
        elif mixed and is_mouse(identifier):
            kind = "mouse"
        found.append(kind)
    return pd.Series(found, dtype=object)


def _record(kind: str, item: str) -> dict[str, object]:
    return {
        "source": "counts",
        "action": "not_used",
        "item": item,
        "n": 1,
        "detail": _NAMES[kind],
    }
