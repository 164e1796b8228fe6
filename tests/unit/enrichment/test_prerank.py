import logging
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resistance import columns
from resistance.enrichment import prerank as enrichment
from resistance.enrichment.ranking import rank_genes
from resistance.readers.resources import read_gene_sets
from resistance.writers.tables import write_table

RESOURCES = Path(__file__).parents[3] / "resources"


def differential(stat, names=None, base_mean=None):
    n = len(stat)
    names = [f"S{i:04d}" for i in range(n)] if names is None else names
    frame = pd.DataFrame({column: [""] * n for column in columns.DIFFERENTIAL})
    frame["gene_id"] = [f"ENSG{i:011d}" for i in range(n)]
    frame["gene_name"] = names
    frame["baseMean"] = 100.0 if base_mean is None else base_mean
    frame["stat"] = np.asarray(stat, dtype=float)
    return frame


@pytest.fixture(scope="module")
def study():
    """2,000 genes, of which those of one Hallmark set move up and those of another down."""
    sets = read_gene_sets(RESOURCES / "gene_sets/hallmark.gmt.gz")
    genes = sorted(set().union(*sets.values()))
    genes = genes[::2]
    stat = np.random.default_rng(7).normal(size=len(genes))
    up = set(sets["HALLMARK_INTERFERON_ALPHA_RESPONSE"])
    down = set(sets["HALLMARK_ADIPOGENESIS"])
    stat += np.array([1.5 * (gene in up) - 0.9 * (gene in down) for gene in genes])
    return differential(stat.round(2), genes), sets


@pytest.fixture(scope="module")
def hallmark(study):
    frame, sets = study
    return enrichment.enrich(frame, {"hallmark": sets}, organism="human")


@pytest.fixture
def small_chunks(monkeypatch):
    # forked workers inherit it
    monkeypatch.setattr(enrichment, "CHUNK_SIZE", 7)


def as_bytes(table, tmp_path):
    path = tmp_path / "table.tsv"
    write_table(table, path, columns.ENRICHMENT, simulated=False)
    return path.read_bytes()


def test_the_sets_that_were_moved_are_found_with_their_sign(hallmark):
    table, _ = hallmark
    by_term = table.set_index("term")
    up = by_term.loc["HALLMARK_INTERFERON_ALPHA_RESPONSE"]
    down = by_term.loc["HALLMARK_ADIPOGENESIS"]
    assert up["padj"] < 1e-6
    assert up["nes"] > 2
    assert down["padj"] < 1e-6
    assert down["nes"] < -2
    unmoved = by_term.loc["HALLMARK_SPERMATOGENESIS"]
    assert unmoved["padj"] > 0.05


def test_enrichment_score_and_leading_edge_follow_their_definition(study, hallmark):
    """Subramanian et al. 2005 (doi:10.1073/pnas.0506580102): weighted Kolmogorov-Smirnov."""
    frame, sets = study
    table, _ = hallmark
    ranking = rank_genes(frame).statistic
    for row in table.sample(8, random_state=1).itertuples():
        member = ranking.index.isin(sets[row.term])
        weight = np.where(member, ranking.abs(), 0)
        running = np.cumsum(weight / weight.sum() - (~member) / (~member).sum())
        peak = int(np.argmax(np.abs(running)))
        assert row.es == pytest.approx(running[peak], abs=1e-9)
        edge = ranking.index[: peak + 1] if row.es > 0 else ranking.index[peak:]
        assert set(row.leading_edge.split(";")) == set(edge) & set(sets[row.term])
        assert row.size == member.sum()
        assert row.set_size == len(set(sets[row.term]))


def test_padj_is_benjamini_hochberg_over_the_tested_sets(hallmark):
    table, status = hallmark
    p = table["pvalue"].to_numpy()
    order = np.argsort(-p)
    expected = np.minimum(
        np.minimum.accumulate(p[order] * len(p) / (len(p) - np.arange(len(p)))), 1
    )
    np.testing.assert_allclose(table["padj"].to_numpy()[order], expected)
    assert status.loc[0, "n_tested"] == len(table)
    assert status.loc[0, "status"] == "tested"


def test_one_and_two_processes_give_the_same_bytes(study, small_chunks, tmp_path):
    frame, sets = study
    one, _ = enrichment.enrich(frame, {"hallmark": sets}, organism="human", n_jobs=1)
    two, _ = enrichment.enrich(frame, {"hallmark": sets}, organism="human", n_jobs=2)
    assert len(one) > 40
    assert as_bytes(one, tmp_path) == as_bytes(two, tmp_path)


def test_adding_a_collection_leaves_the_rows_of_the_others_identical(study, hallmark, tmp_path):
    frame, sets = study
    other = {f"OTHER_{name}": genes for name, genes in list(sets.items())[:5]}
    both, status = enrichment.enrich(
        frame, {"other": other, "hallmark": sets}, organism="human", n_jobs=2
    )
    assert list(status["collection"]) == ["other", "hallmark"]
    rows = both[both["collection"] == "hallmark"].reset_index(drop=True)
    assert as_bytes(rows, tmp_path) == as_bytes(hallmark[0], tmp_path)


