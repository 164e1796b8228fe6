"""Which measurements of a protein table stand against each other in a contrast."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from resistance.design.contrast_rows import Contrast, model_samples
from resistance.design.contrasts import common_levels, pooled_levels, why_no_arms
from resistance.design.selections import parse_subset

#: Columns that mean the same in the protein table and in the sample sheet.
_SHARED = ("line", "derivation", "timepoint")


@dataclass(frozen=True)
class ProteinArms:
    """The arms of a contrast as conditions of the protein table.

    Attributes
    ----------
    reference, target : tuple of str
        Conditions that are pooled; empty where the contrast has no arms.
    why_none : str
        Why a target is in no arm.
    """

    reference: tuple[str, ...]
    target: tuple[str, ...]
    why_none: str


def protein_arms(contrast: Contrast) -> ProteinArms:
    """Find the conditions that a contrast compares.

    Parameters
    ----------
    contrast : Contrast

    Returns
    -------
    ProteinArms
    """
    levels = pooled_levels(contrast)
    if levels is None:
        return ProteinArms((), (), why_no_arms(contrast))
    return ProteinArms(*levels, "the assay was not made in both arms of this contrast")


def of_model(protein: pd.DataFrame, samples: pd.DataFrame, contrast: Contrast) -> pd.DataFrame:
    """Leave out the measurements of samples that the contrast's model leaves out.

    Parameters
    ----------
    protein : pandas.DataFrame
        The user's table, text.
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``.
    contrast : Contrast

    Returns
    -------
    pandas.DataFrame
        Without rows whose ``rna_sample`` is another sample of the sheet, or whose line, derivation
        or timepoint is outside the contrast's subset, or another than all cells of its formula
        share; an empty cell keeps its row.
    """
    keep = pd.Series(True, index=protein.index)
    if "rna_sample" in protein:
        outside = set(samples.index) - set(model_samples(samples, contrast))
        keep &= ~protein["rna_sample"].isin(outside)
    wanted = list(parse_subset(contrast.subset).items())
    wanted += [(_variable(pair, samples), (pair[1],)) for pair in sorted(common_levels(contrast))]
    for variable, levels in wanted:
        if variable in _SHARED and variable in protein:
            keep &= protein[variable].isin([*levels, ""])
    return protein[keep]


def _variable(pair: tuple[str, str], samples: pd.DataFrame) -> str:
    """Return the shared column that a level of a formula belongs to; empty if it is of another."""
    variable, level = pair
    columns = [name for name in _SHARED if name in samples and (samples[name] == level).any()]
    return variable or (columns[0] if columns else "")
