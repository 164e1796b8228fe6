from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resistance.mechanisms.sets import camera_preranked
from resistance.readers.resources import read_gene_sets

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "../shared/golden/airway/gsea"


@pytest.mark.golden
@pytest.mark.skipif(not GOLDEN.is_dir(), reason="../shared/golden is not there")
@pytest.mark.parametrize(("collection", "at_least"), [("hallmark", 30), ("reactome", 900)])
@pytest.mark.parametrize("rho", [0.01, 0.05])
def test_equals_limma(collection: str, at_least: int, rho: float) -> None:
    ranks = pd.read_csv(GOLDEN / "ranks.tsv.gz", sep="\t", keep_default_na=False)
    statistic = ranks.set_index("symbol")["stat"].astype(float)
    golden = pd.read_csv(
        GOLDEN / f"fgsea_{collection}.tsv.gz", sep="\t", keep_default_na=False
    ).set_index("pathway")
    ours = read_gene_sets(ROOT / f"resources/gene_sets/{collection}.gmt.gz")
    sets = {term: dict.fromkeys(ours[term], 1) for term in golden.index if term in ours}
    result = camera_preranked(statistic, sets, rho=rho)
    # the embedded sets carry today's symbols: only sets that match in full can be compared
    same = result["size"] == golden.loc[result.index, "size"].astype(int)
    assert same.sum() >= at_least
    expected = golden.loc[result.index[same], f"camera_p_rho{int(100 * rho):02d}"].astype(float)
    np.testing.assert_allclose(result.loc[same, "pvalue"], expected, rtol=1e-6)


def noise(seed: int, n: int = 400) -> pd.Series:
    values = np.random.default_rng(seed).normal(0.3, 1.5, n)
    return pd.Series(values, index=[f"g{i}" for i in range(n)])


@given(
    seed=st.integers(0, 10_000),
    signs=st.lists(st.sampled_from([1, -1]), min_size=5, max_size=40),
)
def test_swapped_arms_and_turned_signs_negate(seed: int, signs: list[int]) -> None:
    statistic = noise(seed)
    members = dict(zip(statistic.index, signs, strict=False))
    turned = {gene: -sign for gene, sign in members.items()}
    t = camera_preranked(statistic, {"set": members})["t"].iloc[0]
    assert camera_preranked(-statistic, {"set": members})["t"].iloc[0] == pytest.approx(-t)
    assert camera_preranked(statistic, {"set": turned})["t"].iloc[0] == pytest.approx(-t)


def test_falling_set_is_tested_as_a_rising_one() -> None:
    statistic = noise(1)
    members = list(statistic.index[:20])
    statistic[members] -= 2.0
    result = camera_preranked(
        statistic, {"fall": dict.fromkeys(members, -1), "rise": dict.fromkeys(members, 1)}
    )
    assert result.loc["fall", "t"] > 3
    assert result.loc["rise", "t"] == pytest.approx(-result.loc["fall", "t"])
    assert result.loc["rise", "pvalue"] == pytest.approx(result.loc["fall", "pvalue"])


def test_order_of_genes_does_not_matter() -> None:
    statistic = noise(2)
    members = {f"g{i}": 1 if i % 2 else -1 for i in range(12)}
    shuffled = statistic.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(
        camera_preranked(statistic, {"set": members}),
        camera_preranked(shuffled, {"set": dict(reversed(members.items()))}),
    )


def test_small_sets_and_missing_members() -> None:
    statistic = noise(4)
    result = camera_preranked(
        statistic,
        {
            "four": dict.fromkeys(statistic.index[:4], 1),
            "five": {**dict.fromkeys(statistic.index[:5], 1), "unknown": 1},
            "none": {},
        },
    )
    assert list(result["size"]) == [4, 5, 0]
    assert list(result["t"].notna()) == [False, True, False]


def test_empty_ranking_and_constant_statistics() -> None:
    members = {"set": dict.fromkeys([f"g{i}" for i in range(6)], 1)}
    assert camera_preranked(pd.Series(dtype=float), members)["t"].isna().all()
    constant = pd.Series(1.0, index=[f"g{i}" for i in range(50)])
    assert camera_preranked(constant, members)["t"].isna().all()


def test_null_level_with_correlated_sets() -> None:
    """Sets whose genes share 5% of variance: .05 holds the level, no inflation does not."""
    rng = np.random.default_rng(5)
    found: dict[float, int] = {0.0: 0, 0.05: 0}
    for _ in range(400):
        values = rng.normal(size=600)
        values[:40] = np.sqrt(0.05) * rng.normal() + np.sqrt(0.95) * values[:40]
        statistic = pd.Series(values, index=[str(i) for i in range(600)])
        members = {"set": dict.fromkeys(statistic.index[:40], 1)}
        for rho in found:
            found[rho] += int(camera_preranked(statistic, members, rho)["pvalue"].iloc[0] < 0.05)
    assert found[0.05] <= 32
    assert found[0.0] > 60
