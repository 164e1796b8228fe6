"""PyDESeq2's tests of one contrast with the behaviours of R's ``results()`` that it lacks."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydeseq2.ds import DeseqStats

from resistance.engine import testing
from resistance.engine.dataset import DataSet
from resistance.engine.glm import fit_coefficients, log_likelihood
from resistance.engine.inference import MIN_MU
from resistance.engine.linear import Floats

_LN2 = float(np.log(2.0))


class Statistics(DeseqStats):
    """Tests of one contrast.

    Parameters
    ----------
    dataset : DataSet
        Fitted.
    contrast : numpy.ndarray, (coefficients,)
    silent : numpy.ndarray of bool, (genes,)
        Genes without a count in the compared groups.
    alpha : float
        Level of independent filtering.
    alternative : str
        One of :data:`resistance.engine.testing.ALTERNATIVES`.
    threshold : float
        log2 fold change.
    reduced : numpy.ndarray, (samples, fewer coefficients), optional
        Model matrix of the likelihood-ratio test; a Wald test without.
    """

    def __init__(
        self,
        dataset: DataSet,
        contrast: Floats,
        silent: NDArray[np.bool_],
        alpha: float,
        alternative: str = "two-sided",
        threshold: float = 0.0,
        reduced: Floats | None = None,
    ) -> None:
        super().__init__(
            dataset, contrast=contrast, alpha=alpha, inference=dataset.inference, quiet=True
        )
        self.alternative, self.threshold, self.reduced = alternative, threshold, reduced
        self.silent = silent
        self.estimate = pd.Series(np.nan, index=dataset.var_names)
        self.cut = 0.0

    def run_wald_test(self) -> None:
        """Estimate the contrast and its error, and test it.

        Fitted counts are floored in the error (remedy 4), alternatives apply to the scalar contrast
        (remedy 8), and a gene without a count in both compared groups has change 0 and p = 1.
        """
        data: DataSet = self.dds
        counted = data.var["non_zero"].to_numpy(dtype=bool)
        beta = data.varm["LFC"].to_numpy(dtype=float)[counted]
        factors = data.normalisation
        if factors.ndim == 2:
            factors = factors[:, counted]
        dispersion = data.var["dispersions"].to_numpy(dtype=float)[counted]
        contrast = np.asarray(self.contrast_vector, dtype=float)
        estimate, error = testing.contrast_errors(
            beta, factors, data.matrix, dispersion, contrast, MIN_MU
        )
        estimate, error = estimate / _LN2, error / _LN2
        silent = self.silent[counted]
        estimate = np.where(silent, 0.0, estimate)
        if self.reduced is None:
            statistic, p_value = testing.wald_p_values(
                estimate, error, self.alternative, self.threshold
            )
            if self.alternative == "two-sided" and self.threshold == 0:
                statistic, p_value = (
                    np.where(silent, 0.0, statistic),
                    np.where(silent, 1.0, p_value),
                )
        else:
            statistic, p_value = self._likelihood_ratio(counted, factors, dispersion, self.reduced)
        emptied = data.var_names[counted].isin(data.new_all_zeroes_genes)
        for values, of_emptied in ((estimate, 0.0), (error, 0.0), (statistic, 0.0), (p_value, 1.0)):
            values[emptied] = of_emptied
        self.emptied = data.var_names.isin(data.new_all_zeroes_genes)
        self.estimate = self._all_genes(counted, estimate)
        self.SE = self._all_genes(counted, error * _LN2)
        self.statistics = self._all_genes(counted, statistic)
        self.p_values = self._all_genes(counted, p_value)

    def _all_genes(self, genes: NDArray[np.bool_], values: Floats) -> pd.Series:
        column = pd.Series(np.nan, index=self.dds.var_names)
        column[genes] = values
        return column

    def _likelihood_ratio(
        self, counted: NDArray[np.bool_], factors: Floats, dispersion: Floats, reduced: Floats
    ) -> tuple[Floats, Floats]:
        """Compare the model with a reduced one at the same dispersions.

        The likelihood takes fitted counts without the floor of the weights; only where R's search
        replaces the least squares it takes floored ones.
        """
        data: DataSet = self.dds
        counts = data.X[:, counted]
        usable = (counts > 0).any(axis=0)
        values = []
        for matrix in (data.matrix, reduced):
            fitted = fit_coefficients(
                counts[:, usable],
                factors if factors.ndim == 1 else factors[:, usable],
                matrix,
                dispersion[usable],
                MIN_MU,
                data.beta_tol,
            )
            mu = np.where(fitted.searched, np.maximum(fitted.mu, MIN_MU), fitted.mu)
            values.append(log_likelihood(counts[:, usable], mu, dispersion[usable]))
        df = data.matrix.shape[1] - reduced.shape[1]
        statistic, p_value = np.full(counts.shape[1], np.nan), np.full(counts.shape[1], np.nan)
        statistic[usable], p_value[usable] = testing.likelihood_ratio(values[0], values[1], df)
        return statistic, p_value

    def _cooks_filtering(self) -> None:
        """Withhold p values of outliers; a gene that replacement left without counts has p = 1."""
        super()._cooks_filtering()
        self.p_values[self.emptied] = 1.0

    def _independent_filtering(self) -> None:
        """Adjust p values as R does (remedy 5); ``lessAbs`` is not filtered.

        A change within the threshold is easiest to show for large means: the filter's premise, that
        genes below the cut are rarely rejected, does not hold, and even R's own cut is unstable.
        """
        p_values = self.p_values.to_numpy(dtype=float)
        if self.alternative == "lessAbs":
            adjusted = testing.adjust(p_values)
        else:
            means = self.base_mean.to_numpy(dtype=float)
            adjusted = testing.filter_and_adjust(means, p_values, self.alpha)
        self.cut = adjusted.cut
        self.padj = pd.Series(adjusted.padj, index=self.dds.var_names)
