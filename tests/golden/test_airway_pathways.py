"""Gene sets on fixed ranks against R: fgsea (two seeds) and limma's cameraPR."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resistance.enrichment.analysis import Settings, enrich
from resistance.enrichment.ranking import Ranking
from resistance.readers.resources import read_gene_sets

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "../shared/golden/airway/gsea"
pytestmark = [
    pytest.mark.golden,
    pytest.mark.skipif(not GOLDEN.is_dir(), reason="../shared/golden is not there"),
]


#: Sets of the golden file, and calls that may differ: as many as between fgsea's two seeds.
COLLECTIONS = {"hallmark": (50, 0), "reactome": (1216, 9)}


@pytest.fixture(scope="module")
def found() -> pd.DataFrame:
    ranks = pd.read_csv(GOLDEN / "ranks.tsv.gz", sep="\t", keep_default_na=False)
    ranking = Ranking(ranks.set_index("symbol")["stat"].astype(float), 0, 0)
    sets = {
        name: read_gene_sets(ROOT / f"resources/gene_sets/{name}.gmt.gz") for name in COLLECTIONS
    }
    return enrich(ranking, sets, Settings())[0]


@pytest.fixture(params=list(COLLECTIONS))
def both(request, found) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Rows of the sets that R tested, and R's; the calls that may differ."""
    golden = pd.read_csv(
        GOLDEN / f"fgsea_{request.param}.tsv.gz", sep="\t", keep_default_na=False, na_values=["NA"]
    ).set_index("pathway")
    n, differ = COLLECTIONS[request.param]
    assert len(golden) == n
    ours = found[found["collection"] == request.param].set_index("term")
    common = golden.index.intersection(ours.index)
    assert len(common) > 0.99 * n
    return ours.loc[common], golden.loc[common], differ


def same_sets(ours: pd.DataFrame, golden: pd.DataFrame) -> pd.Index:
    """Sets that match in full: the embedded ones carry today's symbols, the ranks older ones."""
    same = ours["size"] == golden["size"]
    assert same.mean() > 0.65
    return ours.index[same]


def test_scores_and_leading_edges_are_those_of_fgsea(both) -> None:
    ours, golden, _ = both
    same = same_sets(ours, golden)
    np.testing.assert_allclose(ours.loc[same, "es"], golden.loc[same, "ES"], atol=1e-9, rtol=0)
    edges = golden.loc[same, "leadingEdge"].str.replace(",", ";").str.replace(" ", ";")
    for term in same:
        assert set(ours.loc[term, "leading_edge"].split(";")) == {
            part for part in edges[term].split(";") if part
        }, term


def test_nes_differs_as_between_seeds(both) -> None:
    ours, golden, _ = both
    same = same_sets(ours, golden)
    gap = (ours.loc[same, "nes"] - golden.loc[same, "NES"]).abs().median()
    assert gap < 1.5 * (golden.loc[same, "NES"] - golden.loc[same, "NES_seed2"]).abs().median()


def test_calls_differ_no_more_than_between_seeds_of_fgsea(both) -> None:
    ours, golden, differ = both
    called = ours["padj"] < 0.05
    assert ((golden["padj"] < 0.05) != (golden["padj_seed2"] < 0.05)).sum() <= differ
    assert (called != (golden["padj"] < 0.05)).sum() <= differ
    assert (called != (golden["padj_seed2"] < 0.05)).sum() <= differ


def test_camera_is_that_of_limma(both) -> None:
    ours, golden, _ = both
    same = same_sets(ours, golden)
    for rho in ("rho01", "rho05"):
        np.testing.assert_allclose(
            ours.loc[same, f"camera_pvalue_{rho}"], golden.loc[same, f"camera_p_{rho}"], rtol=1e-6
        )


def test_known_effects_of_dexamethasone(found) -> None:
    """Himes et al. 2014 (doi:10.1371/journal.pone.0099625): glucocorticoid response."""
    table = found[found["collection"] == "hallmark"].set_index("term")
    for term in ("HALLMARK_ADIPOGENESIS", "HALLMARK_ANDROGEN_RESPONSE"):
        assert table.loc[term, "nes"] > 0
        assert table.loc[term, "padj"] < 0.05, term
