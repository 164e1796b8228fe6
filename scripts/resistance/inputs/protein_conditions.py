"""Which conditions of a protein table the contrasts of a study can use."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from resistance.design.combinations import parse_combination
from resistance.design.contrast_rows import Contrast, ContrastError, contrast_of
from resistance.design.contrasts import pooled_levels
from resistance.design.formula import FormulaError


@dataclass(frozen=True)
class Conditions:
    """What contrasts compare, as far as they can be read.

    Attributes
    ----------
    variables : tuple of str
        Columns of the sample sheet whose levels are compared.
    reference, target : tuple of str
        Levels that stand in an arm of some contrast.
    """

    variables: tuple[str, ...]
    reference: tuple[str, ...]
    target: tuple[str, ...]


def compared_conditions(contrasts: pd.DataFrame, samples: pd.DataFrame) -> Conditions:
    """Gather the levels that contrasts compare.

    Parameters
    ----------
    contrasts, samples : pandas.DataFrame
        Text; either may lack columns. Rows that cannot be read are passed over.

    Returns
    -------
    Conditions
    """
    variables: dict[str, None] = {}
    arms: tuple[dict[str, None], dict[str, None]] = ({}, {})
    for cells in contrasts.to_dict("records"):
        try:
            contrast = contrast_of({str(key): str(value) for key, value in cells.items()})
            named = _variables(contrast, samples)
            levels = pooled_levels(contrast) or ((), ())
        except (ContrastError, FormulaError):
            continue
        variables.update(dict.fromkeys(named))
        for arm, side in zip(arms, levels, strict=True):
            arm.update(dict.fromkeys(side))
    return Conditions(tuple(variables), *(tuple(arm) for arm in arms))


def _variables(contrast: Contrast, samples: pd.DataFrame) -> list[str]:
    """Return the columns that hold what a contrast names; a bare level may be of several."""
    if not contrast.formula:
        return [contrast.variable] if contrast.variable in samples.columns else []
    columns = [column for column in samples.columns if column and column != "sample"]
    pairs = [pair for cell in parse_combination(contrast.formula) for pair in cell]
    return [
        column
        for column in columns
        if any(
            column == variable if variable else (samples[column] == level).any()
            for variable, level in pairs
        )
    ]
