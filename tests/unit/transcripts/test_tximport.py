import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resistance.columns import INPUTS
from resistance.count_formats.base import SampleCounts
from resistance.transcripts.tx2gene import Tx2Gene
from resistance.transcripts.tximport import summarise

IDS = ["t1", "t2", "t3", "t4", "t5"]
TABLE = Tx2Gene("t.tsv", {"t1": "b", "t2": "b", "t3": "a", "t4": "c"}, own=True)
COUNTS = {"S1": [10.0, 20, 0, 0, 7], "S2": [1.0, 0, 5, 0, 0], "S3": [4.0, 4, 8, 0, 1]}
LENGTHS = {
    "S1": [100.0, 200, 50, 30, 9],
    "S2": [110.0, 210, 60, 40, 9],
    "S3": [90.0, 190, 80, 50, 9],
}


def sample(name: str, order=range(5), **changed) -> SampleCounts:
    counts, lengths = np.array(COUNTS[name]), np.array(LENGTHS[name])
    abundance = counts / lengths
    order = list(order)
    values = {
        "name": f"{name}.sf",
        "ids": [IDS[i] for i in order],
        "rows": np.arange(len(order)) + 2,
        "counts": {"": counts[order]},
        "level": "transcript",
        "lengths": lengths[order],
        "abundance": (abundance / abundance.sum() * 1e6)[order],
    }
    return SampleCounts(**(values | changed))


SAMPLES = {name: sample(name) for name in ("S3", "S1", "S2")}


def test_sums_and_lengths() -> None:
    found = summarise(SAMPLES, TABLE, "offsets")
    assert found.problems == []
    assert list(found.counts.columns) == ["S3", "S1", "S2"]
    assert list(found.counts.index) == list(found.lengths.index) == ["a", "b", "c"]
    assert found.counts["S1"].to_list() == [0, 30, 0]
    # weighted by abundance: (10/100 * 100 + 20/200 * 200) / (10/100 + 20/200)
    assert found.lengths.loc["b", "S1"] == pytest.approx(150)
    assert found.lengths.loc["b", "S2"] == pytest.approx(110)


def test_lengths_where_a_sample_has_none_of_a_gene() -> None:
    lengths = summarise(SAMPLES, TABLE, "offsets").lengths
    assert lengths.loc["a", "S1"] == pytest.approx(np.sqrt(60 * 80))
    assert lengths.loc["c"].to_list() == pytest.approx([40, 40, 40])


def test_counts_from_abundance() -> None:
    plain = summarise(SAMPLES, TABLE, "offsets")
    kept = plain.counts.sum()
    scaled = summarise(SAMPLES, TABLE, "scaledTPM").counts
    by_length = summarise(SAMPLES, TABLE, "lengthScaledTPM").counts
    for counts in (scaled, by_length):
        pd.testing.assert_series_equal(counts.sum(), kept)
    per_base = pd.Series({"a": 8 / 80, "b": 4 / 90 + 4 / 190, "c": 0.0})
    np.testing.assert_allclose(scaled["S3"], per_base / per_base.sum() * 16)
    made = per_base * plain.lengths.mean(axis=1)
    np.testing.assert_allclose(by_length["S3"], made / made.sum() * 16)


def test_every_transcript_is_accounted_for() -> None:
    found = summarise(SAMPLES, TABLE, "lengthScaledTPM")
    rows = pd.DataFrame(found.records)
    assert list(rows) == list(INPUTS)
    said = rows[["action", "item", "n"]].to_numpy().tolist()
    assert said[:3] == [["read", "", 5], ["summed", "", 4], ["not_used", "", 1]]
    assert said[-1] == ["not_used", "t5", 1]
    assert rows["detail"].iloc[-1] == "transcript without a gene; 8.0 reads in all"
    assert "1 have no known gene and are left out, with 13% of the reads" in found.notes[0]


def test_genes_beside_the_transcripts() -> None:
    genes = ["b", "b", "a", "c", "d"]
    samples = {name: sample(name, genes=genes) for name in COUNTS}
    found = summarise(samples, None, "offsets")
    assert list(found.counts.index) == ["a", "b", "c", "d"]
    # a table of the study's own is what the study wants
    assert list(summarise(samples, TABLE, "offsets").counts.index) == ["a", "b", "c"]


def test_genes_keep_their_counts() -> None:
    samples = {name: sample(name, level="gene") for name in COUNTS}
    found = summarise(samples, None, "lengthScaledTPM")
    assert found.counts["S1"].to_list() == COUNTS["S1"]
    assert found.lengths["S2"].to_list() == LENGTHS["S2"]
    assert found.records == []


def test_files_of_two_references() -> None:
    other = sample("S2", order=[0, 1, 2])
    (problem,) = summarise(SAMPLES | {"S2": other}, TABLE, "offsets").problems
    assert (problem.file, problem.value) == ("S2.sf", "t4")
    assert "0 stand only here, 2 only there" in problem.message
    assert "t4, t5 are only in S3.sf" in problem.hint


@pytest.mark.parametrize("own", [True, False])
def test_a_table_of_another_annotation(own) -> None:
    table = Tx2Gene("t.tsv", {"t1": "b"}, own)
    found = summarise(SAMPLES, table, "offsets")
    (problem,) = found.problems
    assert found.counts.empty
    assert problem.file == ("t.tsv" if own else "config/config.yaml")
    assert problem.message == (
        "The genes of 4 of the 5 transcripts are not known to t.tsv (75% of the reads), such as "
        "t2 in S3.sf."
    )


def test_most_reads_without_a_gene() -> None:
    few = {"t3": "a", "t4": "c", "t5": "d"}
    (problem,) = summarise(SAMPLES, Tx2Gene("t.tsv", few, True), "offsets").problems
    assert "2 of the 5 transcripts are not known to t.tsv (65% of the reads)" in problem.message


def test_half_unknown_is_noted_only() -> None:
    samples = {name: sample(name, order=range(4)) for name in COUNTS}
    assert summarise(samples, Tx2Gene("t", {"t1": "b", "t2": "b"}, True), "offsets").problems == []


@given(st.permutations(range(5)), st.permutations(["S1", "S2", "S3"]))
def test_order_changes_no_bit(order, names) -> None:
    shuffled = {name: sample(name, order) for name in names}
    found = summarise(shuffled, TABLE, "lengthScaledTPM")
    expected = summarise(SAMPLES, TABLE, "lengthScaledTPM")
    assert found.counts[list(SAMPLES)].equals(expected.counts)
    assert found.lengths[list(SAMPLES)].equals(expected.lengths)
    assert list(found.counts.columns) == list(names)
    assert found.records == expected.records
