"""Read counts of bulk samples from AnnData (``.h5ad``): obs are samples, var are genes."""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from resistance.count_formats.base import Floats
from resistance.genes.gene_ids import parse_ensembl
from resistance.inputs.count_scale import wrong_scale
from resistance.inputs.counts_table import CountsTable
from resistance.inputs.import_counts import SYMBOL_COLUMNS
from resistance.problems import Problem
from resistance.readers.hdf5 import LARGEST, Hdf5Error, Hdf5File, read_whole

#: More rows than this are cells, not samples.
MOST_SAMPLES = 5_000
#: Columns of ``var`` that hold Ensembl ids where its index holds symbols.
_ID_COLUMNS = ("gene_ids", "gene_id", "ensembl_id", "ensembl_gene_id", "feature_id")
#: Where counts are looked for, one after the other.
_MATRICES = ("X", "layers/counts", "layers/raw_counts", "raw/X")
#: Samples that tell the scale of a matrix; all of them are looked at when it is checked.
_LOOKED_AT = 24


class _Axis(NamedTuple):
    """Names along one axis, and columns of text beside them."""

    ids: list[str]
    columns: dict[str, list[str]]


def read_h5ad(path: Path, name: str) -> tuple[CountsTable | None, list[Problem]]:
    """Read the counts of an AnnData file.

    ``X`` is taken; where it is no matrix of counts, a layer ``counts`` or ``raw`` if that is one.

    Parameters
    ----------
    path : Path
    name : str
        The file as the user named it.

    Returns
    -------
    table : CountsTable or None
        Genes x samples; a row's number is its position among the genes. None if there are problems.
    problems : list of Problem
    """
    read, problems = read_whole(path, name, _parts)
    if read is None:
        return None, problems
    if isinstance(read, _Axis):
        return None, [_too_many(read.ids, name)]
    return _table(name, *read), []


def _parts(file: Hdf5File) -> tuple[str, list[str], _Axis, Floats] | _Axis:
    """Read where the counts stand, samples, genes and counts; only samples if they are cells."""
    if file.find("obs") is None or file.find("var") is None:
        raise Hdf5Error("There are no obs and var, as AnnData files have them.")
    samples = _axis(file, "obs", ())
    if len(samples.ids) > MOST_SAMPLES:
        return samples
    genes = _axis(file, "var", (*_ID_COLUMNS, *SYMBOL_COLUMNS))
    where, values = _counts(file, len(samples.ids), len(genes.ids))
    if where == "raw/X":
        genes = _axis(file, "raw/var", (*_ID_COLUMNS, *SYMBOL_COLUMNS))
    return where, samples.ids, genes, values


def _too_many(index: list[str], name: str) -> Problem:
    genes = sum(parse_ensembl(identifier) is not None for identifier in index[:1000])
    transposed = genes > min(len(index), 1000) / 2
    hint = "Sum the counts of each sample's cells (pseudobulk), and give one row a sample."
    return Problem(
        name,
        f"obs has {len(index):,} rows: "
        + ("these are genes, not samples." if transposed else "these are cells, not samples."),
        column="obs",
        value=index[0],
        allowed=f"one row for each bulk sample, at most {MOST_SAMPLES:,}",
        hint="Transpose it: obs are samples, var are genes." if transposed else hint,
    )


def _axis(file: Hdf5File, path: str, wanted: tuple[str, ...]) -> _Axis:
    """Read the index of ``obs`` or ``var`` and columns of text, in any of AnnData's encodings."""
    fields = file.fields(path)
    if fields:  # one array of records, up to AnnData 0.6
        key = next((key for key in ("index", "_index") if key in fields), fields[0])
        return _Axis(
            file.texts(path, key),
            {c: file.texts(path, c) for c in fields if c.lower() in wanted and c != key},
        )
    key = file.attribute(path, "_index") or "_index"
    index = file.texts(f"{path}/{key}")
    columns = {}
    for column in file.names(path):
        if column.lower() in wanted and column != key:
            values = _text_column(file, path, column)
            if values is not None and len(values) == len(index):
                columns[column] = values
    return _Axis(index, columns)


