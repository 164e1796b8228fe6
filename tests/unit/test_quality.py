import numpy as np
import pandas as pd
import pytest

from resistance import quality
from resistance.columns import (
    QUALITY_DISTANCES,
    QUALITY_PCA,
    QUALITY_PCA_WITHOUT,
    QUALITY_SAMPLES,
)
from resistance.design.coding import coding
from resistance.design.contrast_rows import Contrast
from resistance.design.formula import parse_design

SAMPLES = ["s1", "s2", "s3", "s4"]
SHEET = pd.DataFrame(
    {
        "line": ["A", "A", "B", "B"],
        "arm": ["p", "p", "p", "r"],
        "display_name": ["one", "", "", ""],
    },
    index=pd.Index(SAMPLES, name="sample"),
)


@pytest.fixture(scope="module")
def vst():
    rng = np.random.default_rng(3)
    values = rng.normal(8, 2, (600, 1)) + rng.normal(0, 0.3, (600, 4))
    values[:50, 3] += 4
    index = pd.Index([f"g{i:03d}" for i in range(600)], name="gene_id")
    return pd.DataFrame(values, index, SAMPLES)


def test_sample_table():
    counts = pd.DataFrame(
        [[5, 0, 10, 1], [20, 30, 40, 9], [0, 0, 0, 0]],
        index=pd.Index(["gb", "ga", "gc"], name="gene_id"),
        columns=SAMPLES,
    )
    genes = pd.DataFrame({"gene_id": ["ga", "gb", "gc"], "gene_name": ["A", "B", "C"]})
    code = coding(SHEET, parse_design("~ line + arm"), {"arm": "p"})
    table = quality.sample_table(
        counts, np.log2(counts + 1.0), genes, SHEET, pd.Series(1.0, SAMPLES), code
    )
    assert list(table.columns) == list(QUALITY_SAMPLES)
    assert table["sample"].tolist() == SAMPLES
    assert table["display_name"].tolist() == ["one", "s2", "s3", "s4"]
    assert table["group"].tolist() == ["A / p", "A / p", "B / p", "B / r"]
    assert table["library_size"].tolist() == [25, 30, 50, 10]
    assert table["detected_genes"].tolist() == [1, 1, 2, 0]
    assert table.loc[0, ["top_gene", "top_gene_share"]].tolist() == ["A", 0.8]
    assert table["replicate_correlation"].isna().tolist() == [False, False, True, True]


def test_pca_separates_the_sample_that_differs(vst):
    table = quality.pca(vst)
    assert list(table.columns) == list(QUALITY_PCA)
    first = table[table["component"] == 1].set_index("sample")["score"]
    assert first.abs().idxmax() == "s4"
    assert table.drop_duplicates("component")["explained_variance"].sum() == pytest.approx(1)
    assert table["component"].max() == 3


def test_pca_scores_keep_the_distances(vst):
    scores = quality.pca(vst).pivot(index="sample", columns="component", values="score")
    used = quality.most_variable(vst)
    assert len(used) == 500
    for one, other in (("s1", "s2"), ("s1", "s4")):
        assert np.linalg.norm(scores.loc[one] - scores.loc[other]) == pytest.approx(
            np.linalg.norm(used[one] - used[other])
        )


def test_pca_does_not_depend_on_the_order_of_genes(vst):
    pd.testing.assert_frame_equal(quality.pca(vst), quality.pca(vst.iloc[::-1]), check_exact=True)


def test_pca_sign_does_not_depend_on_the_data_s_sign(vst):
    one, other = quality.pca(vst), quality.pca(-vst)
    np.testing.assert_allclose(one["score"], other["score"])


def test_pca_of_equal_samples_is_empty():
    assert quality.pca(pd.DataFrame({"a": [1.0, 2.0], "b": [1.0, 2.0]})).empty


def test_distances(vst):
    table = quality.distances(vst)
    assert list(table.columns) == list(QUALITY_DISTANCES)
    square = table.pivot(index="sample", columns="other", values="distance")
    assert np.array_equal(square, square.T)
    assert (np.diag(square) == 0).all()
    assert square.loc["s1", "s2"] == pytest.approx(np.linalg.norm(vst["s1"] - vst["s2"]))


