import json

import numpy as np
import pandas as pd
import pytest

from resistance.columns import DIFFERENTIAL, FIT_GENES
from resistance.problems import InputError

NUMBERS = [name for name, kind in DIFFERENTIAL.items() if kind is float]
SIGNED = ["log2FoldChange", "stat", "log2FoldChange_shrunken"]


def assert_same(one, other):
    assert one.model == other.model
    pd.testing.assert_frame_equal(one.fit_genes, other.fit_genes, check_exact=True)
    pd.testing.assert_frame_equal(one.vst, other.vst, check_exact=True)
    pd.testing.assert_frame_equal(one.normalised, other.normalised, check_exact=True)
    pd.testing.assert_frame_equal(one.size_factors, other.size_factors, check_exact=True)
    for key, table in one.tables.items():
        pd.testing.assert_frame_equal(table, other.tables[key], check_exact=True)


@pytest.mark.parametrize("seed", [1, 2])
def test_order_of_genes_and_samples_in_the_counts_changes_nothing(two_arms, seed):
    study, analysis = two_arms
    rng = np.random.default_rng(seed)
    shuffled = study.counts.iloc[
        rng.permutation(len(study.counts)), rng.permutation(study.counts.shape[1])
    ]
    genes = study.genes.sample(frac=1, random_state=seed)
    assert_same(analysis, study.run(counts=shuffled, genes=genes))


def test_pydeseq2s_own_code_can_be_run_instead(two_arms):
    study, analysis = two_arms
    stock = study.run(settings={"engine": "pydeseq2"})
    assert stock.model["engine"] == "pydeseq2 0.5.4"
    one, other = analysis.tables["r_v_p"], stock.tables["r_v_p"]
    strong = one["baseMean"] > 50
    np.testing.assert_allclose(
        one.loc[strong, "log2FoldChange"], other.loc[strong, "log2FoldChange"], atol=0.01
    )
    # its shrunken errors are those of a wrong Hessian, its dispersions those of another trend
    assert not np.allclose(one["lfcSE"], other["lfcSE"], rtol=1e-3, equal_nan=True)
    assert list(stock.fit_genes.columns) == list(FIT_GENES)


def test_number_of_workers_of_pydeseq2s_own_code_changes_nothing(two_arms):
    study, _ = two_arms
    one, two = (study.run(settings={"engine": "pydeseq2", "threads": n}) for n in (1, 2))
    assert_same(one, two)


def test_samples_that_the_sheet_lacks_change_nothing(two_arms):
    study, analysis = two_arms
    assert_same(analysis, study.run(counts=study.counts.assign(other=7)))


def test_swapped_arms_flip_every_sign(two_arms, make_study):
    _, analysis = two_arms
    swapped = make_study(("p",) * 3 + ("r",) * 3, [("r", "p")]).run()
    one, other = analysis.tables["r_v_p"], swapped.tables["p_v_r"]
    for name in SIGNED:
        # the weak ridge holds other coefficients, and apeglm's search starts elsewhere
        allowed = 0.1 if name == "log2FoldChange_shrunken" else 1e-5
        np.testing.assert_allclose(one[name], -other[name], rtol=1e-4, atol=allowed)
    for name in ["lfcSE", "pvalue", "padj"]:
        np.testing.assert_allclose(one[name], other[name], rtol=1e-4)
    assert one["status"].tolist() == other["status"].tolist()


def test_reversed_contrast_of_one_fit_is_exactly_mirrored(three_arms):
    _, analysis = three_arms
    one, other = analysis.tables["r_v_p"], analysis.tables["p_v_r"]
    np.testing.assert_array_equal(one["log2FoldChange"], -other["log2FoldChange"])
    np.testing.assert_array_equal(one["padj"], other["padj"])


def test_two_levels_other_than_the_reference(three_arms, make_study):
    _, analysis = three_arms
    direct = make_study(("p",) * 3 + ("r",) * 3 + ("q",) * 3, [("q", "r")]).run()
    one, other = analysis.tables["r_v_q"], direct.tables["r_v_q"]
    np.testing.assert_allclose(one["log2FoldChange"], other["log2FoldChange"], atol=1e-4)
    np.testing.assert_allclose(one["lfcSE"], other["lfcSE"], rtol=1e-5)
    np.testing.assert_allclose(
        one["log2FoldChange_shrunken"], other["log2FoldChange_shrunken"], atol=1e-3
    )


