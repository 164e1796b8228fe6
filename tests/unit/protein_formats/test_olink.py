"""Olink's long files."""

import pytest

from resistance.protein_formats.detect import detect, parse

HEADER = "SampleID;Index;OlinkID;UniProt;Assay;MissingFreq;Panel;PlateID;QC_Warning;LOD;NPX"
LINES = [
    HEADER,
    "P1;1;OID20563;P05231;IL6;0.1;Inflammation;Plate1;PASS;0.5;3.25",
    "P1;1;OID20101;P05231;IL6;0.1;Oncology;Plate1;PASS;0.6;3.5",
    "P1;1;OID20838;Q9UJY5;GGA1;0.1;Neurology;Plate1;WARN;0.2;0.15",
    "R1;2;OID20563;P05231;IL6;0.1;Inflammation;Plate1;EXCLUDED;0.5;NaN",
    "R1;2;OID20838;Q9UJY5;GGA1;0.1;Neurology;Plate1;PASS;0.2;-1.5",
    "CONTROL_SAMPLE_AS 1;3;OID20838;Q9UJY5;GGA1;0.1;Neurology;Plate1;PASS;0.2;1.1",
    "P1;1;OID20999;NA;Incubation control 1;0;Neurology;Plate1;PASS;0.2;9",
]


def read(grid, lines, quantity=""):
    export, problems = parse(grid(lines), "auto", quantity)
    assert problems == []
    assert export.format == "olink"
    return export


def test_rows_that_are_used(grid) -> None:
    export = read(grid, LINES)
    rows = export.rows[export.rows["run"].isin(["P1", "R1"])]
    assert rows["value"].tolist() == ["3.25", "3.5", "0.15", "-1.5"]
    assert rows["lod"].tolist() == ["0.5", "0.6", "0.2", "0.2"]
    assert set(rows["scale"] + rows["unit"] + rows["batch"]) == {"log2NPXPlate1"}
    assert list(rows.index) == [2, 3, 4, 6]
    assert export.defaults == {"assay_type": "olink", "compartment": "secreted"}
    assert export.controls == {"CONTROL_SAMPLE_AS 1": "control sample"}


def test_an_assay_of_two_panels_stays_apart(grid) -> None:
    export = read(grid, LINES)
    assert export.rows["protein_id"].tolist()[:3] == [
        "P05231 (Inflammation OID20563)",
        "P05231 (Oncology OID20101)",
        "Q9UJY5",
    ]
    assert any("kept apart by panel: 1 (IL6)" in note for note in export.notes)


def test_rows_add_up_and_warnings_are_noted(grid) -> None:
    export = read(grid, LINES)
    total = {r["action"]: 0 for r in export.records}
    for entry in export.records:
        total[entry["action"]] += entry["n"]
    assert total["read"] == total["kept"] + total["not_used"] == 7
    left = {r["detail"]: r["item"] for r in export.records if r["action"] == "not_used"}
    assert left == {
        "Internal controls of the assay.": "Incubation control 1",
        "Rows that failed quality control.": "R1",
    }
    assert any("warning of the sample, kept: 1 (P1)" in note for note in export.notes)


def test_a_sample_on_two_plates_is_a_technical_replicate(grid) -> None:
    again = LINES[1].replace("Plate1", "Plate2").replace("3.25", "3.05")
    export = read(grid, [*LINES[:3], again])
    assert export.rows["replicate_type"].tolist() == ["technical", "", "technical"]
    assert export.rows["batch"].tolist() == ["Plate1", "Plate1", "Plate2"]
    assert any("several plates (P1)" in note for note in export.notes)


MAP = [
    "SampleID,SampleType,PlateID,OlinkID,UniProt,Assay,AssayType,Block,Count,NPX,PCNormalizedNPX,"
    "LOD,PCNormalizedLOD,AssayQC,SampleQC",
    "P1,SAMPLE,1,OID1,P26951,IL3RA,assay,1,500,1.5,2.5,0.1,0.2,PASS,PASS",
    "control_1,SAMPLE,1,OID1,P26951,IL3RA,assay,1,400,1.2,2.2,0.1,0.2,WARN,PASS",
    "PC1,PLATE_CONTROL,1,OID1,P26951,IL3RA,assay,1,100,0.2,0.2,0.1,0.2,PASS,PASS",
    "P1,SAMPLE,1,OID9,,EXT,ext_ctrl,1,100,0.2,0.2,0.1,0.2,PASS,PASS",
]


@pytest.mark.parametrize(
    ("quantity", "value", "lod"), [("", "1.5", "0.1"), ("PCNormalizedNPX", "2.5", "0.2")]
)
def test_npx_map_says_what_is_a_control(grid, quantity, value, lod) -> None:
    export = read(grid, MAP, quantity)
    assert (export.rows["value"].iloc[0], export.rows["lod"].iloc[0]) == (value, lod)
    assert export.runs == ["P1", "control_1", "PC1"]
    assert export.controls == {"PC1": "control sample"}
    assert any("warning of the assay, kept: 1 (IL3RA)" in note for note in export.notes)


def test_other_quantities_are_refused(grid) -> None:
    lines = [HEADER.replace("NPX", "Quantified_value"), *LINES[1:2]]
    assert detect(grid(lines))[0] != "olink"
    _, problems = parse(grid(lines), "olink", "")
    assert [p.column for p in problems] == ["NPX"]
    _, problems = parse(grid(LINES), "olink", "PCNormalizedNPX")
    assert 'no quantity "PCNormalizedNPX"' in problems[0].message
