"""Protein differences between the arms of a contrast, with moderated standard errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd
from scipy.special import stdtr, stdtrit

from resistance.columns import PROTEIN
from resistance.protein.moderation import fit_prior, moderate
from resistance.protein.tidy import MASS_SPECTROMETRY, TARGET

#: log2 SD of the loading error that replicates cannot show, unless the assay is normalised over
#: enough proteins or the config says otherwise.
SYSTEMATIC_SD: Final = 0.10
NORMALISED_OVER: Final = 50

#: ``reason`` of a bound begins with one of these.
UPPER_BOUND: Final = "upper_bound"
LOWER_BOUND: Final = "lower_bound"

_ARM: Final = ["n_rows", "n", "mean", "n_own", "ss", "left", "right", "bg"]


def _arm(signals: pd.DataFrame, targets: pd.MultiIndex) -> pd.DataFrame:
    """Summarise one arm, a row for each target: counts, mean, sum of squares of uncensored ones."""
    own = signals["log2_signal"].where(signals["censored"] == "none")
    frame = signals[TARGET].assign(
        x=signals["log2_signal"],
        own=own,
        left=signals["censored"] == "left",
        right=signals["censored"] == "right",
        bg=signals["background_variance"],
    )
    frame["ss"] = (own - frame.groupby(TARGET)["own"].transform("mean")) ** 2
    out = frame.groupby(TARGET).agg(
        n_rows=("x", "size"),
        n=("x", "count"),
        mean=("x", "mean"),
        n_own=("own", "count"),
        ss=("ss", "sum"),
        left=("left", "sum"),
        right=("right", "sum"),
        bg=("bg", "max"),
    )
    out = out.reindex(targets)
    counts = [name for name in _ARM if name not in ("mean",)]
    out[counts] = out[counts].fillna(0.0)
    return out.astype(float)


def _constant_one(arm: pd.DataFrame, unit: pd.Series) -> np.ndarray:
    """Tell which targets are ratios whose reference arm is 1 by construction, or left out."""
    ones = (arm["n"] > 0) & (arm["mean"] == 0) & (arm["ss"] == 0) & (arm["n"] == arm["n_own"])
    return ((unit == "ratio") & (ones | (arm["n_rows"] == 0))).to_numpy()


def _status(
    ref: pd.DataFrame,
    tgt: pd.DataFrame,
    replicates: pd.DataFrame,
    ratio: np.ndarray,
    mass_spec: np.ndarray,
) -> np.ndarray:
    """Return the status of each target as far as the numbers of replicates decide it."""
    seen = pd.concat([ref["n"].where(~ratio, np.inf), tgt["n"]], axis=1).min(axis=1).to_numpy()
    in_arm = replicates["reference"].where(~ratio, np.inf).to_numpy()
    sampled = np.minimum(in_arm, replicates["target"].to_numpy())
    # censored without a limit: marked, but no number stands for it
    left, right = ref["left"] + tgt["right"], ref["right"] + tgt["left"]
    both_ways = ((left > 0) & (right > 0)).to_numpy()
    unbounded = (
        ((ref["n"] == 0) & (ref["left"] + ref["right"] > 0))
        | ((tgt["n"] == 0) & (tgt["left"] + tgt["right"] > 0))
    ).to_numpy()
    return np.select(
        [sampled == 0, both_ways | unbounded, mass_spec & (seen < 2) & (sampled >= 2), seen < 2],
        ["not_in_contrast", "censored", "on_off", "n1"],
        "estimated",
    ).astype(object)


def estimate(
    signals: pd.DataFrame,
    reference: Sequence[str],
    target: Sequence[str],
    systematic_sd: Mapping[str, float] | None = None,
    why_no_arms: str = "the assay was not made in both arms of this contrast",
) -> pd.DataFrame:
    """Estimate target - reference for every target, assay and compartment.

    Difference of means of log2 signals; where an arm is 1 by construction (lanes normalised to
    the parent), the mean of the other arm with n - 1 degrees of freedom. The residual variance is
    moderated over the targets of the assay and compartment (:mod:`resistance.protein.moderation`);
    s_p^2 = v (1/n1 + 1/n2) + background variance + systematic_sd^2. Two replicates in an arm are
    tested only where the variance is shared. A censored arm gives a bound: its values are replaced
    by their limit, the variance comes from the uncensored ones.

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

    Returns
    -------
    pandas.DataFrame
        One row a target, sorted by the columns of :data:`~resistance.protein.tidy.TARGET`, which
        it holds besides those of :data:`resistance.columns.PROTEIN`; ``gene_id`` and
        ``gene_name`` are empty, ``protein_gene`` is the gene as written.
    """
    keys = signals[[*TARGET, "assay_type", "unit", "normalised"]]
    about = keys.groupby(TARGET, sort=True).first()
    targets = pd.MultiIndex.from_frame(about.index.to_frame(index=False))
    ref = _arm(signals[signals["condition"].isin(list(reference))], targets)
    tgt = _arm(signals[signals["condition"].isin(list(target))], targets)
    unit, assay_type = about["unit"], about["assay_type"]
    ratio = _constant_one(ref, unit)

    out = about.index.to_frame(index=False)
    out["assay_type"] = assay_type.to_numpy()
    status = _status(
        ref,
        tgt,
        _replicates(signals, out, reference, target),
        ratio,
        assay_type.isin(MASS_SPECTROMETRY).to_numpy(),
    )
    reference_mean = np.where(ratio, 0.0, ref["mean"])
    df = np.where(ratio, 0.0, np.maximum(ref["n_own"] - 1, 0)) + np.maximum(tgt["n_own"] - 1, 0)
    ss = np.where(ratio, 0.0, ref["ss"]) + tgt["ss"].to_numpy()
    bound = (ref["left"] + ref["right"] + tgt["left"] + tgt["right"]).to_numpy() > 0
    status = np.where(bound & (status == "estimated"), "censored_bound", status)
    testable = np.isin(status, ["estimated", "censored_bound"])
    df = np.where(testable, df, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        own_variance = np.where(df > 0, ss / df, np.nan)
        n_inverse = np.where(ratio, 0.0, 1.0 / ref["n"]) + 1.0 / tgt["n"].to_numpy()

    out["n_reference"] = ref["n"].to_numpy().astype(int)
    out["n_target"] = tgt["n"].to_numpy().astype(int)
    out["mean_reference"] = reference_mean
    out["mean_target"] = tgt["mean"].to_numpy()
    out["log2FoldChange"] = out["mean_target"] - out["mean_reference"]
    out["sd"] = np.sqrt(own_variance)
    for name in ("prior_sd", "prior_df", "df", "variance", "systematic_sd"):
        out[name] = np.nan
    out["moderation"] = "none"
    out["normalised"] = about["normalised"].to_numpy()
    for (assay_id, _), rows in out.groupby(["assay_id", "compartment"], sort=True):
        where = rows.index.to_numpy()
        prior = fit_prior(own_variance[where], df[where])
        v, moderated_df = moderate(own_variance[where], df[where], prior)
        out.loc[where, "moderation"] = prior.method
        out.loc[where, "prior_sd"] = np.sqrt(prior.prior_variance)
        out.loc[where, "prior_df"] = prior.prior_df
        out.loc[where, "variance"] = v
        out.loc[where, "df"] = moderated_df
        out.loc[where, "systematic_sd"] = _systematic(rows, str(assay_id), systematic_sd or {})
    background = (ref["bg"].where(~ratio, 0.0) + tgt["bg"]).to_numpy()
    out["lfcSE"] = np.sqrt(out["variance"] * n_inverse + background + out["systematic_sd"] ** 2)
    smallest = np.minimum(np.where(ratio, np.inf, out["n_reference"]), out["n_target"])
    unmoderated = (out["moderation"] == "none").to_numpy()
    censored = status == "censored_bound"
    status = np.select(
        [
            testable & censored & ~(out["df"].to_numpy() > 0),
            testable & ~(out["variance"].to_numpy() > 0),
            testable & unmoderated & (smallest < 3),
        ],
        ["censored", "no_variance", "n2"],
        status,
    ).astype(object)
    out["status"] = status
    upper = (tgt["left"] + ref["right"]).to_numpy() > 0
    out["reason"] = _reasons(status, upper, why_no_arms)
    out["paired"] = "no"
    out["censored_reference"] = (ref["left"] + ref["right"]).to_numpy().astype(int)
    out["censored_target"] = (tgt["left"] + tgt["right"]).to_numpy().astype(int)
    return _finish(_note_technical(out, signals, (*reference, *target)))


def _replicates(
    signals: pd.DataFrame, targets: pd.DataFrame, reference: Sequence[str], target: Sequence[str]
) -> pd.DataFrame:
    """Count the samples of each arm in each target's assay and compartment."""
    assay = ["assay_id", "compartment"]
    counts = {
        name: signals[signals["condition"].isin(list(levels))].groupby(assay)["sample"].nunique()
        for name, levels in (("reference", reference), ("target", target))
    }
    index = pd.MultiIndex.from_frame(targets[assay])
    return pd.DataFrame(
        {
            name: count.reindex(index).fillna(0).to_numpy(dtype=float)
            for name, count in counts.items()
        }
    )


