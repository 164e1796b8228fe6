"""Test and call the genes of one assay and compartment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from resistance.concordance import layers
from resistance.concordance.calls import DISCORDANT, call_family
from resistance.concordance.claims import CLAIMS, Layer, Margins, RnaTests, claims, rna_tests
from resistance.concordance.compression import COMPRESSING, compression_slope
from resistance.concordance.reasons import (
    PROTEIN_STATUS_REASONS,
    inconclusive_reasons,
    replicates_needed,
)
from resistance.concordance.rna import CountModel, zero_arm_tests
from resistance.concordance.tests import Floats

P_COLUMNS: Final = [f"p_{name}" for name in CLAIMS]


@dataclass(frozen=True)
class Rna:
    """The mRNA side of a contrast.

    Attributes
    ----------
    columns : pandas.DataFrame
        Result of :func:`resistance.concordance.layers.rna_columns`.
    counts : pandas.DataFrame
        Genes x samples, index gene_id.
    model : CountModel
        Of all genes of ``counts``, in its order.
    arms : pandas.Series
        ``reference`` or ``target`` of each sample of the contrast, index sample; empty where the
        contrast has no two arms.
    of_subset : bool
        Whether the model leaves samples of the study out.
    """

    columns: pd.DataFrame
    counts: pd.DataFrame
    model: CountModel
    arms: pd.Series
    of_subset: bool = False

    @property
    def replicates(self) -> float:
        """Replicates per arm: the harmonic mean of both arms."""
        sizes = self.arms.value_counts().reindex(["reference", "target"]).fillna(0.0)
        return float(2.0 / (1.0 / sizes).sum()) if (sizes > 0).all() else float("nan")

    def arm_is_zero(self, arm: str) -> pd.Series:
        """Tell which genes have no count in any sample of an arm; index gene_id.

        None where the contrast has no arms.
        """
        names = self.arms.index[self.arms == arm]
        return (self.counts[list(names)] == 0).all(axis=1) & bool(len(names))


def call_assay(rows: pd.DataFrame, index: pd.Index, rna: Rna, margins: Margins) -> None:
    """Test and call the rows of one assay and compartment.

    Parameters
    ----------
    rows : pandas.DataFrame
        The concordance table, changed in place.
    index : pandas.Index
        The rows of the assay and compartment; those with a call already are left alone.
    rna : Rna
    margins : Margins
    """
    assay = rows.loc[index]
    open_rows = assay["call"] == ""
    no_rna = ~np.isfinite(assay["rna_lfcSE"]) | ~np.isfinite(assay["rna_df"])
    # one sample makes the estimate, for which the differential stage withheld its p; or it is where
    # a search was given up
    no_rna |= assay["rna_status"].isin(["outlier", "not_converged"])
    no_protein = ~np.isfinite(assay["protein_lfcSE"])
    single = (assay["rna_status"] == "no_replicates") | (assay["protein_status"] == "n1")
    by_status = assay["protein_status"].map(PROTEIN_STATUS_REASONS)
    why = np.where(single, "n1", by_status.fillna("rna_underpowered"))
    untested = assay.index[open_rows & (no_rna | no_protein)]
    rows.loc[untested, "call"] = "inconclusive"
    rows.loc[untested, "reason"] = pd.Series(why, index=assay.index)[untested]

    tested = rows.loc[assay.index[open_rows & ~(no_rna | no_protein)]]
    if tested.empty:
        return
    f_transcript = _fraction(tested, margins)
    rows.loc[index, "explained_fraction"] = f_transcript
    zero = {arm: rna.arm_is_zero(arm).reindex(tested["gene_id"]) for arm in ("reference", "target")}
    zero_arm = (zero["reference"] | zero["target"]).to_numpy()
    m, p = layers.rna_layer(tested, zero_arm), layers.protein_layer(tested)

    def claims_at(f: float, f_tx: float) -> dict[str, Floats]:
        plain = rna_tests(m, p, margins.change, f, f_tx)
        plain = _with_zero_arms(plain, tested, zero_arm, rna, m, p, margins.change, f, f_tx)
        return claims(m, p, plain, margins.change)

    at_f = claims_at(margins.fraction, f_transcript)
    at_one = claims_at(1.0, min(1.0, f_transcript / margins.fraction))
    uncompressed = at_f if np.isfinite(f_transcript) else claims_at(*[margins.fraction] * 2)
    unknown = (not np.isfinite(f_transcript)) & (
        np.fmin(uncompressed["transcript_up"], uncompressed["transcript_down"]) < margins.alpha
    )
    for name, p_value in at_f.items():
        if f"p_{name}" in rows:
            rows.loc[tested.index, f"p_{name}"] = p_value
    for family in ("panel", "rest"):
        where = (tested["family"] == family).to_numpy()
        rows.loc[assay.index[assay["family"] == family], "family_size"] = int(where.sum())
        if not where.any():
            continue
        of_family = tested.index[where]
        of_f = {k: v[where] for k, v in at_f.items()}
        called = call_family(of_f, {k: v[where] for k, v in at_one.items()}, margins.alpha)
        mm, pp = _take(m, where), _take(p, where)
        reasons = inconclusive_reasons(
            of_f,
            called["q_levels_differ"].to_numpy(),
            mm,
            pp,
            np.asarray(unknown)[where],
            margins.alpha,
        )
        undecided = (called["call"] == "inconclusive").to_numpy()
        rows.loc[of_family, list(called)] = called.set_axis(of_family)
        rows.loc[of_family, "reason"] = np.where(undecided, reasons, "")
        needed = replicates_needed(
            mm,
            pp,
            rna.replicates,
            _protein_replicates(tested[where]),
            tested["systematic_sd"].to_numpy(float)[where],
            margins,
            (margins.fraction, f_transcript),
            (
                int(called["call"].isin([*DISCORDANT, "opposite"]).sum()),
                int((called["q_concordant"] < margins.alpha).sum()),
                int((called["q_unchanged"] < margins.alpha).sum()),
            ),
        )
        settled = ~undecided | mm.no_equivalence | pp.no_equivalence
        rows.loc[of_family, "replicates_needed"] = np.where(settled, np.nan, needed)


def _fraction(tested: pd.DataFrame, margins: Margins) -> float:
    """Return f of the transcript-only claims: lower where the assay compresses ratios."""
    if tested["assay_type"].iloc[0] not in COMPRESSING:
        return margins.fraction
    sure = (tested["protein_status"] == "estimated").to_numpy()
    slope = compression_slope(
        tested["rna_log2FoldChange"].to_numpy(float)[sure],
        tested["protein_log2FoldChange"].to_numpy(float)[sure],
    )
    return margins.fraction * slope


def _with_zero_arms(
    plain: RnaTests,
    tested: pd.DataFrame,
    zero_arm: np.ndarray,
    rna: Rna,
    m: Layer,
    p: Layer,
    change: float,
    f: float,
    f_transcript: float,
) -> RnaTests:
    """Replace the t tests of genes without counts in one arm by likelihood ratios."""
    where = np.flatnonzero(zero_arm)
    if where.size == 0:
        return plain
    gene_ids = tested["gene_id"].to_numpy()[where]
    position = rna.counts.index.get_indexer(pd.Index(gene_ids))
    usable = np.isfinite(rna.model.dispersion[position])
    where, position, gene_ids = where[usable], position[usable], gene_ids[usable]
    if where.size == 0:
        return plain
    factors = rna.model.size_factors
    model = replace(
        rna.model,
        counts=rna.model.counts[position],
        size_factors=factors if factors.ndim == 1 else factors[position],
        dispersion=rna.model.dispersion[position],
    )
    exact = zero_arm_tests(
        model,
        rna.arm_is_zero("reference").loc[gene_ids].to_numpy(),
        m.df[where],
        (p.x[where], p.se[where], p.df[where]),
        change,
        f,
        f_transcript,
    )
    merged = {}
    for name in RnaTests.__dataclass_fields__:
        values = np.array(getattr(plain, name), dtype=float)
        values[where] = getattr(exact, name)
        merged[name] = values
    return RnaTests(**merged)


def _take(layer: Layer, where: np.ndarray) -> Layer:
    """Return the chosen genes of a layer."""
    return Layer(**{name: getattr(layer, name)[where] for name in Layer.__dataclass_fields__})


def _protein_replicates(rows: pd.DataFrame) -> Floats:
    """Return replicates per arm behind each protein estimate (harmonic mean of both arms)."""
    target = rows["n_target"].to_numpy(float)
    reference = rows["n_reference"].to_numpy(float)
    # a ratio to a reference of 1 has one arm
    inverse = np.where(reference > 0, 1.0 / np.maximum(reference, 1.0), 1.0 / target)
    return 2.0 / (inverse + 1.0 / target)
