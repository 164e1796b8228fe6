"""Checks of the fit itself, and of the tests that were made from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from resistance.checks.base import Context, Row, per_contrast, per_model, row
from resistance.checks.p_values import contrast_verdict
from resistance.fit_tables import n_fitted, of_model, question

#: Share of fitted genes whose coefficients may fail to converge; single genes do in any data set.
NOT_CONVERGED_NOTE = 0.01
#: Genes without a zero that the median of ratios should rest on.
SIZE_FACTOR_GENES = 100
#: What is to be said of each kind of p-value histogram; the kinds left out pass.
_UNSOUND = ("conservative", "u_shaped", "too_few")


def engine(context: Context) -> list[Row]:
    """Say which code fitted the model; the stock one differs from R in known ways."""
    name = str(context.model["engine"])
    stock = name.startswith("pydeseq2")
    message = (
        "The model was fitted by PyDESeq2's own code, which differs from R's DESeq2 in known ways."
        if stock
        else "The model was fitted by the vectorised engine, which follows R's DESeq2."
    )
    if context.model["residual_df"] <= 0:
        message = "No model with an error was fitted, since the design leaves no replicates."
    return [
        row(
            "engine",
            "Engine of the fit",
            "note" if stock else "pass",
            message,
            value=name,
            threshold="vectorised",
        )
    ]


def _size_factors(context: Context, name: str, described: Mapping[str, Any]) -> list[Row]:
    method, n = str(described["size_factor_method"]), int(described["size_factor_genes"])
    weak = method != "ratio" or n < SIZE_FACTOR_GENES
    message = {
        "ratio": f"Size factors rest on {n:,} genes without a zero.",
        "poscounts": "Size factors rest on positive counts alone, as every gene may have a zero.",
        "iterative": "Size factors and dispersions were estimated by turns.",
        "given": "The size factors are those that were given.",
    }.get(method, f"Size factors: {method}.")
    told = [str(note) for note in described.get("size_factor_notes", [])]
    return [
        row(
            "size_factors",
            "Size factors",
            "note" if weak or told else "pass",
            " ".join([message, *told]),
            value=f"{method}, {n}",
            threshold=f"ratio, >= {SIZE_FACTOR_GENES} genes",
        )
    ]


def _dispersion_trend(context: Context, name: str, described: Mapping[str, Any]) -> list[Row]:
    kind = str(described["trend"]["kind"])
    message = {
        "parametric": "The parametric dispersion trend was fitted.",
        "mean": "The dispersion trend fell back to one mean dispersion for all genes, "
        "so that weak genes may look too certain.",
    }.get(kind, "No dispersion trend could be fitted; gene-wise dispersions were used.")
    return [
        row(
            "dispersion_trend",
            "Dispersion trend",
            "pass" if kind == "parametric" else "note",
            message,
            value=kind,
            threshold="parametric",
        )
    ]


def _convergence(context: Context, name: str, described: Mapping[str, Any]) -> list[Row]:
    n, fitted = int(described["n_not_converged"]), n_fitted(of_model(context.fit.genes, name))
    share = n / fitted if fitted else 0.0
    return [
        row(
            "convergence",
            "Convergence",
            "note" if share > NOT_CONVERGED_NOTE else "pass",
            f"The fit of {n:,} {'gene' if n == 1 else 'genes'} ({share:.2%}) did not converge; "
            "the status of a gene says so."
            if n
            else "The fit of every gene converged.",
            value=str(n),
            threshold=f"<= {NOT_CONVERGED_NOTE:.0%} of {fitted} genes",
        )
    ]


def _replaced_outliers(context: Context, name: str, described: Mapping[str, Any]) -> list[Row]:
    n = int(described["n_outliers_replaced"])
    message = (
        f"Outlying counts of {n:,} {'gene' if n == 1 else 'genes'} were replaced before the refit."
        if n
        else "No outlying count was replaced."
    )
    return [
        row(
            "replaced_outliers",
            "Replaced counts",
            "note" if n else "pass",
            message,
            value=str(n),
            threshold="0",
        )
    ]


def _p_values(context: Context, contrast: dict[str, str]) -> Row:
    verdict = contrast_verdict(
        context.fit.de[contrast["id"]], question(context.model, contrast["id"])
    )
    numbers = verdict.numbers
    ends = (
        f": first bin {numbers['first']:.2f}, last {numbers['last']:.2f} of the background"
        if "first" in numbers
        else ""
    )
    return row(
        "p_values",
        "Histogram of p values",
        "note" if verdict.kind in _UNSOUND else "pass",
        verdict.message,
        value=f"{verdict.kind.replace('_', '-')}{ends}",
        threshold="even, or a peak at 0",
    )


def p_values(context: Context) -> list[Row]:
    """Say what the histogram of each contrast's p values tells of the test."""
    return per_contrast(_p_values)(context) if context.fit.de else []


#: What the size factors rest on.
size_factors = per_model(_size_factors)
#: Whether the parametric dispersion trend could be fitted.
dispersion_trend = per_model(_dispersion_trend)
#: The number of genes whose fit did not converge, held against 1%.
convergence = per_model(_convergence)
#: For how many genes outlying counts were replaced.
replaced_outliers = per_model(_replaced_outliers)
