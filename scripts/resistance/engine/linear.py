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


def _last(matrices: Floats) -> Floats:
    return np.ascontiguousarray(np.moveaxis(matrices, -1, 0))


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
    p = matrices.shape[0]
    if p > MAX_UNROLLED:
        return np.ascontiguousarray(_solve_each(_last(matrices), right.T).T)
    factor = cholesky(matrices)
    out = np.empty_like(right)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        for j in range(p):
            rest = right[j] - np.einsum("kg,kg->g", factor[j, :j], out[:j])
            out[j] = rest / factor[j, j]
        for j in range(p - 1, -1, -1):
            rest = out[j] - np.einsum("kg,kg->g", factor[j + 1 :, j], out[j + 1 :])
            out[j] = rest / factor[j, j]
    return out


def _solve_each(matrices: Floats, right: Floats) -> Floats:
    """Solve gene by gene where one of many matrices may be singular."""
    bad = np.asarray(~np.isfinite(matrices).all(axis=(1, 2)))
    if bad.any():
        matrices = np.where(bad[:, None, None], np.eye(matrices.shape[1]), matrices)
    try:
        solved = np.linalg.solve(matrices, right[:, :, None])[:, :, 0]
    except np.linalg.LinAlgError:
        solved = np.full_like(right, np.nan)
        for gene, matrix in enumerate(matrices):
            try:
                solved[gene] = np.linalg.solve(matrix, right[gene])
            except np.linalg.LinAlgError:
                continue
    solved[bad] = np.nan
    return np.asarray(solved)


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
    p, genes = matrices.shape[0], matrices.shape[2]
    columns = []
    if p > MAX_UNROLLED:
        each = _last(matrices)
        for j in range(p):
            unit = np.zeros((genes, p))
            unit[:, j] = 1.0
            columns.append(_solve_each(each, unit).T)
    else:
        for j in range(p):
            unit = np.zeros((p, genes))
            unit[j] = 1.0
            columns.append(solve(matrices, unit))
    return np.stack(columns, axis=1)


def log_determinant(matrices: Floats) -> Floats:
    """Return the log determinant of symmetric positive definite matrices.

    Parameters
    ----------
    matrices : numpy.ndarray, (p, p, genes)

    Returns
    -------
    numpy.ndarray, (genes,)
        NaN where a matrix is not positive definite.
    """
    p = matrices.shape[0]
    if p > MAX_UNROLLED:
        sign, value = np.linalg.slogdet(_last(matrices))
        return np.where(sign > 0, value, np.nan)
    factor = cholesky(matrices)
    diagonal: Floats = 2.0 * np.log(factor[np.arange(p), np.arange(p)]).sum(axis=0)
    return diagonal


def sandwich(information: Floats, ridge: Floats) -> Floats:
    """Return ``(M + R)^-1 M (M + R)^-1``, the covariance of ridge estimates.

    Parameters
    ----------
    information : numpy.ndarray, (p, p, genes)
    ridge : numpy.ndarray, (p,)
        Diagonal of ``R``.

    Returns
    -------
    numpy.ndarray, (p, p, genes)
    """
    bread = inverse(with_ridge(information, ridge))
    covariance: Floats = np.einsum("ijg,jkg,klg->ilg", bread, information, bread)
    return covariance


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
