from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from resistance.enrichment import prerank as module
from resistance.enrichment.prerank import Prerank, Ranked, chunks_of
from resistance.enrichment.ranking import rank_genes


@pytest.fixture(scope="module")
def statistic(study):
    return rank_genes(study[0]).statistic


@pytest.fixture(scope="module")
def hallmark(study, statistic):
    return Prerank(statistic).test({"hallmark": study[1]})


@pytest.fixture
def small_chunks(monkeypatch):
    # forked workers inherit it
    monkeypatch.setattr(module, "CHUNK_SIZE", 7)


def test_the_sets_that_were_moved_are_found_with_their_sign(hallmark) -> None:
    by_term = hallmark.set_index("term")
    up = by_term.loc["HALLMARK_INTERFERON_ALPHA_RESPONSE"]
    down = by_term.loc["HALLMARK_ADIPOGENESIS"]
    assert up["padj"] < 1e-6
    assert up["nes"] > 2
    assert down["padj"] < 1e-6
    assert down["nes"] < -2
    assert by_term.loc["HALLMARK_SPERMATOGENESIS", "padj"] > 0.05


def test_draws_and_multilevel_agree(study, statistic, hallmark, monkeypatch) -> None:
    """Each p-value within the error that is stated, whichever step it comes from."""
    monkeypatch.setattr(module._Run, "better_known", lambda run: np.full(len(run.table), True))
    other = Prerank(statistic, seed=7).test({"hallmark": study[1]})
    error = np.hypot(hallmark["log2err"], other["log2err"])
    z = np.log2(hallmark["pvalue"] / other["pvalue"]) / error
    z = z[np.isfinite(z)]
    assert len(z) > 40
    assert np.abs(z).max() < 4
    assert np.sqrt(np.mean(z**2)) < 1.5


def test_padj_is_benjamini_hochberg_over_the_tested_sets(hallmark) -> None:
    np.testing.assert_allclose(hallmark["padj"], stats.false_discovery_control(hallmark["pvalue"]))


def test_one_and_two_processes_give_the_same(study, statistic, small_chunks) -> None:
    one, two = (Prerank(statistic, n_jobs=n).test({"hallmark": study[1]}) for n in (1, 2))
    pd.testing.assert_frame_equal(one, two)


def test_exchanged_arms_turn_every_sign_and_nothing_else(study, statistic, hallmark) -> None:
    turned = Prerank(-statistic[::-1]).test({"hallmark": study[1]})
    back = turned.assign(es=-turned["es"], nes=-turned["nes"])
    pd.testing.assert_frame_equal(back, hallmark)


def test_other_collections_leave_the_rows_of_one_as_they_are(study, statistic, hallmark) -> None:
    other = {f"OTHER_{name}": genes for name, genes in list(study[1].items())[:5]}
    both = Prerank(statistic).test({"other": other, "hallmark": study[1]})
    assert list(dict.fromkeys(both["collection"])) == ["other", "hallmark"]
    rows = both[both["collection"] == "hallmark"].reset_index(drop=True)
    pd.testing.assert_frame_equal(rows, hallmark)


def test_sets_that_are_tested_later_get_what_they_would_have_got(study, statistic) -> None:
    sets = study[1]
    later = {name: sets[name] for name in sorted(sets)[5:9]}
    gsea = Prerank(statistic)
    gsea.test({"hallmark": sets})
    pd.testing.assert_frame_equal(gsea.test({"x": later}), Prerank(statistic).test({"x": later}))


def test_order_of_sets_and_of_their_genes_changes_nothing(study, statistic, hallmark) -> None:
    shuffled = {name: list(reversed(genes)) * 2 for name, genes in reversed(list(study[1].items()))}
    pd.testing.assert_frame_equal(Prerank(statistic).test({"hallmark": shuffled}), hallmark)


