"""Test and call the genes of one assay and compartment."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from resistance.concordance.between import AssayClaims, assay_claims, compressing, take
from resistance.concordance.calls import DISCORDANT, call_family
from resistance.concordance.claims import CLAIMS, Margins
from resistance.concordance.link import Linked
from resistance.concordance.reasons import (
    PROTEIN_STATUS_REASONS,
    inconclusive_reasons,
    replicates_needed,
)
from resistance.concordance.rna import Rna
from resistance.concordance.smallest import single_discovery, smallest_callable
from resistance.concordance.tests import Floats

P_COLUMNS: Final = [f"p_{name}" for name in CLAIMS]

#: Protein statuses without independent replicates: never called, whatever the numbers say.
_SINGLE: Final = ("n1", "published", "prior_based")


def call_assay(
    rows: pd.DataFrame, index: pd.Index, rna: Rna, margins: Margins, linked: Linked | None = None
) -> None:
    """Test and call the rows of one assay and compartment.

    Parameters
    ----------
    rows : pandas.DataFrame
        The concordance table, changed in place.
    index : pandas.Index
        The rows of the assay and compartment; those with a call already are left alone.
    rna : Rna
    margins : Margins
    linked : Linked, optional
        Of the rows of ``index``: samples shared with the RNA.
    """
    assay = rows.loc[index]
    open_rows = assay["call"] == ""
    no_rna = ~np.isfinite(assay["rna_lfcSE"]) | ~np.isfinite(assay["rna_df"])
    # one sample makes the estimate, for which the differential stage withheld its p; or it is where
    # a search was given up
    no_rna |= assay["rna_status"].isin(["outlier", "not_converged"])
    no_protein = ~np.isfinite(assay["protein_lfcSE"])
    single = (assay["rna_status"] == "no_replicates") | assay["protein_status"].isin(_SINGLE)
    by_status = assay["protein_status"].map(PROTEIN_STATUS_REASONS)
    why = np.where(single, "n1", by_status.fillna("rna_underpowered"))
    untested = assay.index[open_rows & (no_rna | no_protein)]
    rows.loc[untested, "call"] = "inconclusive"
    rows.loc[untested, "reason"] = pd.Series(why, index=assay.index)[untested]

    where = (open_rows & ~(no_rna | no_protein)).to_numpy()
    tested = assay[where]
    if tested.empty:
        return
    tests = assay_claims(tested, rna, margins, None if linked is None else linked.take(where))
    compressed = compressing(assay)
    if compressed[where].any():
        # one slope for the assay, also beside rows that could not be tested
        of_assay = tests.f_transcript[compressed[where]][0]
        rows.loc[assay.index[compressed], "explained_fraction"] = of_assay
    rows.loc[tested.index, "link"] = np.where(tests.linked, "samples", "arms")
    for name, p_value in tests.at_f.items():
        if f"p_{name}" in rows:
            rows.loc[tested.index, f"p_{name}"] = p_value
    prior = (tested["protein_status"] == "prior_based").to_numpy()
    for family in ("panel", "rest"):
        of_family = (tested["family"] == family).to_numpy()
        # a row that rests on a declared prior is never called, and must lend no other row its p
        replicated = of_family & ~prior
        rows.loc[assay.index[assay["family"] == family], "family_size"] = int(replicated.sum())
        if replicated.any():
            _call(rows, tested, replicated, tests, rna, margins)
        if (of_family & prior).any():
            _grade_priors(rows, tested, of_family & prior, tests, margins)


def _call(
    rows: pd.DataFrame,
    tested: pd.DataFrame,
    where: np.ndarray,
    tests: AssayClaims,
    rna: Rna,
    margins: Margins,
) -> None:
    """Call the rows of one family."""
    of_family = tested.index[where]
    at_f = {name: p[where] for name, p in tests.at_f.items()}
    at_one = {name: p[where] for name, p in tests.at_one.items()}
    m, p = take(tests.m, where), take(tests.p, where)
    called = call_family(at_f, at_one, margins.alpha)
    reasons = inconclusive_reasons(
        at_f,
        called["q_levels_differ"].to_numpy(),
        m,
        p,
        tests.compression_unknown[where],
        margins.alpha,
    )
    undecided = (called["call"] == "inconclusive").to_numpy()
    rows.loc[of_family, list(called)] = called.set_axis(of_family)
    rows.loc[of_family, "reason"] = np.where(undecided, reasons, "")
    rejected = (
        int(called["call"].isin([*DISCORDANT, "opposite"]).sum()),
        int((called["q_concordant"] < margins.alpha).sum()),
        int((called["q_unchanged"] < margins.alpha).sum()),
    )
    f_transcript = np.nan_to_num(tests.f_transcript[where], nan=-1.0)
    needed = np.full(len(of_family), np.nan)
    for fraction in np.unique(f_transcript):
        at_fraction = replicates_needed(
            m,
            p,
            rna.replicates,
            _protein_replicates(tested[where]),
            tested["systematic_sd"].to_numpy(float)[where],
            margins,
            (margins.fraction, fraction if fraction >= 0 else float("nan")),
            rejected,
        )
        needed = np.where(f_transcript == fraction, at_fraction, needed)
    bound = m.no_equivalence | p.no_equivalence
    rows.loc[of_family, "replicates_needed"] = np.where(~undecided | bound, np.nan, needed)
    callable_fall = smallest_callable(
        (p.se, p.df),
        (tests.linear_se[where], tests.linear_df[where]),
        margins.change,
        margins.fraction,
        single_discovery((m.se, m.df), tests.dependent[where], margins.change, margins.alpha),
    )
    rows.loc[of_family, "smallest_callable"] = np.where(bound, np.nan, callable_fall)


def _grade_priors(
    rows: pd.DataFrame,
    tested: pd.DataFrame,
    where: np.ndarray,
    tests: AssayClaims,
    margins: Margins,
) -> None:
    """Leave rows that rest on a declared prior inconclusive; tier C at most."""
    at_f, at_one = ({name: p[where] for name, p in at.items()} for at in (tests.at_f, tests.at_one))
    called = call_family(at_f, at_one, margins.alpha)
    of_family = tested.index[where]
    differ = (called["q_levels_differ"] < margins.alpha).to_numpy()
    rows.loc[of_family, "q_levels_differ"] = called["q_levels_differ"].to_numpy()
    rows.loc[of_family, "call"] = "inconclusive"
    rows.loc[of_family, "reason"] = "n1"
    rows.loc[of_family, "tier"] = np.where(differ, "C", "")


def _protein_replicates(rows: pd.DataFrame) -> Floats:
    """Return replicates per arm behind each protein estimate (harmonic mean of both arms)."""
    target = rows["n_target"].to_numpy(float)
    reference = rows["n_reference"].to_numpy(float)
    # a ratio to a reference of 1 has one arm
    inverse = np.where(reference > 0, 1.0 / np.maximum(reference, 1.0), 1.0 / target)
    return 2.0 / (inverse + 1.0 / target)
