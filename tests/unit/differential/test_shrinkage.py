import numpy as np
import pandas as pd

from resistance.design.coding import coding
from resistance.design.formula import parse_design
from resistance.differential import shrinkage

SHEET = pd.DataFrame({"arm": list("ppqqrr")}, index=[f"s{i}" for i in range(6)])


def test_relevel_puts_the_reference_first_and_adds_an_intercept():
    code = coding(SHEET, parse_design("~ 0 + arm"), {"arm": "p"})
    new = shrinkage.relevel(code, "arm", "q")
    assert new.levels["arm"] == ("q", "p", "r")
    assert list(new.matrix(SHEET).columns) == ["Intercept", "arm_p_vs_q", "arm_r_vs_q"]
    assert code.levels["arm"] == ("p", "q", "r")


def of_formula(study, formula, **more):
    row = {"id": "c", "formula": formula, **more}
    columns = ["id", "variable", "reference", "target", "formula"]
    contrasts = pd.DataFrame([row]).reindex(columns=columns).fillna("")
    return study.run(contrasts=contrasts).tables["c"]


def test_a_formula_is_shrunk_as_the_coefficient_that_it_is(three_arms, make_study):
    study, analysis = three_arms
    written = of_formula(study, "r - p")
    np.testing.assert_allclose(
        written["log2FoldChange_shrunken"],
        analysis.tables["r_v_p"]["log2FoldChange_shrunken"],
        atol=1e-3,
    )


def test_a_mean_of_levels_is_shrunk_towards_0(three_arms):
    table = of_formula(three_arms[0], "(r + q)/2 - p").dropna(subset=["log2FoldChange_shrunken"])
    assert len(table) > 150
    certain = table["lfcSE"] < 0.15
    np.testing.assert_allclose(
        table.loc[certain, "log2FoldChange_shrunken"],
        table.loc[certain, "log2FoldChange"],
        atol=0.1,
    )
    uncertain = table["stat"].abs() < 1
    pull = table["log2FoldChange_shrunken"] / table["log2FoldChange"]
    assert pull[uncertain].median() < 0.9


def test_an_interaction_is_shrunk(make_study):
    study = make_study(
        ("p", "p", "r", "r") * 2,
        [("p", "r")],
        design="~ line*condition",
        line=["A"] * 4 + ["B"] * 4,
    )
    table = of_formula(study, "(B:r - B:p) - (A:r - A:p)")
    assert table["log2FoldChange_shrunken"].notna().sum() > 150
    assert (
        table["log2FoldChange_shrunken"].abs() <= table["log2FoldChange"].abs() + 0.1
    ).mean() > 0.95


def test_a_likelihood_ratio_without_a_change_shrinks_nothing(two_arms):
    study, _ = two_arms
    contrasts = pd.DataFrame([{"id": "c", "test": "lrt", "reduced": "~ 1"}])
    analysis = study.run(contrasts=contrasts)
    assert analysis.tables["c"]["log2FoldChange_shrunken"].isna().all()
    assert analysis.model["contrasts"]["c"]["shrunken"] is False
    assert analysis.model["contrasts"]["c"]["reduced_df"] == 1
    assert (analysis.tables["c"]["padj"] < 0.05).sum() > 10


def test_shrinking_pulls_uncertain_changes_to_zero(two_arms):
    table = two_arms[1].tables["r_v_p"].dropna(subset=["log2FoldChange_shrunken", "lfcSE"])
    uncertain = table[table["stat"].abs() < 1]
    certain = table[table["stat"].abs() > 8]
    pull = uncertain["log2FoldChange_shrunken"] / uncertain["log2FoldChange"]
    assert (pull < 1).mean() > 0.9
    assert pull.median() < 0.9
    np.testing.assert_allclose(
        certain["log2FoldChange_shrunken"], certain["log2FoldChange"], atol=0.2
    )
