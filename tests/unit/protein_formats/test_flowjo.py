"""FlowJo's tables: which columns are stains, which rows are samples, and what is refused."""

import pytest

from resistance.protein_formats.detect import detect, parse
from resistance.protein_formats.flowjo_columns import control_kind

LIVE = "Cells/Single/Live"
CD123 = f"{LIVE} | Geometric Mean (Comp-PE-A :: CD123)"
HEADER = (
    f",$WELLID,{CD123},{LIVE} | Geometric Mean (Comp-APC-A :: CD303 APC),"
    f"{LIVE} | Geometric Mean (Comp-BV421-A :: null),{LIVE} | Count,{LIVE} | Freq. of Parent (%),"
    f"{LIVE} | Geometric Mean (FSC-A),{LIVE} | Median (Comp-PE-A :: CD123),"
)
LINES = [
    HEADER,
    "P1.fcs,A1,10026,310,55,11087,92.1 %,80123,9800,",
    "R1.fcs,B1,2604,n/a,55,15831,90.2 %,81000,2500,",
    "Isotype_P.fcs,C1,146,95,55,9000,90 %,80000,140,",
    "Mean,,5000,300,55,,,,,",
    "SD,,500,30,55,,,,,",
]


def read(grid, lines, quantity=""):
    export, problems = parse(grid(lines), "auto", quantity)
    assert problems == []
    assert export.format == "flowjo"
    return export


def refused(grid, lines, quantity=""):
    export, problems = parse(grid(lines), "flowjo", quantity)
    assert export is None
    assert len(problems) == 1
    return problems[0]


def values(export):
    rows = export.rows
    return dict(zip(zip(rows["run"], rows["gene"], strict=True), rows["value"], strict=True))


def test_stains_events_and_size_of_live_cells(grid) -> None:
    export = read(grid, LINES)
    assert values(export) == {
        ("P1.fcs", "CD123"): "10026",
        ("P1.fcs", "CD303"): "310",
        ("R1.fcs", "CD123"): "2604",
        ("R1.fcs", "CD303"): "",
        ("Isotype_P.fcs", "CD123"): "146",
        ("Isotype_P.fcs", "CD303"): "95",
    }
    first = export.rows.iloc[0]
    assert (first["n_events"], first["cell_size_value"], first["unit"]) == ("11087", "80123", "MFI")
    assert list(export.rows.index) == [2, 2, 3, 3, 4, 4]
    assert export.defaults == {
        "assay_type": "flow",
        "compartment": "surface",
        "assay_id": f"flow {LIVE}",
    }
    assert export.controls == {"Isotype_P.fcs": "isotype"}
    assert 'Values are "Geometric Mean"; the table has Median, too.' in export.why


def test_every_row_and_column_is_accounted_for(grid) -> None:
    records = read(grid, LINES).records
    assert [r["item"] for r in records if r["action"] == "listed"] == ["Mean", "SD", "columns"]
    total = {r["action"]: r["n"] for r in records if r["item"] == ""}
    assert total == {"read": 5, "kept": 3}
    (others,) = (r for r in records if r["item"] == "columns")
    taken = [r for r in records if r["action"] == "kept" and r["item"]]
    assert others["n"] + len(taken) + 1 == len([n for n in HEADER.split(",") if n]) + 1
    assert any("CD303 APC" in r["detail"] for r in taken)


def test_order_of_rows_and_columns_does_not_matter(grid) -> None:
    turned = [",".join(reversed(line.split(","))) for line in (LINES[0], *reversed(LINES[1:]))]
    turned = [line.strip(",") for line in turned]
    # the column of samples, which has no name, now stands last
    turned[0] += ","
    assert values(read(grid, turned)) == values(read(grid, LINES))


@pytest.mark.parametrize("quantity", ["Median", "median", f"{LIVE} | Median", "Live | Median"])
def test_quantity_chooses_the_statistic(grid, quantity) -> None:
    export = read(grid, LINES, quantity)
    assert values(export)[("P1.fcs", "CD123")] == "9800"
    assert "CD303 APC" in export.notes[0]


TWO_GATES = [
    f"Sample:,{CD123},{LIVE}/CD303+ | Geometric Mean (Comp-PE-A :: CD123)",
    "P1,10,20",
    "R1,5,8",
]


def test_a_stain_in_two_gates_is_never_guessed(grid) -> None:
    problem = refused(grid, TWO_GATES)
    assert "CD123 has 2 columns" in problem.message
    assert problem.column.startswith(f"{LIVE}/CD303+")
    assert LIVE in problem.allowed
    assert "quantity" in problem.hint
    export = read(grid, TWO_GATES, f"{LIVE}/CD303+")
    assert values(export) == {("P1", "CD123"): "20", ("R1", "CD123"): "8"}
    assert export.defaults["assay_id"] == f"flow {LIVE}/CD303+"
    assert "so named" in refused(grid, TWO_GATES, "Dead").message


def test_percentages_are_no_abundance(grid) -> None:
    lines = [f",{LIVE}/CD123+ | Freq. of Parent (%),{LIVE} | Count", "P1,91 %,100", "R1,40 %,90"]
    assert detect(grid(lines))[0] == "flowjo"
    problem = refused(grid, lines)
    assert "only percentages" in problem.message
    assert "Geometric Mean" in problem.hint
    assert problem.column.endswith("Freq. of Parent (%)")


@pytest.mark.parametrize("label", ["", " :: null", " :: "])
def test_channels_without_a_stain(grid, label) -> None:
    lines = [f",{LIVE} | Median (Comp-PE ( 561 )-A{label})", "P1,91", "R1,40"]
    problem = refused(grid, lines)
    assert "only channels" in problem.message
    assert "Comp-PE ( 561 )-A :: CD123" in problem.allowed


def test_a_sample_that_stands_twice(grid) -> None:
    problem = refused(grid, [*LINES[:2], LINES[1], LINES[2]])
    assert (problem.row, problem.value) == ("3", "P1.fcs")


def test_stains_inside_of_cells_and_dyes(grid) -> None:
    lines = [
        f"Sample,{LIVE} | Mean (PE-A :: anti-BCL2 intracellular),"
        f"{LIVE} | Mean (BV421-A :: Live/Dead)",
        "P1,10,1",
    ]
    export = read(grid, lines)
    assert set(export.rows["gene"]) == {"BCL2 intracellular"}
    assert set(export.rows["compartment"]) == {"intracellular"}


@pytest.mark.parametrize(
    ("run", "kind"),
    [
        ("IgG1-PE P1", "isotype"),
        ("P1_iso.fcs", "isotype"),
        ("FMO CD123", "FMO"),
        ("unstained", "unstained"),
        ("isolate_7", ""),
        ("P1", ""),
    ],
)
def test_control_stains_by_name(run, kind) -> None:
    assert control_kind(run) == kind
