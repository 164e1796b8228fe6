"""A row of the contrasts table: one question, with every default filled in."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from resistance.design.selections import select

LEVELS = ("variable", "reference", "target")
TESTS = ("wald", "lrt")
ALTERNATIVES = ("two-sided", "greater", "less", "greaterAbs", "lessAbs", "greaterAbs2014")
COLUMNS = (
    "id",
    *LEVELS,
    "formula",
    "test",
    "reduced",
    "alternative",
    "lfc_threshold",
    "subset",
    "exclude_samples",
)


@dataclass(frozen=True)
class Contrast:
    """One question put to a model.

    Attributes
    ----------
    id : str
    variable, reference, target : str
        Two levels that are compared; empty where ``formula`` says what is compared.
    formula : str
        A linear combination of the design's cells, or empty.
    test : {"wald", "lrt"}
    reduced : str
        Design that a likelihood-ratio test compares with; empty for Wald tests.
    alternative : str
        One of :data:`ALTERNATIVES`; of Wald tests only.
    lfc_threshold : float
        log2 fold change that the null hypothesis reaches to.
    subset : str
        Condition that the model's samples fulfil; empty for all.
    exclude_samples : tuple of str
        Samples that the model is fitted without.
    """

    id: str
    variable: str = ""
    reference: str = ""
    target: str = ""
    formula: str = ""
    test: str = "wald"
    reduced: str = ""
    alternative: str = "two-sided"
    lfc_threshold: float = 0.0
    subset: str = ""
    exclude_samples: tuple[str, ...] = ()

    @property
    def has_change(self) -> bool:
        """Whether the row has a fold change of its own; a likelihood-ratio test may have none."""
        return bool(self.variable or self.formula)


@dataclass(frozen=True)
class Fault:
    """Why a row is no question.

    Attributes
    ----------
    column : str
        Where it is.
    message, hint : str
    """

    column: str
    message: str
    hint: str = ""


class ContrastError(ValueError):
    """Raised where a row of the contrasts table is no question.

    Attributes
    ----------
    faults : tuple of Fault
    """

    def __init__(self, name: str, faults: list[Fault]) -> None:
        super().__init__(f'Contrast "{name}": {" ".join(fault.message for fault in faults)}')
        self.faults = tuple(faults)


def faults_of(row: Mapping[str, str]) -> list[Fault]:
    """Find what is wrong with a row, without looking at any other table.

    Parameters
    ----------
    row : mapping of str to str
        Cells by column; columns may be absent.

    Returns
    -------
    list of Fault
    """
    cells = {column: str(row.get(column, "") or "") for column in COLUMNS}
    return [*_what_is_compared(cells), *_how_it_is_tested(cells)]


def _what_is_compared(cells: Mapping[str, str]) -> list[Fault]:
    given = [column for column in LEVELS if cells[column]]
    if cells["formula"]:
        if not given:
            return []
        message = f"A row has either a formula or {', '.join(LEVELS)}; this one has both."
        return [Fault("formula", message, f"Leave {', '.join(given)} empty, or the formula.")]
    if not given and cells["test"] == "lrt":
        return []
    if not given:
        hint = f"Fill in {', '.join(LEVELS)}, or a formula."
        return [Fault("variable", "The row does not say what is compared.", hint)]
    return [
        Fault(column, "The cell is empty.", f"{', '.join(LEVELS)} go together.")
        for column in LEVELS
        if column not in given
    ]


def _how_it_is_tested(cells: Mapping[str, str]) -> list[Fault]:
    faults = value_faults(cells)
    if faults:
        return faults
    test, alternative = cells["test"] or "wald", cells["alternative"]
    threshold = _number(cells["lfc_threshold"])
    if test == "lrt":
        if not cells["reduced"]:
            said = "A likelihood-ratio test needs the design that it compares with."
            faults.append(Fault("reduced", said, "For instance ~ batch, or ~ 1 for none."))
        for column in ("alternative", "lfc_threshold"):
            if cells[column]:
                said = "A likelihood-ratio test has neither alternative nor threshold."
                faults.append(Fault(column, said, "Leave it empty, or choose test = wald."))
        return faults
    if cells["reduced"]:
        said = "A Wald test compares with no reduced design."
        faults.append(Fault("reduced", said, "Leave it empty, or choose test = lrt."))
    if alternative == "lessAbs" and not threshold:
        said = "lessAbs asks for changes below a threshold, which must be above 0."
        faults.append(Fault("lfc_threshold", said))
    if alternative == "two-sided" and threshold:
        said = "A two-sided test is one against no change; it has no threshold."
        hint = "Choose alternative = greaterAbs for changes beyond the threshold, up or down."
        faults.append(Fault("alternative", said, hint))
    return faults


def value_faults(row: Mapping[str, str]) -> list[Fault]:
    """Find cells that hold none of the values that their column may hold.

    Parameters
    ----------
    row : mapping of str to str
        Cells by column; columns may be absent.

    Returns
    -------
    list of Fault
    """
    faults = []
    for column, choices in (("test", TESTS), ("alternative", ALTERNATIVES)):
        if row.get(column, "") not in ("", *choices):
            said = f"There is no such {column}; there are {', '.join(choices)}."
            faults.append(Fault(column, said))
    if _number(row.get("lfc_threshold", "")) is None:
        faults.append(Fault("lfc_threshold", "This is no number of at least 0."))
    return faults


def _number(text: str) -> float | None:
    try:
        value = float(text or 0)
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None


def contrast_of(row: Mapping[str, str]) -> Contrast:
    """Turn a row of the contrasts table into a question.

    Parameters
    ----------
    row : mapping of str to str
        Cells by column; columns may be absent.

    Returns
    -------
    Contrast
        With a threshold and no alternative the test is ``greaterAbs``, as in R's ``results()``.

    Raises
    ------
    ContrastError
        See :func:`faults_of`.
    """
    cells = {column: str(row.get(column, "") or "").strip() for column in COLUMNS}
    faults = faults_of(cells)
    if faults:
        raise ContrastError(cells["id"], faults)
    threshold = float(cells["lfc_threshold"] or 0)
    return Contrast(
        **{column: cells[column] for column in ("id", *LEVELS, "formula", "reduced", "subset")},
        test=cells["test"] or "wald",
        alternative=cells["alternative"] or ("greaterAbs" if threshold else "two-sided"),
        lfc_threshold=threshold,
        exclude_samples=excluded_names(cells["exclude_samples"]),
    )


def excluded_names(text: str) -> tuple[str, ...]:
    """Split a cell of ``exclude_samples``.

    Parameters
    ----------
    text : str
        Names with ``;`` between them.

    Returns
    -------
    tuple of str
    """
    return tuple(dict.fromkeys(name.strip() for name in text.split(";") if name.strip()))


def contrasts_of(table: pd.DataFrame) -> list[Contrast]:
    """Turn the contrasts table into questions.

    Parameters
    ----------
    table : pandas.DataFrame
        Text; columns beyond ``id`` may be absent.

    Returns
    -------
    list of Contrast
        In the order of the table.

    Raises
    ------
    ContrastError
        See :func:`faults_of`.
    """
    rows = table.to_dict("records")
    return [contrast_of({str(key): str(value) for key, value in row.items()}) for row in rows]


def contrast_named(table: pd.DataFrame, name: str) -> Contrast:
    """Return the question of one id.

    Parameters
    ----------
    table : pandas.DataFrame
        As for :func:`contrasts_of`.
    name : str

    Returns
    -------
    Contrast
    """
    return contrasts_of(table[table["id"] == name].iloc[:1])[0]


def first_of_models(samples: pd.DataFrame, table: pd.DataFrame) -> list[str]:
    """Name each fitted model by the first contrast that rests on it.

    Parameters
    ----------
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``.
    table : pandas.DataFrame
        The contrasts table, text.

    Returns
    -------
    list of str
        Ids; that of the model of all samples first, if a contrast rests on it.
    """
    leading: dict[tuple[str, ...], str] = {}
    for row in contrasts_of(table):
        leading.setdefault(tuple(model_samples(samples, row)), row.id)
    whole = tuple(samples.index)
    return [leading[names] for names in sorted(leading, key=lambda names: names != whole)]


def model_samples(samples: pd.DataFrame, contrast: Contrast) -> list[str]:
    """Return the samples that a contrast's model is fitted on.

    Parameters
    ----------
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``.
    contrast : Contrast

    Returns
    -------
    list of str
        In the order of the sheet.

    Raises
    ------
    SelectionError
        If the subset is not in the grammar, or names no column of the sheet.
    """
    return select(samples, contrast.subset, contrast.exclude_samples)
