"""Protein differences between the arms of a contrast, with moderated standard errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd
from scipy.special import stdtr, stdtrit

from resistance.columns import PROTEIN
from resistance.multiple_testing import benjamini_hochberg
from resistance.protein.background import TARGET
from resistance.protein.censoring import fit_censored
from resistance.protein.comparison import compare
from resistance.protein.moderation import fit_prior, moderate
from resistance.protein.priors import DeclaredPrior, prior_variance
from resistance.protein.saturation import compresses
from resistance.protein.statuses import (
    LOWER_BOUND,
    TESTED,
    UPPER_BOUND,
    by_replicates,
    by_variance,
    methods,
    reasons,
)
from resistance.protein.summaries import Floats
from resistance.protein.tidy import MASS_SPECTROMETRY

__all__ = ["LOWER_BOUND", "UPPER_BOUND", "estimate"]

#: log2 SD of the loading error that replicates cannot show, unless the assay is normalised over
#: enough proteins or the config says otherwise.
SYSTEMATIC_SD: Final = 0.10
NORMALISED_OVER: Final = 50


def estimate(
    signals: pd.DataFrame,
    reference: Sequence[str],
    target: Sequence[str],
    systematic_sd: Mapping[str, float] | None = None,
    why_no_arms: str = "the assay was not made in both arms of this contrast",
    paired: Mapping[str, str] | None = None,
    priors: Mapping[str, DeclaredPrior] | None = None,
) -> pd.DataFrame:
    """Estimate target - reference for every target, assay and compartment.

    Difference of means of log2 signals; the mean of paired differences with n - 1 degrees of
    freedom where pairs are declared, and likewise the mean of the other arm where one is 1 by
    construction (lanes normalised to the parent). Where values are censored, a Tobit fit
    (:mod:`resistance.protein.censoring`), else a bound: the limit stands for the value, and the
    variance comes from arms without censoring. The residual variance is moderated over the targets
    of the assay and compartment (:mod:`resistance.protein.moderation`), whose prior also comes
    from arms without censoring; s_p^2 = v (1/n1 + 1/n2) + background variance + systematic_sd^2.
    Two replicates in an arm are tested only where the variance is shared, or a prior declared.

    Parameters
    ----------
    signals : pandas.DataFrame
        Result of :func:`resistance.protein.tidy.log2_signals`.
    reference, target : sequence of str
        Levels of ``condition`` that make an arm: its replicates are pooled. Without any, no target
        is in the contrast.
    systematic_sd : mapping of str to float, optional
        log2 SD for an ``assay_id``; default 0 for an assay normalised over at least 50 proteins,
        otherwise 0.10.
    why_no_arms : str
        Reason of targets that are not in the contrast.
    paired : mapping of str to str, optional
        ``assay_id`` to the column whose values pair the arms.
    priors : mapping of str to DeclaredPrior, optional
        ``assay_id`` to a variance for targets with too few replicates.

    Returns
    -------
    pandas.DataFrame
        One row a target, sorted by the columns of
        :data:`~resistance.protein.background.TARGET`, which it holds besides those of
        :data:`resistance.columns.PROTEIN`; ``gene_id`` and ``gene_name`` are empty,
        ``protein_gene`` is the gene as written.
    """
    compared = compare(signals, reference, target, paired or {})
    about, one_arm = compared.about, compared.one_arm
    ref, tgt = compared.reference, compared.target
    least_seen = np.where(about["assay_type"].isin(MASS_SPECTROMETRY), 2.0, 1.0)
    fits = fit_censored(compared.values, ref, tgt, one_arm, least_seen)
    status = by_replicates(compared, fits.fitted & (compared.seen >= 2))
    fitted = fits.fitted & (status == "estimated")

    testable = np.isin(status, TESTED)
    clean_df = compared.of_reference(ref.clean_df) + tgt.clean_df
    clean_ss = compared.of_reference(np.where(ref.clean_df > 0, ref.ss, 0.0))
    clean_ss = clean_ss + np.where(tgt.clean_df > 0, tgt.ss, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        clean_variance = np.where(clean_df > 0, clean_ss / clean_df, np.nan)
        n_inverse = np.where(one_arm, 0.0, 1.0 / ref.n) + 1.0 / tgt.n
        apart = tgt.mean - np.where(one_arm, 0.0, ref.mean)
    own_variance = np.where(fitted, fits.variance, clean_variance)
    df = np.where(testable, np.where(fitted, fits.df, clean_df), 0.0)
    n_inverse = np.where(fitted, fits.unit_variance, n_inverse)

    out = about[TARGET].copy()
    out["assay_type"] = about["assay_type"]
    out["n_reference"] = compared.shown_reference.n.astype(int)
    out["n_target"] = compared.shown_target.n.astype(int)
    out["mean_reference"] = np.where(compared.ratio, 0.0, compared.shown_reference.mean)
    out["mean_target"] = compared.shown_target.mean
    out["log2FoldChange"] = np.where(fitted, fits.difference, apart)
    moderated = _moderated(
        about, own_variance, df, clean_variance, np.where(testable, clean_df, 0.0)
    )
    known = prior_variance(
        about["assay_id"], compared.paired, clean_variance, clean_df, priors or {}
    )
    shared = (moderated["moderation"] != "none").to_numpy()
    status = by_variance(
        status,
        compared,
        moderated["variance"].to_numpy(),
        moderated["df"].to_numpy(),
        shared,
        np.isfinite(known[0]),
    )
    by_prior = status == "prior_based"
    for name, values in zip(("variance", "df", "prior_sd", "prior_df"), known, strict=True):
        moderated[name] = np.where(by_prior, values, moderated[name])
    moderated["moderation"] = moderated["moderation"].where(~by_prior, "declared")
    out["sd"] = np.sqrt(own_variance)
    out[["prior_sd", "prior_df", "moderation"]] = moderated[["prior_sd", "prior_df", "moderation"]]
    out["df"] = moderated["df"]
    out["systematic_sd"] = _systematic(about, systematic_sd or {})
    background = np.where(one_arm, 0.0, ref.background) + tgt.background
    out["lfcSE"] = np.sqrt(
        moderated["variance"] * n_inverse + background + out["systematic_sd"] ** 2
    )
    out["status"] = status
    arms = (*reference, *target)
    out["reason"] = reasons(status, compared, signals, arms, fitted, why_no_arms)
    out["paired"] = np.where(compared.paired, "yes", "no")
    out["method"] = methods(status, compared, fitted)
    narrowed = about["assay_id"].map(compresses(signals)).to_numpy(dtype=bool)
    out["compresses"] = np.where(narrowed, "yes", "no")
    out["censored_reference"] = compared.shown_reference.censored.astype(int)
    out["censored_target"] = compared.shown_target.censored.astype(int)
    return _finish(out)


def _groups(about: pd.DataFrame) -> list[np.ndarray]:
    """Return the positions of the targets of each assay and compartment."""
    code = about.groupby(["assay_id", "compartment"], sort=True).ngroup().to_numpy()
    return [np.flatnonzero(code == k) for k in range(code.max(initial=-1) + 1)]


def _moderated(
    about: pd.DataFrame, variance: Floats, df: Floats, clean_variance: Floats, clean_df: Floats
) -> pd.DataFrame:
    """Moderate the variances within each assay and compartment."""
    out = pd.DataFrame(
        np.nan, index=about.index, columns=["variance", "df", "prior_sd", "prior_df"]
    )
    out["moderation"] = "none"
    for where in _groups(about):
        prior = fit_prior(clean_variance[where], clean_df[where])
        v, total = moderate(variance[where], df[where], prior)
        out.iloc[where, :4] = np.column_stack(
            [
                v,
                total,
                np.full(where.size, np.sqrt(prior.prior_variance)),
                np.full(where.size, prior.prior_df),
            ]
        )
        out.iloc[where, 4] = prior.method
    return out


def _systematic(about: pd.DataFrame, given: Mapping[str, float]) -> Floats:
    """Return the loading error of each target's assay and compartment, log2 SD."""
    out = np.full(len(about), SYSTEMATIC_SD)
    for where in _groups(about):
        rows = about.iloc[where]
        assay_id = str(rows["assay_id"].iloc[0])
        if assay_id in given:
            out[where] = float(given[assay_id])
        elif where.size >= NORMALISED_OVER and (rows["normalised"] != "no").all():
            out[where] = 0.0
    return out


