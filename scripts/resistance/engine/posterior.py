"""The posterior of the coefficients of many genes under apeglm's prior."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from resistance.engine.linear import Floats

#: Distance of the two slopes a second derivative is taken from (R's ``optimHess``: ``ndeps``).
APART = 1e-3


class Posterior:
    """Negative log posterior of genes, over a divisor and plus a constant of each gene.

    Negative-binomial likelihood without the terms of the counts alone, a Cauchy prior on one
    coefficient, normal ones on the others (Zhu, Ibrahim & Love 2019, Bioinformatics 35:2084,
    equations 1 to 4). The likelihood is written as in apeglm, ``(y + r) log(r + mu)``, although
    ``log1p`` would be more exact at small dispersions: this sum at 0 is what apeglm divides by, so
    it decides where its search stops.

    Parameters
    ----------
    y, offset : numpy.ndarray, (samples, genes)
        Counts and log factors; one column of offsets may serve all genes.
    design : numpy.ndarray, (samples, coefficients)
    size : numpy.ndarray, (genes,)
        Reciprocal of the dispersion.
    scale, wide : float
        Scale of the Cauchy prior, standard deviation of the normal ones; natural log.
    shrunken : int
        Column of the coefficient with the Cauchy prior.
    """

    def __init__(
        self,
        y: Floats,
        offset: Floats,
        design: Floats,
        size: Floats,
        scale: float,
        wide: float,
        shrunken: int,
    ) -> None:
        self.y, self.offset, self.design, self.size = y, offset, design, size
        self.squared_scale, self.shrunken = scale**2, shrunken
        self.precision = np.full(design.shape[1], wide**-2)
        self.precision[shrunken] = 0.0
        self.divisor, self.constant = np.ones(y.shape[1]), np.zeros(y.shape[1])
        self._prepare()

    def _prepare(self) -> None:
        self._total = self.y + self.size
        self._fixed = self.design.T @ self.y

    def rescaled(self, divisor: Floats, constant: Floats) -> Posterior:
        """Return the same posterior over a divisor and plus a constant.

        Parameters
        ----------
        divisor, constant : numpy.ndarray, (genes,)

        Returns
        -------
        Posterior
        """
        new = self.keep(slice(None))
        new.divisor, new.constant = divisor, constant
        return new

    def keep(self, genes: NDArray[np.intp] | NDArray[np.bool_] | slice) -> Posterior:
        """Return the posterior of some of the genes.

        Parameters
        ----------
        genes : numpy.ndarray or slice
            A gene may be taken more than once.

        Returns
        -------
        Posterior
        """
        new = object.__new__(Posterior)
        new.design, new.precision, new.shrunken = self.design, self.precision, self.shrunken
        new.squared_scale = self.squared_scale
        new.y = self.y[:, genes]
        new.offset = self.offset if self.offset.shape[1] == 1 else self.offset[:, genes]
        new.size = self.size[genes]
        new.divisor, new.constant = self.divisor[genes], self.constant[genes]
        new._total, new._fixed = self._total[:, genes], self._fixed[:, genes]
        return new

    @np.errstate(over="ignore", invalid="ignore")
    def at(self, beta: Floats) -> tuple[Floats, Floats]:
        """Return value and gradient.

        Parameters
        ----------
        beta : numpy.ndarray, (coefficients, genes)

        Returns
        -------
        value : numpy.ndarray, (genes,)
        gradient : numpy.ndarray, (coefficients, genes)
        """
        mu = np.exp(self.design @ beta + self.offset)
        level = mu + self.size
        value = np.einsum("ng,ng->g", self._total, np.log(level))
        value -= np.einsum("pg,pg->g", self._fixed, beta)
        value += 0.5 * self.precision @ beta**2
        value += np.log1p(beta[self.shrunken] ** 2 / self.squared_scale)
        mu /= level
        mu *= self._total
        gradient = self.design.T @ mu - self._fixed + self._prior_slope(beta)
        gradient /= self.divisor
        return value / self.divisor + self.constant, gradient

    def _prior_slope(self, beta: Floats) -> Floats:
        slope = self.precision[:, None] * beta
        b = beta[self.shrunken]
        slope[self.shrunken] = 2.0 * b / (self.squared_scale + b**2)
        return slope

    @np.errstate(over="ignore", invalid="ignore")
    def hessian(self, beta: Floats) -> Floats:
        """Return second derivatives of the undivided posterior, from differences of slopes.

        As R's ``optimHess`` takes them. Of a prior much wider than ``APART`` they are exact to
        1e-6; of one as narrow as that they are not, and apeglm's standard errors have it.

        Parameters
        ----------
        beta : numpy.ndarray, (coefficients, genes)

        Returns
        -------
        numpy.ndarray, (coefficients, coefficients, genes)
        """
        coefficients, genes = beta.shape
        out = np.empty((coefficients, coefficients, genes))
        mu = np.exp(self.design @ beta + self.offset)
        for j in range(coefficients):
            slopes = []
            for distance in (APART, -APART):
                moved = mu * np.exp(distance * self.design[:, [j]])
                shifted = beta.copy()
                shifted[j] += distance
                share = self._total * moved / (self.size + moved)
                slopes.append(self.design.T @ share + self._prior_slope(shifted))
            out[j] = (slopes[0] - slopes[1]) / (2.0 * APART)
        symmetric: Floats = 0.5 * (out + out.transpose(1, 0, 2))
        return symmetric