def _systematic(rows: pd.DataFrame, assay_id: str, given: Mapping[str, float]) -> float:
    """Return the loading error of one assay and compartment, log2 SD."""
    if assay_id in given:
        return float(given[assay_id])
    distinct = rows[["gene", "ensembl_id", "protein_id"]].drop_duplicates()
    normalised = (rows["normalised"] != "no").all()
    return 0.0 if len(distinct) >= NORMALISED_OVER and normalised else SYSTEMATIC_SD


def _reasons(status: np.ndarray, upper: np.ndarray, why_no_arms: str) -> np.ndarray:
    """Say why a target has no test, or that its estimate is a bound."""
    texts = {
        "n1": "fewer than two values in an arm: ratio only, no test",
        "n2": "two replicates and too few targets to share a variance: no test",
        "no_variance": "the replicates do not differ: no standard error",
        "censored": "values outside the range of the assay leave the difference without a bound",
        "on_off": "fewer than two valid values in an arm",
        "not_in_contrast": why_no_arms,
    }
    bound = np.where(upper, UPPER_BOUND, LOWER_BOUND)
    plain = np.array([texts.get(str(code), "") for code in status], dtype=object)
    return np.where(status == "censored_bound", bound, plain)


def _note_technical(
    out: pd.DataFrame, signals: pd.DataFrame, arms: tuple[str, ...]
) -> pd.DataFrame:
    """Append how many technical measurements were averaged to the reason."""
    averaged = signals[(signals["n_technical"] > 1) & signals["condition"].isin(arms)]
    if averaged.empty:
        return out
    counts = averaged.groupby(TARGET)["n_technical"].agg(["sum", "size"])
    counts = counts.reindex(pd.MultiIndex.from_frame(out[TARGET]))
    note = [
        f"{int(total)} technical measurements averaged to {int(size)}" if total > 0 else ""
        for total, size in zip(counts["sum"], counts["size"], strict=True)
    ]
    joined = ["; ".join(filter(None, pair)) for pair in zip(out["reason"], note, strict=True)]
    return out.assign(reason=joined)


