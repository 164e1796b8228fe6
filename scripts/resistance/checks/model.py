"""Checks of the fit itself."""

from __future__ import annotations

from resistance.checks.base import Context, Row, row

#: Share of fitted genes whose coefficients may fail to converge; single genes do in any data set.
NOT_CONVERGED_NOTE = 0.01
#: Genes without a zero that the median of ratios should rest on.
SIZE_FACTOR_GENES = 100


def dispersion_trend(context: Context) -> list[Row]:
    """Say whether the parametric dispersion trend could be fitted."""
    kind = str(context.model["trend"]["kind"])
    message = {
        "parametric": "The parametric dispersion trend was fitted.",
        "mean": "The dispersion trend fell back to one mean dispersion for all genes.",
    }.get(kind, "No dispersion trend could be fitted; gene-wise dispersions were used.")
    status = "pass" if kind == "parametric" else "note"
    return [
        row(
            "dispersion_trend",
            "Dispersion trend",
            status,
            message,
            value=kind,
            threshold="parametric",
        )
    ]


def replaced_outliers(context: Context) -> list[Row]:
    """Say for how many genes outlying counts were replaced."""
    n = int(context.model["n_outliers_replaced"])
    message = (
        f"Outlying counts of {n} genes were replaced before the refit."
        if n
        else "No outlying count was replaced."
    )
    status = "note" if n else "pass"
    return [
        row("replaced_outliers", "Replaced counts", status, message, value=str(n), threshold="0")
    ]


def convergence(context: Context) -> list[Row]:
    """Hold the number of genes whose fit did not converge against 1%."""
    n, fitted = int(context.model["n_not_converged"]), int((context.counts.sum(axis=1) > 0).sum())
    share = n / fitted if fitted else 0.0
    return [
        row(
            "convergence",
            "Convergence",
            "note" if share > NOT_CONVERGED_NOTE else "pass",
            f"The fit of {n:,} genes ({share:.2%}) did not converge."
            if n
            else "The fit of every gene converged.",
            value=str(n),
            threshold=f"<= {NOT_CONVERGED_NOTE:.0%} of {fitted} genes",
        )
    ]


def size_factors(context: Context) -> list[Row]:
    """Say what the size factors rest on."""
    method, n = str(context.model["size_factor_method"]), int(context.model["size_factor_genes"])
    weak = method != "ratio" or n < SIZE_FACTOR_GENES
    message = (
        f"Size factors rest on {n:,} genes without a zero."
        if method == "ratio"
        else "Every gene has a zero, so size factors rest on positive counts alone."
    )
    return [
        row(
            "size_factors",
            "Size factors",
            "note" if weak else "pass",
            message,
            value=f"{method}, {n}",
            threshold=f"ratio, >= {SIZE_FACTOR_GENES} genes",
        )
    ]
