"""Contrasts: what is compared, as weights of the model's coefficients and as arms of samples."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import pandas as pd

from resistance.design.arms import (
    arms,
    common_levels,
    contrast_arms,
    fitted_arms,
    modelled_arms,
    pooled_levels,
    why_no_arms,
)
from resistance.design.cells import cell_weights, coefficients, difference_of_means
from resistance.design.coding import Cell, Coding
from resistance.design.combinations import CombinationError, quoted
from resistance.design.contrast_rows import (
    Contrast,
    ContrastError,
    contrast_named,
    contrasts_of,
    model_samples,
)
from resistance.design.formula import parse_design
from resistance.design.interactions import interacting, interaction_note, place
from resistance.design.models import model_coding, reduced_matrix
from resistance.problems import did_you_mean

__all__ = [
    "Contrast",
    "ContrastError",
    "arms",
    "arms_of",
    "common_levels",
    "contrast_arms",
    "contrast_named",
    "contrast_weights",
    "contrasts_of",
    "describe",
    "fitted_arms",
    "interacting",
    "interaction_note",
    "model_coding",
    "model_samples",
    "modelled_arms",
    "place",
    "pooled_levels",
    "reduced_matrix",
    "side_names",
    "sides_of",
    "why_no_arms",
]


def contrast_weights(coding: Coding, contrast: Contrast) -> np.ndarray:
    """Return the weights of the model's coefficients that make a contrast.

    Of two levels: the difference between the model's rows of two samples that differ in the
    variable alone. All other factors stand at their reference level, continuous variables at their
    mean; with an interaction this is the effect at the reference level of the other factor, as in
    R's ``results(contrast = c(variable, target, reference))``.

    Parameters
    ----------
    coding : Coding
        Of the contrast's model.
    contrast : Contrast

    Returns
    -------
    numpy.ndarray of length n coefficients

    Raises
    ------
    CombinationError
        If the contrast has no fold change of its own, names what the model does not have, or
        cannot be estimated.
    """
    return coefficients(coding, _cells(coding, contrast), _spell(contrast))


def _spell(contrast: Contrast) -> str:
    return f'"{contrast.formula or f"{contrast.target} against {contrast.reference}"}"'


def _cells(coding: Coding, contrast: Contrast) -> dict[Cell, Fraction]:
    if contrast.formula:
        return cell_weights(coding, contrast.formula)
    variable = contrast.variable
    if not contrast.has_change:
        raise CombinationError("A likelihood-ratio test has no fold change of its own.", "")
    if variable not in coding.levels:
        where = "the same in all samples of the model"
        raise CombinationError(
            f'"{variable}" is {where if variable in coding.constant else "no factor of the design"}'
            ": its levels cannot be compared.",
            did_you_mean(variable, coding.levels),
        )
    for level in (contrast.reference, contrast.target):
        if level not in coding.levels[variable]:
            raise CombinationError(
                f'No sample of the model has "{variable}" = "{level}".',
                did_you_mean(level, coding.levels[variable]),
            )
    pairs = ((contrast.target, Fraction(1)), (contrast.reference, Fraction(-1)))
    return {frozenset({(variable, level)}): weight for level, weight in pairs}


def arms_of(
    samples: pd.DataFrame, contrasts: pd.DataFrame, design: str, contrast: str
) -> pd.DataFrame:
    """Return the samples that a contrast of a study compares.

    Parameters
    ----------
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``.
    contrasts : pandas.DataFrame
        The contrasts table, text.
    design : str
        Of the study.
    contrast : str
        An id of ``contrasts``.

    Returns
    -------
    pandas.DataFrame
        As of :func:`resistance.design.arms.contrast_arms`.
    """
    row = contrast_named(contrasts, contrast)
    code = model_coding(samples, parse_design(design), contrasts_of(contrasts), row)
    return contrast_arms(samples, row, code)


def side_names(contrast: Contrast, coding: Coding) -> tuple[str, str]:
    """Name what a contrast holds against each other, for headings.

    Parameters
    ----------
    contrast : Contrast
    coding : Coding
        Of the contrast's model.

    Returns
    -------
    reference, target : str
        Two levels or means; of a difference of differences "no difference" and the formula; of a
        likelihood-ratio test without a fold change the two designs.
    """
    if contrast.variable:
        return contrast.reference, contrast.target
    if not contrast.formula:
        return contrast.reduced, coding.design.text
    sides = difference_of_means(cell_weights(coding, contrast.formula))
    if sides is None:
        return "no difference", contrast.formula
    reference, target = (_mean(side, coding) for side in sides)
    return reference, target


def sides_of(
    samples: pd.DataFrame, contrasts: pd.DataFrame, design: str, contrast: str
) -> tuple[str, str]:
    """Name what a contrast of a study holds against each other: see :func:`side_names`.

    Parameters
    ----------
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``.
    contrasts : pandas.DataFrame
        The contrasts table, text.
    design : str
        Of the study.
    contrast : str
        An id of ``contrasts``.

    Returns
    -------
    reference, target : str
    """
    row = contrast_named(contrasts, contrast)
    return side_names(
        row, model_coding(samples, parse_design(design), contrasts_of(contrasts), row)
    )


def describe(contrast: Contrast, coding: Coding) -> str:
    """Say in words what a contrast asks.

    Parameters
    ----------
    contrast : Contrast
    coding : Coding
        Of the contrast's model.

    Returns
    -------
    str
        Such as ``positive log2FoldChange = higher in resistant than in parental``; the parts that
        follow are separated by semicolons.
    """
    parts = [_change(contrast, coding)] if contrast.has_change else []
    beyond = f"{contrast.lfc_threshold:g}"
    tests = {
        "two-sided": "",
        "greater": f"tested: log2FoldChange above {beyond}",
        "less": f"tested: log2FoldChange below -{beyond}" if contrast.lfc_threshold
        else "tested: log2FoldChange below 0",
        "greaterAbs": f"tested: log2FoldChange beyond {beyond}, up or down",
        "greaterAbs2014": f"tested: log2FoldChange beyond {beyond}, up or down, by the formula of "
        "DESeq2 before 1.44",
        "lessAbs": f"tested: log2FoldChange between -{beyond} and {beyond}",
    }  # fmt: skip
    said = (
        f"tested: likelihood ratio of {coding.design.text} against {contrast.reduced}, which is "
        "about all terms that the second lacks at once"
        if contrast.test == "lrt"
        else tests[contrast.alternative]
    )
    parts += [said] if said else []
    if contrast.subset:
        parts.append(f"fitted on the samples with {contrast.subset}")
    if contrast.exclude_samples:
        parts.append(f"fitted without {', '.join(contrast.exclude_samples)}")
    return "; ".join(parts)


def _change(contrast: Contrast, coding: Coding) -> str:
    higher = "positive log2FoldChange = higher in {} than in {}"
    if contrast.variable:
        where = place(coding, contrast.variable)
        said = higher.format(contrast.target, contrast.reference)
        return f"{said}, at {where}" if where else said
    if difference_of_means(cell_weights(coding, contrast.formula)) is None:
        return f"log2FoldChange = {contrast.formula}"
    reference, target = side_names(contrast, coding)
    return higher.format(target, reference)


def _mean(side: Mapping[Cell, Fraction], coding: Coding) -> str:
    names = [
        ":".join(quoted(dict(cell)[name]) for name in coding.levels if name in dict(cell))
        for cell in side
    ]
    if len(names) == 1:
        return names[0]
    weighted = "" if len(set(side.values())) == 1 else "weighted "
    return f"the {weighted}mean of {', '.join(names[:-1])} and {names[-1]}"
