"""Read which symbol a study gives to an id, and which names the annotation knows."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import pandas as pd

from resistance.inputs.tables import capped, cell
from resistance.problems import Problem, did_you_mean
from resistance.readers.delimited import read_delimited
from resistance.readers.raw_files import read_raw
from resistance.readers.resources import annotation_files

#: Largest table, unpacked, whose names are looked up at every start.
MOST_BYTES: Final = 128_000_000


def read_gene_names(path: Path, name: str) -> tuple[pd.Series, list[Problem]]:
    """Read a table that gives a symbol for each id of the counts (``counts.annotation``).

    Parameters
    ----------
    path : Path
        TSV or CSV; the first column holds the id, the second the symbol, others are not used.
    name : str
        The file as the user named it.

    Returns
    -------
    names : pandas.Series
        Symbols, index the ids as they stand in the counts; rows without a symbol are left out.
    problems : list of Problem
    """
    empty = pd.Series(dtype=object, index=pd.Index([], dtype=object))
    frame, problems, _ = read_delimited(path, name)
    if frame is None or problems:
        return empty, problems
    if len(frame.columns) < 2:
        allowed = "two columns: the id as in the counts, and the symbol"
        return empty, [Problem(name, "The table has one column only.", "1", allowed=allowed)]
    ids, symbols = frame.columns[:2]
    pairs = frame[[ids, symbols]].drop_duplicates()
    twice = pairs[pairs[ids].duplicated()]
    problems = capped(
        [
            Problem(
                name,
                "This id has another symbol in an earlier row.",
                str(row),
                ids,
                cell(frame, row, ids),
                "one symbol for each id",
            )
            for row in twice.index
        ],
        "ids with two symbols",
    )
    pairs = pairs[~pairs[ids].duplicated() & (pairs[symbols] != "") & (pairs[ids] != "")]
    return pd.Series(pairs[symbols].to_numpy(), index=pairs[ids].to_numpy(), dtype=object), problems


def unknown_names(names: Sequence[str], directory: Path, organism: str) -> list[str]:
    """Return the names that stand nowhere in the embedded annotation.

    A search in the files' text: a start of the workflow cannot wait for tables of 78,000 genes.

    Parameters
    ----------
    names : sequence of str
        Symbols, aliases or Ensembl ids.
    directory : Path
        ``resources/annotation``.
    organism : str
        ``human``, ``mouse`` or ``other``; nothing is embedded for ``other``, so nothing is unknown.

    Returns
    -------
    list of str
        In the order given.
    """
    files = _files_of_names(directory, organism)
    if not files or not names:
        return []
    text = b"".join(b"\n" + gzip.decompress(path.read_bytes()) for path in files)
    # the first and the second column of each file hold ids and names
    return [
        name
        for name in names
        if b"\n%s\t" % name.encode() not in text and b"\t%s\t" % name.encode() not in text
    ]


def _files_of_names(directory: Path, organism: str) -> list[Path]:
    """Return the files with ids and names; Entrez ids are names of genes in counts alone."""
    names = annotation_files(organism)
    return [directory / name for name in names if name.endswith(".gz") and "entrez" not in name]


@lru_cache(maxsize=2)
def known_names(directory: Path, organism: str) -> frozenset[str]:
    """Return every name and id of the embedded annotation, for tables of many genes.

    Parameters
    ----------
    directory, organism
        As for :func:`unknown_names`.

    Returns
    -------
    frozenset of str
        Empty for ``other``.
    """
    files = _files_of_names(directory, organism)
    return frozenset(name for path in files for name in first_fields(path))


def first_fields(path: Path) -> set[str]:
    """Return the texts of the first two columns of a table: where ids and symbols stand.

    Parameters
    ----------
    path : Path
        Text with tabs or commas, gzip-compressed or not.

    Returns
    -------
    set of str
        Without quotation marks; empty where the file cannot be read, a problem of its own, and of
        files of more than 128 MB: every job starts with this.
    """
    text = read_raw(path, path.name, MOST_BYTES).data
    lines = text.decode("utf-8", "replace").splitlines()
    # a comma may stand in a name of a table with tabs
    separator = "\t" if any("\t" in line for line in lines[:20]) else ","
    fields = {field for line in lines for field in line.split(separator, 2)[:2]}
    return {field.strip().strip('"') for field in fields}


def check_genes(frame: pd.DataFrame, name: str, directory: Path, organism: str) -> list[Problem]:
    """Find genes of a table that the embedded annotation does not know.

    Parameters
    ----------
    frame : pandas.DataFrame
        Text, indexed by row; a column ``gene``, or none. Empty cells are no names.
    name : str
        The file as the user named it.
    directory, organism
        As for :func:`unknown_names`.

    Returns
    -------
    list of Problem
        One for each name, at its first row.
    """
    names = sorted(set(frame["gene"]) - {""}) if "gene" in frame else []
    unknown = unknown_names(names, directory, organism)
    return capped(
        [
            Problem(
                name,
                "This is no symbol, alias or id of the embedded annotation.",
                str(frame.index[frame["gene"] == gene][0]),
                "gene",
                gene,
                "a symbol, an alias or an Ensembl id, or empty",
                did_you_mean(gene, [other for other in names if other not in unknown]),
            )
            for gene in unknown
        ],
        "genes that the annotation does not know",
    )
