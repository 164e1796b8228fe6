"""Size factors: how deeply each sample was sequenced, from the genes' own ratios."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from resistance.differential import iterative
from resistance.problems import InputError, Problem

Floats = NDArray[np.float64]

METHODS = ("auto", "ratio", "poscounts", "iterative", "given")
_KEY = "differential.size_factors"


@dataclass(frozen=True)
class SizeFactors:
    """Size factors and how they were made.

    Attributes
    ----------
    values : pandas.Series
        One positive number a sample, in the order of the counts' columns.
    method : {"ratio", "poscounts", "iterative", "given"}
        The one that made them, which is not the one asked for where ``notes`` say so.
    n_genes : int
        Genes that the medians are taken over (``poscounts``, ``iterative``: genes with any count);
        0 for factors that were given.
    notes : tuple of str
        What a reader should know, a sentence each.
    """

    values: pd.Series
    method: str
    n_genes: int
    notes: tuple[str, ...] = ()


def estimate(
    counts: pd.DataFrame,
    method: str = "auto",
    control: Collection[str] | None = None,
    given: pd.Series | None = None,
    offsets: pd.DataFrame | None = None,
) -> SizeFactors:
    """Estimate size factors.

    ``ratio``: a sample's size factor is the median, over genes without a zero in any sample, of its
    count divided by the gene's geometric mean (Anders & Huber 2010, Genome Biology 11:R106,
    equation 5). ``poscounts``: the geometric mean runs over the positive counts, divided by the
    number of all samples, and the medians over each sample's positive counts, scaled to a geometric
    mean of 1. ``iterative``: :func:`resistance.differential.iterative.estimate`; where that does
    not converge, ``poscounts`` and a note, since R's error would come hours into a run. ``auto``:
    ``ratio``, or ``poscounts`` and a note where every gene has a zero. All as in DESeq2 1.38's
    ``estimateSizeFactors``.

    Parameters
    ----------
    counts : pandas.DataFrame
        Genes x samples, whole numbers.
    method : {"auto", "ratio", "poscounts", "iterative", "given"}
    control : collection of str, optional
        Rows of ``counts`` that the medians are taken over, housekeeping genes or spike-ins (R's
        ``controlGenes``); all rows if None or empty. ``auto`` looks at their zeros alone. Not for
        ``iterative`` and ``given``.
    given : pandas.Series, optional
        Positive numbers by sample, for ``given``; they are used as they are.
    offsets : pandas.DataFrame, optional
        Genes x samples, positive: the counts are divided by them first, each gene's scaled to a
        geometric mean of 1 (R's ``normMatrix``, for ``avgTxLength``). Not for ``iterative``.

    Returns
    -------
    SizeFactors

    Raises
    ------
    InputError
        If a sample has no counts, or none in the control genes; if ``ratio`` is asked for and every
        gene has a zero; if factors that were given are not one positive number for each sample.
    ValueError
        If a method is asked for with arguments that it does not have.
    """
    if method not in METHODS or (method == "given") != (given is not None):
        raise ValueError(f"no size factors by {method!r}, factors given: {given is not None}")
    _refuse_empty(counts)
    if given is not None:
        return SizeFactors(_checked(given, counts.columns), "given", 0)
    if method == "iterative":
        if control or offsets is not None:
            raise ValueError("the iterative method knows neither control genes nor offsets")
        return _iterative(counts)
    positive = counts.to_numpy() > 0
    chosen = np.ones(len(counts), dtype=bool)
    if control:
        chosen = np.isin(counts.index.astype(str), list(control))
        _refuse_empty(counts[chosen], "control gene")
    whose = "control gene" if control else "gene"
    complete = positive.all(axis=1) & chosen
    if method == "ratio" and not complete.any():
        raise InputError([_no_ratios(whose)])
    logs = _logs(counts)
    # R takes the means of poscounts before it divides by the offsets, those of ratios after it
    means = _row_means(logs)
    if offsets is not None:
        logs = np.where(positive, logs - np.log(_centred(counts, offsets)), 0.0)
    if method != "poscounts" and complete.any():
        ratios = logs[complete] - _row_means(logs)[complete]
        factors = np.exp(np.median(ratios, axis=0))
        return SizeFactors(pd.Series(factors, counts.columns), "ratio", int(complete.sum()))
    ratios = logs - means
    used = positive & chosen[:, None]
    factors = np.array([np.exp(np.median(ratios[use, j])) for j, use in enumerate(used.T)])
    factors = factors / np.exp(np.mean(np.sort(np.log(factors))))
    notes = () if method == "poscounts" else (_poscounts_note(whose),)
    return SizeFactors(
        pd.Series(factors, counts.columns), "poscounts", int(used.any(axis=1).sum()), notes
    )


def normalisation_factors(offsets: pd.DataFrame, factors: pd.Series) -> pd.DataFrame:
    """Join per-gene offsets and size factors to one divisor for each count.

    ``normMatrix * size factor``, scaled to a geometric mean of 1 in each gene, so that the means of
    normalised counts stay on the scale of counts: DESeq2's ``estimateNormFactors``, which
    ``estimateSizeFactors`` calls for ``normMatrix`` and for tximport's lengths.

    Parameters
    ----------
    offsets : pandas.DataFrame
        Genes x samples, positive.
    factors : pandas.Series
        Size factors by sample, which :func:`estimate` made with the same offsets.

    Returns
    -------
    pandas.DataFrame
        Genes x samples, like ``offsets``; R's ``normalizationFactors``.
    """
    logs = np.log(offsets.to_numpy(dtype=float))
    logs = logs + np.log(factors.reindex(offsets.columns).to_numpy(dtype=float))
    return pd.DataFrame(np.exp(logs - _row_means(logs)), offsets.index, offsets.columns)


def _iterative(counts: pd.DataFrame) -> SizeFactors:
    found = iterative.estimate(counts)
    if found.failure:
        note = (
            f"The iterative size factors were not used, since {found.failure}; they come from "
            "positive counts (poscounts) instead."
        )
        other = estimate(counts, "poscounts")
        return SizeFactors(other.values, other.method, other.n_genes, (note,))
    n_genes = int((counts.to_numpy() > 0).any(axis=1).sum())
    return SizeFactors(found.values, "iterative", n_genes)


def _logs(counts: pd.DataFrame) -> Floats:
    values = counts.to_numpy(dtype=float)
    return np.log(values, out=np.zeros_like(values), where=values > 0)


def _row_means(logs: Floats) -> Floats:
    # sums run over sorted numbers, so that the order of samples cannot change the last bit
    means: Floats = np.sort(logs, axis=1).mean(axis=1, keepdims=True)
    return means


def _centred(counts: pd.DataFrame, offsets: pd.DataFrame) -> Floats:
    values = offsets.reindex(index=counts.index, columns=counts.columns).to_numpy(dtype=float)
    if not (np.isfinite(values) & (values > 0)).all():
        raise ValueError("offsets must be positive, one for each count")
    centred: Floats = values / np.exp(_row_means(np.log(values)))
    return centred


def _checked(given: pd.Series, samples: pd.Index) -> pd.Series:
    factors = given.reindex(samples).astype(float)
    wrong = factors.index[~(np.isfinite(factors) & (factors > 0))]
    if len(wrong):
        raise InputError(
            [
                Problem(
                    _KEY,
                    "The size factor of this sample is no positive number.",
                    column=str(sample),
                    value=str(given.get(sample, "")),
                    allowed="a number greater than 0 for each sample",
                )
                for sample in wrong
            ]
        )
    return factors


def _refuse_empty(counts: pd.DataFrame, of: str = "") -> None:
    empty = counts.columns[counts.sum(axis=0) == 0]
    if len(empty):
        message = f"This sample has no count in any {of}." if of else ""
        hint = f"Name other {of}s." if of else "Take it out of the sample sheet."
        raise InputError(
            [
                Problem(
                    "counts",
                    message or "This sample has no counts at all.",
                    column=str(sample),
                    hint=hint,
                )
                for sample in empty
            ]
        )


def _no_ratios(whose: str) -> Problem:
    return Problem(
        _KEY,
        f"Every {whose} has a zero in some sample, so that there is no ratio to take a median of.",
        column=f"{_KEY}.method",
        value="ratio",
        allowed="auto, poscounts" if whose == "control gene" else "auto, poscounts, iterative",
        hint="Use poscounts, which leaves the zeros out.",
    )


def _poscounts_note(whose: str) -> str:
    return (
        f"Every {whose} has a zero in some sample, so size factors come from positive counts alone "
        "(poscounts)."
    )
