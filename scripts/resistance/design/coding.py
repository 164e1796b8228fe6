"""Turn the variables of a design into columns of numbers as R's ``model.matrix`` does.

Treatment coding. A factor of a term is coded by contrasts to its reference where the term without
that factor is in the model too (for a main effect: the intercept), and by one column a level
otherwise (the rule of R's ``terms``; Chambers & Hastie, Statistical Models in S, 1992, 2.3.2).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from resistance.design.formula import Design
from resistance.problems import did_you_mean

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
#: An all-distinct integer column needs this many samples before it is read as a measurement:
#: 1, 2, 3 is as likely the number of a batch.
MIN_CONTINUOUS_VALUES = 5
_SAME_VALUE = 'The variable "{}" of the design has the same value in all samples.'


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


@dataclass(frozen=True)
class Coding:
    """How the variables of a design become numbers.

    Attributes
    ----------
    design : Design
    levels : dict of str to tuple of str
        Levels of each factor, the reference first.
    scales : dict of str to tuple of float
        Mean and standard deviation of each continuous variable.
    notes : tuple of str
        What was decided about variables that look like numbers, one sentence each.
    """

    design: Design
    levels: dict[str, tuple[str, ...]]
    scales: dict[str, tuple[float, float]]
    notes: tuple[str, ...]

    def columns(self, samples: pd.DataFrame) -> list[tuple[str, tuple[str, ...], np.ndarray]]:
        """Return name, term and values of each coefficient for ``samples``.

        Parameters
        ----------
        samples : pandas.DataFrame
            Holds the design's variables as text; a continuous variable that holds the empty text
            stands at its mean.

        Returns
        -------
        list of (str, tuple of str, numpy.ndarray of length len(samples))
        """
        found: list[tuple[str, tuple[str, ...], np.ndarray]] = []
        if self.design.intercept:
            found.append(("Intercept", (), np.ones(len(samples))))
        present = {frozenset(term) for term in self.design.terms}
        if self.design.intercept:
            present.add(frozenset())
        full_rank_spent = self.design.intercept
        for term in self.design.terms:
            parts = [("", np.ones(len(samples)))]
            versus = False
            for name in term:
                by_contrasts = frozenset(term) - {name} in present
                if len(term) == 1 and name in self.levels and not by_contrasts:
                    # without an intercept only the first factor takes its place
                    by_contrasts = full_rank_spent
                    full_rank_spent = True
                parts = [
                    (f"{label}.{piece}" if label else piece, values * column)
                    # the first factor's levels vary fastest, as in R
                    for piece, column in self._code(name, samples, by_contrasts)
                    for label, values in parts
                ]
                versus = len(term) == 1 and name in self.levels and by_contrasts
            for label, values in parts:
                if versus:
                    label = f"{term[0]}_{label.removeprefix(term[0])}_vs_{self.levels[term[0]][0]}"
                found.append((label, term, values))
        return _unique_names(found)

    def matrix(self, samples: pd.DataFrame) -> pd.DataFrame:
        """Return the model matrix of ``samples`` (samples x coefficients)."""
        columns = self.columns(samples)
        return pd.DataFrame(
            {name: values for name, _, values in columns}, index=samples.index, dtype=float
        )

    def _code(
        self, name: str, samples: pd.DataFrame, by_contrasts: bool
    ) -> list[tuple[str, np.ndarray]]:
        text = samples[name].astype(str)
        if name in self.scales:
            mean, deviation = self.scales[name]
            number = text.where(text != "", str(mean)).astype(float).to_numpy()
            return [(name, (number - mean) / deviation)]
        levels = self.levels[name]
        return [
            (f"{name}{level}", (text == level).to_numpy(dtype=float))
            for level in (levels[1:] if by_contrasts else levels)
        ]


def _unique_names(
    columns: list[tuple[str, tuple[str, ...], np.ndarray]],
) -> list[tuple[str, tuple[str, ...], np.ndarray]]:
    seen: dict[str, int] = {}
    unique = []
    for name, term, values in columns:
        seen[name] = seen.get(name, 0) + 1
        unique.append((name if seen[name] == 1 else f"{name}#{seen[name]}", term, values))
    return unique


def variable_types(
    samples: pd.DataFrame, design: Design, contrast_variables: set[str] | frozenset[str]
) -> tuple[dict[str, str], list[str]]:
    """Tell factors from continuous variables.

    Continuous is a variable all of whose values are numbers, of which some are not whole, or which
    are all distinct and at least five. Everything else, and every variable of a contrast, is a
    factor.

    Parameters
    ----------
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``.
    design : Design
    contrast_variables : set of str

    Returns
    -------
    types : dict of str to {"factor", "continuous"}
    notes : list of str
        One sentence for each variable that looks like numbers.

    Raises
    ------
    DesignError
        If the sheet lacks a variable of the design, or a value of it is empty.
    """
    types: dict[str, str] = {}
    notes: list[str] = []
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
        if not all(_NUMBER.fullmatch(value) for value in values):
            continue
        numbers = values.astype(float)
        whole = bool((numbers == np.floor(numbers)).all())
        distinct = numbers.nunique()
        if name in contrast_variables:
            notes.append(f'"{name}" holds numbers; it is a factor because a contrast compares it.')
        elif not whole or (distinct == len(numbers) and distinct >= MIN_CONTINUOUS_VALUES):
            types[name] = "continuous"
            notes.append(
                f'"{name}" is a continuous variable, centred on its mean and divided by its '
                "standard deviation: its coefficient is per standard deviation."
            )
        else:
            notes.append(f'"{name}" holds whole numbers; it is a factor with {distinct} levels.')
    return types, notes


def coding(samples: pd.DataFrame, design: Design, references: Mapping[str, str]) -> Coding:
    """Fix levels, references and scales of a design's variables.

    Parameters
    ----------
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``.
    design : Design
    references : mapping of str to str
        Reference level of each variable that a contrast names; other factors take the first level
        in alphabetical order (in numerical order where all levels are numbers).

    Returns
    -------
    Coding

    Raises
    ------
    DesignError
        If a variable is missing, has an empty value, lacks the reference level, or does not vary.
    """
    types, notes = variable_types(samples, design, set(references))
    levels: dict[str, tuple[str, ...]] = {}
    scales: dict[str, tuple[float, float]] = {}
    for name, kind in types.items():
        values = samples[name].astype(str)
        if values.nunique() < 2:
            raise DesignError(
                f'The variable "{name}" of the design has the same value in all samples '
                f'("{values.iloc[0]}").'
                if len(values)
                else "There are no samples.",
                name,
                "Leave it out of the design.",
            )
        if kind == "continuous":
            # sorted, so that the order of samples cannot change the last bit
            numbers = np.sort(values.astype(float).to_numpy())
            if numbers[0] == numbers[-1]:
                raise DesignError(_SAME_VALUE.format(name), name, "Leave it out of the design.")
            scales[name] = (float(numbers.mean()), float(numbers.std(ddof=1)))
            continue
        ordered = sorted(values.unique(), key=_level_key(values))
        reference = references.get(name, ordered[0])
        if reference not in ordered:
            raise DesignError(
                f'"{reference}" is no level of "{name}".', name, did_you_mean(reference, ordered)
            )
        levels[name] = (reference, *(level for level in ordered if level != reference))
    return Coding(design, levels, scales, tuple(notes))


def _level_key(values: pd.Series) -> Callable[[str], tuple[float, str]]:
    if all(_NUMBER.fullmatch(value) for value in values):
        return lambda level: (float(level), level)
    return lambda level: (0.0, level)
