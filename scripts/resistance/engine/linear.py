"""Small weighted normal equations of many genes at once.

Matrices of genes are held as ``(coefficients, coefficients, genes)``, so that each step of a
factorisation is one operation over all genes: with the few coefficients of a design this is ten
times as fast as one LAPACK call a gene.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: With more coefficients than this, one LAPACK call a gene is faster than steps over all genes.
MAX_UNROLLED = 10


class Products:
    """Weighted cross products ``X' diag(w) X`` and quadratic forms ``x_j' A x_j`` of a design.

    Parameters
    ----------
    design : numpy.ndarray, (samples, coefficients)
    """

    def __init__(self, design: Floats) -> None:
        self.design = np.ascontiguousarray(design, dtype=float)
        self.n_coefficients = self.design.shape[1]
        self._rows, self._columns = np.tril_indices(self.n_coefficients)
        pairs = self.design[:, self._rows] * self.design[:, self._columns]
        self._pairs = np.ascontiguousarray(pairs.T)
        # the off-diagonal elements stand twice in a quadratic form
        self._doubled = np.where(self._rows == self._columns, 1.0, 2.0)[:, None]

    def information(self, weights: Floats) -> Floats:
        """Return ``X' diag(w) X`` of each gene.

        Parameters
        ----------
        weights : numpy.ndarray, (samples, genes)

        Returns
        -------
        numpy.ndarray, (coefficients, coefficients, genes)
        """
        half = self._pairs @ weights
        full = np.empty((self.n_coefficients, self.n_coefficients, weights.shape[1]))
        full[self._rows, self._columns] = half
        full[self._columns, self._rows] = half
        return full

    def quadratic(self, matrices: Floats) -> Floats:
        """Return ``x_j' A x_j`` for each sample's row ``x_j`` of the design and each gene.

        Parameters
        ----------
        matrices : numpy.ndarray, (coefficients, coefficients, genes)
            Symmetric.

        Returns
        -------
        numpy.ndarray, (samples, genes)
        """
        quadratic: Floats = self._pairs.T @ (matrices[self._rows, self._columns] * self._doubled)
        return quadratic

    def contracted(self, matrices: Floats, weights: Floats) -> Floats:
        """Return ``trace(A X' diag(w) X)`` of each gene.

        Parameters
        ----------
        matrices : numpy.ndarray, (coefficients, coefficients, genes)
            Symmetric.
        weights : numpy.ndarray, (samples, genes)

        Returns
        -------
        numpy.ndarray, (genes,)
        """
        half = matrices[self._rows, self._columns] * self._doubled
        contracted: Floats = np.einsum("kg,kg->g", half, self._pairs @ weights)
        return contracted


def cholesky(matrices: Floats) -> Floats:
    """Factorise symmetric positive definite matrices.

    Parameters
    ----------
    matrices : numpy.ndarray, (p, p, genes)

    Returns
    -------
    numpy.ndarray, (p, p, genes)
        Lower triangles; NaN for a gene whose matrix is not positive definite.
    """
    p = matrices.shape[0]
    factor = np.zeros_like(matrices)
    with np.errstate(invalid="ignore", divide="ignore"):
        for j in range(p):
            pivot = matrices[j, j] - np.einsum("kg,kg->g", factor[j, :j], factor[j, :j])
            factor[j, j] = np.sqrt(np.where(pivot > 0, pivot, np.nan))
            if j + 1 < p:
                rest = matrices[j + 1 :, j] - np.einsum(
                    "ikg,kg->ig", factor[j + 1 :, :j], factor[j, :j]
                )
                factor[j + 1 :, j] = rest / factor[j, j]
    return factor


class Factor:
    """Factorised matrices of many genes.

    Parameters
    ----------
    matrices : numpy.ndarray, (p, p, genes)
        Symmetric positive definite; what is asked of others is NaN.
    """

    def __init__(self, matrices: Floats) -> None:
        self.n_coefficients = matrices.shape[0]
        self._unrolled = self.n_coefficients <= MAX_UNROLLED
        if self._unrolled:
            self._lower = cholesky(matrices)
        else:
            self._each = np.ascontiguousarray(np.moveaxis(matrices, -1, 0))

    def solve(self, right: Floats) -> Floats:
        """Solve ``A b = r`` for each gene; ``right`` is (p, genes)."""
        if not self._unrolled:
            return np.ascontiguousarray(_solve_each(self._each, right.T[:, :, None])[:, :, 0].T)
        lower, out = self._lower, np.empty_like(right)
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            for j in range(self.n_coefficients):
                done = np.einsum("kg,kg->g", lower[j, :j], out[:j])
                out[j] = (right[j] - done) / lower[j, j]
            for j in range(self.n_coefficients - 1, -1, -1):
                done = np.einsum("kg,kg->g", lower[j + 1 :, j], out[j + 1 :])
                out[j] = (out[j] - done) / lower[j, j]
        return out

    def inverse(self) -> Floats:
        """Return the inverse of each matrix, (p, p, genes)."""
        p = self.n_coefficients
        if not self._unrolled:
            units = np.broadcast_to(np.eye(p), (len(self._each), p, p))
            return np.ascontiguousarray(np.moveaxis(_solve_each(self._each, units), 0, -1))
        lower = self._lower
        # rows of the inverse of the lower triangle, then the product with its transpose
        inner = np.zeros_like(lower)
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            for i in range(p):
                inner[i, i] = 1.0 / lower[i, i]
                for j in range(i):
                    done = np.einsum("kg,kg->g", lower[i, j:i], inner[j:i, j])
                    inner[i, j] = -done * inner[i, i]
            inverse = np.empty_like(lower)
            for i in range(p):
                for j in range(i + 1):
                    inverse[i, j] = np.einsum("kg,kg->g", inner[i:, i], inner[i:, j])
                    inverse[j, i] = inverse[i, j]
        return inverse

    def log_determinant(self) -> Floats:
        """Return the log determinant of each matrix, (genes,)."""
        if not self._unrolled:
            sign, value = np.linalg.slogdet(self._each)
            return np.where(sign > 0, value, np.nan)
        p = np.arange(self.n_coefficients)
        with np.errstate(invalid="ignore", divide="ignore"):
            value = 2.0 * np.log(self._lower[p, p]).sum(axis=0)
        return np.asarray(value)


def _solve_each(matrices: Floats, right: Floats) -> Floats:
    """Solve gene by gene, (genes, p, columns), where some of the matrices may be singular."""
    bad = np.asarray(~np.isfinite(matrices).all(axis=(1, 2)))
    if bad.any():
        matrices = np.where(bad[:, None, None], np.eye(matrices.shape[1]), matrices)
    try:
        solved = np.linalg.solve(matrices, right)
    except np.linalg.LinAlgError:
        solved = np.full(np.shape(right), np.nan)
        for gene, matrix in enumerate(matrices):
            try:
                solved[gene] = np.linalg.solve(matrix, right[gene])
            except np.linalg.LinAlgError:
                continue
    solved[bad] = np.nan
    return np.asarray(solved)


def solve(matrices: Floats, right: Floats) -> Floats:
    """Solve ``A b = r`` for each gene.

    Parameters
    ----------
    matrices : numpy.ndarray, (p, p, genes)
        Symmetric positive definite.
    right : numpy.ndarray, (p, genes)

    Returns
    -------
    numpy.ndarray, (p, genes)
        NaN for a gene whose matrix cannot be solved.
    """
    return Factor(matrices).solve(right)


def inverse(matrices: Floats) -> Floats:
    """Invert symmetric positive definite matrices.

    Parameters
    ----------
    matrices : numpy.ndarray, (p, p, genes)

    Returns
    -------
    numpy.ndarray, (p, p, genes)
        NaN for a gene whose matrix cannot be inverted.
    """
    return Factor(matrices).inverse()


def with_ridge(information: Floats, ridge: Floats) -> Floats:
    """Return ``M + R`` for a diagonal ``R``.

    Parameters
    ----------
    information : numpy.ndarray, (p, p, genes)
    ridge : numpy.ndarray, (p,)

    Returns
    -------
    numpy.ndarray, (p, p, genes)
    """
    total = information.copy()
    diagonal = np.arange(len(ridge))
    total[diagonal, diagonal] += ridge[:, None]
    return total
