"""Turn the variables of a design into columns of numbers as R's ``model.matrix`` does.

Treatment coding. A factor of a term is coded by contrasts to its reference where the term without
that factor is in the model too (for a main effect: the intercept), and by one column a level
otherwise (the rule of R's ``terms``; Chambers & Hastie, Statistical Models in S, 1992, 2.3.2).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from resistance.design.curves import CurveError, FittedCurve, fit_curve
from resistance.design.formula import Design
from resistance.design.variables import DesignError, level_key, variable_types
from resistance.problems import did_you_mean

__all__ = ["Coding", "Column", "DesignError", "coding", "variable_types"]

_SAME_VALUE = 'The variable "{}" of the design has the same value in all samples.'

#: The levels of several factors that stand together in one cell of the design.
Cell = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Column:
    """A column of the model matrix.

    Attributes
    ----------
    name : str
    term : tuple of str
        The parts of the design's term that it belongs to; empty for the intercept.
    cell : frozenset of (variable, level)
        The levels that it stands for.
    values : numpy.ndarray
        One for each sample.
    """

    name: str
    term: tuple[str, ...]
    cell: Cell
    values: np.ndarray


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
        What was decided about variables and columns, one sentence each.
    curves : dict of str to FittedCurve
        By the part of a term that it stands for.
    seen : frozenset of Cell
        Combinations of levels that samples have, for each term of several factors. A column of
        another combination would be zero in all samples and is left out.
    constant : dict of str to str
        Variables that left the design because the samples of this model have one level of them.
    """

    design: Design
    levels: dict[str, tuple[str, ...]]
    scales: dict[str, tuple[float, float]]
    notes: tuple[str, ...]
    curves: dict[str, FittedCurve] = field(default_factory=dict)
    seen: frozenset[Cell] = frozenset()
    constant: dict[str, str] = field(default_factory=dict)

    def all_columns(self, samples: pd.DataFrame) -> list[Column]:
        """Return the columns of the model matrix, those without a sample of their own included.

        Parameters
        ----------
        samples : pandas.DataFrame
            Holds the design's variables as text; a continuous variable that holds the empty text
            stands at its mean.

        Returns
        -------
        list of Column
        """
        found: list[Column] = []
        if self.design.intercept:
            found.append(Column("Intercept", (), frozenset(), np.ones(len(samples))))
        present = {frozenset(term) for term in self.design.terms}
        if self.design.intercept:
            present.add(frozenset())
        full_rank_spent = self.design.intercept
        for term in self.design.terms:
            pieces = [Column("", term, frozenset(), np.ones(len(samples)))]
            versus = False
            for name in term:
                by_contrasts = frozenset(term) - {name} in present
                if len(term) == 1 and name in self.levels and not by_contrasts:
                    # without an intercept only the first factor takes its place
                    by_contrasts = full_rank_spent
                    full_rank_spent = True
                pieces = [
                    Column(
                        f"{left.name}.{right.name}" if left.name else right.name,
                        term,
                        left.cell | right.cell,
                        left.values * right.values,
                    )
                    # the first factor's levels vary fastest, as in R
                    for right in self._code(name, samples, by_contrasts)
                    for left in pieces
                ]
                versus = len(term) == 1 and name in self.levels and by_contrasts
            for piece in pieces:
                label = piece.name
                if versus:
                    label = f"{term[0]}_{label.removeprefix(term[0])}_vs_{self.levels[term[0]][0]}"
                found.append(Column(label, term, piece.cell, piece.values))
        return _unique_names(found)

    def is_empty(self, column: Column) -> bool:
        """Tell whether a column stands for a combination of levels that no sample has."""
        return len(column.cell) > 1 and column.cell not in self.seen

    def columns(self, samples: pd.DataFrame) -> list[tuple[str, tuple[str, ...], np.ndarray]]:
        """Return name, term and values of each coefficient for ``samples``.

        Parameters
        ----------
        samples : pandas.DataFrame
            As for :meth:`all_columns`.

        Returns
        -------
        list of (str, tuple of str, numpy.ndarray of length len(samples))
        """
        return [
            (column.name, column.term, column.values)
            for column in self.all_columns(samples)
            if not self.is_empty(column)
        ]

    def matrix(self, samples: pd.DataFrame) -> pd.DataFrame:
        """Return the model matrix of ``samples`` (samples x coefficients)."""
        columns = self.columns(samples)
        return pd.DataFrame(
            {name: values for name, _, values in columns}, index=samples.index, dtype=float
        )

    def _code(self, part: str, samples: pd.DataFrame, by_contrasts: bool) -> list[Column]:
        variable = self.design.variable(part)
        text = samples[variable].astype(str)
        if variable in self.scales:
            mean, deviation = self.scales[variable]
            numbers = text.where(text != "", repr(mean)).astype(float).to_numpy()
            if part not in self.curves:
                return [Column(part, (part,), frozenset(), (numbers - mean) / deviation)]
            values = self.curves[part].columns(numbers)
            return [
                Column(f"{part}{j + 1}", (part,), frozenset(), values[:, j])
                for j in range(values.shape[1])
            ]
        levels = self.levels[variable]
        return [
            Column(
                f"{variable}{level}",
                (part,),
                frozenset({(variable, level)}),
                (text == level).to_numpy(dtype=float),
            )
            for level in (levels[1:] if by_contrasts else levels)
        ]


