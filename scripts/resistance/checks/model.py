"""Checks of the fit itself, and of the tests that were made from it."""

from __future__ import annotations

from resistance.checks.base import Context, Row, per_contrast, row
from resistance.checks.p_values import contrast_verdict
from resistance.fit_tables import question

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


def dispersion_trend(context: Context) -> list[Row]:
    """Say whether the parametric dispersion trend could be fitted."""
    kind = str(context.model["trend"]["kind"])
    message = {
        "parametric": "The parametric dispersion trend was fitted.",
        "mean": "The dispersion trend fell back to one mean dispersion for all genes, "
        "so that weak genes may look too certain.",
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
            f"The fit of {n:,} genes ({share:.2%}) did not converge; their status says so."
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
    message = {
        "ratio": f"Size factors rest on {n:,} genes without a zero.",
        "poscounts": "Size factors rest on positive counts alone, as every gene may have a zero.",
        "iterative": "Size factors and dispersions were estimated by turns.",
        "given": "The size factors are those that were given.",
    }.get(method, f"Size factors: {method}.")
    told = [note for note in context.model.get("notes", []) if "ize factor" in note]
    message = " ".join([message, *(note for note in told if note != message)])
    return [
        row(
            "size_factors",
            "Size factors",
            "note" if weak or told else "pass",
            message,
            value=f"{method}, {n}",
            threshold=f"ratio, >= {SIZE_FACTOR_GENES} genes",
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
