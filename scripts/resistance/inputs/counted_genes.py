"""Which genes of a few names stand in a table of counts, without mapping all of its rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from resistance.columns import GENES
from resistance.genes.gene_ids import Annotation, map_gene_ids, parse_ensembl


def counted_genes(
    ids: Sequence[str],
    names: Collection[str],
    annotation: Annotation,
    symbols: pd.Series | None = None,
) -> pd.DataFrame:
    """Map the rows of the counts that may be of these genes.

    Parameters
    ----------
    ids : sequence of str
        As they stand in the file.
    names : collection of str
        Symbols, aliases or Ensembl ids of the genes that are asked for.
    annotation : Annotation
        At least the part that the names need (:func:`resistance.genes.narrowed.narrowed`).
    symbols : pandas.Series, optional
        Symbols of the counts' own, by id as it stands there.

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`resistance.columns.GENES`, in the order of the file; a gene of several
        rows stands there once, with ``;`` between its ``input_ids``.
    """
    wanted = {*names, *annotation.genes["symbol"], *annotation.genes["ensembl_id"]}
    wanted |= {*annotation.aliases["name"], *annotation.x_of_y} - {""}
    wanted.discard("")
    own = dict(symbols) if symbols is not None else {}
    rows = []
    for identifier in ids:
        parsed = parse_ensembl(identifier) if identifier.startswith("ENS") else None
        stem = parsed[0] if parsed else identifier
        if identifier in wanted or stem in wanted or own.get(identifier) in wanted:
            rows.append(identifier)
    mapping = map_gene_ids(rows, annotation)
    unknown = (mapping["matched_by"] == "none").to_numpy()
    said = [own.get(text, name) for text, name in zip(rows, mapping["gene_name"], strict=True)]
    mapping["gene_name"] = mapping["gene_name"].where(~unknown, pd.Series(said, dtype=object))
    joined = mapping.groupby("gene_id", sort=False)["input_id"].agg(";".join)
    genes = mapping.drop_duplicates("gene_id").set_index("gene_id", drop=False)
    genes = genes.assign(input_ids=joined, measurable="yes", reason="")
    return genes.reset_index(drop=True)[list(GENES)].astype(object)
