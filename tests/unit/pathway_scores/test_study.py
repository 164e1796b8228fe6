import numpy as np
import pandas as pd
import pytest

from resistance.columns import PATHWAY_SCORE_TESTS
from resistance.pathway_scores.study import score_study


@pytest.fixture(scope="module")
def study(expression, gene_sets):
    ids = [f"id{i}" for i in range(len(expression))]
    return {
        "vst": expression.set_axis(pd.Index(ids, name="gene_id")),
        "genes": pd.DataFrame({"gene_id": ids, "gene_name": expression.index}),
        "gene_sets": gene_sets,
        "samples": pd.DataFrame(
            {"condition": ["p"] * 3 + ["r"] * 3, "batch": list("abc") * 2},
            index=pd.Index(expression.columns, name="sample"),
        ),
        "contrasts": pd.DataFrame(
            [("r_v_p", "condition", "p", "r")], columns=["id", "variable", "reference", "target"]
        ),
        "design": "~ condition",
        "sizes": (10, 500),
    }


def test_tables_of_a_study(study):
    scored = score_study(**study)
    tests = scored.tests["r_v_p"]
    assert tests["term"].tolist() == scored.scores["term"].tolist()
    assert tests.loc[tests["term"] == "MOVES", "difference"].item() > 0.1
    assert scored.samples["arm"].tolist() == ["p"] * 3 + ["r"] * 3
    assert scored.notes == []


def test_a_swapped_contrast_flips_the_difference(study):
    swapped = study["contrasts"].assign(id="p_v_r", reference="r", target="p")
    one = score_study(**study).tests["r_v_p"]
    other = score_study(**{**study, "contrasts": swapped}).tests["p_v_r"]
    np.testing.assert_allclose(one["difference"], -other["difference"])
    np.testing.assert_allclose(one["pvalue"], other["pvalue"])


def test_the_designs_own_terms_are_in_the_model(study):
    paired = score_study(**{**study, "design": "~ batch + condition"}).tests["r_v_p"]
    plain = score_study(**study).tests["r_v_p"]
    np.testing.assert_allclose(paired["difference"], plain["difference"])
    assert not np.allclose(paired["pvalue"], plain["pvalue"])


def test_a_contrast_of_some_samples_has_their_model(study):
    subset = study["contrasts"].assign(exclude_samples="s-0 x")
    tests = score_study(**{**study, "contrasts": subset}).tests["r_v_p"]
    whole = score_study(**study).tests["r_v_p"]
    assert not np.allclose(tests["difference"], whole["difference"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"design": "~ condition + batch"}, "no residual degrees of freedom"),
        ({"sizes": (400, 500)}, "no gene set has a size in the range"),
    ],
)
def test_what_cannot_be_compared_is_an_empty_table_with_a_reason(study, change, words):
    few = study["samples"].assign(batch=list("abcade"))
    scored = score_study(**{**study, "samples": few, **change})
    assert scored.tests["r_v_p"].empty
    assert list(scored.tests["r_v_p"].columns) == list(PATHWAY_SCORE_TESTS)
    assert words in scored.notes[0]


def test_a_likelihood_ratio_test_without_a_fold_change(study):
    row = {"id": "any", "test": "lrt", "reduced": "~ 1"}
    scored = score_study(**{**study, "contrasts": pd.DataFrame([row]).fillna("")})
    assert scored.tests["any"].empty
    assert "likelihood-ratio" in scored.notes[0]


def test_an_aberrant_replicate_is_named(study, gene_sets):
    vst = study["vst"].copy()
    rng = np.random.default_rng(1)
    vst["s-1 x"] = rng.permutation(vst["s-1 x"])
    scored = score_study(**{**study, "vst": vst})
    assert 'Sample "s-1 x" lies' in scored.notes[-1]
