"""The study as one AnnData object: samples x genes, each contrast's results beside the genes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from resistance.columns import GENES
from resistance.exports.plain_text import plain
from resistance.wording.summary import NOTICE, SIMULATED

if TYPE_CHECKING:
    import anndata

#: Names that AnnData keeps for itself.
_RESERVED = ("_index",)


@dataclass(frozen=True)
class Parts:
    """What the object is made of.

    Attributes
    ----------
    counts, normalised, vst : pandas.DataFrame
        Genes x samples, index ``gene_id``, in any order of either.
    samples, contrasts : pandas.DataFrame
        The sheets, as text; a row for each sample has its id in ``sample``.
    genes : pandas.DataFrame
        Columns ``GENES``.
    size_factors : pandas.Series
        By sample.
    results : mapping of str to pandas.DataFrame
        Contrast to its table, columns ``DIFFERENTIAL``.
    verdicts, checks : pandas.DataFrame
    versions : mapping of str to str
        Package to version.
    """

    counts: pd.DataFrame
    normalised: pd.DataFrame
    vst: pd.DataFrame
    samples: pd.DataFrame
    contrasts: pd.DataFrame
    genes: pd.DataFrame
    size_factors: pd.Series
    results: Mapping[str, pd.DataFrame]
    verdicts: pd.DataFrame
    checks: pd.DataFrame
    versions: Mapping[str, str]


def annotated(parts: Parts, title: str, simulated: bool, notice: str) -> anndata.AnnData:
    """Put the object together, everything joined by name.

    Parameters
    ----------
    parts : Parts
    title : str
    simulated : bool
    notice : str
        What a simulated study says of itself; empty for real data.

    Returns
    -------
    anndata.AnnData
        ``X``: variance-stabilised values; layers ``counts`` and ``normalised``. ``obs``: the sheet
        and ``size_factor``; ``var``: the genes; ``varm[<contrast>]``: its results.
    """
    import anndata

    samples = [name for name in parts.samples["sample"] if name in parts.vst.columns]
    ids = list(parts.vst.index)
    obs = keyed(parts.samples, "sample", samples)
    if "size_factor" not in obs:
        obs["size_factor"] = parts.size_factors.reindex(samples).to_numpy(dtype=float)
    data = anndata.AnnData(
        X=_matrix(parts.vst, samples, ids),
        obs=_named(obs),
        var=_named(keyed(parts.genes[list(GENES)], "gene_id", ids)),
        layers={
            "counts": _whole(_matrix(parts.counts, samples, ids)),
            "normalised": _matrix(parts.normalised, samples, ids),
        },
    )
    for contrast, table in parts.results.items():
        numbers = table.drop(columns=["ensembl_id", "gene_name"])
        data.varm[contrast] = _named(keyed(numbers, "gene_id", ids))
    data.uns.update(
        {
            "title": plain(title),
            "X_is": "vst",
            "notice": NOTICE,
            "simulated": " ".join(filter(None, (SIMULATED, plain(notice)))) if simulated else "no",
            "versions": dict(parts.versions),
            **{
                name: _named(table.set_axis([str(i) for i in range(len(table))]))
                for name, table in (
                    ("contrasts", parts.contrasts),
                    ("verdicts", parts.verdicts),
                    ("checks", parts.checks),
                )
            },
        }
    )
    return data


def keyed(frame: pd.DataFrame, key: str, wanted: list[str]) -> pd.DataFrame:
    """Index a table by a column, in an order.

    Parameters
    ----------
    frame : pandas.DataFrame
    key : str
        Column of distinct ids.
    wanted : list of str

    Returns
    -------
    pandas.DataFrame
        A row for each of ``wanted``; text is empty and numbers are NaN where the table lacks it.
    """
    out = frame.set_index(key).reindex(wanted)
    for name in out.columns:
        if frame[name].dtype == object:
            out[name] = out[name].fillna("")
    return out


def _named(frame: pd.DataFrame) -> pd.DataFrame:
    """Clean texts, and rename columns that a file of the format cannot hold."""
    out: dict[str, Any] = {}
    for position, name in enumerate(frame.columns):
        column = frame.iloc[:, position]
        key = re.sub(r"/", "_", plain(name)) or "unnamed"
        while key in _RESERVED or key in out:
            key += "_"
        out[key] = _texts(column) if column.dtype == object else column.to_numpy()
    index = pd.Index([plain(name) for name in frame.index], name=frame.index.name)
    return pd.DataFrame(out, index=index)


def _texts(column: pd.Series) -> list[str] | pd.Categorical:
    """Clean texts; few that return often are levels, a tenth of the size."""
    texts = [plain(value) for value in column]
    levels = sorted(set(texts))
    return pd.Categorical(texts, categories=levels) if len(levels) <= len(texts) / 2 else texts


def _matrix(frame: pd.DataFrame, samples: list[str], ids: list[str]) -> np.ndarray:
    return np.ascontiguousarray(frame.reindex(index=ids, columns=samples).to_numpy(dtype=float).T)


def _whole(counts: np.ndarray) -> np.ndarray:
    """Return counts as whole numbers where they are."""
    if np.isfinite(counts).all() and (counts == np.rint(counts)).all():
        return counts.astype(np.int64)
    return counts
