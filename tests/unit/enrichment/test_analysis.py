import numpy as np
import pandas as pd
import pytest

from resistance import columns
from resistance.design.contrast_rows import Contrast
from resistance.enrichment.analysis import Settings, calls_of, enrich, no_ranks
from resistance.enrichment.ranking import rank_genes
from resistance.writers.tables import write_table

from .conftest import differential

GENES = [f"S{i:04d}" for i in range(100)]


def run(stat, sets, settings=Settings(), why_not=""):  # noqa: B008 - frozen
    return enrich(rank_genes(differential(stat)), {"x": sets}, settings, why_not)


def as_bytes(table, tmp_path):
    path = tmp_path / "table.tsv"
    write_table(table, path, columns.ENRICHMENT, simulated=False)
    return path.read_bytes()


def test_all_columns_are_there_and_calls_follow_both_tests(study, tmp_path) -> None:
    frame, sets = study
    table, status = enrich(rank_genes(frame), {"hallmark": sets}, Settings())
    assert list(table) == list(columns.ENRICHMENT)
    assert list(status) == list(columns.ENRICHMENT_COLLECTIONS)
    assert status.loc[0, "n_tested"] == len(table)
    by_term = table.set_index("term")
    assert by_term.loc["HALLMARK_INTERFERON_ALPHA_RESPONSE", "call"] == "robust"
    assert (table["camera_padj_rho05"] >= table["camera_padj_rho01"] - 1e-12).all()
    assert by_term.loc["HALLMARK_SPERMATOGENESIS", "call"] == "not_called"
    assert (table["set_size"] >= table["size"]).all()
    shuffled = frame.sample(frac=1, random_state=1)
    again, _ = enrich(rank_genes(shuffled), {"hallmark": sets}, Settings(n_jobs=2))
    assert as_bytes(table, tmp_path) == as_bytes(again, tmp_path)


def test_words_for_the_two_tests() -> None:
    padj = pd.Series([0.01, 0.01, 0.2, 0.2, np.nan])
    camera = pd.Series([0.01, 0.2, 0.01, 0.2, 0.01])
    assert list(calls_of(padj, camera)) == [
        "robust",
        "gene_permutation_only",
        "camera_only",
        "not_called",
        "not_tested",
    ]


@pytest.mark.parametrize("stat", [[np.nan] * 30, [0.0] * 30, [1.5], []])
def test_nothing_to_rank_is_said_and_is_no_crash(stat, tmp_path) -> None:
    table, status = run(stat, {"A": GENES[:12]})
    assert as_bytes(table, tmp_path) == ("\t".join(columns.ENRICHMENT) + "\n").encode()
    assert status.loc[0, "status"] == "no_ranked_genes"
    assert "nothing to rank" in status.loc[0, "reason"]


def test_a_collection_without_sets_has_its_reason() -> None:
    table, status = run(np.linspace(3, -3, 100), {})
    assert table.empty
    assert status.loc[0, "status"] == "no_sets"
    assert status.loc[0, ["n_sets", "n_genes", "n_ranked"]].to_list() == [0, 0, 100]


def test_a_contrast_without_a_direction_is_not_ranked() -> None:
    lrt = Contrast("time", test="lrt", reduced="~ 1")
    assert no_ranks(Contrast("a", "condition", "x", "y")) == ""
    table, status = run(np.linspace(3, -3, 100), {"A": GENES[:12]}, why_not=no_ranks(lrt))
    assert table.empty
    assert status.loc[0, "status"] == "no_ranked_genes"
    assert "compares no two arms" in status.loc[0, "reason"]


def test_sets_of_other_sizes_are_counted() -> None:
    sets = {"nine": GENES[:9], "ten": GENES[:10], "fifty": GENES[:50], "all": [*GENES, "X"]}
    table, status = run(np.linspace(3, -3, 100), sets, Settings(max_size=40))
    assert list(table["term"]) == ["ten"]
    counts = ["n_sets", "n_tested", "n_too_small", "n_too_large", "n_matched", "n_genes"]
    assert status.loc[0, counts].to_list() == [4, 1, 1, 2, 100, 101]
    _, none = run(np.linspace(3, -3, 100), sets, Settings(11, 12))
    assert none.loc[0, "status"] == "no_set_in_size_range"
    assert "11 to 12" in none.loc[0, "reason"]


def test_unmatched_genes_raise_a_warning() -> None:
    sets = {"A": GENES[:12] + [f"X{i}" for i in range(20)]}
    _, status = run(np.linspace(3, -3, 100), sets)
    assert status.loc[0, "reason"].startswith("Warning: only 38% of the collection's genes")
    _, fine = run(np.linspace(3, -3, 100), {"A": GENES[:12]})
    assert "Warning" not in fine.loc[0, "reason"]


def test_sets_without_a_null_are_counted() -> None:
    # every random set scores above 0: a set that scores below has nothing of its sign
    stat = np.r_[np.linspace(5, 4, 95), np.full(5, -1e-9)]
    table, status = run(stat, {"A": GENES[:12], "B": GENES[80:]}, Settings(min_size=5))
    lost = int(table["pvalue"].isna().sum())
    assert status.loc[0, "n_tested"] == len(table) - lost
    assert (table.loc[table["pvalue"].isna(), "call"] == "not_tested").all()
    assert (f"without a p-value: {lost}." in status.loc[0, "reason"]) == (lost > 0)
