"""Check a configuration against its schema and fill in the defaults that the schema states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date
from typing import Any, Final, NamedTuple

from resistance.inputs.schema_words import Schema, describe, listing, type_name
from resistance.problems import Problem, did_you_mean

CONFIG_FILE = "config/config.yaml"


class Pair(NamedTuple):
    """Two keys of a block of which the first must not exceed the second."""

    block: str
    low: str
    high: str
    message: str


PAIRS: Final = (
    Pair(
        "enrichment",
        "min_size",
        "max_size",
        "The smallest set size ({low}) is larger than the largest ({high}).",
    ),
    Pair(
        "checks",
        "mouse_fraction_note",
        "mouse_fraction_fail",
        "The share of mouse reads to note ({low}) is larger than the one that fails ({high}).",
    ),
)


def normalised(config: Mapping[str, Any], schema: Schema) -> dict[str, Any]:
    """Copy a configuration without empty keys, with YAML's ``yes``, ``no`` and days as text.

    YAML reads an unquoted ``yes`` as true; where the schema lists "yes" and "no" the text is meant.
    The same holds for a day (``2026-11-26``) where the schema asks for text.
    A key without a value (``protein:``) is a key left out.

    Parameters
    ----------
    config : mapping
        As read from YAML; not changed.
    schema : mapping

    Returns
    -------
    dict
    """
    properties = schema.get("properties", {})
    copy: dict[str, Any] = {}
    for key, value in config.items():
        rule = properties.get(key, {})
        if value is None:
            continue
        if isinstance(value, Mapping):
            copy[str(key)] = normalised(value, rule)
        elif isinstance(value, date) and rule.get("type") == "string":
            copy[str(key)] = value.isoformat()
        elif isinstance(value, bool) and {"yes", "no"} <= set(rule.get("enum", ())):
            copy[str(key)] = "yes" if value else "no"
        else:
            copy[str(key)] = deepcopy(value)
    return copy


def with_defaults(config: Mapping[str, Any], schema: Schema) -> dict[str, Any]:
    """Copy a configuration and fill every absent key for which the schema has a default.

    Parameters
    ----------
    config : mapping
        Not changed.
    schema : mapping
        JSON Schema whose ``default`` keywords are used, those of nested blocks included.

    Returns
    -------
    dict
    """
    filled = deepcopy(dict(config))
    for key, rule in schema.get("properties", {}).items():
        if key not in filled and "default" in rule:
            filled[key] = deepcopy(rule["default"])
        if isinstance(filled.get(key), Mapping) and "properties" in rule:
            filled[key] = with_defaults(filled[key], rule)
    return filled


def with_host(config: dict[str, Any]) -> dict[str, Any]:
    """Say of cells that grew in a mouse what they are, and what the host is.

    Parameters
    ----------
    config : dict
        With defaults.

    Returns
    -------
    dict
        ``study.organism: mixed`` becomes ``human`` with ``study.host: mouse``; else unchanged.
    """
    study = config.get("study")
    if not isinstance(study, Mapping) or study.get("organism") != "mixed":
        return config
    return {**config, "study": {**study, "organism": "human", "host": "mouse"}}


def check_config(config: Mapping[str, Any], schema: Schema) -> list[Problem]:
    """Find everything in a configuration that its schema does not allow.

    Parameters
    ----------
    config : mapping
        As :func:`normalised` returns it.
    schema : mapping
        JSON Schema, draft 2020-12.

    Returns
    -------
    list of Problem
        ``column`` holds the dotted key, such as ``study.drug.class``.
    """
    from jsonschema import Draft202012Validator

    problems: dict[Problem, None] = {}
    for error in Draft202012Validator(schema).iter_errors(config):
        place = ".".join(str(part) for part in error.absolute_path)
        for problem in _explain(error.validator, error.instance, error.schema, place):
            problems[problem] = None
    filled = with_defaults(config, schema)
    for pair in PAIRS:
        if isinstance(config.get(pair.block), Mapping):
            problems.update(dict.fromkeys(_check_order(filled[pair.block], pair)))
    return list(problems)


def _check_order(block: Mapping[str, Any], pair: Pair) -> Iterator[Problem]:
    low, high = block[pair.low], block[pair.high]
    numbers = all(isinstance(value, int | float) for value in (low, high))
    if numbers and low > high:
        yield Problem(
            CONFIG_FILE,
            pair.message.format(low=low, high=high),
            column=f"{pair.block}.{pair.low}",
            value=str(low),
            allowed=f"at most {pair.block}.{pair.high}, {high}",
        )


def _explain(rule: str, value: Any, schema: Schema, place: str) -> Iterator[Problem]:
    if rule == "additionalProperties":
        known = list(schema["properties"])
        for key in [key for key in value if key not in known]:
            yield Problem(
                CONFIG_FILE,
                f'Unknown key "{key}".',
                column=f"{place}.{key}" if place else str(key),
                allowed=listing(known),
                hint=did_you_mean(key, known) or "config/README.md lists every key.",
            )
    elif rule == "required":
        for key in [key for key in schema["required"] if key not in value]:
            yield Problem(
                CONFIG_FILE,
                f'The key "{key}" is missing or empty.',
                column=f"{place}.{key}" if place else str(key),
                allowed=describe(schema["properties"][key]),
                hint="config/README.md shows an example.",
            )
    else:
        yield _wrong_value(rule, value, schema, place)


def _as_block_or_list(value: str, schema: Schema, key: str) -> str:
    """Show how a text is written where a block of keys or a list of texts is wanted."""
    if schema["type"] == "array":
        return f"Write it in brackets: {key}: [{value}]."
    first = next(iter(schema.get("properties", ())), "")
    return f"Write {key}: {{{first}: {value}}}." if first else ""


def _wrong_value(rule: str, value: Any, schema: Schema, place: str) -> Problem:
    hint = ""
    if rule == "type":
        message = f"This must be {describe({'type': schema['type']})}, not {type_name(value)}."
        if schema["type"] == "string" and not isinstance(value, Mapping | list):
            hint = f'Put it in quotes: "{value}".'
        elif isinstance(value, str):
            hint = _as_block_or_list(value, schema, place.rsplit(".", 1)[-1])
    elif rule == "enum":
        message = "This value is not known."
        hint = did_you_mean(str(value), [str(choice) for choice in schema["enum"]])
    elif rule == "minLength":
        message = "This must not be empty."
    elif rule == "pattern":
        message = "This value has another form than is wanted."
    elif rule == "uniqueItems":
        message = "An item of this list stands there twice."
    else:
        message = "This value is out of range."
    shown = "" if isinstance(value, Mapping) else str(value)
    return Problem(
        CONFIG_FILE, message, column=place, value=shown, allowed=describe(schema), hint=hint
    )
