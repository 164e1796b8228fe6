"""Units and directions of the functional assays."""

from pathlib import Path

import pytest
import yaml

from resistance.functional.assays import (
    ALONE,
    BOUNDED,
    CHANGED_CLAIMS,
    EQUIVALENT_CLAIMS,
    QUANTITIES,
    UNIT_NEEDED,
    UNITS,
    sign,
)

SCHEMA = yaml.safe_load(
    (Path(__file__).parents[3] / "workflow/schemas/functional.schema.yaml").read_text()
)["properties"]


def test_assays_and_units_are_those_of_the_schema() -> None:
    assert list(UNITS) == SCHEMA["assay"]["enum"]
    units = {unit for allowed in UNITS.values() for unit in allowed}
    assert units == set(SCHEMA["unit"]["enum"]) - {""}
    assert set(UNIT_NEEDED) | set(BOUNDED) <= set(UNITS)


@pytest.mark.parametrize(
    ("assay", "difference", "effect"),
    [
        ("adc_ic50", 1, -1),  # resistant cells need more; an inhibitor makes them need less
        ("payload_ic50", 1, -1),
        ("dye_efflux", -1, 1),  # they keep less dye; an inhibitor makes them keep more
        ("internalisation_rate", -1, 0),
        ("surface_half_life", -1, 0),
        ("lysosomal_delivery", -1, 0),
        (ALONE, 0, -1),
    ],
)
def test_directions(assay, difference, effect) -> None:
    assert sign(assay, "difference") == difference
    assert [sign(assay, quantity) for quantity in QUANTITIES[1:]] == [effect] * 3


def test_a_claim_has_a_direction() -> None:
    assert all(sign(*pair) for pair in CHANGED_CLAIMS)
    assert EQUIVALENT_CLAIMS < CHANGED_CLAIMS
