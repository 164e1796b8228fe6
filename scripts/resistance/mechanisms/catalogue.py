"""The catalogue of a study: the embedded one, with the study's own rows or in place of it."""

from __future__ import annotations

from typing import Final

import pandas as pd

from resistance.genes.gene_ids import Annotation, resolve_symbols

#: What a column of a study's own table holds where it is left out or empty.
CATALOGUE_DEFAULTS: Final[dict[str, str]] = {"ensembl_id": "", "confidence": "low"}
RULES_DEFAULTS: Final[dict[str, str]] = {
    "function_assay": "",
    "next_experiment": "",
    "intervention": "",
}
#: What makes two rows the same: a gene of a mechanism, a mechanism of a group.
GENE_KEY: Final = ["mechanism", "gene"]
RULE_KEY: Final = ["group", "mechanism"]


def resolved(own: pd.DataFrame, annotation: Annotation) -> pd.DataFrame:
    """Give each row of a study's own catalogue the approved symbol and the Ensembl id.

    Parameters
    ----------
    own : pandas.DataFrame
        Text; ``gene`` may hold a symbol, an alias or an Ensembl id, ``ensembl_id`` may be missing.
    annotation : Annotation
        Of the study's organism; without genes (organism ``other``) names stay as they are.

    Returns
    -------
    pandas.DataFrame
        Same index and columns, with the defaults of :data:`CATALOGUE_DEFAULTS` filled in. A name
        that the annotation does not know is kept as it is.
    """
    out = with_defaults(own, CATALOGUE_DEFAULTS)
    if annotation.genes.empty or out.empty:
        return out
    names = list(dict.fromkeys(out["gene"]))
    found = resolve_symbols(names, annotation).set_index("name")
    ids, symbols = out["gene"].map(found["ensembl_id"]), out["gene"].map(found["symbol"])
    return out.assign(
        gene=symbols.where(symbols != "", out["gene"]),
        ensembl_id=out["ensembl_id"].where(out["ensembl_id"] != "", ids),
    )


def with_defaults(own: pd.DataFrame, defaults: dict[str, str]) -> pd.DataFrame:
    """Fill the columns that a study's own table may leave out.

    Parameters
    ----------
    own : pandas.DataFrame
        Text.
    defaults : dict of str to str

    Returns
    -------
    pandas.DataFrame
    """
    out = own.copy()
    for column, value in defaults.items():
        given = out[column] if column in out else pd.Series("", index=out.index, dtype=object)
        out[column] = given.where(given != "", value).astype(object)
    return out


def merged(embedded: pd.DataFrame, own: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Add a study's own rows to an embedded table; of two rows with one key the study's stands.

    Parameters
    ----------
    embedded, own : pandas.DataFrame
        ``own`` has every column of ``embedded``; further ones (``simulated``) are left out.
    key : list of str
        :data:`GENE_KEY` or :data:`RULE_KEY`.

    Returns
    -------
    pandas.DataFrame
        Mechanisms in the embedded table's order, new ones after them by name; within each the
        embedded rows, then the study's by key, so that the order of its table does not matter.
    """
    columns = list(embedded.columns)
    stands = pd.MultiIndex.from_frame(embedded[key]).isin(pd.MultiIndex.from_frame(own[key]))
    both = pd.concat([embedded[~stands], own.sort_values(key)[columns]], ignore_index=True)
    known = list(dict.fromkeys(embedded[RULE_KEY].itertuples(index=False, name=None)))
    groups = list(both[RULE_KEY].itertuples(index=False, name=None))
    place = {name: i for i, name in enumerate([*known, *sorted(set(groups) - set(known))])}
    order = pd.Series([place[name] for name in groups], index=both.index, dtype=int)
    return both.loc[order.sort_values(kind="stable").index].reset_index(drop=True)
