"""The models of a study: one for all contrasts that share its samples."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from resistance.design.coding import Coding, DesignError
from resistance.design.contrast_rows import Contrast, contrasts_of, model_samples
from resistance.design.contrasts import contrast_weights
from resistance.design.formula import FormulaError, parse_design
from resistance.design.matrix import confounded, explain
from resistance.design.models import model_coding, reduced_matrix
from resistance.differential.normalisation import Normalisation
from resistance.fit_tables import MAIN
from resistance.problems import InputError, Problem


@dataclass(frozen=True)
class Settings:
    """How the models of a study are fitted.

    Attributes
    ----------
    alpha : float
        Level of independent filtering.
    engine : {"vectorised", "pydeseq2"}
    normalisation : Normalisation
    prior_table : pandas.DataFrame, optional
        R's simulated histograms for few residual degrees of freedom.
    threads : int
        Worker processes of PyDESeq2's own code.
    """

    alpha: float
    engine: str = "vectorised"
    normalisation: Normalisation = field(default_factory=Normalisation)
    prior_table: pd.DataFrame | None = None
    threads: int = 1


@dataclass(frozen=True)
class Model:
    """A model of some samples, before it is fitted.

    Attributes
    ----------
    name : str
        ``main`` for all samples; else after the first contrast that asks for it.
    samples : pandas.DataFrame
        Its rows of the sheet.
    coding : Coding
    matrix : pandas.DataFrame
        Samples x coefficients.
    contrasts : tuple of Contrast
    """

    name: str
    samples: pd.DataFrame
    coding: Coding
    matrix: pd.DataFrame
    contrasts: tuple[Contrast, ...]

    @property
    def residual_df(self) -> int:
        """Samples minus coefficients."""
        return int(self.matrix.shape[0] - self.matrix.shape[1])

    @property
    def two_groups(self) -> bool:
        """Whether the design is one factor of two levels, where R spares some outliers."""
        variables = self.coding.design.variables
        return len(variables) == 1 and len(self.coding.levels.get(variables[0], ())) == 2

    def in_contrast(self, contrast: Contrast) -> NDArray[np.bool_] | None:
        """Return which samples have one of the two levels of a contrast; None for a formula."""
        if not contrast.variable:
            return None
        levels = [contrast.reference, contrast.target]
        return self.samples[contrast.variable].isin(levels).to_numpy()


def models_of(samples: pd.DataFrame, contrasts: pd.DataFrame, design: str) -> list[Model]:
    """Group contrasts by the samples that their model is fitted on.

    Parameters
    ----------
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``.
    contrasts : pandas.DataFrame
        The contrasts table, text.
    design : str

    Returns
    -------
    list of Model
        ``main`` first, even where no contrast asks for it: it normalises the counts.

    Raises
    ------
    InputError
        If a design or a contrast cannot be read, or a model is not of full rank.
    """
    try:
        rows = contrasts_of(contrasts)
        parsed = parse_design(design)
        grouped: dict[tuple[str, ...], list[Contrast]] = {tuple(samples.index): []}
        for row in rows:
            grouped.setdefault(tuple(model_samples(samples, row)), []).append(row)
        models = []
        for names, asked in grouped.items():
            whole = names == tuple(samples.index)
            code = model_coding(samples, parsed, rows, None if whole else asked[0])
            sheet = samples.loc[list(names)]
            matrix = code.matrix(sheet)
            if confounded(matrix):
                hint = "Leave one of the variables out of the design."
                sentences = explain(code, sheet)
                raise InputError(
                    [Problem("design", text, value=design, hint=hint) for text in sentences]
                )
            name = MAIN if whole else f"subset_{asked[0].id}"
            models.append(Model(name, sheet, code, matrix, tuple(asked)))
            for row in asked:
                if row.has_change:
                    contrast_weights(code, row)
                if row.test == "lrt":
                    reduced_matrix(code, row, sheet)
    except (FormulaError, DesignError) as error:
        raise InputError(
            [Problem("design", error.message, value=design, hint=error.hint)]
        ) from None
    return models
