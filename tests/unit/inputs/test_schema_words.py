from pathlib import Path

import pytest

from resistance.inputs.schema_words import describe, listing, type_name

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"enum": ["a", "b"]}, "a, b"),
        ({"enum": ["yes", ""]}, "yes, (empty)"),
        ({"type": "number", "exclusiveMinimum": 0}, "a number, greater than 0"),
        ({"type": "string", "description": "A path"}, "text (A path)"),
        ({"type": ["array", "string"]}, "a list or text"),
        ({"description": "Only this"}, "Only this"),
        ({"pattern": "^a$"}, "of the form ^a$"),
        ({}, ""),
    ],
)  # fmt: skip
def test_describe(schema, said) -> None:
    assert describe(schema) == said


def test_listing_says_how_much_it_leaves_out() -> None:
    assert listing(["a", "b", "c"], at_most=2) == "a, b and 1 more"
    assert listing(["a", "b"], at_most=2) == "a, b"


@pytest.mark.parametrize(
    ("value", "said"),
    [(True, "true or false"), (1, "a whole number"), (1.5, "a number"), ("x", "text"),
     ({}, "a block of keys"), ([], "a list")],
)  # fmt: skip
def test_type_name(value, said) -> None:
    assert type_name(value) == said


def test_every_pattern_of_the_schemas_has_words() -> None:
    # a newcomer does not read regular expressions; the scope of a mechanism has its own message
    for path in sorted((ROOT / "workflow/schemas").glob("*.yaml")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if "pattern: " in line and "any|" not in line:
                pattern = line.split("pattern: ")[1].split('"')[1]
                assert "of the form" not in describe({"pattern": pattern}), (path.name, pattern)
