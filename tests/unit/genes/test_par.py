"""The pseudo-autosomal trap: every annotation's spelling, every counter's result."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resistance.columns import INPUTS
from resistance.genes.gene_ids import Annotation, map_gene_ids
from resistance.genes.par import (
    DEPENDENT,
    SENTINELS,
    Merged,
    dropout,
    merge_duplicates,
    par_sentinel,
)
from resistance.readers.resources import read_annotation

ROOT = Path(__file__).parents[3]
IL3RA = "ENSG00000185291"
SAMPLES = ["parental 1", "parental 2", "resistant 1", "resistant 2"]
#: Reads of a sample relative to the first, so that no two columns are equal.
DEPTH = np.array([1.0, 1.2, 0.9, 1.4])
#: X and Y count of 1,000 reads, whether the user must be asked, the right answer, right total.
SET_UPS = {
    "Y masked": (1000, 0, False, "", 1000),
    "Y unmasked, STAR or featureCounts as they come": (0, 0, False, "", 0),
    "Y unmasked, GTF without Y copies": (137, None, False, "", 137),
    "featureCounts -M": (1000, 1000, True, "x_only", 1000),
    "featureCounts -M --fraction": (500, 500, True, "sum", 1000),
    "featureCounts -M --primary": (1000, 0, False, "", 1000),
    "salmon as it comes": (0, 1000, False, "", 1000),
    "salmon --keepDuplicates": (500, 500, True, "sum", 1000),
}


@pytest.fixture(scope="module")
def human() -> Annotation:
    return read_annotation(ROOT / "resources" / "annotation", "human")


def spell_y(annotation: Annotation, x: str, style: str) -> str:
    if style == "old GENCODE":
        return x.replace("ENSG0", "ENSGR")
    if style == "GENCODE to 43":
        return f"{x}.12_PAR_Y"
    pairs = dict(zip(annotation.par["ensembl_x"], annotation.par["ensembl_y"], strict=True))
    return pairs[x]


def table(annotation: Annotation, x: int, y: int | None, style: str) -> pd.DataFrame:
    """Counts of 100 ordinary genes and of the PAR genes as a counter gives them."""
    ordinary = annotation.genes[annotation.genes["chromosome"] == "1"].head(100)["ensembl_id"]
    rows = dict.fromkeys(ordinary, 40.0 * DEPTH)
    for name in [*SENTINELS.values(), *DEPENDENT.values()]:
        rows[f"{name}.12" if style == "GENCODE to 43" else name] = x * DEPTH
        if y is not None:
            rows[spell_y(annotation, name, style)] = y * DEPTH
    return pd.DataFrame.from_dict(rows, orient="index", columns=SAMPLES).round().astype(int)


def merge(counts: pd.DataFrame, annotation: Annotation, **options: str) -> Merged:
    return merge_duplicates(counts, map_gene_ids(list(counts.index), annotation), **options)


def genes_of(merged: Merged, counts: pd.DataFrame, annotation: Annotation) -> pd.DataFrame:
    mapping = map_gene_ids(list(counts.index), annotation).drop_duplicates("gene_id")
    return mapping.set_index("gene_id").loc[merged.counts.index].reset_index()


@pytest.mark.parametrize("style", ["old GENCODE", "GENCODE to 43", "Ensembl 110"])
@pytest.mark.parametrize("set_up", list(SET_UPS))
def test_each_counter_with_each_annotation(human: Annotation, set_up: str, style: str) -> None:
    x, y, ambiguous, choice, total = SET_UPS[set_up]
    counts = table(human, x, y, style)
    merged = merge(counts, human)
    assert bool(merged.problems) == ambiguous
    if ambiguous:
        assert merged.problems[0].column == "counts.par_duplicates"
        assert merged.problems[0].allowed == "sum, x_only"
        assert "10 pseudo-autosomal genes" in merged.problems[0].message
        merged = merge(counts, human, par_duplicates=choice)
        assert not merged.problems
    assert merged.counts.loc[IL3RA].tolist() == (total * DEPTH).round().tolist()
    assert merged.counts.index.is_unique
    assert len(merged.counts) == 110
    assert merged.counts.dtypes.eq(counts.dtypes).all()

    genes = genes_of(merged, counts, human)
    measurable = dropout(merged.counts, genes, "human").set_index("gene_id")["measurable"]
    lost = total == 0
    assert (measurable[IL3RA] == "no") == lost
    assert (measurable == "no").sum() == (10 if lost else 0)
    check = par_sentinel(merged.counts / DEPTH, genes).iloc[0]
    assert check["status"] == ("pass" if total == 1000 else "fail")


@pytest.mark.parametrize("style", ["old GENCODE", "GENCODE to 43", "Ensembl 110"])
def test_every_merge_is_logged(human: Annotation, style: str) -> None:
    counts = table(human, 600, 400, style)
    merged = merge(counts, human)
    assert list(merged.merges.columns) == list(INPUTS)
    assert set(merged.merges["action"]) == {"summed"}
    assert set(merged.merges["source"]) == {"counts"}
    row = merged.merges.set_index("item").loc[IL3RA]
    assert row["n"] == 2
    assert spell_y(human, IL3RA, style) in row["detail"]
    assert "1800 reads were on Y" in row["detail"]  # 400 * (1 + 1.2 + 0.9 + 1.4)
    assert len(merged.merges) == 10


def test_the_x_rows_alone_are_used_on_request_and_the_y_rows_are_listed(human: Annotation) -> None:
    counts = table(human, 1000, 1000, "Ensembl 110")
    counts.loc["ENSG00000292332"] += 1  # IL3RA: no longer equal
    merged = merge(counts, human, par_duplicates="x_only")
    assert not merged.problems
    unused = merged.merges[merged.merges["action"] == "not_used"]
    assert len(unused) == 9
    assert merged.counts.loc["ENSG00000169100"].tolist() == (1000 * DEPTH).tolist()
    assert merged.counts.loc[IL3RA].tolist() == (2000 * DEPTH + 1).tolist()
    assert any("IL3RA" in note for note in merged.notes)


def test_a_y_row_without_its_x_row_keeps_its_reads(human: Annotation) -> None:
    counts = table(human, 10, None, "Ensembl 110").rename(index={IL3RA: "ENSG00000292332"})
    merged = merge(counts, human)
    assert merged.counts.loc[IL3RA].tolist() == (10 * DEPTH).round().tolist()
    assert merged.merges["action"].tolist() == ["renamed"]
    assert merged.merges["item"].tolist() == ["ENSG00000292332"]
    assert not merged.problems


def test_versions_are_summed_and_nothing_else(human: Annotation) -> None:
    counts = pd.DataFrame(
        {"a": [1, 2, 4, 8, 16], "b": [0, 0, 0, 0, 32]},
        index=["ENSG00000000003.14", "ENSG00000000003.15", "ABCB1", "MDR1", "RP11-34P13.7"],
    )
    merged = merge(counts, human)
    assert merged.counts["a"].to_dict() == {
        "ABCB1": 4,
        "ENSG00000000003": 3,
        "MDR1": 8,
        "RP11-34P13.7": 16,
    }
    assert merged.merges[["action", "item", "n"]].to_numpy().tolist() == [
        ["listed", "ENSG00000085563", 2],
        ["summed", "ENSG00000000003", 2],
    ]
    assert not merged.problems


def test_an_id_that_stands_twice_is_a_problem(human: Annotation) -> None:
    counts = pd.DataFrame({"a": [1, 2, 3]}, index=["IL3RA", "IL3RA", "ABCB1"])
    merged = merge(counts, human, file="config/counts.tsv")
    assert len(merged.problems) == 1
    assert merged.problems[0].file == "config/counts.tsv"
    assert merged.problems[0].value == "IL3RA"
    assert "1 gene id stands in more than one row: IL3RA" in merged.problems[0].message


def test_the_config_is_held_against_the_counts(human: Annotation) -> None:
    unmasked = merge(table(human, 600, 400, "Ensembl 110"), human, par_y_masked="yes")
    assert any("par_y_masked is yes" in note for note in unmasked.notes)
    masked = table(human, 1000, 0, "Ensembl 110")
    assert merge(masked, human, par_y_masked="yes").notes == []
    no_effect = merge(masked, human, par_duplicates="x_only")
    assert any("no effect" in note for note in no_effect.notes)
    with pytest.raises(ValueError, match="par_duplicates"):
        merge(masked, human, par_duplicates="both")


def test_an_empty_table_merges_to_an_empty_table(human: Annotation) -> None:
    counts = pd.DataFrame(columns=SAMPLES, index=pd.Index([], dtype=object), dtype=int)
    merged = merge(counts, human)
    assert merged.counts.shape == (0, 4)
    assert merged.merges.empty
    assert not merged.problems


@given(order=st.permutations(range(20)), seed=st.integers(0, 5))
def test_order_never_matters_and_no_read_is_lost(
    human: Annotation, order: list[int], seed: int
) -> None:
    counts = table(human, 700, 300, "GENCODE to 43").tail(20)
    noise = np.random.default_rng(seed).integers(0, 50, counts.shape)
    counts = counts + noise
    merged = merge(counts, human)
    shuffled = merge(counts.iloc[order], human)
    pd.testing.assert_frame_equal(merged.counts, shuffled.counts)
    pd.testing.assert_frame_equal(merged.merges, shuffled.merges)
    assert merged.counts.to_numpy().sum() == counts.to_numpy().sum()
