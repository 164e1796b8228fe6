import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resistance.design.coding import DesignError, coding
from resistance.design.formula import parse_design
from resistance.design.matrix import confounded, explain


def build(samples, design, references):
    return coding(samples, design, references).matrix(samples)


def explained(samples, design, references):
    return explain(coding(samples, design, references), samples)


def sheet(**columns):
    n = len(next(iter(columns.values())))
    return pd.DataFrame(columns, index=pd.Index([f"s{i}" for i in range(n)], name="sample"))


AIRWAY = sheet(cell=["N1", "N1", "N2", "N2"], dex=["control", "treated"] * 2)


def test_main_effects_are_named_and_coded_as_in_r():
    matrix = build(AIRWAY, parse_design("~ cell + dex"), {"dex": "treated"})
    assert list(matrix.columns) == ["Intercept", "cell_N2_vs_N1", "dex_control_vs_treated"]
    assert matrix["cell_N2_vs_N1"].tolist() == [0, 0, 1, 1]
    assert matrix["dex_control_vs_treated"].tolist() == [1, 0, 1, 0]
    assert list(matrix.index) == list(AIRWAY.index)


def test_interaction_as_in_r():
    matrix = build(AIRWAY, parse_design("~ cell*dex"), {"dex": "control"})
    assert matrix.columns[-1] == "cellN2.dextreated"
    assert matrix["cellN2.dextreated"].tolist() == [0, 0, 0, 1]


def test_nested_term_takes_one_column_for_each_level_of_the_outer_factor():
    # R: colnames(model.matrix(~ cell + cell:dex)) has cellN1:dextreated and cellN2:dextreated
    matrix = build(AIRWAY, parse_design("~ cell + cell:dex"), {})
    assert list(matrix.columns[2:]) == ["cellN1.dextreated", "cellN2.dextreated"]
    assert confounded(matrix) == []


def test_without_intercept_only_the_first_factor_takes_all_levels():
    matrix = build(AIRWAY, parse_design("~ 0 + dex + cell"), {})
    assert list(matrix.columns) == ["dexcontrol", "dextreated", "cell_N2_vs_N1"]


def test_level_names_that_readers_mistake_are_plain_levels():
    samples = sheet(arm=["None", "NA", "R 1-2", "None", "NA", "R 1-2"])
    matrix = build(samples, parse_design("~ arm"), {"arm": "None"})
    assert list(matrix.columns) == ["Intercept", "arm_NA_vs_None", "arm_R 1-2_vs_None"]


def test_continuous_variables_are_centred_and_scaled():
    matrix = build(sheet(age=["1", "2", "3", "4", "10"]), parse_design("~ age"), {})
    assert matrix["age"].mean() == pytest.approx(0)
    assert matrix["age"].std(ddof=1) == pytest.approx(1)


def test_confounded_variables_are_named():
    samples = sheet(batch=["a", "a", "b", "b"], condition=["p", "p", "r", "r"])
    design = parse_design("~ batch + condition")
    assert confounded(build(samples, design, {"condition": "p"})) == ["condition_r_vs_p"]
    (sentence,) = explained(samples, design, {"condition": "p"})
    assert '"condition" cannot be told apart from "batch"' in sentence


def test_missing_cells_of_an_interaction_are_left_out_with_a_note():
    samples = sheet(line=["a", "a", "b", "b", "b"], dex=["0", "1", "0", "0", "0"])
    code = coding(samples, parse_design("~ line*dex"), {"dex": "0"})
    assert list(code.matrix(samples).columns) == ["Intercept", "line_b_vs_a", "dex_1_vs_0"]
    (note,) = [note for note in code.notes if "lineb.dex1" in note]
    assert "No sample has the combination" in note


def test_nested_design_with_groups_of_unequal_size_as_deseq2_advises():
    # DESeq2's vignette, "Levels without samples": ~ grp + grp:ind.n + grp:cnd
    samples = sheet(
        grp=["X"] * 6 + ["Y"] * 4,
        ind=["1", "1", "2", "2", "3", "3", "1", "1", "2", "2"],
        cnd=["A", "B"] * 5,
    )
    matrix = build(samples, parse_design("~ grp + grp:ind + grp:cnd"), {"cnd": "A"})
    assert list(matrix.columns) == [
        "Intercept", "grp_Y_vs_X", "grpX.ind2", "grpY.ind2", "grpX.ind3", "grpX.cndB", "grpY.cndB",
    ]  # fmt: skip
    assert confounded(matrix) == []


def test_an_empty_reference_cell_is_true_confounding():
    samples = sheet(line=["a", "a", "b", "b"], dex=["0", "0", "0", "1"])
    (sentence,) = explained(samples, parse_design("~ line*dex"), {"dex": "0"})
    assert '"line:dex" cannot be told apart from "dex"' in sentence


def test_full_rank_has_nothing_to_explain():
    assert explained(AIRWAY, parse_design("~ cell*dex"), {"dex": "control"}) == []


@given(st.data())
def test_rank_agrees_with_numpy(data):
    n = data.draw(st.integers(4, 9))
    samples = sheet(
        a=data.draw(st.lists(st.sampled_from("uvw"), min_size=n, max_size=n)),
        b=data.draw(st.lists(st.sampled_from("xy"), min_size=n, max_size=n)),
    )
    try:
        matrix = build(samples, parse_design("~ a*b"), {})
    except DesignError:
        return
    rank = np.linalg.matrix_rank(matrix.to_numpy())
    assert matrix.shape[1] - len(confounded(matrix)) == rank
