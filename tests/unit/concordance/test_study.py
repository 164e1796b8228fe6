import numpy as np
import pandas as pd
import pytest

from resistance.concordance.study import margins_of, protein_conditions, rna_of_contrast

SAMPLES = pd.DataFrame(
    {"line": list("aabbaabb"), "dose": ["None", "None", "None", "None", "lo", "lo", "lo", "lo"]},
    index=pd.Index([f"s{i}" for i in range(8)], name="sample"),
)
CONTRASTS = pd.DataFrame(
    [
        {"id": "one", "variable": "dose", "reference": "None", "target": "lo"},
        {"id": "two", "variable": "line", "reference": "a", "target": "b"},
        {"id": "sub", "formula": "lo - None", "subset": "line = a"},
        {"id": "did", "formula": "(b:lo - b:None) - (a:lo - a:None)"},
        {"id": "lrt", "test": "lrt", "reduced": "~ line"},
        {
            **{"id": "small", "variable": "line", "reference": "a", "target": "b"},
            **{"alternative": "lessAbs", "lfc_threshold": "1"},
        },
    ]
).fillna("")
SUBSET = {
    "formula": "~ dose",
    "residual_df": 2,
    "prior_disp_var": None,
    "size_factors": {"s5": 5.5, "s0": 0.5, "s4": 4.5, "s1": 1.5},
}


def build(contrast: str, formula: str = "~ line + dose", offsets: pd.DataFrame | None = None):
    counts = pd.DataFrame(
        [[5] * 8, [0, 0, 0, 0, 7, 8, 9, 6]],
        index=pd.Index(["g1", "g2"], name="gene_id"),
        columns=[f"s{i}" for i in range(8)],
    )
    de = pd.DataFrame(
        {
            "gene_id": ["g2", "g1"],
            "log2FoldChange": [6.0, 0.0],
            "lfcSE": [2.0, 0.2],
            "stat": [3.0, 0.0],
            "pvalue": [0.01, 0.9],
            "padj": [0.01, 0.9],
            "status": "tested",
        }
    )
    return rna_of_contrast(
        de,
        counts[counts.columns[::-1]],
        pd.DataFrame({"sample": SAMPLES.index[::-1], "size_factor": np.arange(8.0, 0, -1)}),
        pd.DataFrame(
            {
                "model": ["main", "main", "subset_sub"],
                "gene_id": ["g2", "g1", "g1"],
                "dispersion_trend": [0.3, 0.15, 0.8],
                "dispersion": [0.2, 0.1, 0.7],
                "dispersion_outlier": ["yes", "no", "no"],
            }
        ),
        {
            "formula": formula,
            "residual_df": 5,
            "prior_disp_var": 0.25,
            "models": {"subset_sub": SUBSET},
            "contrasts": {"sub": {"model": "subset_sub"}},
        },
        SAMPLES,
        CONTRASTS,
        contrast,
        offsets,
    )


def test_everything_is_joined_by_name() -> None:
    rna = build("one")
    assert rna.model.counts[1].tolist() == [0, 0, 0, 0, 7, 8, 9, 6]
    assert rna.model.size_factors.tolist() == list(range(1, 9))
    assert rna.model.dispersion.tolist() == [0.1, 0.2]
    assert rna.trend is not None
    assert rna.trend.tolist() == [0.15, 0.3]
    assert rna.columns.loc["g2", "rna_df"] == 5
    assert rna.columns.loc["g1", "rna_df"] > 5
    assert rna.replicates == 4


def test_the_contrast_selects_arms_and_coefficient() -> None:
    one, two = build("one"), build("two")
    assert one.arm_is_zero("reference").to_dict() == {"g1": False, "g2": True}
    assert not two.arm_is_zero("reference").any()
    for rna, column in ((one, [0, 0, 0, 0, 1, 1, 1, 1]), (two, [0, 0, 1, 1, 0, 0, 1, 1])):
        effect = rna.model.design @ rna.model.contrast
        shift = effect - effect.min()
        assert np.allclose(shift > 0.5, np.array(column) > 0.5)


def test_a_contrast_of_a_subset_takes_the_numbers_of_its_own_model() -> None:
    rna = build("sub")
    assert list(rna.counts.columns) == ["s0", "s1", "s4", "s5"]
    assert rna.model.counts[1].tolist() == [0, 0, 7, 8]
    assert rna.model.size_factors.tolist() == [0.5, 1.5, 4.5, 5.5]
    assert rna.model.dispersion[0] == 0.7
    assert rna.columns.loc["g1", "rna_df"] == 2
    assert rna.model.design.shape == (4, 2)
    assert rna.arms.to_dict() == {
        "s0": "reference", "s1": "reference", "s4": "target", "s5": "target",
    }  # fmt: skip
    assert rna.of_subset


def test_factors_of_each_gene_take_the_place_of_size_factors() -> None:
    names = [f"s{i}" for i in range(8)]
    offsets = pd.DataFrame(1.0, index=["g2", "g1"], columns=names[::-1])
    offsets.loc["g2", ["s4", "s5"]] = 4.0
    factors = build("sub", offsets=offsets).model.size_factors
    size = np.array([0.5, 1.5, 4.5, 5.5])
    expected = np.vstack([size, size * [1, 1, 4, 4]])
    expected /= np.exp(np.log(expected).mean(axis=1, keepdims=True))
    assert np.allclose(factors, expected)


@pytest.mark.parametrize("contrast", ["did", "lrt"])
def test_contrasts_without_arms_have_no_empty_arm(contrast) -> None:
    rna = build(contrast, "~ line * dose")
    assert rna.arms.empty
    assert not rna.arm_is_zero("reference").any()
    assert np.isnan(rna.replicates)
    assert not rna.of_subset


def test_the_fdr_beside_a_change_is_that_of_its_direction() -> None:
    assert build("two").columns["rna_padj"].tolist() == [0.01, 0.9]
    small = build("small").columns["rna_padj"]
    assert small["g1"] == 1.0  # a change of 0, though lessAbs may have shown it small
    assert small["g2"] == pytest.approx(2 * 0.00269979606, rel=1e-6)


def test_folds_become_log2_margins() -> None:
    margins = margins_of(
        {
            "change_margin": 1.25,
            "equivalence_margin": 1.5,
            "western_equivalence_margin": 2.0,
            "explained_fraction": 0.5,
            "alpha": 0.05,
            "systematic_sd": {},
        }
    )
    assert margins.western_equivalence == 1.0
    assert margins.change == pytest.approx(0.3219281)


def test_an_arm_of_an_interaction_is_zero_where_its_contrast_is_taken() -> None:
    whole, inside = build("two"), build("two", "~ line * dose")
    assert not whole.arm_is_zero("reference")["g2"]
    assert inside.arm_is_zero("reference")["g2"]  # line a at dose None, the reference
    assert inside.replicates == 2


def test_conditions_of_the_protein_table_belong_to_an_arm() -> None:
    assert protein_conditions(CONTRASTS, "one") == {"None": "reference", "lo": "target"}
    assert protein_conditions(CONTRASTS, "lrt") == {}
