import numpy as np
import pandas as pd

from resistance.design import contrasts
from resistance.design.coding import coding
from resistance.design.formula import parse_design
from resistance.differential import fit as fitting
from resistance.differential import results, shrinkage

SHEET = pd.DataFrame({"arm": list("ppqqrr")}, index=[f"s{i}" for i in range(6)])


def test_relevel_puts_the_reference_first_and_adds_an_intercept():
    code = coding(SHEET, parse_design("~ 0 + arm"), {"arm": "p"})
    new = shrinkage.relevel(code, "arm", "q")
    assert new.levels["arm"] == ("q", "p", "r")
    assert list(new.matrix(SHEET).columns) == ["Intercept", "arm_p_vs_q", "arm_r_vs_q"]
    assert code.levels["arm"] == ("p", "q", "r")


def test_nothing_is_shrunk_where_no_coefficient_stands_for_the_contrast(make_study):
    # a sum of two nested effects has no coefficient of its own once the outer term is missing
    study = make_study(("p", "p", "r", "r") * 2, [("p", "r")], line=["A"] * 4 + ["B"] * 4)
    code = coding(study.samples, parse_design("~ 0 + line:condition"), {"condition": "p"})
    model = fitting.fit(study.counts, code.matrix(study.samples), threads=1)
    levels = ("condition", "p", "r")
    weights = contrasts.weights(code, *levels)
    _, stats = results.contrast_table(model, weights, np.ones(8, bool), 0.1, 1)
    table, reason = shrinkage.shrink(model, stats, code, study.samples, *levels)
    assert "no single coefficient" in reason
    assert table.isna().all().all()


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