def test_a_chunk_does_not_depend_on_the_others(study, small_chunks, tmp_path):
    frame, sets = study
    names = sorted(sets)
    full, _ = enrichment.enrich(frame, {"hallmark": sets}, organism="human")
    second = {name: sets[name] for name in names[7:14]}
    alone, _ = enrichment.enrich(frame, {"hallmark": second}, organism="human")
    rows = full[full["term"].isin(second)].reset_index(drop=True)
    pd.testing.assert_frame_equal(rows.drop(columns="padj"), alone.drop(columns="padj"))


def test_chunks_are_cut_before_sizes_are_looked_at():
    sets = {f"S{i:03d}": ["A", "B", "A"] if i else [] for i in range(601)}
    cut = list(enrichment.chunks_of(dict(reversed(sets.items()))))
    assert [len(chunk) for chunk in cut] == [300, 300, 1]
    assert list(cut[0])[:2] == ["S000", "S001"]
    assert cut[0]["S001"] == ["A", "B"]


def test_an_organism_without_sets_gives_a_header_and_a_reason(tmp_path):
    table, status = enrichment.enrich(
        differential([1.0, 2.0, 3.0]), {"hallmark": {}, "go_bp": {}}, organism="other"
    )
    assert as_bytes(table, tmp_path) == ("\t".join(columns.ENRICHMENT) + "\n").encode()
    assert list(status["status"]) == ["no_sets_for_organism"] * 2
    assert 'organism "other"' in status.loc[0, "reason"]
    assert list(status["n_ranked"]) == [3, 3]


@pytest.mark.parametrize("stat", [[np.nan] * 30, [0.0] * 30, []])
def test_nothing_to_rank_is_said_and_is_no_crash(stat):
    sets = {"A": [f"S{i:04d}" for i in range(12)]}
    table, status = enrichment.enrich(differential(stat), {"x": sets}, organism="human")
    assert table.empty
    assert status.loc[0, "status"] == "no_ranked_genes"
    assert "nothing to rank" in status.loc[0, "reason"]


def test_sizes_are_counted_in_ranked_genes():
    stat = np.linspace(3, -3, 100)
    genes = [f"S{i:04d}" for i in range(100)]
    sets = {
        "nine": genes[:9] + [f"X{i}" for i in range(50)],
        "ten": genes[:10] + ["X1"],
        "everything": genes,
    }
    table, status = enrichment.enrich(differential(stat), {"x": sets}, organism="human")
    assert list(table["term"]) == ["ten"]
    assert list(table["size"]) == [10]
    assert list(table["set_size"]) == [11]
    assert status.loc[0, ["n_sets", "n_tested", "n_matched"]].to_list() == [3, 1, 100]
    _, none = enrichment.enrich(
        differential(stat), {"x": sets}, organism="human", min_size=11, max_size=12
    )
    assert none.loc[0, "status"] == "no_set_in_size_range"


def test_symbols_keep_their_case():
    """Sets of upper-case symbols must not catch mouse-like names by upper-casing them."""
    names = [f"Gene{i}" for i in range(40)] + [f"UP{i}" for i in range(5)]
    sets = {"S": [f"GENE{i}" for i in range(20)] + [f"UP{i}" for i in range(5)]}
    table, _ = enrichment.enrich(
        differential(np.linspace(2, -2, 45), names), {"x": sets}, organism="human", min_size=5
    )
    assert list(table["size"]) == [5]
    assert set(table.loc[0, "leading_edge"].split(";")) <= set(sets["S"])


def test_a_set_without_a_usable_null_keeps_its_row_and_leaves_the_correction(monkeypatch):
    stat = np.linspace(3, -3, 60)
    genes = [f"S{i:04d}" for i in range(60)]
    sets = {"A": genes[:10], "B": genes[20:40], "C": genes[50:]}
    whole, _ = enrichment.enrich(differential(stat), {"x": sets}, organism="human")

    import gseapy

    prerank = gseapy.prerank

    def broken(*args, **kwargs):
        result = prerank(*args, **kwargs)
        result.res2d.loc[result.res2d["Term"] == "B", "NES"] = np.inf
        return result

    monkeypatch.setattr(gseapy, "prerank", broken)
    table, status = enrichment.enrich(differential(stat), {"x": sets}, organism="human")
    row = table.set_index("term").loc["B"]
    assert np.isnan(row["nes"])
    assert np.isnan(row["pvalue"])
    assert np.isnan(row["padj"])
    assert status.loc[0, "n_tested"] == 2
    assert "without a p-value: 1." in status.loc[0, "reason"]
    a = table.set_index("term").loc["A"]
    assert a["padj"] <= whole.set_index("term").loc["A", "padj"]


def test_ties_raise_no_false_alarm_and_logging_is_left_as_it_was(capfd):
    stat = np.repeat([2.0, 1.0, -1.0], 20)
    sets = {"A": [f"S{i:04d}" for i in range(12)]}
    before = logging.root.manager.disable
    table, _ = enrichment.enrich(differential(stat), {"x": sets}, organism="human")
    assert len(table) == 1
    assert "arbitrary" not in capfd.readouterr().err
    assert logging.root.manager.disable == before
