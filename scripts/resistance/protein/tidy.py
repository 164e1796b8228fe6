"""The tidy protein table as the user gives it, to log2 signals, one row per replicate."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

#: Optional columns and what an absent column or an empty cell means.
DEFAULTS: Final[dict[str, str]] = {
    "gene": "",
    "ensembl_id": "",
    "protein_id": "",
    "assay_id": "",
    "assay_type": "",
    "compartment": "total",
    "sample": "",
    "rna_sample": "",
    "condition": "",
    "line": "",
    "derivation": "",
    "timepoint": "",
    "replicate": "",
    "replicate_type": "independent",
    "batch": "",
    "value": "",
    "scale": "",
    "unit": "",
    "background": "",
    "background_type": "",
    "loading_value": "",
    "lod": "",
    "censored": "none",
    "n_events": "",
    "n_peptides": "",
    "clone": "",
    "clone_competes_with_drug": "",
    "washout_days": "",
    "is_surface_control": "",
    "cell_size_value": "",
    "normalised": "",
}

#: What makes two rows measurements of one target.
TARGET: Final = ["assay_id", "compartment", "gene", "ensembl_id", "protein_id"]

#: log2 units of one unit of each scale; linear values are logged.
LOG2_PER_UNIT: Final[dict[str, float]] = {
    "log2": 1.0,
    "log10": float(np.log2(10.0)),
    "ln": float(np.log2(np.e)),
}

#: Assays where zero, or nothing, stands for "not seen".
MASS_SPECTROMETRY: Final = ("lfq_ms", "dia_ms", "tmt")

#: Columns that may say which measurements of the two arms belong together, beside ``sample`` and
#: ``replicate``.
PAIRING: Final = ["batch", "line", "derivation", "timepoint"]

SIGNALS: Final = [
    *TARGET,
    "assay_type",
    "unit",
    "normalised",
    "condition",
    "sample",
    "rna_sample",
    "replicate",
    *PAIRING,
    "replicate_type",
    "log2_signal",
    "censored",
    "background_variance",
    "n_technical",
]


def tidy(table: pd.DataFrame) -> pd.DataFrame:
    """Give every optional column and every empty cell its default.

    ``assay_id`` falls back to ``assay_type`` and then to "protein", ``assay_type`` to "other",
    ``scale`` to log2 for NPX and to linear otherwise, ``sample`` to condition and replicate.

    Parameters
    ----------
    table : pandas.DataFrame
        Rows x the columns of the user's table, all text; gene or ensembl_id, condition, replicate
        and value at least. Other columns are not needed here and are left out.

    Returns
    -------
    pandas.DataFrame
        Rows x the columns of :data:`DEFAULTS`, text, in the order of the input.
    """
    out = pd.DataFrame(index=pd.RangeIndex(len(table)))
    for name, default in DEFAULTS.items():
        if name in table:
            cell = table[name].astype(str).str.strip().reset_index(drop=True)
            out[name] = cell.where(cell != "", default)
        else:
            out[name] = default
    out = out.astype(object)
    out["assay_id"] = out["assay_id"].where(out["assay_id"] != "", out["assay_type"])
    out["assay_id"] = out["assay_id"].where(out["assay_id"] != "", "protein")
    out["assay_type"] = out["assay_type"].where(out["assay_type"] != "", "other")
    scale = pd.Series(np.where(out["unit"] == "NPX", "log2", "linear"), index=out.index)
    out["scale"] = out["scale"].where(out["scale"] != "", scale)
    named = out["condition"] + "_" + out["replicate"]
    technical = out["replicate_type"] == "technical"
    # technical replicates without a sample name are replicates of their line and batch
    shared = out["condition"] + "_" + out["line"] + "_" + out["derivation"] + "_" + out["batch"]
    out["sample"] = out["sample"].where(out["sample"] != "", named.where(~technical, shared))
    return out


def _number(text: pd.Series) -> pd.Series:
    """Convert text to numbers; empty cells and ``n/a`` or ``Filtered`` are missing."""
    return pd.to_numeric(text, errors="coerce").astype(float)


def background_sd(rows: pd.DataFrame, background: pd.Series) -> pd.Series:
    """Return SD_bg of each row's target: how far its background scatters.

    Pooled over the conditions; where each condition has one shared background, the scatter between
    these (conservative: a true difference between conditions counts as scatter).

    Parameters
    ----------
    rows : pandas.DataFrame
        Columns of :data:`TARGET` and ``condition``.
    background : pandas.Series
        Linear, same index as ``rows``; NaN where none was measured.

    Returns
    -------
    pandas.Series
        Linear units, same index; NaN where it cannot be estimated.
    """
    frame = rows[[*TARGET, "condition"]].assign(bg=background)
    arm = frame.groupby([*TARGET, "condition"], sort=False)["bg"]
    centred = frame["bg"] - arm.transform("mean")
    target = frame.assign(ss=centred**2).groupby(TARGET, sort=False)
    ss = target["ss"].transform("sum")
    n = target["bg"].transform("count")
    arms = frame[frame["bg"].notna()].groupby(TARGET, sort=False)["condition"].nunique()
    n_arms = frame[TARGET].merge(arms.rename("k").reset_index(), on=TARGET, how="left")["k"]
    df = n.to_numpy() - n_arms.fillna(0).to_numpy()
    within = np.sqrt(ss.to_numpy() / np.where(df > 0, df, np.nan))
    distinct = frame.drop_duplicates([*TARGET, "condition", "bg"])
    between = distinct.groupby(TARGET, sort=False)["bg"].std().rename("sd").reset_index()
    fallback = frame[TARGET].merge(between, on=TARGET, how="left")["sd"].to_numpy()
    sd = np.where(np.nan_to_num(within) > 0, within, fallback)
    return pd.Series(np.where(sd > 0, sd, np.nan), index=rows.index)


def log2_signals(rows: pd.DataFrame) -> pd.DataFrame:
    """Bring every measurement to one log2 signal, and average technical replicates.

    Linear values lose their background first (dMFI = MFI - background); a signal below twice the
    SD of the background is censored at that limit. The loading control is divided out. A censored
    value is replaced by its limit (``lod``, else the value itself, else the background's limit)
    and stays marked; without any limit it is missing.

    A background that all replicates of an arm share carries an error that they cannot show:
    ``background_variance`` = SD_bg^2 / (d ln 2)^2 (delta method, d the mean signal of the arm) is
    to be added to the variance of the arm's mean. Where each replicate has its own background, the
    scatter of the replicates already holds it.

    Parameters
    ----------
    rows : pandas.DataFrame
        Result of :func:`tidy`.

    Returns
    -------
    pandas.DataFrame
        One row a replicate, columns of :data:`SIGNALS`; ``log2_signal`` is NaN where missing,
        ``censored`` none, left or right, ``n_technical`` the measurements that were averaged.
    """
    value, lod = _number(rows["value"]), _number(rows["lod"])
    background, loading = _number(rows["background"]), _number(rows["loading_value"])
    unit = rows["scale"].map(LOG2_PER_UNIT)
    logged = unit.notna()
    subtract = background.notna()
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        linear = value.where(~logged, np.exp2(value * unit))
        linear_lod = lod.where(~logged, np.exp2(lod * unit))
        difference = linear - background.fillna(0.0)
        sd = background_sd(rows, background)
        below = subtract & ((difference < 2 * sd) | (difference <= 0))
        # zero stands for "not seen" in mass spectrometry, and has no logarithm anywhere
        difference = difference.where(difference > 0)
        left, right = (rows["censored"] == "left") | below, rows["censored"] == "right"
        shifted = (linear_lod - background.fillna(0.0)).where(lambda x: x > 0)
        floor = pd.concat([shifted, (2 * sd).where(subtract)], axis=1).max(axis=1)
        limit = floor.where(~right, shifted).fillna(difference.where(~below))
        signal = difference.where(~(left | right), limit)
        log2 = pd.Series(np.log2(signal), index=rows.index)
        # no detour through linear numbers where there is nothing to subtract
        plain = logged & ~subtract
        own = (value * unit).where(~(left | right), (lod * unit).fillna(value * unit))
        log2 = log2.where(~plain, own) - np.log2(loading.where(loading > 0)).fillna(0.0)
    out = rows.assign(
        log2_signal=log2,
        censored=np.select([left, right], ["left", "right"], "none"),
        background_variance=_shared_background_variance(rows, background, difference, sd),
        n_technical=1,
    )
    return _average_technical(out)[SIGNALS]


def _shared_background_variance(
    rows: pd.DataFrame, background: pd.Series, difference: pd.Series, sd: pd.Series
) -> pd.Series:
    """Delta-method variance of an arm's log2 mean from the background its replicates share."""
    frame = rows[[*TARGET, "condition"]].assign(bg=background, d=difference)
    arm = frame.groupby([*TARGET, "condition"], sort=False)
    shared = (arm["bg"].transform("nunique") == 1) & (arm["bg"].transform("count") >= 2)
    level = np.maximum(arm["d"].transform("mean"), 2 * sd)
    variance = sd**2 / (level * np.log(2)) ** 2
    return variance.where(shared & variance.notna(), 0.0)


def _average_technical(signals: pd.DataFrame) -> pd.DataFrame:
    """Average technical replicates of one sample; the mean of censored ones stays censored."""
    technical = signals["replicate_type"] == "technical"
    if not technical.any():
        return signals
    keys = [*TARGET, "condition", "sample"]
    groups = signals[technical].groupby(keys, sort=False, as_index=False)
    first = groups.first().drop(columns=["log2_signal", "n_technical", "censored"])
    named = signals.loc[technical, keys + ["rna_sample"]]
    named = named[named["rna_sample"] != ""].drop_duplicates(keys)
    first = first.drop(columns="rna_sample").merge(named, on=keys, how="left")
    first["rna_sample"] = first["rna_sample"].fillna("")
    pooled = groups.agg(
        log2_signal=("log2_signal", "mean"),
        n_technical=("log2_signal", "size"),
        left=("censored", lambda x: bool((x == "left").any())),
        right=("censored", lambda x: bool((x == "right").any())),
    )
    pooled["censored"] = np.select([pooled["left"], pooled["right"]], ["left", "right"], "none")
    merged = first.merge(pooled.drop(columns=["left", "right"]), on=keys, validate="1:1")
    merged = merged.reindex(columns=signals.columns)
    return pd.concat([signals[~technical], merged], ignore_index=True)
