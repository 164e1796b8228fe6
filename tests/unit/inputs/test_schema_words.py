import pytest

from resistance.inputs.schema_words import describe, listing, type_name


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
