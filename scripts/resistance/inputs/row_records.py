"""Account for every row of the counts, and see that no read is lost on the way."""

from __future__ import annotations

import pandas as pd

from resistance.genes.par import Merged
from resistance.inputs.counts_table import CountsTable

_MATCHED = {
    "ensembl_id": "genes found by their Ensembl id",
    "retired_id": "genes found by a retired Ensembl id",
    "entrez": "genes found by their Entrez id",
    "symbol": "genes found by their approved symbol",
    "previous": "genes found by a previous symbol",
    "alias": "genes found by an alias",
    "annotation_file": "genes named by the study's own symbols",
    "repaired": "genes whose name a spreadsheet had turned into a date, given back",
    "none": "genes that the embedded annotation does not know; they are kept",
}


def row_records(
    table: CountsTable, mapping: pd.DataFrame, merged: Merged, n_apart: int, n_settled: int
) -> list[dict[str, object]]:
    """Say what became of the rows of a table: read = kept + summed + not used.

    Parameters
    ----------
    table : CountsTable
    mapping : pandas.DataFrame
        One row a row of a gene, of :func:`resistance.genes.gene_ids.map_gene_ids`.
    merged : Merged
    n_apart : int
        Rows that were set apart.
    n_settled : int
        Rows of repeated ids that were summed to or passed over for another one.

    Returns
    -------
    list of dict
        Rows of :data:`resistance.columns.INPUTS`; totals have no item.
    """
    n_read, n_kept = len(table.data), len(merged.counts)
    n_left = int(merged.merges.loc[merged.merges["action"] == "not_used", "n"].sum())
    n_summed = n_read - n_kept - n_left - n_apart - n_settled
    cut = (mapping["input_id"] != mapping["gene_id"]) & ~mapping["gene_id"].duplicated(keep=False)
    said = f"rows of {table.name}, layout {table.layout}"
    totals = [
        ("read", n_read, said),
        ("kept", n_kept, "genes, one row each"),
        ("summed", n_summed, "rows added to another row of their gene: versions, X and Y copies"),
        ("not_used", n_left + n_apart, "rows that are in no gene's counts"),
        ("renamed", int(cut.sum()), "ids whose version or spelling was cut off"),
    ]
    if n_settled:
        totals.append(("summed", n_settled, "rows of an id that has another row, as chosen"))
    how = mapping.drop_duplicates("gene_id")["matched_by"].value_counts().sort_index()
    totals += [("listed", int(n), _MATCHED[str(kind)]) for kind, n in how.items()]
    records = [_record(action, "", n, detail) for action, n, detail in totals]
    retired = mapping[mapping["matched_by"] == "retired_id"].drop_duplicates("gene_id")
    pairs = zip(retired["gene_id"], retired["ensembl_id"], strict=True)
    return records + [
        _record("listed", old, 1, f"retired Ensembl id; {new} took its place")
        for old, new in sorted(pairs)
    ]


def reads_agree(
    read: pd.DataFrame, kept: pd.DataFrame, apart: pd.DataFrame, lost: pd.Series
) -> dict[str, object]:
    """Compare the sums of each sample with the file's.

    Parameters
    ----------
    read : pandas.DataFrame
        Rows of the file x samples.
    kept : pandas.DataFrame
        Genes x samples.
    apart : pandas.DataFrame
        Rows that were set apart, with a column ``kind``.
    lost : pandas.Series
        Reads of each sample in rows that are not used by the study's own choice.

    Returns
    -------
    dict
        A row of :data:`resistance.columns.INPUTS`; it names the samples that do not agree.
    """
    accounted = kept.sum(axis=0) + apart.drop(columns="kind").sum(axis=0) + lost
    wrong = [str(sample) for sample in read.columns if read[sample].sum() != accounted[sample]]
    if wrong:
        said = "the sums of these samples do not agree with the file: please report it"
        return _record("listed", ";".join(wrong), len(wrong), said)
    said = "samples whose reads add up to those of the file: genes, set apart, not used"
    return _record("listed", "", len(read.columns), said)


def _record(action: str, item: str, n: int, detail: str) -> dict[str, object]:
    return {"source": "counts", "action": action, "item": item, "n": n, "detail": detail}
