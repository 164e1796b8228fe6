"""Which variables of a design are factors, and which are numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

import numpy as np
import pandas as pd

from resistance.design.formula import Design
from resistance.problems import did_you_mean

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
#: Whole numbers that are nearly all distinct need this many of them before they are read as a
#: measurement: 1, 2, 3 is as likely the number of a batch.
MIN_CONTINUOUS_VALUES = 5


class DesignError(ValueError):
    """Raised where a design does not fit the sample sheet.

    Attributes
    ----------
    message, hint : str
        What is wrong, and what to do.
    variable : str
        The variable concerned.
    """

    def __init__(self, message: str, variable: str, hint: str = "") -> None:
        super().__init__(f"{message} {hint}".strip())
        self.message = message
        self.variable = variable
        self.hint = hint


def is_number(text: str) -> bool:
    """Tell whether a cell of the sheet is a finite number.

    Parameters
    ----------
    text : str

    Returns
    -------
    bool
    """
    return _NUMBER.fullmatch(text) is not None


def variable_types(
    samples: pd.DataFrame,
    design: Design,
    contrast_variables: Collection[str],
    continuous: Collection[str] = (),
) -> tuple[dict[str, str], list[str]]:
    """Tell factors from continuous variables.

    Continuous is a variable all of whose values are numbers, of which some are not whole, or of
    which at least five, and more than three quarters as many as there are samples, are distinct;
    and every variable of a curve (``poly``, ``bs``).
    Everything else, and every variable of a contrast, is a factor.

    Parameters
    ----------
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``.
    design : Design
    contrast_variables : collection of str
        Factors, whatever their values look like.
    continuous : collection of str
        Variables that are continuous, whatever their values look like.

    Returns
    -------
    types : dict of str to {"factor", "continuous"}
    notes : list of str
        One sentence for each variable that looks like numbers.

    Raises
    ------
    DesignError
        If the sheet lacks a variable of the design, or a value of it is empty, or the variable of
        a curve is not numeric or compared by a contrast.
    """
    types: dict[str, str] = {}
    notes: list[str] = []
    curves = {curve.variable: curve for curve in design.curves}
    for name in design.variables:
        if name not in samples.columns:
            raise DesignError(
                f'The design names "{name}", which is no column of the sample sheet.',
                name,
                did_you_mean(name, samples.columns),
            )
        values = samples[name].astype(str)
        if (values == "").any():
            empty = ", ".join(f'"{sample}"' for sample in samples.index[values == ""])
            raise DesignError(
                f'The variable "{name}" of the design is empty for {empty}.',
                name,
                "Fill it in, or leave the sample or the variable out.",
            )
        types[name] = "factor"
        words = [value for value in values if not is_number(value)]
        if name in curves and (words or name in contrast_variables):
            curve = curves[name].text
            raise DesignError(
                f'{curve} is a curve of numbers, and "{name}" holds "{words[0]}".'
                if words
                else f'{curve} is a curve of numbers, but a contrast compares levels of "{name}".',
                name,
                f'Write "{name}" without {curves[name].kind}().',
            )
        if words:
            continue
        numbers = values.astype(float)
        whole = bool((numbers == np.floor(numbers)).all())
        distinct = numbers.nunique()
        if name in contrast_variables:
            notes.append(f'"{name}" holds numbers; it is a factor because a contrast compares it.')
        elif name in curves:
            types[name] = "continuous"
            notes.append(f'"{name}" is a continuous variable, as the columns {curves[name].text}.')
        elif (
            name in continuous
            or not whole
            # ages may coincide; donors that are numbered come in pairs
            or (4 * distinct > 3 * len(numbers) and distinct >= MIN_CONTINUOUS_VALUES)
        ):
            types[name] = "continuous"
            notes.append(
                f'"{name}" is a continuous variable, centred on its mean and divided by its '
                "standard deviation: its coefficient is per standard deviation."
            )
        else:
            notes.append(
                f'"{name}" holds whole numbers; it is a factor with {distinct} levels. Write '
                f"poly({name}, 1) if it is a measurement."
            )
    return types, notes


def level_key(values: pd.Series) -> Callable[[str], tuple[float, str]]:
    """Return the key that sorts levels: by number where all are numbers, else by letter.

    Parameters
    ----------
    values : pandas.Series of str

    Returns
    -------
    callable
    """
    if all(is_number(value) for value in values):
        return lambda level: (float(level), level)
    return lambda level: (0.0, level)
