"""Checks of the culture: drug, washout, medium, IL-3, stroma, sorting."""

from __future__ import annotations

from resistance.checks.base import Check, Context, Row, between_arms, field, row, spell


def _equal_between_arms(
    name: str, title: str, harm: str, touched: str = "all", unit: str = ""
) -> Check:
    """Return the check that a field has the same values in both arms.

    Parameters
    ----------
    name : str
        Column of the sample sheet.
    title : str
    harm : str
        What a difference would do, a clause.
    touched : str
        ``all``, ``target`` for the drug's target alone, or a symbol.
    unit : str
        Of the field, where it holds numbers.

    Returns
    -------
    Check
    """

    def judge(context: Context, contrast: dict[str, str]) -> Row:
        arms = context.arms(contrast)
        touches = context.drug_target if touched == "target" else touched
        one = field(context, name, arms["reference"])
        other = field(context, name, arms["target"])
        if one is None or other is None:
            message = f'"{name}" is absent or unknown for some sample.'
            return row(
                name, title, "not_assessable", message, threshold="equal arms", touches=touches
            )
        first, second = set(one), set(other)
        of_unit = f" {unit}" if unit else ""
        if first == second:
            status = "pass"
            message = f"{title} is the same in both arms ({spell(one)}{of_unit})."
        else:
            status = "note" if first & second else "fail"
            levels = f"{spell(one)} against {spell(other)}{of_unit}"
            message = f"{title} differs ({levels}): {harm}."
        value = f"{spell(one)} v {spell(other)}{of_unit}"
        return row(
            name, title, status, message, value=value, threshold="equal arms", touches=touches
        )

    return between_arms(judge, name, title)


def _drug_at_harvest(context: Context, contrast: dict[str, str]) -> Row:
    title = "Drug at harvest"
    arms = context.arms(contrast)
    one = field(context, "drug_at_harvest", arms["reference"])
    other = field(context, "drug_at_harvest", arms["target"])
    if one is None or other is None:
        message = "It is not known whether the drug was present at harvest."
        return row("drug_at_harvest", title, "not_assessable", message, threshold="no")
    value = f"{spell(one)} v {spell(other)}"
    if set(one) == set(other) == {"no"}:
        status, message = "pass", "The drug was absent at harvest in both arms."
    elif set(one) == set(other):
        status = "note"
        message = "The drug was present in both arms: changes add to an ongoing response."
    else:
        status = "fail"
        message = "The drug was present in one arm alone: response and resistance are confounded."
    return row("drug_at_harvest", title, status, message, value=value, threshold="no")


def _washout(context: Context, contrast: dict[str, str]) -> Row:
    title = "Washout"
    limit = context.thresholds.washout_days
    threshold = f">= {limit:g} days in the target arm"
    touches = context.drug_target
    days = field(context, "washout_days", context.arms(contrast)["target"])
    if days is None:
        message = "It is not known how long the cells were without the drug."
        return row(
            "washout_days", title, "not_assessable", message, threshold=threshold, touches=touches
        )
    shortest = float(days.astype(float).min())
    short = shortest < limit
    return row(
        "washout_days",
        title,
        "note" if short else "pass",
        f"Only {shortest:g} days without the drug: bound drug may hide its target."
        if short
        else f"At least {shortest:g} days without the drug.",
        value=f"{shortest:g}",
        threshold=threshold,
        touches=touches,
    )


drug_at_harvest = between_arms(_drug_at_harvest, "drug_at_harvest", "Drug at harvest")
washout_days = between_arms(_washout, "washout_days", "Washout")
medium = _equal_between_arms(
    "medium", "Medium", "growth factors of the medium change surface receptors", "target"
)
il3 = _equal_between_arms("il3_ng_ml", "IL-3", "IL-3 itself lowers CD123", "IL3RA", "ng/ml")
stroma = _equal_between_arms(
    "stroma", "Stroma", "stromal cells change the cells and add their own reads"
)
sorting = _equal_between_arms("sorted", "Sorting", "sorting alone selects a part of the cells")
