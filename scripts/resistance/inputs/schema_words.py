"""Say in words what a JSON Schema allows, for the messages a user reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Schema = Mapping[str, Any]

_TYPES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a block of keys",
}
#: Patterns of the schemas, in words.
_FORMS = {
    "^[A-Za-z0-9][A-Za-z0-9_.-]*$": "letters (A-Z, a-z), digits, _ . and -, the first a letter or "
    "a digit",
    "^[0-9a-fA-F]{64}$": "64 digits, 0 to 9 and a to f",
    "^[a-z0-9_]+$": "small letters, digits and _",
    "^[0-9]+([.][0-9]+)?$": "a number from 0 up",
    "^([0-9]+([.][0-9]*)?|[.][0-9]+)?$": "empty or a number from 0 up",
    "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$": "empty or a day such as 2026-11-25",
    "^[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]$": "an ORCID such as 0000-0002-1825-0097",
    "^(ENS([A-Z]{3})?G[0-9]{11})?$": "empty or an Ensembl gene id without its version",
}
_LIMITS = {
    "minimum": "at least {}",
    "exclusiveMinimum": "greater than {}",
    "maximum": "at most {}",
    "exclusiveMaximum": "less than {}",
}


def listing(items: Sequence[str], at_most: int = 30) -> str:
    """Write items as ``a, b, c``; a long list is cut and says how much was left out.

    Parameters
    ----------
    items : sequence of str
    at_most : int

    Returns
    -------
    str
    """
    shown = ", ".join("(empty)" if item == "" else item for item in items[:at_most])
    return f"{shown} and {len(items) - at_most} more" if len(items) > at_most else shown


def describe(schema: Schema) -> str:
    """Say what values a schema allows.

    Parameters
    ----------
    schema : mapping
        JSON Schema of one value.

    Returns
    -------
    str
        Such as ``human, mouse, other`` or ``a number, greater than 0, less than 1``; the schema's
        own description follows in brackets.
    """
    words = []
    if "enum" in schema:
        words.append(listing([str(choice) for choice in schema["enum"]]))
    elif "type" in schema:
        kinds = schema["type"]
        words.append(
            " or ".join(_TYPES[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds))
        )
    words.extend(text.format(schema[key]) for key, text in _LIMITS.items() if key in schema)
    if "pattern" in schema:
        form = str(schema["pattern"])
        words.append(_FORMS.get(form, f"of the form {form}"))
    said = ", ".join(words)
    description = schema.get("description", "")
    if said and description:
        return f"{said} ({description})"
    return said or description


def type_name(value: object) -> str:
    """Name the type of a value of a YAML file as :func:`describe` does.

    Parameters
    ----------
    value : object

    Returns
    -------
    str
    """
    if isinstance(value, bool):
        return _TYPES["boolean"]
    if isinstance(value, int):
        return _TYPES["integer"]
    if isinstance(value, float):
        return _TYPES["number"]
    if isinstance(value, str):
        return _TYPES["string"]
    return _TYPES["object"] if isinstance(value, Mapping) else _TYPES["array"]
