import numpy as np
import pandas as pd
import pytest

from resistance.enrichment.prerank import Prerank
from resistance.enrichment.proliferation import follow_proliferation, proliferation_genes

GENES = [f"S{i:04d}" for i in range(600)]
CYCLE = [f"S{i:04d}" for i in range(0, 40)]


@pytest.fixture(scope="module")
def tested():
    rng = np.random.default_rng(5)
    stat = rng.normal(size=600)
    stat[:40] += 3  # the cell cycle
    stat[40:80] += 2.5  # another change
    statistic = pd.Series(stat, index=GENES).sort_values(ascending=False)
    sets = {
        "cycle and others": CYCLE[:15] + GENES[200:225],
        "cycle alone": CYCLE[10:28],
        "change": GENES[40:60],
        "change and cycle": GENES[50:70] + CYCLE[20:25],
        "nothing": GENES[300:330],
    }
    gsea = Prerank(statistic)
    collections = {"x": sets}
    table = gsea.test(collections)
    return table, follow_proliferation(table, collections, CYCLE, gsea.test)


def test_sets_that_hang_on_the_cell_cycle_are_marked(tested) -> None:
    table, found = tested
    marks = dict(zip(table["term"], found["follows_proliferation"], strict=True))
    assert marks == {
        "cycle and others": "yes",
        "cycle alone": "yes",
        "change": "no",
        "change and cycle": "no",
        "nothing": "",
    }


def test_numbers_stand_beside_the_mark(tested) -> None:
    table, found = tested
    rows = found.set_index(table["term"])
    assert rows.loc["cycle alone", ["nes_without_proliferation"]].isna().all()
    assert rows.loc["cycle and others", "padj_without_proliferation"] > 0.05
    whole = table.set_index("term")
    assert rows.loc["change", "padj_without_proliferation"] == whole.loc["change", "padj"]
    assert rows.loc["change", "nes_without_proliferation"] == whole.loc["change", "nes"]
    assert (
        rows.loc["nothing", "padj_without_proliferation":"nes_without_proliferation"].isna().all()
    )


def test_without_the_genes_nothing_is_asked(tested) -> None:
    table, _ = tested
    found = follow_proliferation(table, {}, (), lambda sets: pytest.fail("tested"))
    assert set(found["follows_proliferation"]) == {""}
    assert found["nes_without_proliferation"].isna().all()


def test_genes_are_those_of_hallmark() -> None:
    sets = {"HALLMARK_E2F_TARGETS": ["A"], "HALLMARK_G2M_CHECKPOINT": ["B", "A"], "OTHER": ["C"]}
    assert proliferation_genes({"hallmark": sets}) == {"A", "B"}
    assert proliferation_genes({"reactome": {}}) == frozenset()