def _unique_names(columns: list[Column]) -> list[Column]:
    seen: dict[str, int] = {}
    unique = []
    for column in columns:
        name = column.name
        seen[name] = seen.get(name, 0) + 1
        label = name if seen[name] == 1 else f"{name}#{seen[name]}"
        unique.append(Column(label, column.term, column.cell, column.values))
    return unique


def coding(
    samples: pd.DataFrame,
    design: Design,
    references: Mapping[str, str],
    factors: Collection[str] = (),
    continuous: Collection[str] = (),
) -> Coding:
    """Fix levels, references and scales of a design's variables.

    Parameters
    ----------
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``.
    design : Design
    references : mapping of str to str
        Reference level of each variable that a contrast names; other factors take the first level
        in alphabetical order (in numerical order where all levels are numbers).
    factors, continuous : collection of str
        Variables whose kind is known, whatever their values look like.

    Returns
    -------
    Coding

    Raises
    ------
    DesignError
        If a variable is missing, has an empty value, lacks the reference level, does not vary, or
        has too few values for its curve.
    """
    types, notes = variable_types(samples, design, {*references, *factors}, continuous)
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
        ordered = sorted(values.unique(), key=level_key(values))
        reference = references.get(name, ordered[0])
        if reference not in ordered:
            raise DesignError(
                f'"{reference}" is no level of "{name}".', name, did_you_mean(reference, ordered)
            )
        levels[name] = (reference, *(level for level in ordered if level != reference))
    curves = _curves(samples, design)
    seen = _seen(samples, design, levels)
    plain = Coding(design, levels, scales, (), curves, seen)
    return Coding(design, levels, scales, (*notes, *_empty_notes(plain, samples)), curves, seen)


def _curves(samples: pd.DataFrame, design: Design) -> dict[str, FittedCurve]:
    curves = {}
    for curve in design.curves:
        try:
            values = samples[curve.variable].astype(float).to_numpy()
            curves[curve.text] = fit_curve(curve, values)
        except CurveError as error:
            hint = "Lower it, or leave the curve out of the design."
            raise DesignError(str(error), curve.variable, hint) from None
    return curves


def _seen(
    samples: pd.DataFrame, design: Design, levels: Mapping[str, tuple[str, ...]]
) -> frozenset[Cell]:
    cells: set[Cell] = set()
    for term in design.terms:
        factors = [name for name in term if name in levels]
        rows = samples[factors].astype(str).drop_duplicates().itertuples(index=False, name=None)
        cells.update(frozenset(zip(factors, row, strict=True)) for row in rows)
    return frozenset(cells)


def _empty_notes(code: Coding, samples: pd.DataFrame) -> list[str]:
    # the columns of no rows: names and cells are all that is wanted
    empty: dict[tuple[str, ...], list[str]] = {}
    for column in code.all_columns(samples.iloc[:0]):
        if code.is_empty(column):
            empty.setdefault(column.term, []).append(column.name)
    return [
        f'No sample has the combination that {", ".join(names)} of "{":".join(term)}" stands for: '
        f"left out of the model."
        for term, names in empty.items()
    ]