def test_every_gene_has_a_row_with_its_names_and_a_reason_for_each_gap(two_arms):
    study, analysis = two_arms
    table = analysis.tables["r_v_p"]
    assert list(table.columns) == list(DIFFERENTIAL)
    assert table["gene_id"].tolist() == sorted(study.counts.index)
    assert table.loc[7, ["ensembl_id", "gene_name"]].tolist() == ["ENSG7", "NAME7"]
    assert set(table["status"]) <= {
        "tested", "all_zero", "outlier", "low_count", "not_converged",
    }  # fmt: skip
    assert (table["padj"].isna() == ~table["status"].isin(["tested", "not_converged"])).all()
    zero = table.iloc[0]
    assert (zero["status"], zero["baseMean"]) == ("all_zero", 0)
    assert zero[NUMBERS[1:]].isna().all()


def test_s_values_rise_as_changes_become_uncertain(two_arms):
    table = two_arms[1].tables["r_v_p"].dropna(subset=["svalue"])
    rate = (-table["log2FoldChange_shrunken"].abs() / table["lfcSE_shrunken"]).rank()
    assert rate.corr(table["svalue"].rank()) > 0.999
    assert table["svalue"].between(0, 0.5).all()


def test_a_gene_off_in_one_arm_is_called(two_arms):
    row = two_arms[1].tables["r_v_p"].iloc[1]
    assert row["log2FoldChange"] > 5
    assert row["padj"] < 1e-6


def test_planted_changes_come_out(two_arms):
    table = two_arms[1].tables["r_v_p"]
    planted, rest = table.iloc[2:40], table.iloc[40:]
    assert (planted["padj"] < 0.05).mean() > 0.8
    assert (rest["padj"] < 0.05).mean() < 0.05


def test_silent_in_both_compared_arms_is_no_change_as_in_r(make_study):
    study = make_study(("r",) * 3 + ("p",) * 3 + ("q",) * 3, [("q", "p"), ("p", "r")])
    row = study.run().tables["p_v_q"].iloc[1]
    assert (row["log2FoldChange"], row["stat"], row["pvalue"]) == (0, 0, 1)
    assert row["status"] in ("tested", "low_count")


def test_an_outlier_withholds_p(make_study):
    study = make_study(("p",) * 4 + ("r",) * 4, [("p", "r")])
    study.counts.iloc[50] = [30, 31, 29, 30, 30, 28, 31, 20000]
    analysis = study.run()
    row = analysis.tables["r_v_p"].iloc[50]
    assert row["status"] == "outlier"
    assert np.isnan(row["pvalue"])
    assert not np.isnan(row["log2FoldChange"])
    assert analysis.fit_genes.loc[50, "max_cooks"] > 10


def test_outliers_are_replaced_where_replicates_abound(make_study):
    study = make_study(("p",) * 7 + ("r",) * 7, [("p", "r")])
    study.counts.iloc[50] = [30] * 13 + [20000]
    study.counts.iloc[51] = [0] * 13 + [20000]
    analysis = study.run()
    assert analysis.fit_genes.loc[[50, 51], "replaced"].tolist() == ["yes", "yes"]
    assert analysis.model["n_outliers_replaced"] >= 2
    table = analysis.tables["r_v_p"]
    assert table.loc[50, "status"] in ("tested", "low_count")
    assert abs(table.loc[50, "log2FoldChange"]) < 0.5
    # nothing is left of a gene whose only count was the outlier: R's p value is 1
    gone = table.loc[51, ["status", "baseMean", "log2FoldChange", "lfcSE", "pvalue"]]
    assert gone.tolist() == ["outlier", 0, 0, 0, 1]


def test_a_replaced_outlier_does_not_come_back_in_the_shrunken_change(make_study):
    study = make_study(("p",) * 7 + ("r",) * 7, [("p", "r")])
    study.counts.iloc[50] = [
        300,
        310,
        290,
        305,
        295,
        280,
        60000,
        *[300, 310, 290, 305, 295, 280, 303],
    ]
    study.counts.iloc[51] = [0] * 13 + [20000]
    table = study.run().tables["r_v_p"]
    assert abs(table.loc[50, "log2FoldChange"]) < 0.5
    assert abs(table.loc[50, "log2FoldChange_shrunken"]) < 0.5  # R's follows the outlier
    assert table.loc[51, ["log2FoldChange_shrunken", "svalue"]].isna().all()


def test_a_withheld_p_value_has_no_s_value(make_study):
    study = make_study(("p",) * 4 + ("r",) * 4, [("p", "r")])
    study.counts.iloc[50] = [30, 31, 29, 30, 30, 28, 31, 20000]
    row = study.run().tables["r_v_p"].loc[50]
    assert row["status"] == "outlier"
    assert np.isnan(row["svalue"])
    assert not np.isnan(row["log2FoldChange_shrunken"])


