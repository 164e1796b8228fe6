"""Where a difference of two levels is taken, in designs with interactions."""

from __future__ import annotations

from resistance.design.coding import Coding


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
        coding.design.variable(part)
        for term in coding.design.terms
        if variable in term
        for part in term
        if part != variable
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
