"""Tables of one row a gene, and what is no format."""

import pytest

from resistance.protein_formats.detect import detect, parse

SCAFFOLD = [
    "#\tVisible?\tIdentified Proteins (2884)\tAccession Number\tAlternate ID\tMolecular Weight\t"
    "TMT126_WT_1\tStd Dev(TMT126_WT_1)\tTMT127C_WT_3\tStd Dev(TMT127C_WT_3)",
    "1\tTRUE\tCluster of Glyceraldehyde OS=Yeast OX=559292 GN=TDH3 PE=1 (sp|P00359|G3P3_YEAST)\t"
    "sp|P00359|G3P3_YEAST [3]\t\t36 kDa\t16.12\t2.45\t16.03\t2.04",
    "2\tTRUE\tEnolase 2 OS=Yeast OX=559292 GN=ENO2 PE=1\tsp|P00925|ENO2_YEAST\t\t47 kDa\tNo data\t"
    "No data\t-17.29\t1.2",
    "END OF FILE",
]


def read(grid, lines, quantity=""):
    export, problems = parse(grid(lines), "wide", quantity)
    assert problems == []
    return export


def test_scaffold_is_read_with_genes_of_the_headers(grid) -> None:
    assert detect(grid(SCAFFOLD))[0] == "wide"
    export = read(grid, SCAFFOLD)
    assert export.runs == ["TMT126_WT_1", "TMT127C_WT_3"]
    assert export.rows["gene"].tolist() == ["TDH3", "TDH3", "ENO2", "ENO2"]
    assert export.rows["value"].tolist() == ["16.12", "16.03", "", "-17.29"]
    assert "Std Dev(TMT126_WT_1)" in next(
        r["detail"] for r in export.records if r["item"] == "columns"
    )


def test_further_headers_of_perseus_are_no_values(grid) -> None:
    lines = ["P1\tR1\tGene names", "#!{Type}E\tE\tT", "#!{C:Group}p\tr\t", "20.5\t21\tIL3RA"]
    export = read(grid, lines)
    assert export.rows["value"].tolist() == ["20.5", "21"]
    assert (
        sum(r["n"] for r in export.records if r["action"] == "listed" and "Row" in r["detail"]) == 2
    )


@pytest.mark.parametrize(
    ("cells", "scale"),
    [("1200\t3000", "linear"), ("-1.5\t2", "log2"), ("5.2\t8", "linear")],
)
def test_scale_by_the_values(grid, cells, scale) -> None:
    export = read(grid, ["gene\tP1\tR1", f"IL3RA\t{cells}"])
    assert set(export.rows["scale"]) == {scale}
    assert f"taken for {scale}" in export.why


def test_many_small_values_are_logarithms(grid) -> None:
    lines = ["gene\tP1\tR1", *(f"G{n}\t{15 + n / 10}\t{16 + n / 10}" for n in range(60))]
    assert set(read(grid, lines).rows["scale"]) == {"log2"}
    assert set(read(grid, lines, "linear").rows["scale"]) == {"linear"}


def test_decimal_commas_and_thousands(grid) -> None:
    lines = ["gene\tP1\tR1", "IL3RA\t1234,5\t0,25"]
    assert read(grid, lines).rows["value"].tolist() == ["1234.5", "0.25"]
    unclear = ["gene\tP1\tR1", "IL3RA\t1,234\t5"]
    # left as it is: the check of numbers shows both readings
    assert read(grid, [*unclear, "A\t7\t8"]).rows["value"].tolist()[0] == "1,234"


def test_no_genes_or_no_numbers(grid) -> None:
    _, (problem,) = parse(grid(["a\tP1\tR1", "x\t1\t2"]), "wide", "")
    assert "No column names the genes" in problem.message
    _, (problem,) = parse(grid(["gene\tP1", "x\ty"]), "wide", "")
    assert "No column holds the numbers" in problem.message
    _, (problem,) = parse(grid(["gene\tP1", "x\t1"]), "wide", "LFQ")
    assert problem.column == "quantity"


def test_what_is_no_format_says_what_was_looked_for(grid) -> None:
    name, _, (problem,) = detect(grid(["a\tb", "x\ty"]))
    assert name == ""
    assert problem.value == "a, b"
    assert "MaxQuant: Majority protein IDs" in problem.allowed


def test_a_tidy_table_is_not_wide(grid) -> None:
    lines = ["gene\tcondition\treplicate\tvalue", "IL3RA\tp\t1\t5", "IL3RA\tr\t1\t7"]
    assert detect(grid(lines))[0] != "wide"


def test_a_table_of_two_programs_is_ambiguous(grid) -> None:
    lines = ["Majority protein IDs\tProtein.Group\tLFQ intensity A", "P1\tP1\t1E9"]
    name, _, (problem,) = detect(grid(lines))
    assert name == ""
    assert problem.allowed == "maxquant, diann"
    assert "Write the format" in problem.hint
