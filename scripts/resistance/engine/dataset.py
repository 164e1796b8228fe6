"""PyDESeq2's data set with the behaviours of R's DESeq2 that it lacks.

Each override names what R does. The numerical work is that of
:class:`resistance.engine.inference.VectorisedInference`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydeseq2.dds import DeseqDataSet
from scipy.stats import f as f_distribution
from scipy.stats import trim_mean

from resistance.engine import moments, trend
from resistance.engine.inference import MIN_MU, VectorisedInference
from resistance.engine.linear import Floats
from resistance.engine.prior_variance import log_residual_spread, prior_variance

#: Replicates of a cell from which outlying counts are replaced (R: ``minReplicatesForReplace``).
REPLACED_FROM = 7
#: Trimming of the mean that takes an outlier's place.
_TRIM = 0.2
#: Three counts larger than the outlier rescue a gene of a two-group design.
_LARGER_COUNTS = 3
#: A dispersion that far above the trend, in SDs of the log residuals, is not shrunk.
_OUTLIER_SD = 2.0


class DataSet(DeseqDataSet):
    """Counts and the negative-binomial model fitted to them.

    Parameters
    ----------
    counts : pandas.DataFrame
        Samples x genes, whole numbers.
    matrix : pandas.DataFrame
        Model matrix, samples x coefficients, full rank.
    size_factors : pandas.Series
        Index sample.
    factors : numpy.ndarray, (samples, genes), optional
        Normalisation factors of each gene instead of the size factors.
    two_groups : bool
        Whether the design is one factor of two levels.
    prior_table : pandas.DataFrame, optional
        R's simulated histograms (:func:`resistance.engine.prior_variance.prior_variance`); needed
        with three or fewer residual degrees of freedom.
    """

    def __init__(
        self,
        counts: pd.DataFrame,
        matrix: pd.DataFrame,
        size_factors: pd.Series,
        factors: Floats | None = None,
        two_groups: bool = False,
        prior_table: pd.DataFrame | None = None,
    ) -> None:
        super().__init__(
            counts=counts,
            metadata=pd.DataFrame(index=counts.index),
            design=matrix,
            min_mu=MIN_MU,
            min_replicates=REPLACED_FROM,
            inference=VectorisedInference(),
            quiet=True,
        )
        self.factors = factors
        self.two_groups = two_groups
        self.prior_table = prior_table
        self.obs["size_factors"] = size_factors
        self.layers["normed_counts"] = moments.columns_normalised(self.X, self.normalisation)
        self.var["_normed_means"] = self.layers["normed_counts"].mean(axis=0)

    @property
    def normalisation(self) -> Floats:
        """Size factors (samples,), or normalisation factors (samples, genes)."""
        if self.factors is not None:
            return self.factors
        return self.obs["size_factors"].to_numpy(dtype=float)

    @property
    def matrix(self) -> Floats:
        """Model matrix, (samples, coefficients)."""
        return self.obsm["design_matrix"].to_numpy(dtype=float)

    @property
    def residual_df(self) -> int:
        """Samples minus coefficients."""
        return int(self.n_obs - self.matrix.shape[1])

    def _of_counted_genes(self) -> Floats | None:
        return None if self.factors is None else self.factors[:, (self.X > 0).any(axis=0)]

    def fit_genewise_dispersions(self, vst: bool = False) -> None:
        """Fit gene-wise dispersions, with each gene's own factors where there are any."""
        with self.inference.normalised_by(self._of_counted_genes()):
            super().fit_genewise_dispersions(vst)

    def _fit_parametric_dispersion_trend(self, vst: bool = False) -> None:
        """Fit the trend without genes at the floor, by R's iterations (remedy 1).

        R drops dispersions up to 100 times its floor first; with them the trend is up to a third
        too low. Where the parametric form fails R takes a local regression; here it is the mean.
        """
        means = self.var["_normed_means"].to_numpy(dtype=float)
        dispersions = self.var["genewise_dispersions"].to_numpy(dtype=float)
        counted = self.var["non_zero"].to_numpy(dtype=bool)
        found = trend.parametric_trend(means[counted], dispersions[counted])
        fitted = np.full(self.n_vars, np.nan)
        if found is None:
            self.uns["disp_function_type"] = "mean"
            self.uns["mean_disp"] = trend.mean_trend(dispersions[counted])
            fitted[counted] = self.uns["mean_disp"]
        else:
            self.uns["disp_function_type"] = "parametric"
            self.uns["trend_coeffs"] = pd.Series(found, index=["a0", "a1"])
            fitted[counted] = found[0] + found[1] / means[counted]
        self.var["fitted_dispersions"] = fitted

    def fit_dispersion_prior(self) -> None:
        """Estimate the prior's variance; with few residual df by R's simulation (remedy 2)."""
        genewise = self.var["genewise_dispersions"].to_numpy(dtype=float)
        fitted = self.var["fitted_dispersions"].to_numpy(dtype=float)
        self.uns["_squared_logres"] = log_residual_spread(genewise, fitted)
        table = pd.DataFrame() if self.prior_table is None else self.prior_table
        variance = prior_variance(genewise, fitted, self.residual_df, table)
        self.uns["prior_disp_var"] = np.float64(variance)

    def fit_MAP_dispersions(self) -> None:  # noqa: N802 - the name of the overridden method
        """Shrink dispersions, from where R starts; keep those far above the trend.

        R starts at the gene-wise value unless that is below a tenth of the trend.
        """
        counted = self.var["non_zero"].to_numpy(dtype=bool)
        genewise = self.var["genewise_dispersions"].to_numpy(dtype=float)[counted]
        fitted = self.var["fitted_dispersions"].to_numpy(dtype=float)[counted]
        found, converged = self.inference.alpha_mle(
            counts=self.X[:, counted],
            design_matrix=self.matrix,
            mu=self.layers["_mu_hat"][:, counted],
            alpha_hat=fitted,
            min_disp=self.min_disp,
            max_disp=self.max_disp,
            prior_disp_var=float(self.uns["prior_disp_var"]),
            prior_reg=True,
            start=np.where(genewise > 0.1 * fitted, genewise, fitted),
        )
        spread = _OUTLIER_SD * np.sqrt(self.uns["_squared_logres"])
        outlier = np.log(genewise) > np.log(fitted) + spread
        self._set("MAP_dispersions", counted, found)
        self._set("dispersions", counted, np.where(outlier, genewise, found))
        self.var["_outlier_genes"] = False
        self.var.loc[counted, "_outlier_genes"] = outlier
        self.var["_MAP_converged"] = False
        self.var.loc[counted, "_MAP_converged"] = converged
        del self.layers["_mu_hat"]  # of no use from here on, and as large as the counts

    def _set(self, name: str, genes: NDArray[np.bool_], values: Floats) -> None:
        column = np.full(self.n_vars, np.nan)
        column[genes] = values
        self.var[name] = column

    def fit_LFC(self) -> None:  # noqa: N802 - the name of the overridden method
        """Fit coefficients, with each gene's own factors where there are any."""
        with self.inference.normalised_by(self._of_counted_genes()):
            super().fit_LFC()

    @property
    def cooks_cutoff(self) -> float:
        """The 99% point of F."""
        coefficients = self.matrix.shape[1]
        return float(f_distribution.ppf(0.99, coefficients, self.residual_df))

    @property
    def judged(self) -> NDArray[np.bool_]:
        """Samples in a cell of three or more, whose Cook's distances withhold p values."""
        return moments.cells(self.matrix)[1] >= moments.REPLICATES

    def calculate_cooks(self) -> None:
        """Measure how far each count moves the coefficients of its gene."""
        counted = self.var["non_zero"].to_numpy(dtype=bool)
        normalised = self.layers["normed_counts"][:, counted]
        dispersion = moments.robust_dispersions(normalised, self.matrix)
        mu, leverage = self.obsm.pop("_mu_LFC"), self.obsm.pop("_hat_diagonals")
        cooks = np.full((self.n_obs, self.n_vars), np.nan)
        cooks[:, counted] = moments.cooks_distances(
            self.X[:, counted], mu, leverage, dispersion, self.matrix.shape[1]
        )
        self.layers["cooks"] = cooks

    def refit(self) -> None:
        """Replace outlying counts where replicates abound, and fit those genes anew.

        R's ``refitWithoutOutliers``. The replaced counts take the outliers' place in ``X``, the
        original ones stay in ``original_counts``.
        """
        _, size = moments.cells(self.matrix)
        self.replaceable = size >= self.min_replicates
        self.original_counts = self.X
        self.new_all_zeroes_genes = pd.Index([])
        self.var["replaced"] = False
        self.var["refitted"] = False
        if not self.replaceable.any():
            return
        outlying = self.layers["cooks"] > self.cooks_cutoff
        replaced = outlying.any(axis=0)
        self.var["replaced"] = replaced
        if not replaced.any():
            return
        genes = np.flatnonzero(replaced)
        self.original_counts = self.X.copy()
        self.X[:, genes] = self._without_outliers(genes, outlying[:, genes])
        empty = genes[(self.X[:, genes] == 0).all(axis=0)]
        again = np.setdiff1d(genes, empty)
        self.new_all_zeroes_genes = self.var_names[empty]
        self.var.loc[self.new_all_zeroes_genes, "_normed_means"] = 0.0
        self.varm["LFC"].loc[self.new_all_zeroes_genes, :] = 0.0
        if len(again):
            self._fit_again(again)

    def _without_outliers(
        self, genes: NDArray[np.intp], outlying: NDArray[np.bool_]
    ) -> NDArray[np.int64]:
        """Return counts whose outliers are the trimmed mean of the gene, cut to whole numbers."""
        centre = trim_mean(self.layers["normed_counts"][:, genes], _TRIM, axis=0)
        factors = self.normalisation
        expected = centre * (factors[:, genes] if factors.ndim == 2 else factors[:, None])
        swap = outlying & self.replaceable[:, None]
        return np.where(swap, expected.astype(np.int64), self.X[:, genes])

    def _fit_again(self, genes: NDArray[np.intp]) -> None:
        """Fit genes whose counts were replaced, at the trend and the prior of all genes."""
        names = self.var_names[genes]
        part = DataSet(
            pd.DataFrame(self.X[:, genes], index=self.obs_names, columns=names),
            self.obsm["design_matrix"],
            self.obs["size_factors"],
            None if self.factors is None else self.factors[:, genes],
        )
        # R's dispersions are bounded by the number of samples, which is the same
        part.fit_genewise_dispersions()
        for key in ("disp_function_type", "trend_coeffs", "mean_disp", "_squared_logres"):
            if key in self.uns:
                part.uns[key] = self.uns[key]
        part.uns["prior_disp_var"] = self.uns["prior_disp_var"]
        means = part.var["_normed_means"].to_numpy(dtype=float)
        part.var["fitted_dispersions"] = part.disp_function(means)
        part.fit_MAP_dispersions()
        part.fit_LFC()
        for column in (
            "_normed_means",
            "genewise_dispersions",
            "fitted_dispersions",
            "MAP_dispersions",
            "dispersions",
            "_outlier_genes",
            "_LFC_converged",
        ):
            self.var.loc[names, column] = part.var[column]
        self.varm["LFC"].loc[names, :] = part.varm["LFC"]
        self.var.loc[names, "refitted"] = True

    def cooks_outlier(self) -> NDArray[np.bool_]:
        """Tell the genes whose p value is withheld.

        A replaced count withholds nothing. R spares a gene with three counts larger than the
        outlier only where the design is one factor of two levels (remedy 6).
        """
        cooks, judged = self.layers["cooks"], self.judged
        if self.var["refitted"].any():
            judged = judged & ~self.replaceable
        with np.errstate(invalid="ignore"):
            outlier = (cooks[judged] > self.cooks_cutoff).any(axis=0)
        if self.two_groups:
            for gene in np.flatnonzero(outlier):
                counts = self.original_counts[:, gene]
                largest = counts[np.argmax(cooks[:, gene])]
                outlier[gene] = (counts > largest).sum() < _LARGER_COUNTS
        self.var["_pvalue_cooks_outlier"] = outlier
        return np.asarray(outlier)
