"""The claims of one assay's rows: each layer's tests, and those that hold the layers together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from resistance.concordance import layers, tests
from resistance.concordance.claims import Layer, Margins, RnaTests, claims, rna_tests
from resistance.concordance.compression import compression_slope
from resistance.concordance.link import Linked, linked_error, with_linked
from resistance.concordance.rna import Rna, genes_of
from resistance.concordance.tests import Floats
from resistance.concordance.zero_arms import zero_arm_tests
from resistance.protein.saturation import COMPRESSING

#: Explained fraction up to which the two discordances of a gene count as fewer than two tests
#: (:func:`resistance.concordance.calls.discordance_p`).
MOST_APART: Final = 0.8


@dataclass(frozen=True)
class AssayClaims:
    """What the rows of one assay and compartment let claim; arrays of shape (rows,).

    Attributes
    ----------
    m, p : Layer
        mRNA and protein.
    at_f, at_one : dict of str to numpy.ndarray
        Claims (:func:`resistance.concordance.claims.claims`) at the explained fraction, and at 1;
        beside them ``dependent``, 1 where a gene's two discordances count as two tests.
    f_transcript : numpy.ndarray
        Fraction of the transcript-only claims; NaN where ratio compression is unknown.
    compression_unknown : numpy.ndarray of bool
        A transcript-only claim would pass, were the assay known not to compress ratios.
    linear_se, linear_df : numpy.ndarray
        Standard error and degrees of freedom of m - f p.
    linked : numpy.ndarray of bool
        The layers were held against each other sample by sample.
    dependent : numpy.ndarray of bool
        The two discordances at the explained fraction count as two tests.
    """

    m: Layer
    p: Layer
    at_f: dict[str, Floats]
    at_one: dict[str, Floats]
    f_transcript: Floats
    compression_unknown: np.ndarray
    linear_se: Floats
    linear_df: Floats
    linked: np.ndarray
    dependent: np.ndarray


def assay_claims(
    tested: pd.DataFrame, rna: Rna, margins: Margins, linked: Linked | None
) -> AssayClaims:
    """Test the claims of one assay's rows.

    Parameters
    ----------
    tested : pandas.DataFrame
        Rows of one assay and compartment that have an estimate and an error in both layers.
    rna : Rna
    margins : Margins
    linked : Linked, optional
        Of the same rows; without it the arms of both layers are independent.

    Returns
    -------
    AssayClaims
    """
    silent = {
        arm: rna.arm_is_zero(arm).reindex(tested["gene_id"]).to_numpy(dtype=bool)
        for arm in ("reference", "target")
    }
    zero_arm = silent["reference"] | silent["target"]
    m, p = layers.rna_layer(tested, zero_arm), layers.protein_layer(tested)
    systematic = tested["systematic_sd"].fillna(0.0).to_numpy(dtype=float)
    by_sample = np.zeros(len(tested), dtype=bool)
    if linked is not None:
        # likelihood ratios, bounds, priors and pairs know nothing of single samples
        plain = (tested["protein_status"] == "estimated") & (tested["paired"] != "yes")
        linked = linked.only(plain.to_numpy() & ~zero_arm)
        by_sample = linked.where

    dependent = by_sample | (margins.fraction > MOST_APART)

    def claims_at(f: float, f_transcript: Floats) -> dict[str, Floats]:
        out = _tests(tested, rna, m, p, margins.change, f, f_transcript, silent["reference"])
        if linked is not None and by_sample.any():
            out = with_linked(
                out, linked, m, p, systematic, f, np.nan_to_num(f_transcript, nan=0.0)
            )
        return claims(m, p, out, margins.change) | {"dependent": dependent.astype(float)}

    f_transcript = transcript_fraction(tested, margins)
    at_f = claims_at(margins.fraction, f_transcript)
    at_one = claims_at(1.0, np.minimum(1.0, f_transcript / margins.fraction))
    unknown = ~np.isfinite(f_transcript)
    everywhere = np.full(len(tested), margins.fraction)
    if unknown.any():
        full = claims_at(margins.fraction, everywhere)
        unknown &= np.fmin(full["transcript_up"], full["transcript_down"]) < margins.alpha
    _, se, df = tests.linear_estimate(m.x, m.se, m.df, p.x, p.se, p.df, margins.fraction)
    if linked is not None and by_sample.any():
        of_samples = linked_error(linked, m, p, systematic, np.ones(len(tested)), everywhere)
        se, df = (np.where(by_sample, *pair) for pair in zip(of_samples, (se, df), strict=True))
    return AssayClaims(m, p, at_f, at_one, f_transcript, unknown, se, df, by_sample, dependent)


def transcript_fraction(tested: pd.DataFrame, margins: Margins) -> Floats:
    """Return f of the transcript-only claims: lower where the assay compresses ratios.

    Parameters
    ----------
    tested : pandas.DataFrame
        Rows of one assay and compartment.
    margins : Margins

    Returns
    -------
    numpy.ndarray, (rows,)
        NaN where the compression cannot be estimated.
    """
    out = np.full(len(tested), margins.fraction)
    compressed = compressing(tested)
    if compressed.any():
        sure = compressed & (tested["protein_status"] == "estimated").to_numpy()
        out[compressed] *= compression_slope(
            tested["rna_log2FoldChange"].to_numpy(float)[sure],
            tested["protein_log2FoldChange"].to_numpy(float)[sure],
        )
    return out


def compressing(rows: pd.DataFrame) -> np.ndarray:
    """Tell which rows pull large ratios towards 1; by the kind of assay where unstated.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``compresses`` and ``assay_type``.

    Returns
    -------
    numpy.ndarray of bool, (rows,)
    """
    unstated = (rows["compresses"] == "") & rows["assay_type"].isin(COMPRESSING)
    return ((rows["compresses"] == "yes") | unstated).to_numpy(dtype=bool)


def _tests(
    tested: pd.DataFrame,
    rna: Rna,
    m: Layer,
    p: Layer,
    change: float,
    f: float,
    f_transcript: Floats,
    reference_is_zero: np.ndarray,
) -> RnaTests:
    """Run the tests of independent arms: t tests, likelihood ratios where an arm has no counts.

    Where compression is unknown the protein has to move the other way (f' = 0): then it lags behind
    any share of the mRNA's change, however small.
    """
    merged = {name: np.full(len(tested), np.nan) for name in RnaTests.__dataclass_fields__}
    position = rna.counts.index.get_indexer(pd.Index(tested["gene_id"]))
    known = np.nan_to_num(f_transcript, nan=-1.0)
    for code in np.unique(known):
        of = np.flatnonzero(known == code)
        fraction = float(code) if code >= 0 else float("nan")
        t_tests = rna_tests(take(m, of), take(p, of), change, f, max(float(code), 0.0))
        for name, values in merged.items():
            values[of] = getattr(t_tests, name)
        of = of[m.no_equivalence[of] & np.isfinite(rna.model.dispersion[position[of]])]
        if of.size == 0:
            continue
        exact = zero_arm_tests(
            genes_of(rna.model, position[of]),
            reference_is_zero[of],
            m.df[of],
            (p.x[of], p.se[of], p.df[of]),
            change,
            f,
            fraction,
        )
        for name, values in merged.items():
            values[of] = getattr(exact, name)
    return RnaTests(**merged)


def take(layer: Layer, rows: np.ndarray) -> Layer:
    """Return the chosen rows of a layer."""
    return Layer(**{name: getattr(layer, name)[rows] for name in Layer.__dataclass_fields__})
