from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from resistance import figure_columns
from resistance.pathway_figures import chosen


def test_dots_are_the_best_of_each_group(inputs):
    table = chosen.dots(inputs.groups, inputs.enrichment)
    assert list(table["term"]) == ["SET_up_1_0", "SET_up_2_0", "SET_down_1_0", "SET_down_2_0"]
    assert set(table["n_sets"]) == {2}
    assert set(table["n_leading_edge"]) == {8}
    assert table["label"][0] == "SET_up_1_0 (Reactome)"


def test_at_most_twelve_groups_a_direction(made):
    many = made(n_groups=15, members=1)
    table = chosen.dots(many.groups, many.enrichment)
    assert table.groupby("direction").size().to_dict() == {"down": 12, "up": 12}


def test_curves_of_the_best_sets_and_of_called_mechanisms(inputs):
    table = chosen.curves(
        inputs.groups, inputs.enrichment, inputs.members, inputs.ranking.statistic
    )
    curves = table.groupby("term")
    assert set(curves.groups) == {
        *("SET_up_1_0", "SET_up_2_0", "SET_down_1_0", "SET_down_2_0"),
        "RESISTANCE_DRUG_EFFLUX",
    }
    first = curves.get_group("SET_up_1_0")
    # the twelve genes at the top of the ranking: the sum is 1 after the last of them
    assert first["height"].max() == pytest.approx(1)
    assert list(first["place"][:5]) == [0, 0, 0, 1, 1]
    assert len(first) == 2 * 12 + 2
    assert curves.get_group("SET_down_1_0")["height"].min() == pytest.approx(-1)


def test_a_mechanism_that_is_not_called_has_no_curve(inputs, nothing):
    quiet = inputs.enrichment.assign(call="camera_only")
    table = chosen.curves(inputs.groups, quiet, inputs.members, inputs.ranking.statistic)
    assert "RESISTANCE_DRUG_EFFLUX" not in set(table["term"])


def test_overlaps_hold_every_pair_once_each_way(inputs):
    table = chosen.overlaps(inputs.groups, inputs.enrichment)
    assert len(table) == 8 * 8
    square = table.pivot(index="term", columns="other_term", values="jaccard")
    assert np.allclose(square, square.T)
    assert np.allclose(np.diag(square), 1)
    # leading edges of eight genes, shifted by one: seven shared of nine
    assert square.at["SET_up_1_0", "SET_up_1_1"] == pytest.approx(7 / 9)
    assert square.at["SET_up_1_0", "SET_down_1_0"] == 0


def test_leading_edge_genes_higher_before_lower_and_centred(inputs):
    table = chosen.leading_edge(inputs.groups, inputs.enrichment, inputs.de, inputs.vst)
    means = table.groupby("gene_name")["centred"].mean()
    assert np.allclose(means, 0)
    stat = inputs.de.set_index("gene_name")["stat"]
    genes = list(dict.fromkeys(table["gene_name"]))
    assert [bool(stat[g] > 0) for g in genes] == sorted((stat[g] > 0 for g in genes), reverse=True)
    assert list(table["sample"][:5]) == list(inputs.vst.columns)
    # two sets share this gene
    shared = table.loc[table["gene_name"] == "GENE006", "sets"].iloc[0]
    assert shared == "SET_up_1_0 (Reactome); SET_up_2_0 (Reactome)"


def test_the_row_that_ranked_a_symbol_stands_for_it(inputs):
    double = inputs.de.iloc[[0]].assign(gene_id="ENSGdouble", baseMean=1e6)
    de = pd.concat([inputs.de, double], ignore_index=True)
    vst = pd.concat([inputs.vst, pd.DataFrame(5.0, ["ENSGdouble"], inputs.vst.columns)])
    table = chosen.leading_edge(inputs.groups, inputs.enrichment, de, vst)
    assert set(table.loc[table["gene_name"] == "GENE000", "vst"]) == {5.0}


def test_genes_without_a_row_in_the_counts_are_left_out(inputs):
    short = chosen.leading_edge(inputs.groups, inputs.enrichment, inputs.de, inputs.vst.iloc[1:])
    assert "GENE000" not in set(short["gene_name"])


def test_scores_are_centred_and_know_their_arm(inputs):
    arms = {"P1": "reference", "R1": "target"}
    table = chosen.set_scores(inputs.groups, inputs.scores, list(inputs.vst.columns), arms)
    assert len(table) == 4 * 5
    assert np.allclose(table.groupby("term")["centred"].mean(), 0)
    assert dict(zip(table["sample"], table["arm"], strict=True))["other"] == ""
    # the order of rows changes nothing
    turned = inputs.scores.iloc[::-1]
    again = chosen.set_scores(inputs.groups, turned, list(inputs.vst.columns), arms)
    pd.testing.assert_frame_equal(table, again)


def test_without_groups_every_table_is_a_header(nothing):
    n, s = nothing, nothing.ranking.statistic
    tables = {
        "PATHWAYS_DOTS": chosen.dots(n.groups, n.enrichment),
        "PATHWAYS_RUNNING_SUM": chosen.curves(n.groups, n.enrichment, n.members, s),
        "PATHWAYS_GROUPS": chosen.overlaps(n.groups, n.enrichment),
        "PATHWAYS_LEADING_EDGE": chosen.leading_edge(n.groups, n.enrichment, n.de, n.vst),
        "PATHWAYS_SCORES": chosen.set_scores(n.groups, n.scores, list(n.vst.columns), {}),
    }
    for name, table in tables.items():
        assert table.empty, name
        assert list(table) == list(getattr(figure_columns, name)), name
