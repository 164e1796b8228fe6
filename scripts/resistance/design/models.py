"""The model that a contrast is asked of: its samples, its design, its reduced design."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from resistance.design.coding import Coding, coding
from resistance.design.combinations import CombinationError, parse_combination
from resistance.design.contrast_rows import Contrast, model_samples
from resistance.design.formula import Design, FormulaError, parse_design
from resistance.design.matrix import confounded
from resistance.problems import did_you_mean

#: Share of a column's length that may lie outside the full design: rounding.
_NESTED = 1e-7


def model_coding(
    samples: pd.DataFrame,
    design: Design,
    contrasts: Sequence[Contrast],
    contrast: Contrast | None = None,
) -> Coding:
    """Fix how a model's variables become numbers.

    Parameters
    ----------
    samples : pandas.DataFrame
        The whole sample sheet, text, index ``sample``.
    design : Design
        Of the study.
    contrasts : sequence of Contrast
        All of them: a variable's reference is that of the first contrast that names it and whose
        reference level occurs in the model's samples.
    contrast : Contrast, optional
        One that is asked of the model; by default the model of all samples.

    Returns
    -------
    Coding
        Of the model's own samples. A variable that has one level left in them leaves the design,
        with a note.

    Raises
    ------
    DesignError
        See :func:`resistance.design.coding.coding`.
    SelectionError
        See :func:`resistance.design.contrast_rows.model_samples`.
    """
    sheet = samples if contrast is None else samples.loc[model_samples(samples, contrast)]
    constant: dict[str, str] = {}
    if len(sheet) and len(sheet) < len(samples):
        design, constant = _narrowed(design, sheet)
    references: dict[str, str] = {}
    for row in contrasts:
        if row.variable in sheet.columns and (sheet[row.variable] == row.reference).any():
            references.setdefault(row.variable, row.reference)
    factors = {row.variable for row in contrasts if row.variable} | _named(contrasts)
    found = coding(sheet, design, references, factors)
    notes = [
        f'"{name}" is "{level}" in all samples of this model and is no part of its design.'
        for name, level in constant.items()
    ]
    return Coding(
        found.design, found.levels, found.scales, (*found.notes, *notes), found.curves,
        found.seen, constant,
    )  # fmt: skip


def _named(contrasts: Sequence[Contrast]) -> set[str]:
    """Return the variables whose levels a formula names as ``variable=level``."""
    names: set[str] = set()
    for row in contrasts:
        try:
            cells = parse_combination(row.formula) if row.formula else {}
        except CombinationError:
            continue  # said where the contrast is used
        names |= {variable for cell in cells for variable, _ in cell if variable}
    return names


def _narrowed(design: Design, sheet: pd.DataFrame) -> tuple[Design, dict[str, str]]:
    constant = {
        name: str(sheet[name].iloc[0])
        for name in design.variables
        if name in sheet.columns and sheet[name].nunique() == 1
    }
    return _without(design, set(constant)), constant


def _without(design: Design, variables: set[str]) -> Design:
    terms: dict[frozenset[str], tuple[str, ...]] = {}
    intercept = design.intercept
    for term in design.terms:
        rest = tuple(part for part in term if design.variable(part) not in variables)
        # what is left of a factor of one level is a column of ones
        intercept = intercept or not rest
        if rest:
            terms.setdefault(frozenset(rest), rest)
    curves = tuple(curve for curve in design.curves if curve.variable not in variables)
    return Design(tuple(sorted(terms.values(), key=len)), intercept, curves)


def reduced_matrix(coding_: Coding, contrast: Contrast, samples: pd.DataFrame) -> pd.DataFrame:
    """Return the model matrix of a likelihood-ratio test's reduced design.

    Parameters
    ----------
    coding_ : Coding
        Of the full design; levels, references and scales are its.
    contrast : Contrast
        With ``reduced``.
    samples : pandas.DataFrame
        The model's samples, text, index ``sample``.

    Returns
    -------
    pandas.DataFrame
        Samples x coefficients, of full column rank.

    Raises
    ------
    FormulaError
        If ``reduced`` cannot be read, names a variable that the design lacks, or does not lie
        within the design with fewer coefficients.
    """
    written = contrast.reduced
    reduced = parse_design(written, may_be_empty=True)
    known = [*coding_.design.variables, *coding_.constant]
    for name in reduced.variables:
        if name not in known:
            raise FormulaError(
                f'The reduced design "{written}" names "{name}", which the design '
                f'"{coding_.design.text}" does not have.',
                f"{did_you_mean(name, known)} The design has {', '.join(known)}.".strip(),
            )
    reduced = _without(reduced, set(coding_.constant))
    references = {name: levels[0] for name, levels in coding_.levels.items()}
    found = coding(samples, reduced, references, list(coding_.levels), list(coding_.scales))
    matrix = found.matrix(samples)
    matrix = matrix.drop(columns=confounded(matrix))
    full = coding_.matrix(samples).to_numpy(dtype=float)
    inner = matrix.to_numpy(dtype=float)
    rest = inner - full @ np.linalg.lstsq(full, inner, rcond=None)[0]
    outside = np.linalg.norm(rest, axis=0) > _NESTED * np.linalg.norm(inner, axis=0)
    if outside.any():
        names = ", ".join(matrix.columns[outside])
        raise FormulaError(
            f'The reduced design "{written}" does not lie within the design '
            f'"{coding_.design.text}": {names} is no combination of its columns.',
            "Take terms of the design away, and add none.",
        )
    if inner.shape[1] >= full.shape[1]:
        raise FormulaError(
            f'The reduced design "{written}" has as many coefficients as the design '
            f'"{coding_.design.text}": there is nothing to test.',
            "Leave out the terms whose effect is in question.",
        )
    return matrix
