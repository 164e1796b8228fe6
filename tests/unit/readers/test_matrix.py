from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resistance.inputs.counts_source import CountsSource
from resistance.readers.counts import read_and_check
from resistance.readers.matrix import read_matrix

ROOT = Path(__file__).parents[3]
SHARED = ROOT / "../shared/data"


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"needs {path}")
    return path


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "c.tsv"
    path.write_text(text)
    return path


def test_types_of_columns(tmp_path) -> None:
    text = "id\tS1\tS2\tnote\n1\t5\t1.0\tNA\n2\t6\t0.5\tNone\n"
    table, problems = read_matrix(write(tmp_path, text), "c")
    assert problems == []
    assert table.layout == "matrix"
    assert list(table.data[0]) == ["1", "2"]
    assert [table.data[i].dtype.kind for i in (1, 2)] == ["i", "f"]
    assert list(table.data[3]) == ["NA", "None"]
    assert table.rows == [2, 3]
    assert table.cell(1, 2) == "0.5"


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("S1\tS2\ng\t1\t2\n", ["gene_id", "S1", "S2"]),
        ("\tS1\tS2\ng\t1\t2\n", ["gene_id", "S1", "S2"]),
        ("#id\tS1\ng\t1\n", ["#id", "S1"]),
        ("# made by me\n#more\nid\tS1\ng\t1\n", ["id", "S1"]),
        ('"","S1"\n"g",1\n', ["gene_id", "S1"]),
        ("S1\ng\t1\n", ["gene_id", "S1"]),
    ],
)
def test_headers(tmp_path, text, columns) -> None:
    table, problems = read_matrix(write(tmp_path, text), "c")
    assert problems == []
    assert table.columns == columns
    assert list(table.data[0]) == ["g"]


def test_separators_inside_quotation_marks(tmp_path) -> None:
    table, problems = read_matrix(write(tmp_path, 'id,name,S1\ng,"a, b",5\n'), "c")
    assert problems == []
    assert table.cell(0, 1) == "a, b"


def test_short_rows_are_never_filled_up(tmp_path) -> None:
    table, problems = read_matrix(write(tmp_path, "id\tS1\tS2\ng\t1\t2\nh\t1\n"), "c")
    assert table is None
    assert (problems[0].row, problems[0].value) == ("3", "h")


def test_real_featurecounts_table() -> None:
    table, problems = read_matrix(shared("format_featurecounts/featureCounts.txt"), "f")
    assert problems == []
    assert (table.layout, len(table.data), table.header_row) == ("featurecounts", 1378, 2)
    samples = dict(enumerate(["HBR_1", "UHR_3"], start=2))
    path = shared("format_featurecounts/featureCounts.txt")
    source = CountsSource(path.parent, path.name, "featurecounts")
    assert read_and_check(source, samples)[1] == []


def test_real_dates_of_excel_are_told() -> None:
    path = shared("rat_methimazole_excel_damaged/counts_excel_mangled_dup_symbols.tsv.gz")
    problems = read_and_check(CountsSource(path.parent, path.name), {2: "MET_1"})[1]
    assert [problem.value for problem in problems] == ["1-Mar", "2-Mar"]
    assert [problem.row for problem in problems] == ["7239", "7241"]


@pytest.mark.parametrize(("genes", "samples"), [(20_000, 6), (64_000, 8)])
def test_large_tables_have_no_problems(tmp_path, genes, samples) -> None:
    names = [f"S{i}" for i in range(samples)]
    counts = np.random.default_rng(1).negative_binomial(1, 0.01, (genes, samples))
    frame = pd.DataFrame(counts, columns=names, index=[f"ENSG{i:011d}.3" for i in range(genes)])
    frame.to_csv(tmp_path / "c.tsv.gz", sep="\t", index_label="gene_id", compression={
        "method": "gzip", "compresslevel": 1})  # fmt: skip
    sheet = dict(enumerate(names, start=2))
    source = CountsSource(tmp_path, "c.tsv.gz", organism="human")
    assert read_and_check(source, sheet, ROOT / "resources")[1] == []