#: removeBatchEffect(y, batch = batch, design = model.matrix(~cond)) of limma 3.54.1, and the same
#: with covariates = dose; each gene less its mean
Y = (
    np.array(
        [7.374, 8.184, 7.164, 9.595, 8.33, 7.18, 8.487, 8.738, 8.576, 7.695, 9.512, 8.39]
        + [7.379, 5.785, 9.125, 7.955, 7.984, 8.944, 8.821, 8.594, 8.919, 8.782, 8.075, 6.011]
    )
    .reshape(8, 3)
    .T
)
BATCH_OUT = np.array(
    [-1.000787878788, 1.220212121212, 0.112212121212, 0.158, -0.158, -0.674878787879]
    + [0.191121212121, 0.152121212121, -0.3945, -0.2485, 0.1595, 1.8635, -1.8635, -0.0725]
    + [0.5375, 0.0185, -0.576318181818, -0.560318181818, 0.835681818182, -0.3675, 0.3675]
    + [1.086318181818, 1.061318181818, -1.846681818182]
).reshape(3, 8)
BOTH_OUT = np.array(
    [-1.024160714286, 1.229660714286, 0.154482142857, 0.141589285714, -0.141589285714]
    + [-0.728089285714, 0.170732142857, 0.197375, 0.3193125, -0.5370625, -1.1314375, 2.3646875]
    + [-2.3646875, 1.5525625, 1.1601875, -1.3635625, -1.0775625, -0.3576875, 1.7421875]
    + [-0.7194375, 0.7194375, -0.0548125, 0.6240625, -0.8761875]
).reshape(3, 8)
EIGHT = pd.DataFrame(
    {
        "batch": ["b1", "b1", "b1", "b2", "b2", "b3", "b3", "b3"],
        "condition": ["P", "R", "R", "P", "R", "P", "P", "R"],
        "dose": ["1", "2", "3", "4", "5", "6", "7", "9"],
    },
    index=pd.Index([f"s{i}" for i in range(8)], name="sample"),
)
TWO_LEVELS = Contrast("c", "condition", "P", "R")


def coded(design):
    return coding(EIGHT, parse_design(design), {"condition": "P"})


@pytest.mark.parametrize(
    ("design", "expected"),
    [("~ batch + condition", BATCH_OUT), ("~ batch + dose + condition", BOTH_OUT)],
)
def test_effects_are_taken_out_as_limma_does(design, expected):
    code = coded(design)
    values = pd.DataFrame(Y, ["a", "b", "c"], EIGHT.index)
    variables = quality.nuisance_variables([TWO_LEVELS], code)
    found = quality.without_variables(values, EIGHT, code, variables)
    np.testing.assert_allclose(found.sub(found.mean(axis=1), axis=0), expected, atol=1e-11)
    np.testing.assert_allclose(found.mean(axis=1), values.mean(axis=1))
    shuffled = values.iloc[::-1, ::-1]
    again = quality.without_variables(shuffled, EIGHT, code, variables)
    np.testing.assert_allclose(again.loc[values.index, values.columns], found, atol=1e-11)


@pytest.mark.parametrize(
    ("design", "contrasts", "expected"),
    [
        ("~ condition", [TWO_LEVELS], []),
        ("~ batch + condition", [TWO_LEVELS], ["batch"]),
        ("~ batch + condition", [], []),
        ("~ batch + condition", [TWO_LEVELS, Contrast("d", "batch", "b1", "b2")], []),
        ("~ batch + condition", [Contrast("d", test="lrt", reduced="~ condition")], ["condition"]),
        ("~ batch + condition", [Contrast("d", formula="R - P")], ["batch"]),
    ],
)
def test_nuisance_is_what_no_contrast_asks_about(design, contrasts, expected):
    assert quality.nuisance_variables(contrasts, coded(design)) == expected


def test_terms_shared_with_what_is_asked_stay():
    code = coded("~ batch * condition")
    rng = np.random.default_rng(2)
    values = pd.DataFrame(rng.normal(8, 1, (20, 8)), columns=EIGHT.index)
    found = quality.without_variables(values, EIGHT, code, ["batch"])
    fitted = code.matrix(EIGHT)
    kept = [name for name in fitted if "condition" in name]
    before, after = (
        np.linalg.lstsq(fitted.to_numpy(), frame.to_numpy().T, rcond=None)[0]
        for frame in (values, found)
    )
    where = [list(fitted).index(name) for name in kept]
    np.testing.assert_allclose(before[where], after[where], atol=1e-10)


def test_components_without_nuisance(vst):
    sheet = SHEET.assign(arm=["p", "r", "p", "r"])
    code = coding(sheet, parse_design("~ line + arm"), {"arm": "p"})
    rows = [Contrast("c", "arm", "p", "r")]
    shifted = vst.assign(s3=vst["s3"] + 5, s4=vst["s4"] + 5)
    table = quality.pca_without(shifted, sheet, code, rows)
    assert list(table) == list(QUALITY_PCA_WITHOUT)
    assert set(table["without"]) == {"line"}
    plain = quality.pca_without(vst, sheet, code, rows)
    np.testing.assert_allclose(table["score"], plain["score"], atol=1e-9)
    alone = coding(sheet, parse_design("~ arm"), {"arm": "p"})
    assert quality.pca_without(vst, sheet, alone, rows).empty
    assert list(quality.pca_without(vst, sheet, alone, rows)) == list(QUALITY_PCA_WITHOUT)