def _text_column(file: Hdf5File, path: str, column: str) -> list[str] | None:
    """Read a column of text, be it plain or of categories; None if it is anything else."""
    inside = f"{path}/{column}"
    old = f"{path}/__categories/{column}"  # AnnData 0.7
    if file.is_text(inside):
        return file.texts(inside)
    if file.is_text(f"{inside}/values"):
        return file.texts(f"{inside}/values")
    if file.is_text(f"{inside}/categories"):
        codes, categories = file.numbers(f"{inside}/codes"), file.texts(f"{inside}/categories")
    elif file.is_text(old):
        codes, categories = file.numbers(inside), file.texts(old)
    else:
        return None
    if ((codes < -1) | (codes >= len(categories))).any():
        raise Hdf5Error(f"{inside} names categories that there are not.")
    return [categories[int(code)] if code >= 0 else "" for code in codes]


def _counts(file: Hdf5File, n_samples: int, n_genes: int) -> tuple[str, Floats]:
    """Return the first matrix that holds counts, or the first one, and where it stands."""
    first: tuple[str, Floats] | None = None
    for where in _MATRICES:
        if file.find(where) is None:
            continue
        columns = n_genes if where != "raw/X" else len(_axis(file, "raw/var", ()).ids)
        values = _matrix(file, where, (n_samples, columns))
        first = first or (where, values)
        if values.size and wrong_scale(pd.DataFrame(values[:_LOOKED_AT].T)) is None:
            return where, values
    if first is None:
        raise Hdf5Error("There is no matrix X.")
    return first


def _matrix(file: Hdf5File, path: str, shape: tuple[int, int]) -> Floats:
    """Read a matrix, dense or of compressed rows or columns, as samples x genes."""
    expected = f"{shape[0]} samples x {shape[1]} genes"
    if not file.is_group(path):
        if file.shape(path) != shape:
            raise Hdf5Error(
                f"{path} has the shape {file.shape(path)}, where obs and var are {expected}."
            )
        return file.numbers(path)
    kind = str(file.attribute(path, "encoding-type") or file.attribute(path, "h5sparse_format"))
    by_rows = kind.startswith("csr")
    if not by_rows and not kind.startswith("csc"):
        raise Hdf5Error(f"{path} is encoded as {kind}; dense, csr_matrix and csc_matrix are read.")
    if shape[0] * shape[1] * 8 > LARGEST:
        raise Hdf5Error(f"{path} is {expected}, more than {LARGEST:,} bytes in memory.")
    major, minor = shape if by_rows else shape[::-1]
    if math.prod(file.shape(f"{path}/data")) > major * minor:
        raise Hdf5Error(f"{path}/data has more entries than {expected}.")
    data = file.numbers(f"{path}/data")
    places = file.numbers(f"{path}/indices", len(data))
    starts = file.numbers(f"{path}/indptr", major + 1)
    lengths = np.diff(starts)
    sound = starts[0] == 0 and starts[-1] == len(data) and (lengths >= 0).all()
    if not sound or (len(places) and not (places.min() >= 0 and places.max() < minor)):
        raise Hdf5Error(f"{path} is damaged: its indices do not fit {expected}.")
    out = np.zeros((major, minor))
    rows = np.repeat(np.arange(major), lengths.astype(np.int64))
    np.add.at(out, (rows, places.astype(np.int64)), data)
    return out if by_rows else out.T


def _table(name: str, where: str, samples: list[str], genes: _Axis, values: Floats) -> CountsTable:
    ids, beside = genes.ids, dict(genes.columns)
    said = "var's index"
    if sum(parse_ensembl(identifier) is not None for identifier in ids) < len(ids) / 2:
        for column, found in genes.columns.items():
            if column.lower() in _ID_COLUMNS and all(map(parse_ensembl, found)):
                beside = {"gene_name": ids}
                ids, said = found, f"the column {column} of var"
                break
    symbols = next((c for c in beside if c.lower() in SYMBOL_COLUMNS), "")
    columns = ["gene_id", *([symbols] if symbols else []), *samples]
    data = {0: pd.Series(ids, dtype=object)}
    if symbols:
        data[1] = pd.Series(beside[symbols], dtype=object)
    for values_of in values:
        data[len(data)] = pd.Series(values_of)
    return CountsTable(
        name,
        "h5ad",
        columns,
        pd.DataFrame(data),
        1,
        "",
        "",
        why=f"an AnnData file: counts of {where}, genes of {said}",
        row_numbers=tuple(range(2, len(ids) + 2)),
    )
