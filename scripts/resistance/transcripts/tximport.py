"""Sum transcripts to genes with tximport's arithmetic (tximport 1.26, ``summarizeToGene``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from resistance.count_formats.base import Floats, SampleCounts
from resistance.count_formats.merge import check_same_ids
from resistance.inputs.config import CONFIG_FILE
from resistance.problems import Problem
from resistance.transcripts.tx2gene import BARS, EXACT, FILE, VERSION, Tx2Gene, genes_of

#: Share of transcripts, or of reads, without a gene beyond which the table must be of another
#: annotation.
UNKNOWN = 0.5
#: What the setting ``from_abundance`` is called in tximport.
METHODS = {"lengthScaledTPM": "lengthScaledTPM", "scaledTPM": "scaledTPM", "offsets": "no"}
_HOW = {
    FILE: "transcripts whose gene stands beside them in the file",
    EXACT: "transcripts whose gene {table} names",
    BARS: "transcripts whose gene stands in their id, between bars",
    VERSION: "transcripts whose gene {table} names without regard to the id's version",
}


class Summarised(NamedTuple):
    """Counts of genes.

    Attributes
    ----------
    counts : pandas.DataFrame
        Genes x samples, sorted by gene.
    lengths : pandas.DataFrame
        Average transcript length of each gene in each sample, labelled alike.
    records : list of dict
        Rows of :data:`resistance.columns.INPUTS`.
    notes : list of str
    problems : list of Problem
        Where there are any the frames are empty.
    """

    counts: pd.DataFrame
    lengths: pd.DataFrame
    records: list[dict[str, object]]
    notes: list[str]
    problems: list[Problem]


class _Matrices(NamedTuple):
    """Transcripts or genes x samples, both sorted by name."""

    ids: list[str]
    samples: list[str]
    counts: Floats
    lengths: Floats
    abundance: Floats


def summarise(
    samples: Mapping[str, SampleCounts], tx2gene: Tx2Gene | None, from_abundance: str
) -> Summarised:
    """Sum the transcripts of each gene.

    Genes of RSEM keep their expected counts, as they do in tximport: only their lengths matter.

    Parameters
    ----------
    samples : mapping of str to SampleCounts
        All with lengths and abundance, all of transcripts or all of genes.
    tx2gene : Tx2Gene or None
        None where the files say the genes themselves.
    from_abundance : {"lengthScaledTPM", "scaledTPM", "offsets"}
        As ``counts.from_abundance`` of the configuration.

    Returns
    -------
    Summarised
        The order of samples and rows changes no bit; samples are in the order that was given.
    """
    problems = check_same_ids(samples)
    if problems:
        return _nothing(problems)
    read = _matrices(samples)
    if next(iter(samples.values())).level == "gene":
        frames = (_frame(values, read.ids, samples, read) for values in (read.counts, read.lengths))
        counts, lengths = frames
        return Summarised(counts, lengths, [], [], [])
    genes, how = _genes(samples, read.ids, tx2gene)
    known = np.array([gene != "" for gene in genes], dtype=bool)
    problems = _check_known(samples, read, known, tx2gene)
    if problems:
        return _nothing(problems)
    labels, of = np.unique(np.array(genes, dtype=object)[known], return_inverse=True)
    tx = _Matrices([], read.samples, *(matrix[known] for matrix in read[2:]))
    abundance = _rowsum(tx.abundance, of, len(labels))
    summed = _rowsum(tx.counts, of, len(labels))
    with np.errstate(invalid="ignore"):
        average = _rowsum(tx.abundance * tx.lengths, of, len(labels)) / abundance
    plain = _rowsum(tx.lengths.mean(axis=1)[:, None], of, len(labels))[:, 0] / np.bincount(of)
    lengths_of = _replace_missing(average, plain)
    method = METHODS[from_abundance]
    counts_of = _from_abundance(summed, abundance, lengths_of, method)
    names = [str(label) for label in labels]
    counts = _frame(counts_of, names, samples, read)
    lengths = _frame(lengths_of, names, samples, read)
    records = _records(read, known, how, len(names), tx2gene, method)
    notes = [_note(read, known, len(names), method)]
    return Summarised(counts, lengths, records, notes, [])


def _nothing(problems: list[Problem]) -> Summarised:
    return Summarised(pd.DataFrame(), pd.DataFrame(), [], [], problems)


def _matrices(samples: Mapping[str, SampleCounts]) -> _Matrices:
    names = sorted(samples)
    ids: list[str] = []
    last: list[str] = []
    order = np.zeros(0, dtype=np.intp)
    columns: list[tuple[Floats, ...]] = []
    for name in names:
        sample = samples[name]
        if sample.lengths is None or sample.abundance is None:
            raise ValueError(f"{sample.name}: a quantifier's file has lengths and abundance")
        if sample.ids != last:  # most programs write one order for all samples
            last = sample.ids
            order = np.array(sorted(range(len(last)), key=last.__getitem__), dtype=np.intp)
        ids = ids or [sample.ids[i] for i in order]
        values = (sample.counts[""], sample.lengths, sample.abundance)
        columns.append(tuple(value[order] for value in values))
    counts, lengths, abundance = (np.column_stack(part) for part in zip(*columns, strict=True))
    return _Matrices(ids, names, counts, lengths, abundance)


def _frame(
    values: Floats, ids: Sequence[str], samples: Mapping[str, SampleCounts], read: _Matrices
) -> pd.DataFrame:
    index = pd.Index(np.array(ids, dtype=object), name="gene_id")
    return pd.DataFrame(values, index=index, columns=read.samples)[list(samples)]


def _genes(
    samples: Mapping[str, SampleCounts], ids: Sequence[str], tx2gene: Tx2Gene | None
) -> tuple[list[str], list[str]]:
    """Return gene of each transcript, and how it was found; a table of the study's comes first."""
    first = next(iter(samples.values()))
    if first.genes and not (tx2gene and tx2gene.own):
        own = dict(zip(first.ids, first.genes, strict=True))
        return [own[key] for key in ids], [FILE if own[key] else "" for key in ids]
    found = genes_of(ids, tx2gene)
    return found.genes, found.how


