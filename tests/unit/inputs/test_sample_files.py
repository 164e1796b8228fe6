"""Which files of a folder are the counts of which sample."""

from pathlib import Path

import pytest

from resistance.count_formats.detect import Detected
from resistance.inputs.counts_source import CountsSource
from resistance.inputs.sample_files import choose

STAR = Detected("star", "rows on top")
LOG = Detected("")
TABLE = Detected("matrix", "a table", columns=("count",))
WIDE = Detected("matrix", "a table", columns=("S1", "S2"))


def source(*samples, **more):
    rows = {name: row for row, name in enumerate(samples, start=2)}
    return CountsSource(Path(), "d", rows=rows, **more)


def test_files_are_found_by_content_and_samples_by_name() -> None:
    found = {
        "d/S1ReadsPerGene.out.tab": STAR,
        "d/S2ReadsPerGene.out.tab": STAR,
        "d/S3ReadsPerGene.out.tab": STAR,
        "d/S1.log": LOG,
        "d/genes.tsv": TABLE,
    }
    chosen = choose(found, {}, source("S1", "S2"))
    assert chosen.problems == []
    assert (chosen.format, chosen.files["S1"]) == ("star", "d/S1ReadsPerGene.out.tab")
    assert chosen.why == "rows on top (2 files, such as d/S1ReadsPerGene.out.tab)"
    assert {row["item"]: row["detail"] for row in chosen.records} == {
        "d/S1.log": "file that holds no counts",
        "d/S3ReadsPerGene.out.tab": "file of counts of no sample that is used",
        "d/genes.tsv": "file of another kind (tables)",
    }


def test_the_sheet_may_name_some_files() -> None:
    found = {"d/S1.tab": STAR, "d/x.tab": STAR, "d/y.tab": STAR}
    chosen = choose(found, {"S2": "d/x.tab"}, source("S1", "S2"))
    assert chosen.files == {"S1": "d/S1.tab", "S2": "d/x.tab"}
    assert chosen.how == {"S1": "folders and known endings cut", "S2": "the sheet names it"}


def test_without_a_sheet_all_files_are_taken() -> None:
    assert set(choose({"d/a": STAR, "d/b": STAR}, {}, source()).files) == {"d/a", "d/b"}


def test_headers_name_samples_where_no_file_does() -> None:
    found = {f"d/{i}": Detected("matrix", "t", columns=(f"S{i}.bam",)) for i in "12"}
    assert choose(found, {}, source("S1", "S2")).files == {"S1": "d/1", "S2": "d/2"}


def test_one_kind_of_files_of_a_tool_is_read() -> None:
    found = {
        f"d/S1.{kind}.results": Detected("rsem", "r", variant=kind)
        for kind in ("genes", "isoforms")
    }
    chosen = choose(found, {}, source("S1"))
    assert chosen.files == {"S1": "d/S1.genes.results"}
    assert chosen.records[0]["detail"].startswith("file of counts (isoforms)")
    found = {"d/S1/abundance.h5": Detected("kallisto", "k", variant="h5")}
    assert choose(found, {}, source("S1")).files == {"S1": "d/S1/abundance.h5"}
    found["d/S1/abundance.tsv"] = Detected("kallisto", "k")
    assert choose(found, {}, source("S1")).files == {"S1": "d/S1/abundance.tsv"}


@pytest.mark.parametrize(
    ("found", "more", "said"),
    [
        ({"d/a.log": LOG}, {}, "The folder holds no file of counts."),
        ({}, {}, "The folder holds no file of counts."),
        (
            {"d/S1.tab": STAR, "d/S1.txt": Detected("htseq", "h")},
            {},
            "several formats: STAR's ReadsPerGene.out.tab (1, such as d/S1.tab), htseq-count (1,",
        ),
        ({"d/S1.tab": STAR}, {"format": "salmon"}, "but no file of the folder is of that format."),
        ({"d/counts.tsv": WIDE}, {}, "no file of counts for each sample, but tables of several"),
        ({"d/x.tab": STAR}, {}, "No file has the name of a sample of samples (S1)."),
        ({"d/S1.tab": Detected("dexseq", refused="Exon bins.")}, {}, "Exon bins."),
    ],
)
def test_what_cannot_be_used_is_said(found, more, said) -> None:
    (problem,) = choose(found, {}, source("S1", **more)).problems
    assert said in problem.message


def test_each_sample_without_a_file_or_with_two_is_named() -> None:
    found = {"d/S1.tab": STAR, "d/a/S2.tab": STAR, "d/b/S2.tab": STAR}
    first, second = choose(found, {}, source("S1", "S2", "S11")).problems
    assert (first.row, first.value) == ("3", "S2")
    assert "2 files of d may be this sample: d/a/S2.tab, d/b/S2.tab" in first.message
    assert (second.row, second.value) == ("4", "S11")
    assert 'Did you mean "S1"?' in second.hint


def test_a_damaged_file_of_a_sample_is_named() -> None:
    found = {"d/S1.tab": STAR, "d/S2.tab": LOG}
    (problem,) = choose(found, {}, source("S1", "S2")).problems
    assert problem.message == (
        "d/S2.tab is named like this sample, but is no file of STAR's ReadsPerGene.out.tab."
    )
    assert "damaged or cut short" in problem.hint


@pytest.mark.parametrize(
    ("named", "row", "said"),
    [
        ({"S1": "d/a", "S2": "d/a"}, "2", "names this file for several samples"),
        ({"S1": "d/a", "S2": "d/log"}, "3", "holds no counts that we know"),
    ],
)
def test_files_that_the_sheet_names_must_be_of_use(named, row, said) -> None:
    found = {"d/a": STAR, "d/log": LOG}
    problems = choose(found, named, source("S1", "S2")).problems
    assert (problems[0].row, problems[0].column) == (row, "file")
    assert said in problems[0].message


def test_a_file_that_the_sheet_names_must_be_of_the_format() -> None:
    found = {"d/a": STAR, "d/b": Detected("htseq", "h")}
    (problem,) = choose(found, {"S2": "d/b"}, source("S1", "S2", format="star")).problems
    assert "of another format (htseq-count; others: STAR's" in problem.message


def test_a_column_of_the_sheet_chooses_within_wide_tables() -> None:
    chosen = choose({"d/S1.tsv": WIDE}, {}, source("S1", columns={"S1": "S2"}))
    assert (chosen.problems, chosen.files) == ([], {"S1": "d/S1.tsv"})
