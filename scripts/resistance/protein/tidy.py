"""The tidy protein table as the user gives it, to log2 signals, one row per replicate."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from resistance.protein.background import (
    TARGET,
    background_limit,
    background_sd,
    shared_background_variance,
)
from resistance.protein.saturation import saturated_lanes

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
    "saturated",
    "n_technical",
]


def tidy(table: pd.DataFrame) -> pd.DataFrame:
    """Give every optional column and every empty cell its default.

    ``assay_id`` falls back to ``assay_type`` and then to "protein", ``assay_type`` to "other",
    ``scale`` to log2 for NPX and to linear otherwise, ``sample`` to condition and replicate.

    Parameters
    ----------
    table : pandas.DataFrame
        Rows x the columns of the user's table, all text without spaces around it; gene or
        ensembl_id, condition, replicate and value at least. Other columns are not needed here and
        are left out.

    Returns
    -------
    pandas.DataFrame
        Rows x the columns of :data:`DEFAULTS`, text, in the order of the input.
    """
    columns = {}
    for name, default in DEFAULTS.items():
        if name in table:
            cell = table[name].astype(str).to_numpy(dtype=object)
            columns[name] = np.where(cell == "", default, cell) if default else cell
        else:
            columns[name] = np.full(len(table), default, dtype=object)
    out = pd.DataFrame(columns, dtype=object)
    out["assay_id"] = out["assay_id"].where(out["assay_id"] != "", out["assay_type"])
    out["assay_id"] = out["assay_id"].where(out["assay_id"] != "", "protein")
    out["assay_type"] = out["assay_type"].where(out["assay_type"] != "", "other")
    scale = pd.Series(np.where(out["unit"] == "NPX", "log2", "linear"), index=out.index)
    out["scale"] = out["scale"].where(out["scale"] != "", scale)
    nameless = out["sample"] == ""
    if nameless.any():
        out.loc[nameless, "sample"] = _sample_names(out[nameless])
    return out


def _sample_names(rows: pd.DataFrame) -> pd.Series:
    """Name samples after what tells them apart; technical replicates are one of their batch."""
    technical = rows["replicate_type"] == "technical"
    last = rows["replicate"].where(~technical, rows["batch"])
    name = rows["condition"]
    for part in (rows["line"], rows["derivation"], rows["timepoint"], last):
        if (part != "").any():
            name = name + ("_" + part).where(part != "", "")
    return name


def _number(text: pd.Series) -> pd.Series:
    """Convert text to numbers; empty cells and ``n/a`` or ``Filtered`` are missing."""
    return pd.to_numeric(text, errors="coerce").astype(float)


def log2_signals(rows: pd.DataFrame) -> pd.DataFrame:
    """Bring every measurement to one log2 signal, and average technical replicates.

    Linear values (MFI, bead-calibrated ABC or MESF, intensities) lose their background first
    (dMFI = MFI - background); a signal below the limit of its background
    (:func:`resistance.protein.background.background_limit`) is censored there. The loading control
    is divided out. A value below its limit of detection (``lod``), and in mass spectrometry a
    missing value with one, is censored on the left. A censored value is replaced by its limit
    (``lod``, else the value itself, else the background's limit) and stays marked; without any
    limit it is missing. Nothing is imputed.

    A background that all replicates of an arm share carries an error that they cannot show:
    ``background_variance`` is to be added to the variance of the arm's mean
    (:func:`resistance.protein.background.shared_background_variance`).

    Parameters
    ----------
    rows : pandas.DataFrame
        Result of :func:`tidy`.

    Returns
    -------
    pandas.DataFrame
        One row a replicate, columns of :data:`SIGNALS`; ``log2_signal`` is NaN where missing,
        ``censored`` none, left or right, ``saturated`` True in a lane of a western that could not
        grow, ``n_technical`` the measurements that were averaged.
    """
    value, lod = _number(rows["value"]), _number(rows["lod"])
    background, loading = _number(rows["background"]), _number(rows["loading_value"])
    unit = rows["scale"].map(LOG2_PER_UNIT).astype(float)
    logged = unit.notna()
    subtract = background.notna()
    spectrometry = rows["assay_type"].isin(MASS_SPECTROMETRY)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        linear = value.where(~logged, np.exp2(value * unit))
        linear_lod = lod.where(~logged, np.exp2(lod * unit))
        difference = linear - background.fillna(0.0)
        sd = background_sd(rows, background)
        # the number of a value that is declared censored measures no background
        measured = linear.where(rows["censored"] == "none")
        least, limit_bg = background_limit(rows, measured, background, sd)
        below = subtract & ((difference < least) | (difference <= 0))
        unseen = spectrometry & (value.isna() | (~logged & (value == 0)))
        below |= (lod.notna() & ((value < lod) | unseen)) & (rows["censored"] == "none")
        # zero stands for "not seen" in mass spectrometry, and has no logarithm anywhere
        difference = difference.where(difference > 0)
        left, right = (rows["censored"] == "left") | below, rows["censored"] == "right"
        left &= ~right
        shifted = (linear_lod - background.fillna(0.0)).where(lambda x: x > 0)
        from_background = limit_bg.where(below, least)
        floor = pd.concat([shifted, from_background], axis=1).max(axis=1)
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
        background_variance=shared_background_variance(rows, background, difference, sd),
        saturated=saturated_lanes(rows, value),
        n_technical=1,
    )
    return _average_technical(out)[SIGNALS]


def _average_technical(signals: pd.DataFrame) -> pd.DataFrame:
    """Average technical replicates of one sample; the mean of censored ones stays censored."""
    technical = signals["replicate_type"] == "technical"
    if not technical.any():
        return signals
    keys = [*TARGET, "condition", "sample"]
    rows = signals[technical]
    named = rows["rna_sample"]
    rows = rows.assign(
        left=rows["censored"] == "left",
        right=rows["censored"] == "right",
        # an empty cell in one of them is not the sample's name
        rna_sample=named.where(named != ""),
    )
    groups = rows.groupby(keys, sort=False, as_index=False)
    merged = groups.first()
    pooled = groups.agg(
        log2_signal=("log2_signal", "mean"),
        n_technical=("log2_signal", "size"),
        left=("left", "max"),
        right=("right", "max"),
        saturated=("saturated", "max"),
    )
    merged["censored"] = np.select([pooled["left"], pooled["right"]], ["left", "right"], "none")
    merged["rna_sample"] = merged["rna_sample"].fillna("")
    for name in ("log2_signal", "n_technical", "saturated"):
        merged[name] = pooled[name]
    merged = merged.reindex(columns=signals.columns)
    return pd.concat([signals[~technical], merged], ignore_index=True)
