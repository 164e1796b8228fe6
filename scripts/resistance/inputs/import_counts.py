"""Bring counts to one row per gene, and account for every row and column on the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from resistance.columns import GENES, INPUTS
from resistance.genes.gene_ids import Annotation, map_gene_ids, parse_ensembl
from resistance.genes.par import Merged, dropout, merge_duplicates
from resistance.inputs.column_records import column_records
from resistance.inputs.counts_table import CountsTable, counts_matrix
from resistance.inputs.id_checks import odd_ids
from resistance.inputs.sample_rows import SampleRows, summed
from resistance.inputs.sample_rows import records as records_of
from resistance.problems import InputError, Problem

#: Rows of HTSeq and STAR that count reads outside of genes.
NO_GENES = ("N_unmapped", "N_multimapping", "N_noFeature", "N_ambiguous")
_MATCHED = {
    "ensembl_id": "genes found by their Ensembl id",
    "retired_id": "genes found by a retired Ensembl id",
    "symbol": "genes found by their approved symbol",
    "previous": "genes found by a previous symbol",
    "alias": "genes found by an alias",
    "annotation_file": "genes named by the study's own symbols",
    "none": "genes that the embedded annotation does not know; they are kept",
}
#: Names of a text column beside the counts that holds symbols.
SYMBOL_COLUMNS = ("gene_name", "gene_symbol", "symbol", "external_gene_name", "hgnc_symbol")


class Imported(NamedTuple):
    """Counts and genes of a study, and how they came about.

    Attributes
    ----------
    counts : pandas.DataFrame
        Genes x samples, whole numbers, index ``gene_id``, sorted; samples in the sheet's order.
    genes : pandas.DataFrame
        One row a row of ``counts``, columns of :data:`resistance.columns.GENES`.
    inputs : pandas.DataFrame
        Columns of :data:`resistance.columns.INPUTS`.
    """

    counts: pd.DataFrame
    genes: pd.DataFrame
    inputs: pd.DataFrame


def counts_of(table: CountsTable, samples: Sequence[str]) -> pd.DataFrame:
    """Return the counts of these samples, rounded to whole numbers.

    Parameters
    ----------
    table : CountsTable
        Without problems.
    samples : sequence of str

    Returns
    -------
    pandas.DataFrame
        Rows of the file x samples, int64; the index holds the ids as they stand in the file.
    """
    values = counts_matrix(table, table.matched(samples))[list(samples)]
    # half to even, as numpy and R round
    rounded = values.round().astype("int64")
    rounded.index = pd.Index(table.data[0].to_numpy(), dtype=object, name=table.columns[0])
    return rounded


def par_problems(
    counts: pd.DataFrame, pairs: pd.DataFrame, name: str, par_duplicates: str
) -> list[Problem]:
    """Ask what equal counts of X and Y copies mean, before anything is run.

    Parameters
    ----------
    counts : pandas.DataFrame
        Ids of the file x samples.
    pairs : pandas.DataFrame
        ``symbol, ensembl_x, ensembl_y`` of the pseudo-autosomal genes.
    name : str
        The counts as the user named them.
    par_duplicates : str
        ``sum`` or ``x_only``; empty where the configuration has no choice.

    Returns
    -------
    list of Problem
        Those of :func:`resistance.genes.par.merge_duplicates`.
    """
    shared = {*pairs["ensembl_x"], *pairs["ensembl_y"]}
    concerned = []
    for identifier in counts.index:
        parsed = parse_ensembl(identifier)
        if parsed is not None and (parsed[1] or parsed[0] in shared):
            concerned.append(identifier)
    if not concerned:
        return []
    only_pairs = Annotation(
        organism="human",
        genes=pd.DataFrame(columns=["ensembl_id", "symbol", "biotype", "chromosome"]),
        aliases=pd.DataFrame(columns=["name", "ensembl_id", "kind"]),
        retired=pd.DataFrame(columns=["retired_id", "ensembl_id"]),
        par=pairs,
    )
    mapping = map_gene_ids(concerned, only_pairs)
    symbols = dict(zip(pairs["ensembl_x"], pairs["symbol"], strict=True))
    mapping["gene_name"] = mapping["gene_id"].map(symbols).fillna(mapping["gene_name"])
    return merge_duplicates(
        counts.loc[concerned], mapping, par_duplicates=par_duplicates, file=name
    ).problems


def import_counts(
    table: CountsTable,
    samples: Sequence[str],
    annotation: Annotation,
    gene_names: pd.Series | None = None,
    par_y_masked: str = "unknown",
    par_duplicates: str = "",
    rows: SampleRows | None = None,
) -> Imported:
    """Join counts, sample sheet and annotation by name.

    Parameters
    ----------
    table : CountsTable
        Without problems (:func:`resistance.inputs.count_checks.check_table`).
    samples : sequence of str
        Samples of the study, in the order of the sheet.
    annotation : Annotation
        Embedded annotation of the study's organism.
    gene_names : pandas.Series, optional
        Symbols by id as it stands in the counts, of the study's own annotation table.
    par_y_masked, par_duplicates : str
        As in the configuration.
    rows : SampleRows, optional
        The sheet's rows, where it has further ones than ``samples``: the counts of technical
        replicates are added to those of their samples.

    Returns
    -------
    Imported

    Raises
    ------
    InputError
        If X and Y copies have equal counts and the configuration does not say what that means.
    """
    parts = rows.summed if rows else {}
    read = summed(counts_of(table, [*samples, *parts]), parts)
    no_gene = read.index.str.startswith("__") | read.index.isin(NO_GENES)
    counts = read[~no_gene]
    mapping = map_gene_ids(list(counts.index), annotation)
    own: list[dict[str, object]] = []
    if gene_names is not None:
        mapping, own = _with_own_names(mapping, gene_names, annotation, "annotation", table.name)
    symbols = symbol_column(table)
    if symbols is not None:
        mapping, said = _with_own_names(mapping, symbols, annotation, "counts", table.name)
        own += said
    merged = merge_duplicates(counts, mapping, par_y_masked, par_duplicates, table.name)
    if merged.problems:
        raise InputError(merged.problems)
    genes = _genes(mapping, merged.counts.index)
    measurable = dropout(merged.counts, genes, annotation.organism)
    genes = genes.drop(columns=["measurable", "reason"]).merge(
        measurable, on="gene_id", validate="one_to_one"
    )[list(GENES)]
    records = [
        *_row_records(table, mapping, merged, sorted(read.index[no_gene])),
        *odd_ids(list(counts.index), annotation.organism),
        *column_records(table, samples, list(parts), rows.excluded if rows else ()),
        *own,
        *(records_of(rows) if rows else ()),
        *[_record("counts", "listed", "", 1, note) for note in merged.notes],
    ]
    unmeasurable = genes.loc[genes["measurable"] == "no"]
    records += [
        _record("counts", "listed", gene, 1, reason)
        for gene, reason in zip(unmeasurable["gene_id"], unmeasurable["reason"], strict=True)
    ]
    inputs = pd.concat([pd.DataFrame(records, columns=list(INPUTS)), merged.merges])
    return Imported(merged.counts, genes, inputs.reset_index(drop=True))


def symbol_column(table: CountsTable) -> pd.Series | None:
    """Return the symbols that stand in a text column beside the counts.

    Parameters
    ----------
    table : CountsTable

    Returns
    -------
    pandas.Series or None
        Symbols by id as it stands in the counts, empty ones left out; None without such a column.
    """
    for position, column in enumerate(table.columns):
        if column.lower() in SYMBOL_COLUMNS and position and table.data[position].dtype == object:
            names = table.data[position].astype(str).str.strip()
            filled = names != ""
            return pd.Series(names[filled].to_numpy(), index=table.data.loc[filled, 0].to_numpy())
    return None


def _with_own_names(
    mapping: pd.DataFrame, names: pd.Series, annotation: Annotation, source: str, file: str
) -> tuple[pd.DataFrame, list[dict[str, object]]]:
    """Give the study's own symbol to ids that the embedded annotation does not know."""
    own = mapping["input_id"].map(names)
    own = own.fillna(mapping["gene_id"].map(names))
    use = (own.notna() & (mapping["matched_by"] == "none")).to_numpy()
    symbols = map_gene_ids([str(name) for name in own[use]], annotation)
    out = mapping.copy()
    out.loc[use, "gene_name"] = own[use]
    out.loc[use, "matched_by"] = "annotation_file"
    # an Ensembl id of the input stays as it is, known or not
    free = out.loc[use, "ensembl_id"].to_numpy() == ""
    for column in ("ensembl_id", "biotype", "chromosome"):
        out.loc[use, column] = np.where(free, symbols[column], out.loc[use, column])
    known = {*mapping["input_id"], *mapping["gene_id"]}
    elsewhere = sum(identifier not in known for identifier in names.index)
    where = "the study's own annotation table" if source == "annotation" else "a column of symbols"
    records = [
        _record(source, "read", "", len(names), f"ids with a symbol in {where}"),
        _record(source, "kept", "", int(use.sum()), f"ids that took their symbol from {where}"),
    ]
    if source == "annotation":
        records.append(_record(source, "not_used", "", elsewhere, f"ids that are not in {file}"))
    return out, records


