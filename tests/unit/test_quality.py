import numpy as np
import pandas as pd
import pytest

from resistance import quality
from resistance.columns import QUALITY_DISTANCES, QUALITY_PCA, QUALITY_SAMPLES
from resistance.design.coding import coding
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
