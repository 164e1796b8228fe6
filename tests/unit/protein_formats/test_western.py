"""The template of westerns: lanes, loading controls and exposures."""

import pytest

from resistance.protein_formats.detect import parse

HEADER = (
    "blot_id\tlane\tsample\tcondition\treplicate\tgene\ttarget_signal\tbackground\t"
    "loading_signal\tloading_background\tloading_control\texposure\tsaturated"
)


def lane(number, condition, signal, exposure="30", saturated="no", blot="b1", blank="100"):
    return (
        f"{blot}\t{number}\tS{number}\t{condition}\t{number}\tABCB1\t{signal}\t50\t2100\t{blank}\t"
        f"ACTB\t{exposure}\t{saturated}"
    )


def read(grid, lines, quantity=""):
    export, problems = parse(grid([HEADER, *lines]), "auto", quantity)
    assert problems == []
    assert export.format == "western"
    return export


def refused(grid, lines, quantity=""):
    export, problems = parse(grid([HEADER, *lines]), "auto", quantity)
    assert export is None
    assert len(problems) == 1
    return problems[0]


def test_signal_and_loading_lose_their_own_background(grid) -> None:
    export = read(grid, [lane(1, "p", 800), lane(2, "r", "1900", saturated="yes")])
    rows = export.rows
    assert rows["value"].tolist() == ["800", "1900"]
    assert rows["background"].tolist() == ["50", "50"]
    assert rows["loading_value"].tolist() == ["2000.0", "2000.0"]
    assert rows["censored"].tolist() == ["none", "right"]
    assert rows["batch"].tolist() == ["b1", "b1"]
    assert rows["condition"].tolist() == ["p", "r"]
    assert "Loading controls: ACTB." in export.why


EXPOSURES = [
    lane(1, "p", 300, "10 s"),
    lane(2, "r", 900, "10 s"),
    lane(1, "p", 800, "0.5 min"),
    lane(2, "r", 2500, "0.5 min"),
    lane(1, "p", 3000, "2 min"),
    lane(2, "r", 4095, "2 min", "yes"),
]


def test_the_longest_exposure_without_a_saturated_lane(grid) -> None:
    for lines in (EXPOSURES, EXPOSURES[::-1]):
        export = read(grid, lines)
        assert sorted(export.rows["value"]) == ["2500", "800"]
    (said,) = (r for r in export.records if r["item"] == "b1, ABCB1")
    assert "0.5 min" in said["detail"]
    assert sum(r["n"] for r in export.records if r["action"] == "not_used") == 4


def test_all_saturated_is_a_bound(grid) -> None:
    lines = [line[: -len("no")] + "yes" if line.endswith("no") else line for line in EXPOSURES]
    export = read(grid, lines)
    assert export.rows["value"].tolist() == ["300", "900"]
    assert set(export.rows["censored"]) == {"right"}


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([lane(1, "p", 1, "10", ""), lane(1, "p", 2, "20", "")], "saturated is not filled in"),
        ([lane(1, "p", 1, "short"), lane(1, "p", 2, "long")], "exposure is no time"),
        ([lane(1, "p", 1, "10"), lane(2, "r", 2, "20")], "do not have the same lanes"),
    ],
)
def test_exposures_are_never_chosen_in_silence(grid, lines, why) -> None:
    problem = refused(grid, lines)
    assert why in problem.message
    assert problem.column == "exposure"


def test_quantity_names_the_exposure(grid) -> None:
    export = read(grid, EXPOSURES, "10 s")
    assert export.rows["value"].tolist() == ["300", "900"]
    assert 'no exposure "5 s"' in refused(grid, EXPOSURES, "5 s").message


def test_loading_that_is_background(grid) -> None:
    problem = refused(grid, [lane(1, "p", 800, blank="2100")])
    assert (problem.row, problem.column, problem.value) == ("2", "loading_signal", "2100")


def test_a_sample_of_two_blots_is_a_technical_replicate(grid) -> None:
    export = read(grid, [lane(1, "p", 800), lane(1, "p", 700, blot="b2"), lane(2, "r", 50)])
    assert export.rows["replicate_type"].tolist() == ["technical", "technical", ""]
    assert any("several lanes (S1)" in note for note in export.notes)


def test_lanes_go_by_blot_and_number_without_a_sample(grid) -> None:
    lines = ["blot_id\tlane\tgene\ttarget_signal", "b1\t1\tABCB1\t100"]
    export, problems = parse(grid(lines), "auto", "")
    assert problems == []
    assert export.runs == ["b1 lane 1"]
    assert "lanes without a loading control: 1" in export.notes[0]
