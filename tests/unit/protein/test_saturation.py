import pandas as pd
import pytest

from resistance.protein.saturation import compresses, saturated_lanes
from resistance.protein.tidy import log2_signals, tidy


def lanes(values: list[float], gene: str = "G", **columns) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "gene": gene,
            "condition": "p",
            "replicate": [str(i) for i in range(len(values))],
            "value": [str(v) for v in values],
            "assay_type": "western",
        }
    ).assign(**columns)
    return frame


def found(frame: pd.DataFrame) -> list[bool]:
    return saturated_lanes(tidy(frame), frame["value"].astype(float)).tolist()


def test_the_largest_value_in_two_lanes() -> None:
    assert found(lanes([9, 9, 3])) == [True, True, False]
    assert found(lanes([9, 8, 8])) == [False] * 3
    assert found(lanes([9, 9, 3], assay_type="flow")) == [False] * 3


def test_each_target_has_a_largest_value() -> None:
    both = pd.concat([lanes([9, 8], "A"), lanes([5, 5, 2], "B")], ignore_index=True)
    assert found(both) == [False, False, True, True, False]


def test_a_lane_that_is_marked() -> None:
    assert found(lanes([9, 8], censored=["right", "none"])) == [True, False]


def test_lanes_that_are_one_by_construction() -> None:
    assert found(lanes([1, 1, 0.4, 0.3], unit="ratio")) == [False] * 4
    assert found(lanes([1, 1, 1.8, 1.8], unit="ratio")) == [False, False, True, True]


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("tmt", [1, 2], True),
        ("olink", [1, 2], True),
        ("dia_ms", [2, 2], False),
        ("western", [1, 2], False),
        ("western", [2, 2], True),
    ],
)
def test_assays_that_compress(kind, values, expected) -> None:
    signals = log2_signals(tidy(lanes(values, assay_type=kind, assay_id="a")))
    assert compresses(signals).to_dict() == {"a": expected}
