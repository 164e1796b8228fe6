"""The claims of an assay whose targets compress ratios, or not, or unknown."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from resistance.concordance.between import assay_claims, transcript_fraction
from resistance.concordance.claims import Margins
from resistance.concordance.compression import MIN_GENES

MARGINS = Margins()


def rows_of(m, compresses, assay_type: str = "western") -> pd.DataFrame:
    n = len(m)
    return pd.DataFrame(
        {
            "gene_id": [f"g{i}" for i in range(n)],
            "assay_type": assay_type,
            "rna_log2FoldChange": m,
            "rna_lfcSE": 0.1,
            "rna_df": 12.0,
            "rna_equivalence_margin": MARGINS.equivalence,
            "protein_log2FoldChange": 0.4 * np.asarray(m),
            "protein_lfcSE": 0.1,
            "protein_df": 4.0,
            "protein_status": "estimated",
            "protein_method": "difference",
            "protein_reason": "",
            "protein_equivalence_margin": MARGINS.equivalence,
            "systematic_sd": 0.0,
            "paired": "no",
            "compresses": compresses,
        }
    )


@pytest.fixture
def moving() -> np.ndarray:
    return np.concatenate([np.linspace(1.2, 4, 40), -np.linspace(1.2, 4, 40)])


def test_only_targets_that_compress_get_a_smaller_fraction(moving) -> None:
    flags = np.where(np.arange(80) % 4 == 0, "no", "yes")
    got = transcript_fraction(rows_of(moving, flags), MARGINS)
    np.testing.assert_allclose(got[flags == "no"], 0.5)
    np.testing.assert_allclose(got[flags == "yes"], 0.5 * 0.4)


def test_too_few_compressing_targets_leave_theirs_unknown(moving) -> None:
    flags = np.where(np.arange(80) < MIN_GENES - 1, "yes", "no")
    got = transcript_fraction(rows_of(moving, flags), MARGINS)
    assert np.isnan(got[flags == "yes"]).all()
    np.testing.assert_allclose(got[flags == "no"], 0.5)


@pytest.mark.parametrize(("assay_type", "fraction"), [("tmt", 0.2), ("dia_ms", 0.5)])
def test_the_kind_of_assay_tells_where_the_table_does_not(moving, assay_type, fraction) -> None:
    got = transcript_fraction(rows_of(moving, "", assay_type), MARGINS)
    np.testing.assert_allclose(got, fraction)


@pytest.mark.parametrize(("fraction", "twice"), [(0.5, False), (0.8, False), (0.9, True)])
def test_two_discordances_count_as_two_where_they_meet(moving, inputs, fraction, twice) -> None:
    *_, rna = inputs()
    counts = pd.DataFrame(500, index=[f"g{i}" for i in range(80)], columns=rna.counts.columns)
    model = replace(rna.model, counts=counts.to_numpy(float), dispersion=np.full(80, 0.05))
    rna, margins = replace(rna, counts=counts, model=model), replace(MARGINS, fraction=fraction)
    out = assay_claims(rows_of(moving, "no"), rna, margins, None)
    assert (out.dependent == twice).all()
    assert (out.at_f["dependent"] == twice).all()


def test_each_row_is_tested_at_its_own_fraction(moving, inputs) -> None:
    *_, rna = inputs()
    names = [f"g{i}" for i in range(80)]
    counts = pd.DataFrame(500, index=names, columns=rna.counts.columns)
    counts.iloc[0, :3] = 0
    model = replace(rna.model, counts=counts.to_numpy(float), dispersion=np.full(80, 0.05))
    rna = replace(rna, counts=counts, model=model)
    flags = np.where(np.arange(80) < 60, "yes", "no")
    mixed = assay_claims(rows_of(moving, flags), rna, MARGINS, None)
    plain = assay_claims(rows_of(moving, "no"), rna, MARGINS, None)
    claim = np.fmin(mixed.at_f["transcript_up"], mixed.at_f["transcript_down"])
    without = np.fmin(plain.at_f["transcript_up"], plain.at_f["transcript_down"])
    # what compresses may lag by more before it counts as lagging, likelihood ratios included
    assert (claim[:60] > without[:60]).all()
    np.testing.assert_array_equal(claim[60:], without[60:])
    for name in ("loss", "concordant_up", "unchanged"):
        np.testing.assert_array_equal(mixed.at_f[name], plain.at_f[name])


def test_layers_that_move_apart_are_opposite_whatever_the_compression(inputs) -> None:
    *_, rna = inputs()
    counts = pd.DataFrame(500, index=["g0", "g1", "g2"], columns=rna.counts.columns)
    model = replace(rna.model, counts=counts.to_numpy(float), dispersion=np.full(3, 0.05))
    rna = replace(rna, counts=counts, model=model)
    # apart; the protein does not move; both rise
    rows = rows_of([-2.2, 2.2, 2.2], "yes", "olink")
    rows["protein_log2FoldChange"] = [2.1, 0.0, 0.9]
    out = assay_claims(rows, rna, MARGINS, None)
    assert np.isnan(out.f_transcript).all()
    assert out.at_f["transcript_down"][0] < 1e-3
    assert out.at_f["gain"][0] < 1e-3
    assert (out.at_f["transcript_up"][1:] > 0.3).all()
    assert (out.at_one["transcript_up"][1:] > 0.3).all()
    assert list(out.compression_unknown) == [True, True, False]
