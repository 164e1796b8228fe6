"""The samples that stand against each other in a contrast."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from resistance.design.cells import cell_weights, difference_of_means
from resistance.design.coding import Cell, Coding
from resistance.design.combinations import parse_combination
from resistance.design.contrast_rows import Contrast, model_samples
from resistance.design.interactions import interacting


def arms(samples: pd.DataFrame, variable: str, reference: str, target: str) -> pd.DataFrame:
    """Return the samples that a contrast compares.

    Parameters
    ----------
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``.
    variable, reference, target : str

    Returns
    -------
    pandas.DataFrame
        Column ``arm`` holding ``reference`` or ``target``; index ``sample``, in the sheet's order.
    """
    level = samples[variable].astype(str)
    arm = level.map({reference: "reference", target: "target"})
    return arm[arm.notna()].to_frame("arm")


def modelled_arms(
    coding: Coding, samples: pd.DataFrame, variable: str, reference: str, target: str
) -> pd.DataFrame:
    """Return the samples whose means a contrast's coefficients compare.

    With an interaction these are the arms' samples at the reference level of the interacting
    factors. Where an arm has no sample there (its mean is then put together from others), the
    samples of the whole level are returned; continuous variables leave no sample out.

    Parameters
    ----------
    coding : Coding
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``.
    variable, reference, target : str

    Returns
    -------
    pandas.DataFrame
        As of :func:`arms`.
    """
    whole = arms(samples, variable, reference, target)
    inside = pd.Series(True, index=samples.index)
    for name, level in interacting(coding, variable).items():
        if name in coding.levels:
            inside &= samples[name].astype(str) == level
    kept = whole[inside.reindex(whole.index)]
    return kept if set(kept["arm"]) == set(whole["arm"]) else whole


def contrast_arms(samples: pd.DataFrame, contrast: Contrast, coding: Coding) -> pd.DataFrame:
    """Return the samples that a contrast compares.

    Parameters
    ----------
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``; samples outside the contrast's model are passed over.
    contrast : Contrast
    coding : Coding
        Of the contrast's model.

    Returns
    -------
    pandas.DataFrame
        As of :func:`arms`. Of a formula the target's samples are those of the cells with positive
        weights. Empty where there are no two arms: a difference of differences, a likelihood-ratio
        test without a fold change, an arm whose cells have no sample of their own.
    """
    if not contrast.has_change:
        return _no_arms(samples)
    sheet = samples.loc[model_samples(samples, contrast)]
    if contrast.variable:
        return arms(sheet, contrast.variable, contrast.reference, contrast.target)
    sides = difference_of_means(cell_weights(coding, contrast.formula))
    if sides is None:
        return _no_arms(samples)
    arm = pd.Series("", index=sheet.index, dtype=object)
    for name, cells in zip(("reference", "target"), sides, strict=True):
        for cell in cells:
            inside = pd.Series(True, index=sheet.index)
            for variable, level in cell:
                inside &= sheet[variable].astype(str) == level
            arm[inside] = name
    found = arm[arm != ""].to_frame("arm")
    return found if found["arm"].nunique() == 2 else _no_arms(samples)


def fitted_arms(samples: pd.DataFrame, contrast: Contrast, coding: Coding) -> pd.DataFrame:
    """Return the samples whose means a contrast's coefficients compare.

    Parameters
    ----------
    samples, contrast, coding
        As for :func:`contrast_arms`.

    Returns
    -------
    pandas.DataFrame
        As of :func:`contrast_arms`; of two levels as of :func:`modelled_arms`.
    """
    if not contrast.variable:
        return contrast_arms(samples, contrast, coding)
    sheet = samples.loc[model_samples(samples, contrast)]
    return modelled_arms(coding, sheet, contrast.variable, contrast.reference, contrast.target)


def _no_arms(samples: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"arm": pd.Series(dtype=object)}, index=samples.index[:0])


def compared_variables(contrast: Contrast, coding: Coding) -> frozenset[str]:
    """Return the variables whose levels a contrast names.

    Parameters
    ----------
    contrast : Contrast
    coding : Coding
        Of the contrast's model.

    Returns
    -------
    frozenset of str
    """
    if contrast.variable:
        return frozenset({contrast.variable})
    if not contrast.formula:
        return frozenset()
    cells = cell_weights(coding, contrast.formula)
    return frozenset(variable for cell in cells for variable, _ in cell)


def why_no_arms(contrast: Contrast) -> str:
    """Say why protein cannot be compared in a contrast.

    Parameters
    ----------
    contrast : Contrast
        One for which :func:`pooled_levels` finds none.

    Returns
    -------
    str
        A clause.
    """
    if not contrast.has_change:
        return "a likelihood-ratio test without a fold change has no arms for the protein table"
    if difference_of_means(_written(contrast)) is None:
        return "this contrast is a difference of differences; the protein table has no arms for it"
    return (
        "this contrast compares combinations of several variables; the protein table has arms for "
        "the levels of one"
    )


def _written(contrast: Contrast) -> dict[Cell, Fraction]:
    """Return the weights of a formula's cells as they are written, other than 0."""
    found: dict[Cell, Fraction] = {}
    for cell, weight in parse_combination(contrast.formula).items():
        found[frozenset(cell)] = found.get(frozenset(cell), Fraction(0)) + weight
    return {cell: weight for cell, weight in found.items() if weight}


def common_levels(contrast: Contrast) -> Cell:
    """Return the levels that stand in every cell of a formula, where both of its sides are.

    Parameters
    ----------
    contrast : Contrast

    Returns
    -------
    frozenset of (variable, level)
        As written: the variable is empty where the level stands alone. Empty for two levels.
    """
    cells = list(_written(contrast)) if contrast.formula else []
    return frozenset.intersection(*cells) if cells else frozenset()


def pooled_levels(contrast: Contrast) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the levels whose samples stand against each other, as far as one variable tells.

    Parameters
    ----------
    contrast : Contrast

    Returns
    -------
    tuple of tuple of str, or None
        Levels of the reference and of the target; levels that all cells share are no part of them.
        None where the contrast is no difference of two means, or its cells differ in several
        variables.
    """
    if contrast.variable:
        return (contrast.reference,), (contrast.target,)
    if not contrast.formula:
        return None
    common = common_levels(contrast)
    sides = difference_of_means(_written(contrast))
    if sides is None or any(len(cell - common) != 1 for side in sides for cell in side):
        return None
    reference, target = (
        tuple(dict.fromkeys(level for cell in side for _, level in cell - common)) for side in sides
    )
    return reference, target
