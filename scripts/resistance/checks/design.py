"""Checks of the design: rank, replication, independent derivations, confounded batches."""

from __future__ import annotations

import numpy as np
import pandas as pd

from resistance.checks.base import (
    Check,
    Context,
    Row,
    between_arms,
    field,
    per_contrast,
    row,
    spell,
)
from resistance.design import contrasts as contrast_tools
from resistance.design.contrast_rows import Contrast, contrast_of
from resistance.design.matrix import confounded
from resistance.inputs.sample_rows import SUMMED_FROM

#: With three or fewer residual degrees of freedom the width of the dispersions' prior cannot be
#: estimated from the spread of the dispersions (R's DESeq2 changes its method there, too).
RESIDUAL_DF_PASS = 4
#: Three replicates find most large changes, two miss many, one has no variance of its own
#: (Schurch 2016, RNA 22:839).
REPLICATES_PASS = 3
REPLICATES_NOTE = 2
#: The unit of replication is the derivation of a resistant line, never the flask.
DERIVATIONS_PASS = 2


def design_rank(context: Context) -> list[Row]:
    """Compare the rank of the design with its number of coefficients."""
    matrix = context.coding.matrix(context.samples)
    lost = confounded(matrix)
    rank = matrix.shape[1] - len(lost)
    message = (
        f"{', '.join(lost)} cannot be told apart from other coefficients."
        if lost
        else f"All {matrix.shape[1]} coefficients of the design can be estimated."
    )
    return [
        row(
            "design_rank",
            "Design",
            "fail" if lost else "pass",
            message,
            value=str(rank),
            threshold=str(matrix.shape[1]),
        )
    ]


def residual_df(context: Context) -> list[Row]:
    """Hold the residual degrees of freedom against four."""
    df = int(context.model["residual_df"])
    status = "fail" if df == 0 else "pass" if df >= RESIDUAL_DF_PASS else "note"
    message = {
        "fail": "No degrees of freedom are left: there is no standard error and no call.",
        "note": f"Only {df} residual degrees of freedom: dispersions are estimated poorly.",
        "pass": f"The design leaves {df} residual degrees of freedom.",
    }[status]
    threshold = f">= {RESIDUAL_DF_PASS}; fails at 0"
    return [
        row(
            "residual_df",
            "Residual degrees of freedom",
            status,
            message,
            value=str(df),
            threshold=threshold,
        )
    ]


def _replicates(context: Context, contrast: dict[str, str]) -> Row:
    arms = context.arms(contrast)
    fewest = min(len(names) for names in arms.values())
    status = (
        "pass" if fewest >= REPLICATES_PASS else "note" if fewest >= REPLICATES_NOTE else "fail"
    )
    value = f"{len(arms['reference'])} v {len(arms['target'])}"
    return row(
        "replicates",
        "Samples per arm",
        status,
        f"{value} samples are compared.",
        value=value,
        threshold=f">= {REPLICATES_PASS}; fails < {REPLICATES_NOTE}",
    )


def _interaction(context: Context, contrast: dict[str, str]) -> Row:
    title, threshold = "Interaction", "none with the contrast's variable"
    asked = contrast_of(contrast)
    code = context.coding_of(contrast)
    if not asked.variable:
        return _named_cells(asked, title, threshold)
    variable = asked.variable
    where = contrast_tools.place(code, variable)
    if not where:
        message = f'The design has no interaction of "{variable}".'
        return row("interaction", title, "pass", message, value="none", threshold=threshold)
    arms = contrast_tools.fitted_arms(context.samples, asked, code)["arm"]
    sizes = [int((arms == arm).sum()) for arm in ("reference", "target")]
    return row(
        "interaction",
        title,
        "note",
        f"The mRNA contrast applies at {where} ({sizes[0]} v {sizes[1]} samples); the protein's "
        "arms, and those of the other checks, are all samples of the level.",
        value=where.replace('"', ""),
        threshold=threshold,
    )


def _named_cells(contrast: Contrast, title: str, threshold: str) -> Row:
    """Tell of a formula whose cells share levels that protein does not know."""
    shared = contrast_tools.common_levels(contrast)
    where = " and ".join(f'"{level}"' for _, level in sorted(shared))
    if not where or contrast_tools.pooled_levels(contrast) is None:
        message = "The row names what it compares: no level of another variable is understood."
        return row("interaction", title, "pass", message, value="none", threshold=threshold)
    return row(
        "interaction",
        title,
        "note",
        f"The mRNA contrast applies at {where}; the protein's arms are all measurements of the "
        "levels that differ, unless the protein table tells line, derivation or timepoint.",
        value=where.replace('"', ""),
        threshold=threshold,
    )


