"""Bring a table of factors by gene and sample, such as transcript lengths, to the counts' genes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from resistance.genes.gene_ids import parse_ensembl
from resistance.inputs.counts_table import CountsTable, counts_matrix
from resistance.inputs.schema_words import listing
from resistance.inputs.tables import EXAMPLES, capped
from resistance.problems import Problem, did_you_mean


class Offsets(NamedTuple):
    """Offsets of the genes and samples of a study.

    Attributes
    ----------
    values : pandas.DataFrame
        Genes x samples, positive, index ``gene_id``; what there is of it where there are problems.
    records : list of dict
        Rows of :data:`resistance.columns.INPUTS`.
    problems : list of Problem
    """

    values: pd.DataFrame
    records: list[dict[str, object]]
    problems: list[Problem]


def match_offsets(table: CountsTable, genes: pd.DataFrame, samples: Sequence[str]) -> Offsets:
    """Join offsets to genes and samples by name.

    Parameters
    ----------
    table : CountsTable
        Laid out as counts are: ids in the first column, one column of numbers for each sample.
    genes : pandas.DataFrame
        Columns of :data:`resistance.columns.GENES`.
    samples : sequence of str

    Returns
    -------
    Offsets
        Where several ids are one gene (versions, X and Y copies), the geometric mean of theirs.
    """
    matched = table.matched(samples)
    problems = list(_check_columns(table, matched))
    ids = [str(identifier) for identifier in table.data[0]]
    problems += _check_twice(table, ids)
    gene_ids = pd.Series(_gene_ids(ids, genes), dtype=object)
    used = (gene_ids != "").to_numpy()
    values = counts_matrix(table, matched)
    positive = values.to_numpy(dtype=float) > 0
    problems += _check_values(table, values, matched, used[:, None] & ~positive)
    absent = genes.loc[~genes["gene_id"].isin(gene_ids), "gene_id"]
    if len(absent):
        message = f"{len(absent)} genes of the counts have no row here: {listing(list(absent), 6)}."
        problems.append(Problem(table.name, message, allowed="a row for each gene of the counts"))
    joined = _geometric_means(values.where(positive), ids, gene_ids, genes)
    others = len(table.columns) - 1 - sum(len(found) for found in matched.values())
    said = [
        ("kept", int(used.sum()), f"rows of {table.name}, factors by gene and sample"),
        ("not_used", int((~used).sum()), f"rows of {table.name} whose gene the counts do not have"),
        ("not_used", others, f"columns of {table.name} that are no sample of the study"),
    ]
    records = [
        {"source": "offsets", "action": action, "item": "", "n": n, "detail": detail}
        for action, n, detail in said
    ]
    return Offsets(joined, records, problems)


def of_lengths(
    lengths: pd.DataFrame,
    genes: pd.DataFrame,
    samples: Sequence[str],
    parts: Mapping[str, str],
    name: str,
) -> Offsets:
    """Make offsets of average transcript lengths, as ``DESeqDataSetFromTximport`` does.

    Parameters
    ----------
    lengths : pandas.DataFrame
        Ids of the counts x samples, from 0 up.
    genes : pandas.DataFrame
        Columns of :data:`resistance.columns.GENES`.
    samples : sequence of str
    parts : mapping of str to str
        Technical replicates and the sample that each is added to: the mean of their lengths counts.
    name : str
        The counts as the user named them.

    Returns
    -------
    Offsets
        A length of 0 is set to 1, as tximport's vignette says, and listed. Where several ids are
        one gene, the geometric mean of theirs.
    """
    runs = {sample: [sample] for sample in samples}
    for part, sample in sorted(parts.items()):
        runs[sample].append(part)
    means = {sample: lengths[columns].mean(axis=1) for sample, columns in runs.items()}
    values = pd.DataFrame(means, index=lengths.index)
    ids = [str(identifier) for identifier in values.index]
    gene_ids = pd.Series(_gene_ids(ids, genes), dtype=object)
    zero = (values == 0).to_numpy().any(axis=1) & (gene_ids != "").to_numpy()
    joined = _geometric_means(values.replace(0.0, 1.0), ids, gene_ids, genes)
    said = [("kept", "", len(joined), f"genes whose average transcript lengths of {name} divide")]
    if parts:
        said.append(("summed", "", len(parts), "runs whose mean lengths are those of their sample"))
    said += [
        ("listed", ids[i], 1, "average transcript length of 0 in a sample; 1 is taken")
        for i in sorted(np.flatnonzero(zero), key=ids.__getitem__)
    ]
    records = [
        {"source": "offsets", "action": action, "item": item, "n": n, "detail": detail}
        for action, item, n, detail in said
    ]
    return Offsets(joined, records, [])


def _geometric_means(
    values: pd.DataFrame, ids: Sequence[str], gene_ids: pd.Series, genes: pd.DataFrame
) -> pd.DataFrame:
    """Join rows of one gene; by id: the order of the rows in the file changes no bit of a mean."""
    of = gene_ids.to_numpy()
    order = [i for i in sorted(range(len(ids)), key=ids.__getitem__) if of[i]]
    joined = values.apply(np.log).iloc[order].groupby(of[order], sort=True).mean()
    return joined.apply(np.exp).reindex(genes["gene_id"]).rename_axis("gene_id")


def _gene_ids(ids: Sequence[str], genes: pd.DataFrame) -> list[str]:
    known = {gene: gene for gene in genes["gene_id"]}
    for gene, joined in zip(genes["gene_id"], genes["input_ids"], strict=True):
        known.update(dict.fromkeys(joined.split(";"), gene))
    found = []
    for identifier in ids:
        gene = known.get(identifier, "")
        parsed = None if gene else parse_ensembl(identifier)
        found.append(known.get(parsed[0], "") if parsed else gene)
    return found


def _check_columns(table: CountsTable, matched: dict[str, list[int]]) -> Iterator[Problem]:
    for sample, positions in matched.items():
        if len(positions) == 1:
            continue
        found = [table.columns[position] for position in positions]
        message = f"{len(found)} columns belong to this sample." if found else "There is no column."
        yield Problem(
            table.name,
            message,
            str(table.header_row),
            sample,
            "",
            "one column for each sample",
            "" if found else did_you_mean(sample, table.columns[1:]),
        )


def _check_twice(table: CountsTable, ids: Sequence[str]) -> list[Problem]:
    twice = np.flatnonzero(pd.Series(ids).duplicated())
    found = [
        Problem(
            table.name,
            "This id stands in an earlier row already.",
            str(table.rows[int(i)]),
            table.columns[0],
            ids[int(i)],
            "each id once",
        )
        for i in twice
    ]
    return capped(found, "ids that stand twice")


def _check_values(
    table: CountsTable, values: pd.DataFrame, matched: dict[str, list[int]], wrong: np.ndarray
) -> list[Problem]:
    rows, columns = np.nonzero(wrong)
    found = []
    for i, j in list(zip(rows, columns, strict=True))[:EXAMPLES]:
        place = matched[str(values.columns[int(j)])][0]
        text = table.cell(int(i), place)
        zero = pd.to_numeric(text, errors="coerce") == 0
        found.append(
            Problem(
                table.name,
                "This is no factor to divide counts by.",
                str(table.rows[int(i)]),
                table.columns[place],
                text,
                "a number greater than 0",
                "tximport's vignette sets lengths of 0 to 1." if zero else "",
            )
        )
    if len(rows) > EXAMPLES:
        more = f"And {len(rows) - EXAMPLES} more cells that are not greater than 0."
        found.append(Problem(table.name, more))
    return found
