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


def test_real_dates_of_excel_are_no_reason_to_refuse() -> None:
    path = shared("rat_methimazole_excel_damaged/counts_excel_mangled_dup_symbols.tsv.gz")
    problems = read_and_check(CountsSource(path.parent, path.name), {2: "MET_1"})[1]
    assert problems == []


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


IDS = ["ENSG00000185291", "ENSG00000141510", "ENSG00000002586"]
TABLE = [["gene_id", "S1", "S2"], *[[gene, 5 + i, 60 * i] for i, gene in enumerate(IDS)]]


def joined(rows: list[list[object]], mark: str = "\t", ends: str = "\n") -> str:
    return ends.join(mark.join(map(str, row)) for row in rows)


def spelled(rows: list[list[object]], how: str) -> str:
    first, *others = rows
    if how == "quoted":
        return joined([[f'"{cell}"' for cell in row] for row in rows], ",", "\r\n")
    if how == "semicolons":
        return joined([first, *([row[0], *(f"{n},0" for n in row[1:])] for row in others)], ";")
    if how == "as R writes it":
        return joined([first[1:], *others])
    if how == "row numbers":
        return joined([["", *first], *([i, *row] for i, row in enumerate(others, start=1))])
    if how == "annotation":
        return joined([["chr", *first, "note"], *(["chr1", *row, "x"] for row in others)], ",")
    if how == "titles and blanks":
        return "Counts\n\n" + joined(rows, ends="\n\n") + "\n\t\t\n"
    return joined(rows)


@pytest.mark.parametrize(
    "how",
    [
        "tabs",
        "quoted",
        "semicolons",
        "as R writes it",
        "row numbers",
        "annotation",
        "titles and blanks",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_one_table_in_many_spellings(tmp_path, how, encoding) -> None:
    path = tmp_path / "c"
    path.write_bytes(spelled(TABLE, how).encode(encoding))
    table, problems = read_matrix(path, "c")
    assert problems == []
    assert list(table.data[0]) == IDS
    for sample in ("S1", "S2"):
        place = table.columns.index(sample)
        wanted = [row[TABLE[0].index(sample)] for row in TABLE[1:]]
        assert table.data[place].tolist() == wanted
        assert float(table.cell(2, place).replace(",", ".")) == wanted[2]
        lines = path.read_bytes().decode(encoding).splitlines()
        assert IDS[2] in lines[table.rows[2] - 1]


def test_a_mark_inside_of_a_name_closes_nothing(tmp_path) -> None:
    text = 'id\tS1\tnote\nA\t5\t3" long\nB\t6\t"5\nC\t7\tx\n'
    table, problems = read_matrix(write(tmp_path, text), "c")
    assert problems == []
    assert table.data[1].tolist() == [5, 6, 7]


def test_no_header(tmp_path) -> None:
    _, problems = read_matrix(write(tmp_path, "ENSG1\t5\t6\nENSG2\t7\t8\n"), "c")
    assert "no header" in problems[0].message


def test_separators_that_end_rows_shift_nothing(tmp_path) -> None:
    text = "gene_id\tS1\tS2\nA\t5\t6\t\nB\t7\t8\t\n"
    table, problems = read_matrix(write(tmp_path, text), "c")
    assert problems == []
    assert table.data[table.columns.index("S1")].tolist() == [5, 7]


def test_a_header_that_lost_the_name_of_a_sample_is_not_shifted(tmp_path) -> None:
    _, problems = read_matrix(write(tmp_path, "gene_id\tS1\tS2\nA\t5\t6\t9\nB\t7\t8\t9\n"), "c")
    assert problems[0].message == "The row has 4 columns where the header has 3."


def test_gct_of_gtex(tmp_path) -> None:
    text = "#1.2\n2\t2\nName\tDescription\tS1\tS2\nA\tx\t5\t6\nB\ty\t7\t8\n"
    table, problems = read_matrix(write(tmp_path, text), "c")
    assert problems == []
    assert (table.header_row, table.data[2].tolist()) == (3, [5, 7])


def test_comments_below_the_header_are_recorded(tmp_path) -> None:
    text = "ID_REF\tS1\tS2\nA\t5\t6\n# half\nB\t7\t8\n!series_matrix_table_end\n"
    table, problems = read_matrix(write(tmp_path, text), "c")
    assert problems == []
    assert (table.rows, list(table.data[0])) == ([2, 4], ["A", "B"])
    assert [(row["action"], row["n"]) for row in table.records] == [("not_used", 2)]


def test_a_cell_of_more_than_csv_takes(tmp_path) -> None:
    text = "id\tStart\tS1\nA\t" + "1;" * 100_000 + "\t5\nB\t1\t6\n"
    assert read_matrix(write(tmp_path, text), "c")[0].data[2].tolist() == [5, 6]


def test_line_ends_inside_of_quoted_cells(tmp_path) -> None:
    text = 'id,note,S1,S2\nA,"two\nlines",5,6\nB,x,7,8\nC,"a\n\nb",9,1\n'
    table, problems = read_matrix(write(tmp_path, text), "c")
    assert problems == []
    assert (table.data[2].tolist(), table.rows) == ([5, 7, 9], [2, 4, 5])
    assert table.cell(2, 1).split() == ["a", "b"]
    _, problems = read_matrix(write(tmp_path, text + 'D,"open,1,2\n'), "c")
    assert problems[0].row == "2"