def test_calls_hang_on_no_seed(study, statistic) -> None:
    """Sets near the threshold are looked at again, so that their p is known to 20%."""
    for seed in (1, 2, 3):
        table = Prerank(statistic, seed=seed).test({"hallmark": study[1]})
        near = np.abs(np.log2(table["padj"] / module.ALPHA)) < module.NEAR * table["log2err"]
        assert (table.loc[near, "log2err"] < 0.25).all()


def test_chunks_are_sorted_names() -> None:
    names = [f"S{i:03d}" for i in range(601)]
    cut = chunks_of(reversed(names))
    assert [len(chunk) for chunk in cut] == [300, 300, 1]
    assert sum(cut, []) == names


def test_sizes_are_counted_in_ranked_genes() -> None:
    genes = [f"S{i:04d}" for i in range(100)]
    statistic = pd.Series(np.linspace(3, -3, 100), index=genes)
    sets = {
        "nine": genes[:9] + [f"X{i}" for i in range(50)],
        "ten": genes[:10] + ["X1"],
        "everything": genes,
    }
    table = Prerank(statistic).test({"x": sets})
    assert list(table["term"]) == ["ten"]
    assert list(table["size"]) == [10]
    assert Prerank(statistic, 11, 12).test({"x": sets}).empty


def test_symbols_keep_their_case() -> None:
    """Sets of upper-case symbols must not catch mouse-like names by upper-casing them."""
    names = [f"Gene{i}" for i in range(40)] + [f"UP{i}" for i in range(5)]
    sets = {"S": [f"GENE{i}" for i in range(20)] + [f"UP{i}" for i in range(5)]}
    statistic = pd.Series(np.linspace(2, -2, 45), index=names)
    table = Prerank(statistic, min_size=5).test({"x": sets})
    assert list(table["size"]) == [5]
    assert set(table.loc[0, "leading_edge"].split(";")) <= set(sets["S"])


def test_where_gseapy_has_no_p_that_of_the_draws_stays(study, statistic, monkeypatch) -> None:
    found = module.multilevel_pvalues

    def broken(ranks, positions, seed, sample_size):
        out = found(ranks, positions, seed, sample_size)
        return {**out, "HALLMARK_ADIPOGENESIS": np.nan}

    monkeypatch.setattr(module, "multilevel_pvalues", broken)
    row = Prerank(statistic).test({"x": study[1]}).set_index("term").loc["HALLMARK_ADIPOGENESIS"]
    assert 1 / 4000 < row["pvalue"] < 1 / 1000
    assert row["nes"] < -2


def test_a_set_without_a_usable_null_takes_no_part(monkeypatch) -> None:
    found = module.Null.screen

    def none_of_the_sign(null, scores):
        out = found(null, scores)
        lost = np.array([np.nan])
        return {**out, 11: replace(out[11], of_sign=np.array([0]), mean=lost)}

    monkeypatch.setattr(module.Null, "screen", none_of_the_sign)
    genes = [f"S{i:04d}" for i in range(600)]
    sets = {"up": genes[:20], "lost": genes[300:311], "spread": genes[::30]}
    statistic = pd.Series(np.linspace(3, -3, 600), index=genes)
    table = Prerank(statistic).test({"x": sets}).set_index("term")
    assert table.loc["lost", ["nes", "pvalue", "padj", "log2err"]].isna().all()
    known = table.drop(index="lost")
    np.testing.assert_allclose(known["padj"], stats.false_discovery_control(known["pvalue"]))


def test_direction_is_chosen_by_the_order_alone() -> None:
    statistic = pd.Series([2.0, 1.0, -3.0], index=["A", "B", "C"])
    forth, back = Ranked.of(statistic), Ranked.of(-statistic[::-1])
    assert forth.symbols == back.symbols
    assert forth.sign == -back.sign
    np.testing.assert_array_equal(forth.statistic, back.statistic)
    assert list(forth.places(["C", "A", "X", "A"])) == sorted(
        forth.symbols.index(name) for name in "AC"
    )
