"""Bring counts to one row per gene, and account for every row and column on the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from resistance.columns import GENES, INPUTS
from resistance.genes.excel import is_damaged, repairs
from resistance.genes.gene_ids import Annotation, map_gene_ids, parse_ensembl
from resistance.genes.par import dropout, merge_duplicates
from resistance.inputs.column_records import column_records
from resistance.inputs.counts_table import CountsTable, counts_matrix
from resistance.inputs.id_checks import odd_ids
from resistance.inputs.row_ids import settle
from resistance.inputs.row_records import reads_agree, row_records
from resistance.inputs.sample_rows import SampleRows, summed
from resistance.inputs.sample_rows import records as records_of
from resistance.inputs.set_apart import set_apart
from resistance.problems import InputError, Problem

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
    apart : pandas.DataFrame
        Rows that are no genes of the study's cells, index ``id``, columns ``kind`` and samples.
    mouse_fraction : pandas.Series or None
        Share of each sample's reads on mouse genes, for cells that grew in a mouse; index the
        samples.
    """

    counts: pd.DataFrame
    genes: pd.DataFrame
    inputs: pd.DataFrame
    apart: pd.DataFrame
    mouse_fraction: pd.Series | None = None


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
    apart = set_apart(read, table.keep_spike_ins, table.mixed)
    settled = settle(apart.counts, table.duplicate_ids)
    counts = settled.counts
    mapping, damaged = _mapped(list(counts.index), annotation)
    own: list[dict[str, object]] = []
    if gene_names is not None:
        mapping, own = _with_own_names(mapping, gene_names, annotation, "annotation", table.name)
    symbols = symbol_column(table)
    if symbols is not None:
        mapping, said = _with_own_names(mapping, symbols, annotation, "symbols", table.name)
        own += said
    merged = merge_duplicates(counts, mapping, par_y_masked, par_duplicates, table.name)
    if merged.problems:
        raise InputError(merged.problems)
    genes = _genes(mapping, merged.counts.index)
    measurable = dropout(merged.counts, genes, annotation.organism)
    genes = genes.drop(columns=["measurable", "reason"]).merge(
        measurable, on="gene_id", validate="one_to_one"
    )[list(GENES)]
    left = merged.merges.loc[merged.merges["action"] == "not_used", "item"]
    unused = [name for names in left for name in str(names).split(";")]
    lost = settled.unused.sum(axis=0) + counts.loc[unused].sum(axis=0)
    n_settled = len(apart.counts) - len(counts)
    records = [
        *row_records(table, mapping, merged, len(apart.apart), n_settled),
        reads_agree(read, merged.counts, apart.apart, lost),
        *apart.records,
        *settled.records,
        *damaged,
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
    inputs = inputs.reset_index(drop=True)
    return Imported(merged.counts, genes, inputs, apart.apart, apart.mouse_fraction)


def _mapped(
    ids: Sequence[str], annotation: Annotation
) -> tuple[pd.DataFrame, list[dict[str, object]]]:
    """Map ids to genes, and give names back that a spreadsheet has turned into dates."""
    mapping = map_gene_ids(ids, annotation)
    # rows kept apart under one damaged name, 1-Mar#1 and 1-Mar#2, were two genes
    twice = [name for name in ids if "#" in name and is_damaged(name.rpartition("#")[0])]
    damaged = [identifier for identifier in ids if is_damaged(identifier)]
    found = repairs(damaged, annotation, set(ids))
    given_back = {name: repair.symbol for name, repair in found.items() if repair.symbol}
    if given_back:
        use = mapping["input_id"].isin(list(given_back)).to_numpy()
        names = [given_back[name] for name in mapping.loc[use, "input_id"]]
        genes = map_gene_ids(names, annotation)
        for column in ("ensembl_id", "gene_name", "biotype", "chromosome"):
            mapping.loc[use, column] = genes[column].to_numpy()
        mapping.loc[use, "matched_by"] = "repaired"
    records = []
    for name in sorted({*damaged, *twice}):
        said = "a date or number that a spreadsheet made of a gene's name"
        repair = found.get(name)
        if repair is None:
            said += "; two rows have it, which were two genes: not repaired"
        elif repair.symbol:
            said += f"; given back as {repair.symbol}"
        elif repair.candidates:
            said += f"; not repaired, it may have been {' or '.join(repair.candidates)}"
        else:
            said += "; not repaired"
        records.append(_record("counts", "listed", name, 1, said))
    return mapping, records


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
            found = pd.Series(names[filled].to_numpy(), index=table.data.loc[filled, 0].to_numpy())
            return found[~found.index.duplicated()]
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
