"""Which files the counts may be read from; nothing is opened."""

import os

import pandas as pd
import pytest

from resistance.inputs.counts_source import CountsSource
from resistance.readers.count_files import absent_counts, counts_files, listed_files


@pytest.fixture
def study(tmp_path):
    for name in ("d/S1/quant.sf", "d/S2/quant.sf", "d/S1/x.bam", "d/.hidden", "one.tsv", "tx.csv"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    return tmp_path


def test_a_file_is_itself(study) -> None:
    assert counts_files(CountsSource(study, "one.tsv")) == (["one.tsv"], [])


def test_a_folder_is_what_may_be_counts_in_it(study) -> None:
    assert counts_files(CountsSource(study, "d")) == (["d/S1/quant.sf", "d/S2/quant.sf"], [])
    listed, _ = counts_files(CountsSource(study / "elsewhere", str(study / "d")))
    assert listed == [str(study / "d/S1/quant.sf"), str(study / "d/S2/quant.sf")]


def test_links_in_a_circle_end(study) -> None:
    (study / "d/S2/up").symlink_to(study / "d")
    (study / "d/S2/gone").symlink_to(study / "nowhere")
    assert counts_files(CountsSource(study, "d"))[0] == ["d/S1/quant.sf", "d/S2/quant.sf"]


def test_files_that_the_sheet_names_for_all_samples_are_all(study) -> None:
    rows = {"A": 2, "B": 3}
    source = CountsSource(study, "d", files={"A": "S2/quant.sf", "B": "S1/x.bam"}, rows=rows)
    assert counts_files(source) == (["d/S1/x.bam", "d/S2/quant.sf"], [])
    source = CountsSource(study, "d", files={"A": "S1/x.bam"}, rows=rows)
    assert counts_files(source)[0] == ["d/S1/quant.sf", "d/S1/x.bam", "d/S2/quant.sf"]


def test_files_of_no_sample_are_no_dependency(study) -> None:
    source = CountsSource(study, "d", rows={"S1": 2})
    assert counts_files(source)[0] == ["d/S1/quant.sf"]
    assert listed_files(source)[0] == ["d/S1/quant.sf", "d/S2/quant.sf"]
    # a sample whose file has another name may have any
    source = CountsSource(study, "d", rows={"S1": 2, "x": 3})
    assert counts_files(source)[0] == ["d/S1/quant.sf", "d/S2/quant.sf"]


def test_what_we_write_is_no_input(study) -> None:
    for name in ("results/counts.tsv", "logs/x", "d/results/S3.tsv"):
        (study / name).parent.mkdir(exist_ok=True)
        (study / name).write_text("")
    listed = ["d/S1/quant.sf", "d/S2/quant.sf", "d/results/S3.tsv", "one.tsv", "tx.csv"]
    assert listed_files(CountsSource(study, "."))[0] == listed


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nope", "The file does not exist."),
        ("S1", "This is a folder, not a file."),
        ("../../outside", "leads out of the study's folder"),
        ("/etc/passwd", "leads out of the study's folder"),
        ("link", "A link leads out of the study's folder"),
    ],
)
def test_names_of_the_sheet_are_not_trusted(study, name, said) -> None:
    (study.parent / "outside").write_text("")
    os.symlink(study.parent / "outside", study / "d/link")
    source = CountsSource(study, "d", files={"A": name}, rows={"A": 2, "B": 3})
    (problem,) = counts_files(source)[1]
    assert (problem.file, problem.row, problem.column) == ("samples", "2", "file")
    assert said in problem.message


def test_the_config_may_trust_them(study) -> None:
    (study.parent / "outside").write_text("")
    files = {"A": "../../outside"}
    source = CountsSource(study, "d", files=files, rows={"A": 2}, allow_outside=True)
    assert counts_files(source) == (["../outside"], [])


def test_missing_counts_and_genes_of_transcripts(study) -> None:
    def messages(counts):
        found = absent_counts({"counts": counts}, pd.DataFrame({"sample": ["A"]}, [2]), study)
        return [(problem.file, problem.message) for problem in found]

    assert messages({"path": "d", "tx2gene": "tx.csv"}) == []
    assert messages({"path": "D", "tx2gene": "t.csv"}) == [
        ("D", "The file does not exist."),
        ("t.csv", "The file does not exist."),
    ]
    (study / "empty").mkdir()
    assert messages({"path": "empty"}) == [
        ("empty", "The folder holds no file that may be counts.")
    ]