def _technical_replicates(context: Context, contrast: dict[str, str]) -> Row:
    title = "Technical replicates"
    if "replicate_of" not in context.samples.columns:
        message = 'The sample sheet has no column "replicate_of".'
        return row("technical_replicates", title, "not_assessable", message, threshold="0")
    names = [name for arm in context.arms(contrast).values() for name in arm]
    if (context.samples.loc[names, "replicate_of"] == "unknown").any():
        message = "It is not known which samples are technical replicates."
        return row("technical_replicates", title, "not_assessable", message, threshold="0")
    message = "No sample is marked as a technical replicate of another."
    if SUMMED_FROM in context.samples.columns:
        parts = context.samples.loc[names, SUMMED_FROM]
        parts = parts[parts != ""].str.split(";")
        n = int(parts.str.len().sum())
        if n:
            message = (
                f"Technical replicates that were summed: {n}, into {', '.join(parts.index)}; each "
                "sample counts once."
            )
    return row("technical_replicates", title, "pass", message, value="0", threshold="0")


def _single_derivation(context: Context, contrast: dict[str, str]) -> Row:
    title = "Independent derivations"
    threshold = f">= {DERIVATIONS_PASS} per arm"
    arms = context.arms(contrast)
    values = {arm: field(context, "derivation", names) for arm, names in arms.items()}
    reference, target = values["reference"], values["target"]
    if reference is None or target is None:
        message = "The sample sheet does not tell how many independent derivations there are."
        return row("single_derivation", title, "not_assessable", message, threshold=threshold)
    numbers = (reference.nunique(), target.nunique())
    single = min(numbers) < DERIVATIONS_PASS
    return row(
        "single_derivation",
        title,
        "note" if single else "pass",
        "One derivation: inference limited to this pair of lines."
        if single
        else f"The arms hold {numbers[0]} and {numbers[1]} independent derivations.",
        value=f"{numbers[0]} v {numbers[1]}",
        threshold=threshold,
    )


def cramers_v(one: pd.Series, other: pd.Series) -> float:
    """Return Cramer's V of two factors: 0 if independent, 1 if one of them fixes the other.

    Parameters
    ----------
    one, other : pandas.Series
        Of one length, with a common index.

    Returns
    -------
    float
        NaN where either factor has one level.
    """
    table = pd.crosstab(one, other).to_numpy(dtype=float)
    if min(table.shape) < 2:
        return float("nan")
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0) / table.sum()
    chi2 = ((table - expected) ** 2 / expected).sum()
    return float(np.sqrt(chi2 / (table.sum() * (min(table.shape) - 1))))


def _confounded_with(name: str, title: str) -> Check:
    check = f"{name}_confounded"
    threshold = "Cramer's V < 1"

    def judge(context: Context, contrast: dict[str, str]) -> Row:
        arms = context.arms(contrast)
        names = arms["reference"] + arms["target"]
        values = field(context, name, names)
        if values is None:
            message = f'"{name}" is absent or unknown for some sample.'
            return row(check, title, "not_assessable", message, threshold=threshold)
        if values.nunique() == 1:
            message = f'All samples have the same {name} ("{values.iloc[0]}").'
            return row(check, title, "pass", message, value="0", threshold=threshold)
        arm = pd.Series({sample: a for a, members in arms.items() for sample in members})
        v = cramers_v(values, arm.reindex(names))
        if v < 1 - 1e-9:
            message = f"{title} and arm are not fixed by each other."
            status = "pass"
        elif _interleaved(values, arms):
            message = f"No {name} occurs in both arms, but their ranges overlap."
            status = "note"
        elif values.nunique() == len(values) and len(values) > 2 and not _numeric(values):
            message = f"Every sample has a {name} of its own."
            status = "note"
        else:
            message = (
                f"{title} and arm cannot be told apart ({spell(values[arms['reference']])} against "
                f"{spell(values[arms['target']])}): a difference may be the {name}'s."
            )
            status = "fail"
        return row(check, title, status, message, value=f"{v:.3g}", threshold=threshold)

    return between_arms(judge, check, title)


def _numeric(values: pd.Series) -> bool:
    return bool(pd.to_numeric(values, errors="coerce").notna().all())


def _interleaved(values: pd.Series, arms: dict[str, list[str]]) -> bool:
    if not _numeric(values):
        return False
    one, other = (values[arms[arm]].astype(float) for arm in ("reference", "target"))
    return bool(one.min() <= other.max() and other.min() <= one.max())


replicates = between_arms(_replicates, "replicates", "Samples per arm")
interaction = per_contrast(_interaction)
technical_replicates = between_arms(
    _technical_replicates, "technical_replicates", "Technical replicates"
)
single_derivation = between_arms(_single_derivation, "single_derivation", "Independent derivations")
batch_confounded = _confounded_with("batch", "Batch")
passage_confounded = _confounded_with("passage", "Passage")
