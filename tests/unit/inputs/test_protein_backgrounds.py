"""Control stains of the same export as background."""

import pandas as pd
import pytest

from resistance.inputs.protein_import import Source, combine
from resistance.inputs.protein_runs import RunTable
from resistance.protein_formats.base import Export

PE, APC = "Live | Mean (PE-A :: CD123)", "Live | Mean (APC-A :: CD303)"


def export(*controls: str) -> Export:
    kinds = {name: "FMO" if "FMO" in name else "isotype" for name in controls}
    rows = [
        {"run": run, "column": column, "gene": gene, "fluorochrome": colour, "value": value}
        for i, run in enumerate(["P1.fcs", "R1.fcs", *controls])
        for column, gene, colour, value in (
            (PE, "CD123", "PE", str(1000 * (i + 1))),
            (APC, "CD303", "APC", str(10 * (i + 1))),
        )
    ]
    frame = pd.DataFrame(rows, index=pd.Index(range(2, 2 + len(rows)), name="row"), dtype=object)
    return Export("flow.csv", "flowjo", "why.", frame, {"assay_type": "flow"}, [], [], kinds)


def joined(given: Export, *cells: str, **more: str):
    table = pd.DataFrame(
        {
            "run": ["P1", "R1"],
            "condition": ["p", "r"],
            "replicate": "1",
            "background_run": list(cells),
            **more,
        },
        index=[2, 3],
        dtype=object,
    )
    source = Source({}, given, RunTable("runs.tsv", table))
    return combine(None, "", [source], pd.DataFrame(), [])


def backgrounds(inputs) -> list[str]:
    return inputs.table["background"].tolist()


def test_an_isotype_serves_every_stain() -> None:
    inputs, problems = joined(export("iso_P.fcs", "iso_R.fcs"), "iso_P", "iso_R.fcs")
    assert problems == []
    assert backgrounds(inputs) == ["3000", "30", "4000", "40"]
    assert set(inputs.table["background_type"]) == {"isotype"}
    # controls are no measurements
    assert set(inputs.table["condition"]) == {"p", "r"}


def test_nothing_is_taken_that_the_table_does_not_name() -> None:
    inputs, problems = joined(export("iso_P.fcs"), "", "")
    assert problems == []
    assert backgrounds(inputs) == [""] * 4
    (left,) = (r for r in inputs.records if r["item"] == "iso_P.fcs")
    assert left["action"] == "not_used"
    assert "background_run" in left["detail"]


def test_an_fmo_serves_the_stain_that_it_lacks() -> None:
    given = export("FMO CD123.fcs", "FMO-APC.fcs")
    inputs, problems = joined(given, "FMO CD123; FMO-APC", "FMO-APC")
    assert problems == []
    assert backgrounds(inputs) == ["3000", "40", "", "40"]
    assert inputs.table["background_type"].tolist() == ["FMO", "FMO", "", "FMO"]


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("FMO 1", "names none of the stains"),
        ("FMO PE and APC", "names several stains"),
        ("iso", "has no such run"),
        ("P1", "its own control stain"),
        ("iso_1; iso_2", "would both be the background of CD123"),
    ],
)
def test_what_is_not_clear(cell, message) -> None:
    given = export("FMO 1.fcs", "FMO PE and APC.fcs", "iso_1.fcs", "iso_2.fcs")
    _, problems = joined(given, cell, "")
    assert problems
    assert message in problems[0].message
    assert (problems[0].file, problems[0].row, problems[0].column) == (
        "runs.tsv",
        "2",
        "background_run",
    )


def test_a_number_beside_a_control_stain() -> None:
    _, problems = joined(export("iso_P.fcs"), "iso_P", "", background="5")
    assert "both background and background_run" in problems[0].message


def test_controls_do_not_ask_for_a_table_of_runs() -> None:
    sheet = pd.DataFrame({"sample": ["P1", "R1"], "condition": ["p", "r"]}, index=[2, 3])
    inputs, problems = combine(
        None, "", [Source({}, export("iso_P.fcs"), None)], sheet, ["condition"]
    )
    assert problems == []
    assert inputs.table["rna_sample"].tolist() == ["P1", "P1", "R1", "R1"]
