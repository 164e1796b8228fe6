"""The heat map: which genes, in which order, and how they are marked."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from resistance.figure_columns import HEATMAP
from resistance.report.figures.heat_map import Across
from resistance.report.figures.top_genes import OF_INTEREST, TOP, heat_map, top_genes

N = 60


@pytest.fixture(scope="module")
def de():
    change = np.where(np.arange(N) % 2, 2.0, -2.0)
    return pd.DataFrame(
        {
            "gene_id": [f"g{i:02d}" for i in range(N)],
            "gene_name": [f"NAME{i:02d}" for i in range(N - 1)] + [""],
            "log2FoldChange": change,
            "pvalue": np.linspace(1e-9, 1e-3, N),
            "padj": np.linspace(1e-8, 0.12, N),
        }
    )


@pytest.fixture(scope="module")
def vst(de):
    rng = np.random.default_rng(1)
    side = np.array([-0.5, -0.5, 0.5, 0.5])
    values = 8 + np.outer(de["log2FoldChange"], side) + rng.normal(0, 0.1, (N, 4))
    return pd.DataFrame(values, pd.Index(de["gene_id"], name="gene_id"), ["p1", "p2", "r1", "r2"])


def test_the_surest_of_each_direction_and_those_of_interest(de, vst):
    panel = ["g47", "g59"]  # the last is not called
    data = top_genes(de, vst, panel, 0.1)
    assert list(data) == list(HEATMAP)
    genes = data.drop_duplicates("gene_id")
    higher = set(genes.loc[genes["log2FoldChange"] > 0, "gene_id"])
    assert higher == {f"g{i:02d}" for i in range(1, 2 * TOP - 1, 2)} | {"g47"}
    assert set(genes.loc[genes["log2FoldChange"] < 0, "gene_id"]) == {
        f"g{i:02d}" for i in range(0, 2 * TOP, 2)
    }
    # the higher stand first
    assert list(genes["log2FoldChange"] > 0) == [True] * TOP + [False] * TOP
    assert list(genes.loc[genes["of_interest"] == "yes", "gene_id"]) == ["g47"]
    sums = data.groupby("gene_id")["centred"].sum()
    np.testing.assert_allclose(sums, 0, atol=1e-12)
    assert data["vst"].tolist() == [
        vst.at[g, s] for g, s in zip(data["gene_id"], data["sample"], strict=True)
    ]


def test_order_of_rows_changes_nothing(de, vst):
    mixed = de.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(top_genes(mixed, vst, [], 0.1), top_genes(de, vst, [], 0.1))


def test_genes_without_a_value_or_a_call_are_left_out(de, vst):
    data = top_genes(de, vst.drop(index="g00"), [], 0.1)
    assert "g00" not in set(data["gene_id"])
    none = top_genes(de.assign(padj=np.nan), vst, ["g00"], 0.1)
    assert (list(none), len(none)) == (list(HEATMAP), 0)
    assert heat_map(none, Across({}, {}), 0.1, True) is None


def test_genes_of_interest_are_marked_and_the_caption_says_how(de, vst):
    across = Across({"p1": "Parental"}, {"p1": "reference", "r1": "target"})
    data = top_genes(de, vst, ["g01"], 0.1)
    drawing = heat_map(data, across, 0.1, True)
    labels = drawing.plot.scales.get_scales("y").labels
    assert [label for label in labels if label.endswith(OF_INTEREST)] == [f"NAME01{OF_INTEREST}"]
    assert drawing.caption.endswith(f"{OF_INTEREST} gene of interest.")
    assert "20 higher and 20 lower" in drawing.alt
    assert "\u25cb Parental" in drawing.plot.scales.get_scales("x").labels
    plain = heat_map(top_genes(de, vst, [], 0.1), across, 0.1, False)
    assert OF_INTEREST not in plain.caption