def _genes(mapping: pd.DataFrame, gene_ids: pd.Index) -> pd.DataFrame:
    # the row that the annotation knows best speaks for a gene: ids first, unknown ones last
    ranked = mapping.assign(unknown=mapping["matched_by"] == "none")
    ranked = ranked.sort_values(["gene_id", "unknown", "input_id"], kind="stable")
    first = ranked.drop_duplicates("gene_id").set_index("gene_id")
    joined = ranked.groupby("gene_id", sort=True)["input_id"].agg(lambda ids: ";".join(sorted(ids)))
    genes = first.assign(input_ids=joined, measurable="yes", reason="").reindex(gene_ids)
    return genes.rename_axis("gene_id").reset_index()[list(GENES)].astype(object)


def _record(source: str, action: str, item: str, n: int, detail: str) -> dict[str, object]:
    return {"source": source, "action": action, "item": item, "n": n, "detail": detail}


def _row_records(
    table: CountsTable, mapping: pd.DataFrame, merged: Merged, no_gene: list[str]
) -> list[dict[str, object]]:
    n_kept = len(merged.counts)
    n_left = int(merged.merges.loc[merged.merges["action"] == "not_used", "n"].sum())
    n_summed = len(mapping) - n_kept - n_left
    cut = (mapping["input_id"] != mapping["gene_id"]) & ~mapping["gene_id"].duplicated(keep=False)
    said = f"rows of {table.name}, layout {table.layout}"
    totals = [
        ("read", len(mapping) + len(no_gene), said),
        ("kept", n_kept, "genes, one row each"),
        ("summed", n_summed, "rows added to another row of their gene: versions, X and Y copies"),
        ("not_used", n_left + len(no_gene), "rows that are in no gene's counts"),
        ("renamed", int(cut.sum()), "ids whose version or spelling was cut off"),
    ]
    records = [_record("counts", action, "", n, detail) for action, n, detail in totals]
    detail = "reads outside of genes, as the counter writes them; no gene"
    records += [_record("counts", "not_used", row, 1, detail) for row in no_gene]
    how = mapping.drop_duplicates("gene_id")["matched_by"].value_counts().sort_index()
    return records + [
        _record("counts", "listed", "", int(n), _MATCHED[str(kind)]) for kind, n in how.items()
    ]
