import numpy as np
import pandas as pd
import pytest

from resistance.concordance.study import margins_of, rna_of_contrast

SAMPLES = pd.DataFrame(
    {"line": list("aabbaabb"), "dose": ["None", "None", "None", "None", "lo", "lo", "lo", "lo"]},
    index=pd.Index([f"s{i}" for i in range(8)], name="sample"),
)
CONTRASTS = pd.DataFrame(
    [("one", "dose", "None", "lo"), ("two", "line", "a", "b")],
    columns=["id", "variable", "reference", "target"],
)


def build(contrast: str, formula: str = "~ line + dose"):
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
            "padj": [0.01, 0.9],
            "status": "tested",
        }
    )
    return rna_of_contrast(
        de,
        counts[counts.columns[::-1]],
        pd.DataFrame({"sample": SAMPLES.index[::-1], "size_factor": np.arange(8.0, 0, -1)}),
        pd.DataFrame(
            {"gene_id": ["g2", "g1"], "dispersion": [0.2, 0.1], "dispersion_outlier": ["yes", "no"]}
        ),
        {"formula": formula, "residual_df": 5, "prior_disp_var": 0.25},
        SAMPLES,
        CONTRASTS,
        contrast,
    )


def test_everything_is_joined_by_name() -> None:
    rna = build("one")
    assert rna.model.counts[1].tolist() == [0, 0, 0, 0, 7, 8, 9, 6]
    assert rna.model.size_factors.tolist() == list(range(1, 9))
    assert rna.model.dispersion.tolist() == [0.1, 0.2]
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
