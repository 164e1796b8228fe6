"""PyDESeq2's inference, for all genes at once and with R's answers.

``VectorisedInference`` is PyDESeq2's own extension point: ``DeseqDataSet(inference=...)`` and
``DeseqStats(inference=...)`` call it for every numerical step. Stock PyDESeq2 runs an optimiser of
SciPy gene by gene in worker processes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydeseq2.inference import Inference

from resistance.engine import dispersion as dispersions
from resistance.engine import moments, shrinkage, testing, trend
from resistance.engine.blocks import columns_of
from resistance.engine.glm import fit_coefficients
from resistance.engine.likelihood import Prior
from resistance.engine.linear import Floats

#: Fitted counts below this are raised to it in weights (R's ``minmu``).
MIN_MU = 0.5


class VectorisedInference(Inference):
    """Numerical steps of the negative-binomial model, as R's DESeq2 1.38 does them.

    Arrays are samples x genes, coefficients in natural log, as PyDESeq2 passes them.
    """

    def __init__(self) -> None:
        self._factors: Floats | None = None

    @contextmanager
    def normalised_by(self, factors: Floats | None) -> Iterator[None]:
        """Use normalisation factors of each gene instead of the size factors that PyDESeq2 passes.

        Parameters
        ----------
        factors : numpy.ndarray, (samples, genes), or None
            For the genes of the calls within; None leaves the size factors.
        """
        self._factors = factors
        try:
            yield
        finally:
            self._factors = None

    def _normalisation(self, size_factors: Floats) -> Floats:
        if self._factors is not None:
            return self._factors
        return np.asarray(size_factors, dtype=float)

    def lin_reg_mu(
        self,
        counts: NDArray[np.int64],
        size_factors: Floats,
        design_matrix: Floats,
        min_mu: float,
    ) -> Floats:
        """Fit means linearly, where each group of samples has a coefficient of its own."""
        factors = self._normalisation(size_factors)
        mean = moments.linear_mean(moments.columns_normalised(counts, factors), design_matrix)
        mean *= columns_of(factors, slice(None), counts.shape[1])
        return np.maximum(mean, min_mu)

    def irls(
        self,
        counts: NDArray[np.int64],
        size_factors: Floats,
        design_matrix: Floats,
        disp: Floats,
        min_mu: float,
        beta_tol: float,
        min_beta: float = -30,
        max_beta: float = 30,
        optimizer: str = "L-BFGS-B",
        maxiter: int = 250,
    ) -> tuple[Floats, Floats, Floats, NDArray[np.bool_]]:
        """Fit coefficients; see :func:`resistance.engine.glm.fit_coefficients`."""
        fitted = fit_coefficients(
            counts, self._normalisation(size_factors), design_matrix, disp, min_mu, beta_tol
        )
        return fitted.beta, fitted.mu, fitted.leverage, fitted.converged

    def alpha_mle(
        self,
        counts: NDArray[np.int64],
        design_matrix: Floats,
        mu: Floats,
        alpha_hat: Floats,
        min_disp: float,
        max_disp: float,
        prior_disp_var: float | None = None,
        cr_reg: bool = True,
        prior_reg: bool = False,
        optimizer: str = "L-BFGS-B",
        start: Floats | None = None,
    ) -> tuple[Floats, NDArray[np.bool_]]:
        """Fit dispersions; see :mod:`resistance.engine.dispersion`.

        ``alpha_hat`` is the start without a prior, and the prior's mean with one; ``start`` is
        where R starts then.
        """
        # R floors the fitted counts of designs with several factors, too
        mu = np.maximum(mu, MIN_MU)
        if not prior_reg:
            return dispersions.genewise(counts, mu, design_matrix, alpha_hat, max_disp)
        if prior_disp_var is None:
            raise ValueError("a prior needs a variance")
        prior = Prior(np.log(alpha_hat), float(prior_disp_var))
        begin = alpha_hat if start is None else start
        return dispersions.maximum_a_posteriori(counts, mu, design_matrix, begin, prior, max_disp)

    def wald_test(
        self,
        design_matrix: Floats,
        disp: Floats,
        lfc: Floats,
        mu: Floats,
        ridge_factor: Floats,
        contrast: Floats,
        lfc_null: Floats,
        alt_hypothesis: str | None = None,
    ) -> tuple[Floats, Floats, Floats]:
        """Test a contrast; alternatives apply to the scalar contrast, not to each coefficient."""
        factors = mu / np.exp(design_matrix @ lfc.T)
        estimate, error = testing.contrast_errors(
            lfc, factors, design_matrix, disp, np.asarray(contrast, dtype=float), MIN_MU
        )
        alternative = alt_hypothesis or "two-sided"
        null = float(np.asarray(lfc_null))
        if not alternative.endswith("Abs"):
            # PyDESeq2's null has a sign: ``less`` than -1, or than +1
            estimate, null = estimate - null, 0.0
        statistic, p_value = testing.wald_p_values(estimate, error, alternative, abs(null))
        return p_value, statistic, error

    def fit_rough_dispersions(self, normed_counts: Floats, design_matrix: Floats) -> Floats:
        """Return dispersions from the residuals of a linear model."""
        return moments.rough_dispersions(np.asarray(normed_counts), np.asarray(design_matrix))

    def fit_moments_dispersions(self, normed_counts: Floats, size_factors: Floats) -> Floats:
        """Return dispersions from variance and mean."""
        factors = self._normalisation(np.asarray(size_factors))
        return moments.moments_dispersions(np.asarray(normed_counts), factors)

    def dispersion_trend_gamma_glm(
        self, covariates: pd.Series, targets: pd.Series
    ) -> tuple[Floats, Floats, bool]:
        """Fit the parametric trend of dispersions over 1 / mean."""
        x = covariates.to_numpy(dtype=float)
        found = trend.parametric_trend(1.0 / x, targets.to_numpy(dtype=float))
        if found is None:
            return np.full(2, np.nan), np.full(len(x), np.nan), False
        return np.array(found), found[0] + found[1] * x, True

    def lfc_shrink_nbinom_glm(
        self,
        design_matrix: Floats,
        counts: NDArray[np.int64],
        size: Floats,
        offset: Floats,
        prior_no_shrink_scale: float,
        prior_scale: float,
        optimizer: str,
        shrink_index: int,
    ) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        """Shrink a coefficient; the inverse Hessians hold only the variance of that coefficient."""
        factors = self._normalisation(np.exp(offset))
        beta, error, converged = shrinkage.posterior_mode(
            counts,
            factors,
            design_matrix,
            1.0 / size,
            float(prior_scale),
            shrink_index,
            float(prior_no_shrink_scale),
        )
        p = design_matrix.shape[1]
        inverse = np.zeros((len(beta), p, p))
        inverse[:, shrink_index, shrink_index] = error**2
        return beta, inverse, converged
