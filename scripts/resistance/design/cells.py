"""What the cells of a contrast's formula mean in a model: weights of its coefficients."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import numpy as np
import pandas as pd

from resistance.design.coding import Cell, Coding
from resistance.design.combinations import (
    CombinationError,
    Level,
    parse_combination,
    quoted,
    spell_cell,
)
from resistance.problems import did_you_mean

#: A weight of a coefficient below this is the rounding of a zero.
_ZERO = 1e-9
_SHOWN = 30


def cell_weights(coding: Coding, formula: str) -> dict[Cell, Fraction]:
    """Find the cells that a formula compares.

    Parameters
    ----------
    coding : Coding
    formula : str

    Returns
    -------
    dict of cell to Fraction
        Weights other than 0; a cell is a set of (variable, level). All cells name the same
        variables.

    Raises
    ------
    CombinationError
        If the formula cannot be read; names an unknown or ambiguous level; compares nothing; names
        a variable in some cells only; or leaves out one that interacts with what is compared.
    """
    known = {**coding.levels, **{name: (level,) for name, level in coding.constant.items()}}
    found: dict[Cell, Fraction] = {}
    for written, weight in parse_combination(formula).items():
        cell = _resolved(written, known, coding)
        found[cell] = found.get(cell, Fraction(0)) + weight
    found = {cell: weight for cell, weight in found.items() if weight}
    if not found:
        raise CombinationError(f'"{formula}" compares nothing: every cell cancels.', "")
    named = {frozenset(variable for variable, _ in cell) for cell in found}
    if len(named) > 1:
        missing = sorted(frozenset.union(*named) - frozenset.intersection(*named))
        raise CombinationError(
            f'"{formula}" names a level of "{missing[0]}" in some of its cells only.',
            f'Name a level of "{missing[0]}" in every cell, or in none.',
        )
    _check_left_out(coding, found, next(iter(named)), formula)
    return found


def _resolved(
    written: tuple[Level, ...], known: Mapping[str, tuple[str, ...]], coding: Coding
) -> Cell:
    levels: dict[str, str] = {}
    for variable, level in written:
        name = _variable(variable, level, known, coding)
        if name in levels:
            raise CombinationError(
                f'"{spell_cell(written)}" names two levels of "{name}".',
                'A cell has one level of each variable, with ":" between them.',
            )
        levels[name] = level
    return frozenset((name, level) for name, level in levels.items() if name in coding.levels)


def _variable(
    variable: str, level: str, known: Mapping[str, tuple[str, ...]], coding: Coding
) -> str:
    if not variable:
        names = [name for name, levels in known.items() if level in levels]
        if len(names) == 1:
            return names[0]
        if names:
            choices = " or ".join(f"{quoted(name)}={quoted(level)}" for name in names)
            raise CombinationError(f'"{level}" is a level of several variables.', f"Say {choices}.")
        every = [level for levels in known.values() for level in levels]
        raise CombinationError(
            f'"{level}" is no level of a factor of the design.', _available(level, every)
        )
    if variable in coding.scales:
        raise CombinationError(
            f'"{variable}" is a continuous variable: it has no levels.',
            "In a contrast it stands at its mean; leave it out.",
        )
    if variable not in known:
        raise CombinationError(
            f'"{variable}" is no factor of the design.', _available(variable, known)
        )
    if level not in known[variable]:
        raise CombinationError(
            f'"{level}" is no level of "{variable}".', _available(level, known[variable])
        )
    return variable


def _available(value: str, choices: Iterable[str]) -> str:
    names = list(dict.fromkeys(choices))
    shown = ", ".join(quoted(name) for name in names[:_SHOWN])
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{did_you_mean(value, names)} There are {shown}{more}.".strip()


def _check_left_out(
    coding: Coding, weights: Mapping[Cell, Fraction], named: frozenset[str], formula: str
) -> None:
    """Refuse to leave out a variable whose level would change the difference.

    A term with variables that the cells leave out cancels if the weights of what the cells name in
    it add up to zero, whichever levels the rest stands at.
    """
    for term in coding.design.terms:
        variables = [coding.design.variable(part) for part in term]
        absent = [name for name in variables if name in coding.levels and name not in named]
        present = [name for name in variables if name in named]
        at_zero = any(name in coding.scales and name not in coding.curves for name in term)
        if not absent or not present or at_zero:
            continue
        sums: dict[Cell, Fraction] = {}
        for cell, weight in weights.items():
            part = frozenset(pair for pair in cell if pair[0] in present)
            sums[part] = sums.get(part, Fraction(0)) + weight
        if any(sums.values()):
            levels = ", ".join(quoted(level) for level in coding.levels[absent[0]][:_SHOWN])
            raise CombinationError(
                f'"{formula}" leaves out "{absent[0]}", which interacts with "{present[0]}": the '
                "difference depends on its level.",
                f'Name a level of "{absent[0]}" in every cell: {levels}.',
            )


def coefficients(coding: Coding, cells: Mapping[Cell, Fraction], what: str) -> np.ndarray:
    """Return the weights of the model's coefficients that make a combination of cells.

    Variables that a cell leaves out stand at their reference level, continuous ones at their mean.

    Parameters
    ----------
    coding : Coding
    cells : mapping of cell to Fraction
        Their weights.
    what : str
        The contrast, for messages.

    Returns
    -------
    numpy.ndarray of length n coefficients

    Raises
    ------
    CombinationError
        If the combination needs a column that the model lacks, or is zero.
    """
    base = {name: levels[0] for name, levels in coding.levels.items()}
    base.update(dict.fromkeys(coding.scales, ""))  # the empty text is a variable's mean
    rows = pd.DataFrame([{**base, **dict(cell)} for cell in cells])
    columns = coding.all_columns(rows)
    matrix = np.column_stack([column.values for column in columns])
    weights = np.array([float(weight) for weight in cells.values()]) @ matrix
    weights[np.abs(weights) < _ZERO] = 0.0
    empty = np.array([coding.is_empty(column) for column in columns])
    lost = [column.name for column, out in zip(columns, empty & (weights != 0), strict=True) if out]
    if lost:
        raise CombinationError(
            f"{what} cannot be estimated: no sample has the combination that {', '.join(lost)} "
            "stands for.",
            "Compare cells of the design that have samples.",
        )
    kept: np.ndarray = weights[~empty]
    if not kept.any():
        raise CombinationError(f"{what} compares nothing: it is zero in this model.", "")
    return kept


def difference_of_means(
    cells: Mapping[Cell, Fraction],
) -> tuple[dict[Cell, Fraction], dict[Cell, Fraction]] | None:
    """Split a combination into the two means that it compares.

    Parameters
    ----------
    cells : mapping of cell to Fraction

    Returns
    -------
    tuple of dict, or None
        Weights of the reference's cells and of the target's, each adding up to 1; None where the
        combination is no difference of two means, such as a difference of differences.
    """
    target = {cell: weight for cell, weight in cells.items() if weight > 0}
    reference = {cell: -weight for cell, weight in cells.items() if weight < 0}
    if sum(target.values()) != 1 or sum(reference.values()) != 1:
        return None
    return reference, target
