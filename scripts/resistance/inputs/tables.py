"""Check the columns of a user's table against a schema that describes one of its rows."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from typing import Any

import pandas as pd

from resistance.inputs.schema_words import Schema, describe, listing
from resistance.problems import Problem, did_you_mean

EXAMPLES = 20


def capped(problems: Iterable[Problem], what: str) -> list[Problem]:
    """Keep the first problems of one kind and say how many more there are.

    Parameters
    ----------
    problems : iterable of Problem
        All of one kind and one file.
    what : str
        The kind, in the plural, for "12 more ...".

    Returns
    -------
    list of Problem
        At most ``EXAMPLES`` + 1.
    """
    found = list(problems)
    if len(found) <= EXAMPLES:
        return found
    return [*found[:EXAMPLES], Problem(found[0].file, f"And {len(found) - EXAMPLES} more {what}.")]


def cell(frame: pd.DataFrame, row: Hashable, column: str) -> str:
    """Return a cell of a table of text.

    Parameters
    ----------
    frame : pandas.DataFrame
        Text, indexed by row.
    row : int or str
    column : str

    Returns
    -------
    str
    """
    return str(frame.at[row, column])


def check_table(frame: pd.DataFrame, schema: Schema, name: str) -> list[Problem]:
    """Find missing and unknown columns, and values that the schema does not allow.

    Parameters
    ----------
    frame : pandas.DataFrame
        Text; the index holds the row as a spreadsheet counts it.
    schema : mapping
        JSON Schema of one row; an enumeration that lists the empty text makes a cell optional.
        ``x-told-elsewhere`` matches values that another check has a better message for.
    name : str
        The file as the user named it.

    Returns
    -------
    list of Problem
        Missing columns first, then unknown ones, then values column by column; equal values of a
        column are one problem, in the first of their rows.
    """
    from jsonschema import Draft202012Validator

    rules = schema["properties"]
    problems = [
        Problem(
            name,
            f'The column "{column}" is missing.',
            column=column,
            allowed=describe(rules[column]),
            hint=_similar(column, frame.columns),
        )
        for column in schema["required"]
        if column not in frame.columns
    ]
    if not schema.get("additionalProperties", True):
        problems += [
            Problem(
                name,
                f'Unknown column "{column}".',
                column=column,
                allowed=listing(list(rules), at_most=40),
                hint=did_you_mean(column, rules) or "Take the column out of the table.",
            )
            for column in frame.columns
            if column and column not in rules
        ]
    # any text is valid where a rule only says that it is text
    limited = [name for name, rule in rules.items() if set(rule) - {"type", "description"}]
    limited += [name for name, rule in rules.items() if rule.get("type") != "string"]
    for column in [name for name in rules if name in limited and name in frame.columns]:
        check = Draft202012Validator(rules[column])
        told = rules[column].get("x-told-elsewhere", "")
        # a column of thousands of cells holds few different values
        wrong = [
            value
            for value in frame[column].unique()
            if not check.is_valid(value) and not (told and re.search(told, value))
        ]
        problems += capped(
            [
                _wrong_cell(name, frame.index[frame[column] == value], column, value, rules[column])
                for value in wrong
            ],
            f'values of column "{column}" that are not allowed',
        )
    return problems


def _similar(column: str, columns: Iterable[str]) -> str:
    close = did_you_mean(column, columns)
    return close.replace("Did you mean", "Is it the column") if close else ""


def _wrong_cell(name: str, rows: pd.Index, column: str, value: str, rule: Schema) -> Problem:
    message = "This value is not allowed here" if value else "The cell is empty"
    if len(rows) > 1:
        message += f" ({len(rows)} rows: {_spans(rows)})"
    hint = did_you_mean(value, [choice for choice in rule.get("enum", ()) if choice])
    return Problem(name, f"{message}.", str(rows[0]), column, value, describe(rule), hint)


def _spans(rows: pd.Index) -> str:
    """Write rows as a reader would, such as ``2-7, 9``."""
    spans: list[list[Hashable]] = []
    for row in rows:
        last = spans[-1][-1] if spans else None
        if isinstance(row, int) and isinstance(last, int) and row == last + 1:
            spans[-1] = [spans[-1][0], row]
        else:
            spans.append([row])
    return listing(["-".join(map(str, span)) for span in spans], 6)


def repeated_rows(table: pd.DataFrame, columns: list[str]) -> list[tuple[Any, Any]]:
    """Find rows that repeat an earlier one.

    Parameters
    ----------
    table : pandas.DataFrame
        Indexed by row.
    columns : list of str
        What two rows must share.

    Returns
    -------
    list of (label, label)
        Each row that repeats one, and the first that it repeats.
    """
    several = table.loc[table.duplicated(columns, keep=False), columns]
    first: dict[tuple[str, ...], Any] = {}
    pairs = [(row, first.setdefault(tuple(key), row)) for row, *key in several.itertuples()]
    return [(row, earlier) for row, earlier in pairs if row != earlier]
