"""Several assays of one compartment: the mean where they agree, a conflict where not."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from resistance.concordance.combine import combined_rows, without_members
from resistance.multiple_testing import benjamini_hochberg

TEXT = ["gene_id", "ensembl_id", "gene_name", "protein_gene", "protein_id", "protein_reason"]


def rows(*given) -> pd.DataFrame:
    """Rows of (gene, assay, x, se, df) with optional changes."""
    made = []
    for gene, assay, x, se, df, *others in given:
        row = dict.fromkeys(TEXT, "") | {
            "gene_id": gene,
            "gene_name": gene,
            "assay_id": assay,
            "assay_type": "flow",
            "compartment": "surface",
            "protein_log2FoldChange": x,
            "protein_lfcSE": se,
            "protein_df": df,
            "protein_ci_low": np.nan,
            "protein_ci_high": np.nan,
            "protein_padj": np.nan,
            "protein_status": "estimated",
            "protein_method": "difference",
            "systematic_sd": 0.1,
            "n_reference": 3,
            "n_target": 3,
            "compresses": "no",
            "paired": "no",
        }
        made.append(row | (others[0] if others else {}))
    return pd.DataFrame(made)


def test_inverse_variance_mean_with_welch_satterthwaite_df() -> None:
    x, s, df = np.array([-1.5, -1.9, -1.6]), np.array([0.2, 0.3, 0.25]), np.array([4.0, 6.0, 8.0])
    given = rows(*[("A", f"a{i}", *values) for i, values in enumerate(zip(x, s, df, strict=True))])
    out = combined_rows(given).iloc[0]
    w = 1 / s**2
    c = w / w.sum()
    assert out["protein_log2FoldChange"] == pytest.approx(np.average(x, weights=w))
    q = np.sum(w * (x - np.average(x, weights=w)) ** 2)
    assert out["cochran_p"] == pytest.approx(stats.chi2.sf(q, 2))
    meier = 1 + 4 * np.sum(c * (1 - c) / df)
    assert out["protein_lfcSE"] == pytest.approx(np.sqrt(meier / w.sum()))
    assert out["protein_df"] == pytest.approx(np.sum(c**2 * s**2) ** 2 / np.sum((c * s) ** 4 / df))
    assert out["combined_from"] == "a0;a1;a2"
    assert (out["assay_id"], out["assay_type"]) == ("combined", "flow")
    half = stats.t.ppf(0.975, out["protein_df"]) * out["protein_lfcSE"]
    assert out["protein_ci_low"] == pytest.approx(out["protein_log2FoldChange"] - half)
    assert out["systematic_sd"] == pytest.approx(0.1 * np.sqrt(np.sum(c**2)))


def test_assays_that_disagree_give_no_estimate() -> None:
    out = combined_rows(rows(("A", "a", -1.5, 0.2, 4), ("A", "b", 0.1, 0.2, 4))).iloc[0]
    assert out["cochran_p"] < 0.1
    assert out["protein_status"] == "conflict"
    assert out[["protein_log2FoldChange", "protein_lfcSE", "protein_df"]].isna().all()


def test_assays_of_the_same_cultures_gain_no_certainty() -> None:
    given = rows(("A", "a", -1.5, 0.2, 4), ("A", "b", -1.6, 0.2, 6))
    cultures = {("a", "surface"): frozenset("123"), ("b", "surface"): frozenset("345")}
    shared = combined_rows(given, cultures).iloc[0]
    apart = combined_rows(given, {**cultures, ("b", "surface"): frozenset("789")}).iloc[0]
    assert shared["protein_lfcSE"] == pytest.approx(0.2)
    assert shared["protein_df"] == 4
    assert apart["protein_lfcSE"] < 0.2
    assert apart["protein_df"] > 6
    assert shared["protein_log2FoldChange"] == apart["protein_log2FoldChange"]


def test_the_size_holds_with_few_degrees_of_freedom() -> None:
    rng = np.random.default_rng(0)
    n, se = 4000, np.array([0.2, 0.4])
    x = rng.standard_normal((n, 2)) * se
    seen = se * np.sqrt(rng.chisquare(4, (n, 2)) / 4)
    given = rows(
        *[(f"g{i:04d}", a, x[i, j], seen[i, j], 4) for i in range(n) for j, a in enumerate("ab")]
    )
    out = combined_rows(given)
    assert 0.08 < (out["protein_status"] == "conflict").mean() < 0.2
    own = out[out["protein_status"] == "estimated"]
    p = stats.t.sf(own["protein_log2FoldChange"] / own["protein_lfcSE"], own["protein_df"])
    assert np.mean(p < 0.05) < 0.05 + 2 * np.sqrt(0.05 * 0.95 / len(p))


@pytest.mark.parametrize(
    "given",
    [
        [("A", "a", -1.5, 0.2, 4)],
        [("A", "a", -1.5, 0.2, 4), ("B", "b", -1.5, 0.2, 4)],
        [("A", "a", -1.5, 0.2, 4), ("A", "b", -1.5, 0.2, 4, {"compartment": "total"})],
        [("A", "a", -1.5, 0.2, 4), ("A", "b", -1.5, 0.2, 4, {"protein_status": "prior_based"})],
        [("A", "a", -1.5, 0.2, 4), ("A", "b", -1.5, 0.2, 4, {"protein_status": "censored_bound"})],
        [("A", "a", -1.5, 0.2, 4), ("A", "b", -1.5, 0.2, 4, {"protein_method": "tobit"})],
        [("A", "a", -1.5, 0.2, 4), ("A", "b", -1.5, np.nan, np.nan, {"protein_status": "n1"})],
        [("", "a", -1.5, 0.2, 4), ("", "b", -1.5, 0.2, 4)],
        [("A", "a", -1.5, 0.2, 4, {"protein_id": p}) for p in "XY"] + [("A", "b", -1.5, 0.2, 4)],
    ],
)
def test_only_several_sure_assays_of_one_gene_and_compartment_combine(given) -> None:
    out = combined_rows(rows(*given))
    assert out.empty
    assert {"combined_from", "cochran_p"} <= set(out.columns)


def test_any_member_that_compresses_and_all_western_margins() -> None:
    western = {"assay_type": "western"}
    given = rows(
        ("A", "a", -1.5, 0.2, 4, western),
        ("A", "b", -1.5, 0.2, 4, western | {"compresses": "yes"}),
        ("B", "a", -1.5, 0.2, 4, western),
        ("B", "c", -1.5, 0.2, 4),
    )
    out = combined_rows(given).set_index("gene_id")
    assert out["assay_type"].to_dict() == {"A": "western", "B": "combined"}
    assert out["compresses"].to_dict() == {"A": "yes", "B": "no"}


def random_rows(seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return rows(
        *[
            (f"g{gene:02d}", assay, rng.normal(), rng.uniform(0.1, 0.6), rng.uniform(2, 12))
            for gene in range(30)
            for assay in "abc"[: rng.integers(1, 4)]
        ]
    )


def test_the_order_of_rows_changes_nothing() -> None:
    given = random_rows()
    for seed in range(3):
        mixed = given.sample(frac=1.0, random_state=seed)
        pd.testing.assert_frame_equal(
            combined_rows(mixed).reset_index(drop=True), combined_rows(given), check_exact=True
        )


def test_swapped_arms_flip_signs_and_nothing_else() -> None:
    given = random_rows()
    swapped = given.assign(protein_log2FoldChange=-given["protein_log2FoldChange"])
    one, other = combined_rows(given), combined_rows(swapped)
    np.testing.assert_allclose(one["protein_log2FoldChange"], -other["protein_log2FoldChange"])
    np.testing.assert_allclose(one["protein_ci_low"], -other["protein_ci_high"])
    same = ["protein_lfcSE", "protein_df", "cochran_p", "protein_status", "protein_padj"]
    pd.testing.assert_frame_equal(one[same], other[same])


def test_padj_is_of_the_combined_rows_of_the_compartment() -> None:
    out = combined_rows(random_rows())
    t = (out["protein_log2FoldChange"] / out["protein_lfcSE"]).abs()
    p = 2 * stats.t.sf(t, out["protein_df"])
    np.testing.assert_allclose(out["protein_padj"], benjamini_hochberg(p))


def test_a_combined_row_stands_for_its_members() -> None:
    given = rows(
        ("A", "a", -1.5, 0.2, 4),
        ("A", "b", -1.5, 0.2, 4),
        ("A", "c", -1.5, 0.2, 4, {"protein_status": "censored_bound"}),
        ("A", "a", -1.5, 0.2, 4, {"compartment": "total"}),
        ("B", "a", -1.5, 0.2, 4),
    )
    table = pd.concat([given.assign(combined_from=""), combined_rows(given)], ignore_index=True)
    kept = without_members(table)
    assert list(zip(kept["gene_id"], kept["assay_id"], kept["compartment"], strict=True)) == [
        ("A", "c", "surface"),
        ("A", "a", "total"),
        ("B", "a", "surface"),
        ("A", "combined", "surface"),
    ]
    plain = given.assign(combined_from="")
    assert without_members(plain) is plain