def test_one_sample_an_arm_gives_changes_without_calls(make_study):
    study = make_study(("p", "r"), [("p", "r")])
    analysis = study.run()
    table = analysis.tables["r_v_p"]
    assert set(table["status"]) == {"no_replicates", "all_zero"}
    expected = np.log2(
        (analysis.normalised.iloc[5, 1] + 0.5) / (analysis.normalised.iloc[5, 0] + 0.5)
    )
    assert table.loc[5, "log2FoldChange"] == pytest.approx(expected)
    assert table[["lfcSE", "stat", "pvalue", "padj", "log2FoldChange_shrunken"]].isna().all().all()
    assert analysis.model["residual_df"] == 0
    assert any("no residual degrees of freedom" in note for note in analysis.model["notes"])
    assert np.isfinite(analysis.vst.to_numpy()).all()
    assert list(analysis.fit_genes.columns) == list(FIT_GENES)


def test_one_sample_in_one_arm_is_tested(make_study):
    analysis = make_study(("p", "p", "p", "r"), [("p", "r")]).run()
    assert (analysis.tables["r_v_p"]["status"] == "tested").any()
    assert analysis.model["residual_df"] == 2


def test_every_gene_with_a_zero_uses_positive_counts(make_study):
    study = make_study(("p",) * 3 + ("r",) * 3, [("p", "r")])
    for i in range(len(study.counts)):
        study.counts.iloc[i, i % 6] = 0
    analysis = study.run()
    assert analysis.model["size_factor_method"] == "poscounts"
    assert any("poscounts" in note for note in analysis.model["notes"])


def test_counts_no_more_variable_than_poisson(make_study):
    study = make_study(("p",) * 3 + ("r",) * 3, [("p", "r")])
    study.counts.iloc[:, :] = np.repeat(np.arange(20, 220)[:, None], 6, axis=1)
    analysis = study.run()
    assert analysis.model["trend"]["kind"] in ("mean", "none")
    assert np.isfinite(analysis.vst.to_numpy()).all()
    assert (analysis.tables["r_v_p"]["padj"].dropna() > 0.5).all()


def test_interaction_is_reported_at_the_reference_level(make_study):
    study = make_study(
        ("p", "p", "r", "r") * 2,
        [("p", "r")],
        design="~ line*condition",
        line=["A"] * 4 + ["B"] * 4,
    )
    analysis = study.run()
    assert any('"line" = "A"' in note for note in analysis.model["notes"])
    # the effect in line A alone: the same as the ratio of its group means
    a = analysis.normalised.iloc[45]
    by_hand = np.log2(a.iloc[2:4].mean() / a.iloc[0:2].mean())
    assert analysis.tables["r_v_p"].loc[45, "log2FoldChange"] == pytest.approx(by_hand, abs=0.1)
    assert analysis.tables["r_v_p"]["log2FoldChange_shrunken"].notna().any()


def test_design_without_intercept_gives_the_same_numbers(two_arms):
    study, analysis = two_arms
    one, other = analysis.tables["r_v_p"], study.run(design="~ 0 + condition").tables["r_v_p"]
    np.testing.assert_allclose(one["log2FoldChange"], other["log2FoldChange"], atol=1e-4)
    np.testing.assert_allclose(
        one["log2FoldChange_shrunken"], other["log2FoldChange_shrunken"], atol=1e-3
    )


def test_levels_called_none_and_na(make_study):
    study = make_study(("None",) * 3 + ("NA",) * 3, [("None", "NA")])
    table = study.run().tables["NA_v_None"]
    assert (table["status"] == "tested").sum() > 100


def test_the_model_is_plain_json(two_arms):
    model = two_arms[1].model
    assert json.loads(json.dumps(model, allow_nan=False)) == model
    assert model["engine"] == "vectorised"
    assert model["residual_df"] == 4
    assert model["references"] == {"condition": "p"}
    assert list(model["models"]) == ["main"]
    asked = model["contrasts"]["r_v_p"]
    assert (asked["model"], asked["test"], asked["alternative"]) == ("main", "wald", "two-sided")
    assert asked["words"] == "positive log2FoldChange = higher in r than in p"


@pytest.mark.parametrize(
    ("design", "contrasts", "message"),
    [
        ("~ I(condition)", [("p", "r")], "a call or a bracket"),
        ("~ conditon", [("p", "r")], 'Did you mean "condition"?'),
        ("~ condition + batch", [("p", "r")], '"batch" cannot be told apart from "condition"'),
        ("~ condition", [("p", "R")], 'No sample of the model has "condition" = "R"'),
        ("~ condition", [("P", "r")], 'Did you mean "p"?'),
        ("~ line", [("p", "r")], '"condition" is no factor of the design'),
    ],
)
def test_mistakes_are_input_errors(make_study, design, contrasts, message):
    study = make_study(
        ("p",) * 3 + ("r",) * 3, contrasts, design, batch=list("aaabbb"), line=list("uvwuvw")
    )
    with pytest.raises(InputError) as caught:
        study.run()
    assert message in str(caught.value)