def _check_known(
    samples: Mapping[str, SampleCounts],
    read: _Matrices,
    known: npt.NDArray[np.bool_],
    tx2gene: Tx2Gene | None,
) -> list[Problem]:
    lost = _lost(read, known)
    if known.mean() >= 1 - UNKNOWN and lost <= UNKNOWN:
        return []
    example = read.ids[int(np.flatnonzero(~known)[0])]
    message = f"The genes of {(~known).sum()} of the {len(read.ids)} transcripts are not known"
    if tx2gene is not None:
        message += f" to {tx2gene.name}"
    message += f" ({100 * lost:.0f}% of the reads)"
    own = tx2gene is not None and tx2gene.own
    hint = (
        "The first column holds transcripts as the counts name them, the second their genes."
        if own
        else "Give counts.tx2gene: a table of two columns, transcript and gene, of the annotation "
        "that the index was made from."
    )
    return [
        Problem(
            tx2gene.name if tx2gene and own else CONFIG_FILE,
            f"{message}, such as {example} in {next(iter(samples.values())).name}.",
            column="" if own else "counts.tx2gene",
            value=example,
            allowed="a table that knows most of the transcripts",
            hint=hint,
        )
    ]


def _lost(read: _Matrices, known: npt.NDArray[np.bool_]) -> float:
    """Return the share of the reads that transcripts without a gene have."""
    return float(read.counts[~known].sum() / max(read.counts.sum(), 1.0))


def _rowsum(values: Floats, of: npt.NDArray[np.intp], n: int) -> Floats:
    """Add up rows of one gene, in their order."""
    columns = [np.bincount(of, weights=column, minlength=n) for column in values.T]
    return np.column_stack(columns)


def _replace_missing(lengths: Floats, plain: Floats) -> Floats:
    """Fill in the length of a gene where a sample has none of it, as ``replaceMissingLength`` does.

    The geometric mean of the other samples; where no sample has the gene, the mean over its
    transcripts of their mean lengths.
    """
    out = lengths.copy()
    missing = np.isnan(lengths)
    nowhere = missing.all(axis=1)
    out[nowhere] = plain[nowhere, None]
    some = missing.any(axis=1) & ~nowhere
    with np.errstate(divide="ignore"):
        logs = np.where(missing[some], 0.0, np.log(lengths[some]))
    means = np.exp(logs.sum(axis=1) / (~missing[some]).sum(axis=1))
    out[some] = np.where(missing[some], means[:, None], lengths[some])
    return out


def _from_abundance(counts: Floats, abundance: Floats, lengths: Floats, method: str) -> Floats:
    """Make counts from abundance, scaled to the library's sum (``makeCountsFromAbundance``)."""
    if method == "no":
        return counts
    made = abundance * lengths.mean(axis=1)[:, None] if method == "lengthScaledTPM" else abundance
    sums = made.sum(axis=0)
    return made * (counts.sum(axis=0) / np.where(sums > 0, sums, 1.0))


def _records(
    read: _Matrices,
    known: npt.NDArray[np.bool_],
    how: Sequence[str],
    n_genes: int,
    tx2gene: Tx2Gene | None,
    method: str,
) -> list[dict[str, object]]:
    table = tx2gene.name if tx2gene else ""
    rows: list[tuple[str, str, int, str]] = [
        ("read", "", len(read.ids), "transcripts of each sample's file"),
        ("summed", "", int(known.sum()), f"transcripts, to {n_genes} genes as tximport does"),
        ("not_used", "", int((~known).sum()), "transcripts without a gene"),
    ]
    for way, detail in _HOW.items():
        n = sum(other == way for other in how)
        if n:
            rows.append(("listed", "", n, detail.format(table=table)))
    if method != "no":
        detail = f"samples whose counts come from abundance (countsFromAbundance = {method})"
        rows.append(("converted", "", len(read.samples), detail))
    totals = read.counts.sum(axis=1)
    rows += [
        ("not_used", read.ids[i], 1, f"transcript without a gene; {totals[i]:.1f} reads in all")
        for i in np.flatnonzero(~known)
    ]
    return [
        {"source": "transcripts", "action": action, "item": item, "n": n, "detail": detail}
        for action, item, n, detail in rows
    ]


def _note(read: _Matrices, known: npt.NDArray[np.bool_], n_genes: int, method: str) -> str:
    way = "their sums, with lengths in the fit" if method == "no" else f"tximport's {method}"
    said = f"{known.sum()} transcripts were summed to {n_genes} genes ({way})"
    if known.all():
        return said + "."
    return (
        f"{said}; {(~known).sum()} have no known gene and are left out, with "
        f"{100 * _lost(read, known):.2g}% of the reads (listed in results/tables/inputs.tsv)."
    )
