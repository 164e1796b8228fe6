"""The counts of a study, whatever they are."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resistance.count_formats.star import OUTSIDE
from resistance.inputs.counts_source import CountsSource
from resistance.inputs.import_counts import import_counts
from resistance.readers.counts import read_and_check, read_counts
from resistance.readers.resources import read_annotation
from resistance.readers.study import load_study
from resistance.readers.study_checks import look_at

ROOT = Path(__file__).parents[3]

TABLE = "gene\tS1\tx/S2.bam\nENSG00000000001\t5\t7\nENSG00000000002\t0\t1\n"


def source(base, *samples, path="c.tsv", **more):
    rows = {name: row for row, name in enumerate(samples, start=2)}
    return CountsSource(base, path, rows=rows, **more)


@pytest.fixture
def base(tmp_path):
    (tmp_path / "c.tsv").write_text(TABLE)
    (tmp_path / "htseq_S1.txt").write_text("g1\t5\n__no_feature\t1\n__ambiguous\t2\n")
    (tmp_path / "plain.txt").write_text("g1\t5\ng2\t6\n")
    return tmp_path


def test_a_table_says_what_it_is_and_whose_its_columns_are(base) -> None:
    table, problems = read_counts(source(base, "S1", "S2"))
    assert problems == []
    assert table.layout == "matrix"
    assert table.why
    assert table.matched(["S1", "S2"]) == {"S1": [1], "S2": [2]}


def test_the_sheet_names_columns(base) -> None:
    table, _ = read_counts(source(base, "a", "b", columns={"a": "x/S2.bam", "b": "S1"}))
    assert table.matched(["a", "b"]) == {"a": [2], "b": [1]}


def test_the_sheet_may_name_the_table_for_each_sample(base) -> None:
    files = {"a": "c.tsv", "b": "./c.tsv"}
    table, problems = read_counts(source(base, "a", "b", columns={"a": "S1"}, files=files))
    assert problems == []
    assert table.matched(["a"]) == {"a": [1]}


@pytest.mark.parametrize(
    ("columns", "row", "said", "hint"),
    [
        ({"a": "s1"}, "2", "No column of c.tsv has this name.", 'Did you mean "S1"?'),
        ({"a": "S1", "b": "S1"}, "3", "The sheet names this column for several samples.", ""),
        ({"b": "gene"}, "3", "No column of c.tsv has this name.", ""),
    ],
)
def test_columns_that_the_sheet_names_must_be_there(base, columns, row, said, hint) -> None:
    table, (problem,) = read_counts(source(base, "a", "b", columns=columns))
    assert table is None
    assert (problem.file, problem.row, problem.column) == ("samples", row, "column")
    assert (problem.message, problem.hint) == (said, hint)


def test_a_file_of_one_sample_is_read_as_such(base) -> None:
    table, problems = read_counts(source(base, "htseq_S1", path="htseq_S1.txt"))
    assert (problems, table.layout) == ([], "htseq")
    table, problems = read_counts(source(base, "plain", path="plain.txt"))
    assert (problems, table.data[1].tolist()) == ([], [5, 6])


@pytest.mark.parametrize(
    ("path", "wanted", "said"),
    [
        ("c.tsv", "star", "counts.format is star, but this file looks like matrix"),
        ("htseq_S1.txt", "matrix", "counts.format is matrix, but this file looks like htseq-count"),
        ("c.tsv", "featurecounts", "this is not what featureCounts writes"),
    ],
)
def test_a_format_that_is_named_is_that_of_the_file(base, path, wanted, said) -> None:
    table, (problem,) = read_counts(source(base, "S1", path=path, format=wanted))
    assert table is None
    assert said in problem.message


def study_of_star(base, **sheet):
    """Write a study whose counts are a folder of STAR files, and load it."""
    samples = ["R1", "R2", "P1", "P2"]
    (base / "star").mkdir()
    rng = np.random.default_rng(1)
    for sample in samples:
        values = rng.poisson(100, 3000)
        top = "".join(f"{row}\t9\t9\t9\n" for row in OUTSIDE)
        rows = "".join(f"ENSG{i:011d}\t{n}\t{n % 3}\t{n}\n" for i, n in enumerate(values))
        (base / f"star/{sample}ReadsPerGene.out.tab").write_text(top + rows)
    frame = {"sample": samples, "condition": ["r", "r", "p", "p"]} | sheet
    pd.DataFrame(frame).to_csv(base / "s.tsv", sep="\t", index=False)
    (base / "k.tsv").write_text("id\tvariable\treference\ttarget\nr_p\tcondition\tp\tr\n")
    config = {
        "study": {"name": "n", "organism": "other", "drug": {"name": "d", "class": "other"}},
        "samples": "s.tsv",
        "contrasts": "k.tsv",
        "design": "~ condition",
        "counts": {"path": "star"},
    }
    return load_study(config, base, ROOT / "workflow/schemas", ROOT / "resources")


def test_a_study_of_a_folder_is_looked_at_as_a_whole(tmp_path) -> None:
    study, problems = study_of_star(tmp_path)
    assert problems == []
    look = look_at(study)
    assert look.problems == []
    said = [note for note in look.study.notes if note.startswith("star: ")]
    assert len(said) == 2
    assert "STAR's column reverse is used." in said[0]
    assert "R1 is star/R1ReadsPerGene.out.tab" in said[1]
    imported = import_counts(
        look.counts, ["R1", "R2", "P1", "P2"], read_annotation(Path(), "other")
    )
    files = imported.inputs[imported.inputs["item"].str.startswith("star/")]
    assert files["action"].to_list() == ["read"] * 4
    totals = imported.inputs[imported.inputs["item"] == ""].set_index("action")["n"]
    assert totals["read"] == 3004
    assert imported.counts.shape == (3000, 4)


def test_files_of_the_sheet_are_looked_for_at_once(tmp_path) -> None:
    names = ["R1ReadsPerGene.out.tab", "r2", "../../x", ""]
    _, problems = study_of_star(tmp_path, file=names)
    assert [(p.file, p.row, p.column, p.value) for p in problems] == [
        ("s.tsv", "3", "file", "r2"),
        ("s.tsv", "4", "file", "../../x"),
    ]


def test_samples_and_values_are_checked(base) -> None:
    table, problems = read_and_check(source(base, "S1", "S3"), {2: "S1", 3: "S3"})
    assert table is not None
    assert [(problem.row, problem.value) for problem in problems] == [("3", "S3")]
    assert read_and_check(source(base, path="none"), {})[1][0].message == (
        "The file does not exist."
    )
