import time

import gseapy
import numpy as np
import pandas as pd
import pytest

from resistance.columns import PATHWAY_SCORES
from resistance.pathway_scores.singscore import of_symbols, scores


def by_hand(expression, members):
    """The formula of the paper, gene by gene."""
    found = []
    for sample in expression.columns:
        values = expression[sample]
        ranks = [
            (values < values[gene]).sum() + ((values == values[gene]).sum() + 1) / 2
            for gene in members
        ]
        n, total = len(members), len(values)
        low, high = (n + 1) / 2, (2 * total - n + 1) / 2
        found.append((sum(ranks) / n - low) / (high - low) - 0.5)
    return found


def test_scores_are_those_of_the_formula(expression, gene_sets):
    table = scores(expression, gene_sets, 2, 500)
    assert list(table.columns) == [*PATHWAY_SCORES, *expression.columns]
    for row in table.to_dict("records"):
        wanted = gene_sets.loc[gene_sets["term"] == row["term"], "gene_name"]
        members = [gene for gene in wanted if gene in expression.index]
        assert row["n_genes"] == len(members)
        np.testing.assert_allclose(
            [row[sample] for sample in expression.columns], by_hand(expression, members), rtol=1e-12
        )


def test_the_ends_of_the_scale(expression):
    one = pd.DataFrame({"s": np.arange(10.0)}, index=[f"G{i}" for i in range(10)])
    rows = [("c", "low", f"G{i}") for i in range(3)] + [("c", "top", f"G{i}") for i in range(7, 10)]
    table = scores(one, pd.DataFrame(rows, columns=["collection", "term", "gene_name"]), 1, 9)
    assert table["s"].tolist() == [-0.5, 0.5]


def test_order_of_genes_samples_and_members_changes_nothing(expression, gene_sets):
    rng = np.random.default_rng(1)
    shuffled = expression.iloc[rng.permutation(300), rng.permutation(6)]
    members = gene_sets.iloc[rng.permutation(len(gene_sets))]
    one = scores(expression, gene_sets, 10, 500).set_index(["collection", "term"])
    other = scores(shuffled, members, 10, 500).set_index(["collection", "term"])
    pd.testing.assert_frame_equal(one, other.loc[one.index, one.columns])


def test_a_monotone_change_of_a_sample_changes_nothing(expression, gene_sets):
    deeper = expression.copy()
    deeper["s-0 x"] = np.exp(deeper["s-0 x"] / 3) * 7 + 2
    pd.testing.assert_frame_equal(
        scores(expression, gene_sets, 10, 500), scores(deeper, gene_sets, 10, 500)
    )


def test_sets_out_of_the_range_and_members_listed_twice(expression, gene_sets):
    twice = pd.concat([gene_sets, gene_sets])
    table = scores(expression, twice, 10, 19)
    assert "SMALL" not in set(table["term"])
    assert "MOVES" not in set(table["term"])  # 20 of its 21 genes were counted
    assert set(table["n_genes"]) == {15}
    every = pd.DataFrame({"collection": "c", "term": "all", "gene_name": expression.index})
    assert scores(expression, every, 1, 1000).empty


@pytest.mark.parametrize("n_genes", [0, 1])
def test_hardly_a_gene(expression, gene_sets, n_genes):
    table = scores(expression.iloc[:n_genes], gene_sets, 1, 500)
    assert table.empty
    assert list(table.columns) == [*PATHWAY_SCORES, *expression.columns]


def test_no_sets(expression, gene_sets):
    assert scores(expression, gene_sets.iloc[:0], 1, 500).empty


def test_scores_follow_those_of_ssgsea(expression, gene_sets):
    grouped = gene_sets.groupby("term")["gene_name"].agg(list).to_dict()
    other = gseapy.ssgsea(
        data=expression, gene_sets=grouped, min_size=10, max_size=500, outdir=None, threads=1
    ).res2d.pivot(index="Term", columns="Name", values="NES")
    table = scores(expression, gene_sets, 10, 500).set_index("term")[list(expression.columns)]
    other = other.loc[table.index, table.columns].astype(float)
    for sample in table.columns:  # 0.87 to 0.93 here, over sets of one sample
        assert table[sample].corr(other[sample], method="spearman") > 0.8
    assert table.loc["MOVES"].corr(other.loc["MOVES"], method="spearman") > 0.8


def test_one_row_a_symbol_the_one_of_the_highest_mean():
    vst = pd.DataFrame(
        {"a": [1.0, 5.0, 5.0, 2.0, 3.0], "b": [2.0, 6.0, 6.0, 2.0, 4.0]},
        index=["id4", "id3", "id2", "id1", "id0"],
    )
    names = pd.Series({"id4": "X", "id3": "X", "id2": "X", "id1": "SILENT", "id0": ""})
    table = of_symbols(vst.assign(a=[1.0, 5.0, 5.1, 2.0, 3.0], b=[2.0, 6.1, 6.0, 2.0, 4.0]), names)
    assert table.index.tolist() == ["X", "id0"]
    # the means of id2 and id3 are equal: the first by id
    assert table.loc["X"].tolist() == [5.1, 6.0]
    pd.testing.assert_frame_equal(of_symbols(vst.iloc[::-1], names), of_symbols(vst, names))


def test_many_sets_take_less_than_a_second():
    rng = np.random.default_rng(0)
    names = np.array([f"G{i}" for i in range(20_000)])
    data = pd.DataFrame(rng.normal(size=(20_000, 12)), index=names)
    sizes = rng.integers(10, 120, 7700)
    terms = np.repeat([f"T{i}" for i in range(7700)], sizes)
    drawn = names[rng.integers(0, 20_000, len(terms))]
    many = pd.DataFrame({"collection": "c", "term": terms, "gene_name": drawn})
    start = time.process_time()
    table = scores(data, many, 10, 500)
    assert len(table) > 7000
    assert time.process_time() - start < 2  # 0.4 s; the machine may be busy
