import datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from resistance.inputs.config import PAIRS, check_config, normalised, with_defaults

SCHEMAS = Path(__file__).parents[3] / "workflow/schemas"
SCHEMA = yaml.safe_load((SCHEMAS / "config.schema.yaml").read_text())
MINIMAL = {
    "study": {"name": "x", "organism": "other"},
    "samples": "s.tsv",
    "counts": {"path": "c.tsv"},
    "design": "~ a",
    "contrasts": "k.tsv",
}


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("*.yaml")), ids=lambda path: path.stem)
def test_schemas_are_valid_and_describe_every_property(path) -> None:
    schema = yaml.safe_load(path.read_text())
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(schema["required"]) <= set(schema["properties"])
    if path.stem != "config.schema":
        assert all("description" in rule for rule in schema["properties"].values())


def test_a_filled_config_is_valid_and_filling_again_changes_nothing() -> None:
    filled = with_defaults(MINIMAL, SCHEMA)
    assert check_config(MINIMAL, SCHEMA) == []
    assert [p for p in check_config(filled, SCHEMA) if p.message] == []
    assert with_defaults(filled, SCHEMA) == filled


def test_defaults_are_not_shared_between_configs() -> None:
    with_defaults(MINIMAL, SCHEMA)["genes_of_interest"].append("X")
    assert with_defaults(MINIMAL, SCHEMA)["genes_of_interest"] == []


def test_given_values_win_over_defaults() -> None:
    config = {**MINIMAL, "enrichment": {"seed": 1}, "genes_of_interest": ["A"]}
    filled = with_defaults(config, SCHEMA)
    assert filled["enrichment"]["seed"] == 1
    assert filled["enrichment"]["min_size"] == 10
    assert filled["genes_of_interest"] == ["A"]


def test_normalised_drops_empty_keys_and_spells_yes() -> None:
    counts = {"path": "c", "par_y_masked": False, "annotation": None}
    config = normalised({"counts": counts, "protein": None, "design": "~ a"}, SCHEMA)
    assert config == {"counts": {"path": "c", "par_y_masked": "no"}, "design": "~ a"}
    assert counts["annotation"] is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(key=st.sampled_from(sorted(SCHEMA["properties"])), value=json_values)
def test_no_value_of_any_key_is_a_crash(key, value) -> None:
    config = normalised({**MINIMAL, key: value}, SCHEMA)
    problems = check_config(config, SCHEMA)
    with_defaults(config, SCHEMA)
    valid = Draft202012Validator(SCHEMA).is_valid(config)
    ordered = {f"{pair.block}.{pair.low}" for pair in PAIRS}
    order = any(problem.column in ordered for problem in problems)
    assert bool(problems) == (not valid) or order


def test_a_day_is_text_where_text_is_asked_for() -> None:
    schema = {"properties": {"day": {"type": "string"}, "number": {"type": "number"}}}
    day = datetime.date(2026, 11, 26)
    assert normalised({"day": day, "number": day}, schema) == {"day": "2026-11-26", "number": day}
