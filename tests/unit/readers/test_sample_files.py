"""Folders, and files that the sheet names, read into one table."""

import gzip
from pathlib import Path

import pytest

from resistance.inputs.counts_source import CountsSource
from resistance.readers.sample_files import read_sample_files
from workflow_runs import shared

STAR = "".join(f"{row}\t1\t2\t{n}\n" for n, row in enumerate(
    ("N_unmapped", "N_multimapping", "N_noFeature", "N_ambiguous"), start=3
))  # fmt: skip


def source(base, *samples, path="d", **more):
    rows = {name: row for row, name in enumerate(samples, start=2)}
    return CountsSource(base, path, rows=rows, **more)


@pytest.fixture
def star(tmp_path):
    for number in (1, 2):
        text = STAR + f"g2\t100\t1\t{99 * number}\ng1\t0\t0\t{number}\n"
        path = tmp_path / f"d/S{number}/ReadsPerGene.out.tab.gz"
        path.parent.mkdir(parents=True)
        path.write_bytes(gzip.compress(text.encode()))
        (path.parent / "Log.final.out").write_text("  Started |\tnow\n")
    return tmp_path


def test_a_folder_of_star(star) -> None:
    table, problems = read_sample_files(source(star, "S2", "S1"))
    assert problems == []
    assert (table.layout, table.columns[1]) == ("star", "d/S1/ReadsPerGene.out.tab.gz")
    assert table.matched(["S2", "S1"]) == {"S2": [2], "S1": [1]}
    assert table.matched(["S2"]) == {"S2": [2]}
    assert table.data[2].tolist() == [198, 2, 6, 4, 5, 3]
    assert table.data[0].tolist()[:3] == ["g2", "g1", "N_ambiguous"]
    assert "STAR's column reverse is used. 99.0% to 99.5% of the reads" in table.notes[0]
    assert "reverse" in table.why
    said = {row["item"]: (row["action"], row["n"], row["detail"]) for row in table.records}
    assert said == {
        "d/S1/ReadsPerGene.out.tab.gz": (
            "read", 2, "genes in the file of sample S1 (folders and known endings cut)"
        ),
        "d/S2/ReadsPerGene.out.tab.gz": (
            "read", 2, "genes in the file of sample S2 (folders and known endings cut)"
        ),
        "strandedness": ("listed", 2, "reverse"),
        "d/S1/Log.final.out": ("not_used", 1, "file that holds no counts"),
        "d/S2/Log.final.out": ("not_used", 1, "file that holds no counts"),
    }  # fmt: skip


def test_the_configuration_overrides_the_strand(star) -> None:
    table, _ = read_sample_files(source(star, "S1", "S2", strandedness="unstranded"))
    assert table.data[1].tolist()[0] == 100
    assert "the reads look reverse" in table.notes[0]


def test_samples_and_files_may_have_other_names(star) -> None:
    files = {"a": "S2/ReadsPerGene.out.tab.gz", "b": "S1/ReadsPerGene.out.tab.gz"}
    table, problems = read_sample_files(source(star, "a", "b", files=files))
    assert problems == []
    assert table.matched(["a", "b"]) == {"a": [2], "b": [1]}


def test_files_without_a_folder(tmp_path) -> None:
    for name in ("x.txt", "y.txt"):
        (tmp_path / name).write_text("g1\t5\ng2\t7\n")
    given = source(tmp_path, "a", "b", path=".", files={"a": "x.txt", "b": "y.txt"})
    table, problems = read_sample_files(given)
    assert (problems, table.columns) == ([], ["gene_id", "x.txt", "y.txt"])


def test_damage_is_named_file_by_file(tmp_path) -> None:
    (tmp_path / "d").mkdir()
    for name, value in (("S1", "5O"), ("S2", "-1")):
        rows = "".join(f"g{i}\t{i}\n" for i in range(20))
        (tmp_path / f"d/{name}.txt").write_text(f"gene\tcount\n{rows}x\t{value}\n")
    table, problems = read_sample_files(source(tmp_path, "S1", "S2"))
    assert table is None
    assert [(p.file, p.row, p.value) for p in problems] == [
        ("d/S1.txt", "22", "5O"),
        ("d/S2.txt", "22", "-1"),
    ]


def test_transcripts_become_genes_and_lengths_are_those_of_samples() -> None:
    folder = shared("data", "format_salmon_rsem/salmon/ERR188021/quant.sf.gz").parents[2]
    more = {"tx2gene": "tx2gene.csv.gz", "from_abundance": "offsets", "path": "salmon"}
    table, problems = read_sample_files(source(folder, "ERR188356", "ERR188021", **more))
    assert problems == []
    assert (table.layout, len(table.data)) == ("salmon", 25343)
    assert set(table.lengths.columns) == {"ERR188356", "ERR188021"}
    assert table.lengths.index.tolist() == table.data[0].tolist()
    listed = [row["item"] for row in table.records if row["source"] == "transcripts"]
    assert {"NR_001526", "NR_001526_1", "NR_001526_2"} <= set(listed)
    assert read_sample_files(source(folder, "ERR188356", path="salmon"))[1][0].column == (
        "counts.tx2gene"
    )


def test_the_order_of_the_sheet_changes_nothing(star) -> None:
    one, other = (
        read_sample_files(source(star, *names))[0] for names in (["S1", "S2"], ["S2", "S1"])
    )
    assert one.data.equals(other.data)
    assert one.columns == other.columns
    assert Path(one.files[0]).name == "ReadsPerGene.out.tab.gz"