def _finish(out: pd.DataFrame) -> pd.DataFrame:
    """Add intervals, p and BH within assay and compartment; blank what was not tested."""
    out.loc[~out["status"].isin(TESTED), ["lfcSE", "df"]] = np.nan
    df, se = out["df"].to_numpy(), out["lfcSE"].to_numpy()
    half = stdtrit(df, 0.975) * se
    out["ci_low"] = out["log2FoldChange"] - half
    out["ci_high"] = out["log2FoldChange"] + half
    out["pvalue"] = 2 * stdtr(df, -np.abs(out["log2FoldChange"].to_numpy()) / se)
    # a bound is no estimate: an interval on its open side would pretend one
    is_bound = out["status"] == "censored_bound"
    upper = is_bound & out["reason"].str.startswith(UPPER_BOUND)
    out.loc[upper, "ci_low"] = -np.inf
    out.loc[is_bound & ~upper, "ci_high"] = np.inf
    # and a bound on the far side of zero does not even tell the direction
    x = out["log2FoldChange"]
    out.loc[(upper & (x > 0)) | (is_bound & ~upper & (x < 0)), "pvalue"] = 1.0
    p = out["pvalue"].to_numpy()
    q = np.full(len(out), np.nan)
    for where in _groups(out):
        q[where] = benjamini_hochberg(p[where])
    out["padj"] = q
    out["protein_gene"] = out["gene"].where(out["gene"] != "", out["ensembl_id"])
    out["gene_id"] = ""
    out["gene_name"] = ""
    return out[[*[name for name in TARGET if name not in PROTEIN], *PROTEIN]]
