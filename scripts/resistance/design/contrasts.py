"""Contrasts: which two levels are compared, as weights of the model's coefficients."""

from __future__ import annotations

import numpy as np
import pandas as pd

from resistance.design.coding import Coding


def references(contrasts: pd.DataFrame) -> dict[str, str]:
    """Return the reference level of each variable: that of the first contrast that names it.

    Parameters
    ----------
    contrasts : pandas.DataFrame
        Columns ``id, variable, reference, target``.

    Returns
    -------
    dict of str to str
    """
    first = contrasts.drop_duplicates("variable")
    return dict(zip(first["variable"], first["reference"], strict=True))


def levels_of(contrasts: pd.DataFrame, contrast: str) -> tuple[str, str, str]:
    """Return variable, reference and target of a contrast.

    Parameters
    ----------
    contrasts : pandas.DataFrame
        Columns ``id, variable, reference, target``.
    contrast : str

    Returns
    -------
    tuple of str
    """
    row = contrasts[contrasts["id"] == contrast].iloc[0]
    return str(row["variable"]), str(row["reference"]), str(row["target"])


def weights(coding: Coding, variable: str, reference: str, target: str) -> np.ndarray:
    """Return the weights of the coefficients that make ``target`` minus ``reference``.

    The difference between the model's rows of two samples that differ in ``variable`` alone: all
    other factors stand at their reference level, continuous variables at their mean. With an
    interaction this is the effect at the reference level of the other factor, as in R's
    ``results(contrast = c(variable, target, reference))``.

    Parameters
    ----------
    coding : Coding
    variable, reference, target : str

    Returns
    -------
    numpy.ndarray of length n coefficients
    """
    base = {name: levels[0] for name, levels in coding.levels.items()}
    base.update(dict.fromkeys(coding.scales, ""))  # the empty text is a variable's mean
    rows = coding.matrix(pd.DataFrame([{**base, variable: target}, {**base, variable: reference}]))
    return (rows.iloc[0] - rows.iloc[1]).to_numpy(dtype=float)


def interacting(coding: Coding, variable: str) -> dict[str, str]:
    """Return where the variables that interact with ``variable`` stand in its contrasts.

    Parameters
    ----------
    coding : Coding
    variable : str

    Returns
    -------
    dict of str to str
        Reference level of each interacting factor, the empty text (the mean) of a continuous
        variable; sorted by name, empty in a design without an interaction of ``variable``.
    """
    partners = {
        name
        for term in coding.design.terms
        if variable in term
        for name in term
        if name != variable
    }
    return {
        name: coding.levels[name][0] if name in coding.levels else "" for name in sorted(partners)
    }


def place(coding: Coding, variable: str) -> str:
    """Spell where a contrast is taken: ``"line" = "A" and the mean of "dose"``.

    Parameters
    ----------
    coding : Coding
    variable : str

    Returns
    -------
    str
        Empty in a design without an interaction of ``variable``.
    """
    return " and ".join(
        f'"{name}" = "{level}"' if name in coding.levels else f'the mean of "{name}"'
        for name, level in interacting(coding, variable).items()
    )


def interaction_note(coding: Coding, contrast: str, variable: str) -> str:
    """Say at which level of the other variables a contrast is taken, if that matters.

    Parameters
    ----------
    coding : Coding
    contrast : str
        Id of the contrast.
    variable : str

    Returns
    -------
    str
        One sentence; empty in a design without an interaction of ``variable``.
    """
    where = place(coding, variable)
    if not where:
        return ""
    return (
        f'Contrast "{contrast}": the design has an interaction, so the difference is the one at '
        f"{where}."
    )


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
