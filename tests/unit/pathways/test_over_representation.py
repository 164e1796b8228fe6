import numpy as np
import pandas as pd
import pytest
from scipy import stats

from resistance import columns
from resistance.pathways.over_representation import (
    SMALLEST,
    called_genes,
    over_representation,
    said,
    upper_tail,
)

SIZES = (5, 100)


def differential(change, padj, names=None, mean=None):
    n = len(change)
    frame = pd.DataFrame({column: [""] * n for column in columns.DIFFERENTIAL})
    frame["gene_id"] = [f"ENSG{i:011d}" for i in range(n)]
    frame["gene_name"] = [f"S{i:03d}" for i in range(n)] if names is None else names
    frame["log2FoldChange"] = np.asarray(change, dtype=float)
    frame["padj"] = np.asarray(padj, dtype=float)
    return frame.assign(baseMean=100.0 if mean is None else mean, stat=0.0)


def gene_sets(**sets):
    rows = [("c", term, gene) for term, genes in sets.items() for gene in genes]
    return pd.DataFrame(rows, columns=list(columns.GENE_SETS))


@pytest.fixture
def study():
    """300 genes, 20 of them called higher and 30 lower; sets that hold some of either."""
    rng = np.random.default_rng(3)
    change, padj = rng.normal(size=300), np.full(300, 0.5)
    change[:50], padj[:50] = np.repeat([2.0, -2.0], [20, 30]), 0.001
    padj[290:] = np.nan
    names = [f"S{i:03d}" for i in range(300)]
    sets = gene_sets(
        rising=names[:10] + names[60:65],
        falling=names[25:40] + names[100:110],
        mixed=names[15:25] + names[200:210],
        quiet=names[120:140],
        small=names[:4],
        untested=names[286:],
    )
    return differential(change, padj), sets


def test_tail_is_that_of_scipy() -> None:
    rng = np.random.default_rng(0)
    n, changed = 500, 90
    size = rng.integers(1, 480, 400)
    overlap = rng.integers(np.maximum(0, size + changed - n), np.minimum(size, changed) + 1)
    np.testing.assert_allclose(
        upper_tail(overlap, size, changed, n),
        stats.hypergeom.sf(overlap - 1, n, changed, size),
        rtol=1e-9,
    )
    assert len(upper_tail(np.zeros(0, dtype=int), np.zeros(0, dtype=int), 5, 10)) == 0


def test_no_p_value_is_zero() -> None:
    tail = upper_tail(np.array([400, 0]), np.array([450, 450]), 1000, 16_000)
    assert tail.tolist() == [SMALLEST, 1.0]


def test_counts_of_one_set(study) -> None:
    table = over_representation(*study, 0.1, SIZES).set_index(["direction", "term"])
    row = table.loc["up", "rising"]
    assert (row["size"], row["n_changed"], row["overlap"]) == (15, 20, 10)
    assert row["expected"] == pytest.approx(15 * 20 / 290)
    assert row["odds_ratio"] == pytest.approx(10.5 * 265.5 / (5.5 * 10.5))
    assert row["pvalue"] == pytest.approx(stats.hypergeom.sf(9, 290, 20, 15), rel=1e-9)
    assert row["genes"] == ";".join(f"S{i:03d}" for i in range(10))
    assert table.loc[("down", "rising"), "pvalue"] == 1


def test_directions_are_never_added_up(study) -> None:
    table = over_representation(*study, 0.1, SIZES).set_index(["direction", "term"])
    assert table.loc[("up", "mixed"), "overlap"] == 5
    assert table.loc[("down", "mixed"), "overlap"] == 5
    assert list(table.index.get_level_values(0).unique()) == ["up", "down"]


def test_sizes_count_tested_genes(study) -> None:
    terms = set(over_representation(*study, 0.1, SIZES)["term"])
    assert terms == {"rising", "falling", "mixed", "quiet"}


def test_adjusted_within_direction_and_collection(study) -> None:
    de, sets = study
    both = pd.concat([sets, sets.assign(collection="d")])
    one, two = over_representation(de, sets, 0.1, SIZES), over_representation(de, both, 0.1, SIZES)
    for direction, part in one.groupby("direction"):
        np.testing.assert_allclose(part["padj"], stats.false_discovery_control(part["pvalue"]))
        for collection in ("c", "d"):
            same = two[(two["direction"] == direction) & (two["collection"] == collection)]
            np.testing.assert_array_equal(same["padj"], part["padj"])


def test_swapped_arms_swap_the_directions(study) -> None:
    de, sets = study
    forth = over_representation(de, sets, 0.1, SIZES)
    back = over_representation(
        de.assign(log2FoldChange=-de["log2FoldChange"]), sets, 0.1, SIZES
    ).replace({"direction": {"up": "down", "down": "up"}})
    keys = ["direction", "term"]
    pd.testing.assert_frame_equal(
        forth.sort_values(keys, ignore_index=True), back.sort_values(keys, ignore_index=True)
    )


def test_order_of_genes_changes_nothing(study) -> None:
    de, sets = study
    pd.testing.assert_frame_equal(
        over_representation(de, sets, 0.1, SIZES),
        over_representation(de.sample(frac=1, random_state=1), sets, 0.1, SIZES),
    )


def test_a_symbol_counts_once_by_its_row_of_the_highest_mean() -> None:
    de = differential([2, -2, 1, 0], [0.01, 0.01, 0.9, np.nan], ["A", "A", "", "B"], [5, 50, 1, 9])
    assert called_genes(de, 0.1).to_dict() == {"A": -1, "ENSG00000000002": 0}


def test_nothing_called(study) -> None:
    de, sets = study
    table = over_representation(de.assign(padj=0.9), sets, 0.1, SIZES)
    assert table.empty
    assert list(table) == list(columns.OVER_REPRESENTATION)
    assert "no gene is called" in said(table, 0.1)


@pytest.mark.parametrize("without", ["genes", "sets", "tested"])
def test_empty_inputs(study, without: str) -> None:
    de, sets = study
    de = de.iloc[:0] if without == "genes" else de
    de = de.assign(padj=np.nan) if without == "tested" else de
    sets = sets.iloc[:0] if without == "sets" else sets
    assert over_representation(de, sets, 0.1, SIZES).empty


def test_one_direction_alone(study) -> None:
    de, sets = study
    table = over_representation(
        de.assign(log2FoldChange=de["log2FoldChange"].abs()), sets, 0.1, SIZES
    )
    assert set(table["direction"]) == {"up"}
    assert said(table, 0.1).startswith("Over-representation, up: 50 called genes, ")
