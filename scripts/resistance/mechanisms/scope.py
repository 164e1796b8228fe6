"""Which rows of the catalogue apply to a study, and why the others do not.

``applies_to`` of a catalogue row is ``any`` or ``key=a|b;key=c``: every key must match the study's
drug or disease. A field that the study does not give cannot match: out of scope, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from resistance.problems import InputError, Problem, did_you_mean

#: Keys of ``applies_to`` and how a reason calls them.
KEYS: Final[dict[str, str]] = {
    "class": "drug class",
    "target": "drug target",
    "linker": "linker",
    "payload": "payload",
    "disease": "disease",
}

GROUPS: Final = ("mechanism", "cell_state", "outlook", "check")
EVIDENCE_CLASSES: Final = ("effector", "regulator", "marker", "positional", "sentinel")
DIRECTIONS: Final[dict[str, int]] = {"up": 1, "down": -1, "either": 0}

_WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\Z")
_GRAMMAR: Final = "any, or key=a|b;key=c with the keys " + ", ".join(KEYS)
_UNGIVEN: Final = ("", "unknown", "none")


def _read_condition(part: str) -> tuple[str, tuple[str, ...], str]:
    """Read ``key=a|b``: key, values, and what is wrong with it (empty if nothing is)."""
    key, equals, values = part.partition("=")
    key = key.strip()
    choices = tuple(value.strip() for value in values.split("|"))
    if not equals:
        return key, (), f'"{part.strip()}" is not of the form key=value.'
    if key not in KEYS:
        return key, (), f'"{key}" is not a property of a study that a mechanism can depend on.'
    if not all(_WORD.match(value) for value in choices):
        return key, (), f'"{values.strip()}" is not a list of values separated by "|".'
    return key, choices, ""


def parse_applies_to(
    text: str, file: str = "mechanisms.tsv", row: str = ""
) -> dict[str, tuple[str, ...]]:
    """Read one ``applies_to`` entry.

    Parameters
    ----------
    text : str
        ``any`` or ``key=a|b;key=c``; white space around the parts is ignored.
    file, row : str
        Where the entry stands, for the message.

    Returns
    -------
    dict of str to tuple of str
        Allowed values of each key; empty for ``any``.

    Raises
    ------
    InputError
        If the entry is empty or malformed, names an unknown key or names one twice.
    """
    conditions: dict[str, tuple[str, ...]] = {}
    if text.strip() == "any":
        return conditions
    for part in text.split(";"):
        key, values, fault = _read_condition(part)
        if not fault and key in conditions:
            fault = f'"{key}" stands twice.'
        if fault:
            raise InputError(
                [
                    Problem(
                        file=file,
                        row=row,
                        column="applies_to",
                        value=text,
                        message=fault,
                        allowed=_GRAMMAR,
                        hint=did_you_mean(key, [*KEYS, "any"]),
                    )
                ]
            )
        conditions[key] = values
    return conditions


def catalogue_problems(catalogue: pd.DataFrame, file: str) -> list[Problem]:
    """List what is wrong with the closed vocabularies of a catalogue.

    Parameters
    ----------
    catalogue : pandas.DataFrame
        Columns ``group``, ``evidence_class``, ``expected_direction``, ``applies_to``.
    file : str
        The catalogue's name, for the messages.

    Returns
    -------
    list of Problem
        In the order of the rows; the header is row 1.
    """
    vocabularies: dict[str, Sequence[str]] = {
        "group": GROUPS,
        "evidence_class": EVIDENCE_CLASSES,
        "expected_direction": tuple(DIRECTIONS),
    }
    problems: list[Problem] = []
    for number, (_, entry) in enumerate(catalogue.iterrows(), start=2):
        for column, allowed in vocabularies.items():
            if entry[column] not in allowed:
                problems.append(
                    Problem(
                        file=file,
                        row=str(number),
                        column=column,
                        value=str(entry[column]),
                        message=f"This is not a {column.replace('_', ' ')} of the catalogue.",
                        allowed=", ".join(allowed),
                        hint=did_you_mean(str(entry[column]), allowed),
                    )
                )
        try:
            parse_applies_to(entry["applies_to"], file, str(number))
        except InputError as error:
            problems.extend(error.problems)
    return problems


def study_fields(study: Mapping[str, Any], clinical_names: pd.DataFrame) -> dict[str, str]:
    """Collect the fields of a study that a mechanism can depend on.

    Parameters
    ----------
    study : mapping
        The config's ``study``: ``organism``, optionally ``disease`` and ``drug`` (``class``,
        ``target``, ``linker``, ``payload``).
    clinical_names : pandas.DataFrame
        Columns ``symbol`` and ``clinical_name``: a target given as ``CD123`` is read as ``IL3RA``.

    Returns
    -------
    dict of str to str
        One entry per key of :data:`KEYS`, empty where the study does not give it.
    """
    drug = study.get("drug") or {}
    fields = {key: str(drug.get(key) or "") for key in KEYS if key != "disease"}
    fields["disease"] = str(study.get("disease") or "")
    fields = {key: "" if value.lower() in _UNGIVEN else value for key, value in fields.items()}
    symbols = dict(
        zip(clinical_names["clinical_name"].str.lower(), clinical_names["symbol"], strict=True)
    )
    fields["target"] = symbols.get(fields["target"].lower(), fields["target"])
    return fields


def _or(values: Sequence[str]) -> str:
    return values[0] if len(values) == 1 else ", ".join(values[:-1]) + " or " + values[-1]


def why_not(conditions: Mapping[str, Sequence[str]], fields: Mapping[str, str]) -> str:
    """Say why conditions do not hold for a study.

    Parameters
    ----------
    conditions : mapping of str to sequence of str
        From :func:`parse_applies_to`.
    fields : mapping of str to str
        From :func:`study_fields`.

    Returns
    -------
    str
        The first reason; empty where all conditions hold. Upper and lower case do not matter.
    """
    for key, allowed in conditions.items():
        given = fields[key]
        if not given:
            return f"the study names no {KEYS[key]}"
        if given.lower() not in {value.lower() for value in allowed}:
            return f"the study's {KEYS[key]} is {given}; this applies to {_or(allowed)}"
    return ""


def out_of_scope(
    catalogue: pd.DataFrame,
    study: Mapping[str, Any],
    clinical_names: pd.DataFrame,
    organism: str = "human",
) -> pd.Series:
    """Say for every row of the catalogue why it does not apply to the study.

    Parameters
    ----------
    catalogue : pandas.DataFrame
        One row a gene of a mechanism.
    study : mapping
        The config's ``study``.
    clinical_names : pandas.DataFrame
    organism : str
        Whose genes the catalogue lists: human, unless the study brought its own in its place.

    Returns
    -------
    pandas.Series
        Reasons on the catalogue's index; empty text where the row is in scope. Nothing is in
        scope for another organism than the catalogue's.

    Raises
    ------
    InputError
        If an ``applies_to`` or another closed vocabulary of the catalogue is broken.
    """
    problems = catalogue_problems(catalogue, "mechanisms.tsv")
    if problems:
        raise InputError(problems)
    own = str(study.get("organism") or "")
    if own != organism:
        reason = f"the catalogue lists {organism} genes; the study's organism is {own or 'unknown'}"
        return pd.Series(reason, index=catalogue.index, dtype=object)
    fields = study_fields(study, clinical_names)
    return pd.Series(
        [why_not(parse_applies_to(text), fields) for text in catalogue["applies_to"]],
        index=catalogue.index,
        dtype=object,
    )