def _finish(out: pd.DataFrame) -> pd.DataFrame:
    """Add intervals, p and BH within assay and compartment; blank what was not tested."""
    untested = ~out["status"].isin(["estimated", "censored_bound"])
    out.loc[untested, ["lfcSE", "df"]] = np.nan
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
    out["padj"] = np.nan
    for _, rows in out.groupby(["assay_id", "compartment"], sort=True):
        out.loc[rows.index, "padj"] = benjamini_hochberg(rows["pvalue"].to_numpy())
    out["protein_gene"] = out["gene"].where(out["gene"] != "", out["ensembl_id"])
    out["gene_id"] = ""
    out["gene_name"] = ""
    return out[[*[name for name in TARGET if name not in PROTEIN], *PROTEIN]]


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """Adjust p values by Benjamini & Hochberg (1995), leaving NaN out of the family.

    Parameters
    ----------
    p : numpy.ndarray, (tests,)

    Returns
    -------
    numpy.ndarray
        Same shape; NaN where ``p`` is NaN.
    """
    p = np.asarray(p, dtype=float)
    q = np.full(p.shape, np.nan)
    tested = np.flatnonzero(np.isfinite(p))
    if tested.size == 0:
        return q
    order = tested[np.argsort(-p[tested], kind="stable")]
    m = tested.size
    ranks = np.arange(m, 0, -1)
    q[order] = np.minimum(np.minimum.accumulate(p[order] * m / ranks), 1.0)
    return q
