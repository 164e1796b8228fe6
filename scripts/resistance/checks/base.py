"""What a check gets and what it returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

import pandas as pd

from resistance.checks.thresholds import Thresholds
from resistance.design import contrasts as contrast_tools
from resistance.design.coding import Coding
from resistance.design.contrast_rows import contrast_of
from resistance.fit_tables import MAIN, FitTables, question

Row = dict[str, str]

#: Values of optional fields of the sample sheet that tell nothing.
UNKNOWN = frozenset({"", "unknown"})


@dataclass(frozen=True)
class Proteins:
    """The protein that was measured.

    Attributes
    ----------
    table : pandas.DataFrame
        The user's table, text; empty without one.
    estimates : mapping of str to pandas.DataFrame
        Columns of ``PROTEIN`` for each contrast id.
    """

    table: pd.DataFrame = attribute(default_factory=pd.DataFrame)
    estimates: Mapping[str, pd.DataFrame] = attribute(default_factory=dict)


@dataclass(frozen=True)
class Context:
    """Everything a check may look at.

    Attributes
    ----------
    counts, vst : pandas.DataFrame
        Genes x samples, index ``gene_id``; columns in the order of the sheet.
    genes : pandas.DataFrame
        Columns of ``GENES``.
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``.
    contrasts : pandas.DataFrame
        The contrasts table, text.
    size_factors : pandas.Series
        Index ``sample``.
    coding : Coding
        Of the design.
    model : mapping
        ``model.json`` of the differential stage.
    quality : pandas.DataFrame
        Columns of ``QUALITY_SAMPLES``.
    study : mapping
        ``organism``, and optionally ``drug``, as in the configuration.
    par_y_masked, strandedness : str
        As in the configuration.
    fit : FitTables
        Of the differential stage; checks of a table that is empty give no row.
    protein : Proteins
        Of the user, and of the protein stage.
    positions : pandas.DataFrame
        ``ensembl_id, chromosome, start, end`` of human genes; empty for other organisms.
    thresholds : Thresholds
        Of the configuration.
    """

    counts: pd.DataFrame
    vst: pd.DataFrame
    genes: pd.DataFrame
    samples: pd.DataFrame
    contrasts: pd.DataFrame
    size_factors: pd.Series
    coding: Coding
    model: Mapping[str, Any]
    quality: pd.DataFrame
    study: Mapping[str, Any]
    par_y_masked: str
    strandedness: str
    fit: FitTables = FitTables()
    protein: Proteins = Proteins()
    positions: pd.DataFrame = attribute(default_factory=pd.DataFrame)
    thresholds: Thresholds = Thresholds()

    @property
    def is_human(self) -> bool:
        """Whether checks of human genes apply."""
        return self.study["organism"] == "human"

    @property
    def named_target(self) -> str:
        """Symbol of the drug's target; empty where the configuration names none."""
        return str((self.study.get("drug") or {}).get("target") or "")

    @property
    def drug_target(self) -> str:
        """Symbol of the gene that checks of the drug's target touch: IL3RA where none is named."""
        return self.named_target or "IL3RA"

    @property
    def normalised(self) -> pd.DataFrame:
        """Counts divided by size factors, genes x samples."""
        return self.counts / self.size_factors.reindex(self.counts.columns)

    def coding_of(self, contrast: Mapping[str, str]) -> Coding:
        """Return the coding of the model that a row of the contrasts table is asked of."""
        rows = contrast_tools.contrasts_of(self.contrasts)
        design = self.coding.design
        return contrast_tools.model_coding(self.samples, design, rows, contrast_of(contrast))

    def arms(self, contrast: Mapping[str, str]) -> dict[str, list[str]]:
        """Return the samples of ``reference`` and ``target`` of a contrast; none without arms."""
        row = contrast_of(contrast)
        table = contrast_tools.contrast_arms(self.samples, row, self.coding_of(contrast))
        return {
            arm: [str(name) for name in table.index[table["arm"] == arm]]
            for arm in ("reference", "target")
        }


Check = Callable[[Context], list[Row]]


def row(
    check: str,
    title: str,
    status: str,
    message: str,
    *,
    value: str = "",
    threshold: str = "",
    scope: str = "study",
    item: str = "",
    touches: str = "all",
) -> Row:
    """Return one row of ``columns.CHECKS``.

    Parameters
    ----------
    check, title : str
        Code and name of the check.
    status : {"pass", "note", "fail", "not_assessable"}
    message : str
        One sentence.
    value, threshold : str
        The number found and what it is held against.
    scope : {"study", "sample", "contrast", "gene"}
    item : str
        The sample, contrast or gene.
    touches : str
        ``all``, or symbols with ``;`` between, whose confidence it caps.

    Returns
    -------
    dict
    """
    return {
        "check": check,
        "title": title,
        "scope": scope,
        "item": item,
        "status": status,
        "value": value,
        "threshold": threshold,
        "touches": touches,
        "message": message,
    }


def per_contrast(check: Callable[[Context, dict[str, str]], Row]) -> Check:
    """Turn a check of one contrast into a check of a study: one row a contrast."""

    def run(context: Context) -> list[Row]:
        contrasts = [
            {str(key): str(value) for key, value in record.items()}
            for record in context.contrasts.to_dict("records")
        ]
        return [
            {**check(context, contrast), "scope": "contrast", "item": contrast["id"]}
            for contrast in contrasts
        ]

    return run


def between_arms(check: Callable[[Context, dict[str, str]], Row], name: str, title: str) -> Check:
    """Turn a check of a contrast's two arms into one of a study.

    Parameters
    ----------
    check : callable
        Of the context and a row of the contrasts table.
    name, title : str
        Code and name of the check, for contrasts without two arms.

    Returns
    -------
    Check
    """

    def judge(context: Context, contrast: dict[str, str]) -> Row:
        if any(context.arms(contrast).values()):
            return check(context, contrast)
        message = "This contrast does not hold two arms of samples against each other."
        return row(name, title, "not_assessable", message)

    return per_contrast(judge)


def per_model(check: Callable[[Context, str, Mapping[str, Any]], list[Row]]) -> Check:
    """Turn a check of one model into one of a study.

    The model of all samples speaks for the study. A model that was fitted on a subset for some
    contrasts gets its rows once for each of these.

    Parameters
    ----------
    check : callable
        Of the context, the model's name and its description; returns at most one row.

    Returns
    -------
    Check
    """

    def run(context: Context) -> list[Row]:
        rows = check(context, MAIN, context.model)
        for name, described in (context.model.get("models") or {}).items():
            if name == MAIN:
                continue
            for contrast in context.contrasts["id"]:
                if question(context.model, str(contrast)).get("model") == name:
                    found = check(context, name, described)
                    rows += [{**r, "scope": "contrast", "item": str(contrast)} for r in found]
        return rows

    return run


def per_sample(
    check: str,
    title: str,
    threshold: str,
    judged: Mapping[str, tuple[str, str, str]],
    well: tuple[str, str],
) -> list[Row]:
    """Return one row for each sample that stands out, or one for the study if none does.

    Parameters
    ----------
    check, title, threshold : str
    judged : mapping of str to (status, value, message)
        For each sample.
    well : (value, message)
        For the study, where every sample passes.

    Returns
    -------
    list of Row
    """
    rows = [
        row(
            check,
            title,
            status,
            message,
            value=value,
            threshold=threshold,
            scope="sample",
            item=sample,
        )
        for sample, (status, value, message) in judged.items()
        if status != "pass"
    ]
    if rows:
        return rows
    value, message = well
    return [row(check, title, "pass", message, value=value, threshold=threshold)]


def field(context: Context, name: str, names: list[str]) -> pd.Series | None:
    """Return an optional field of the sample sheet, or None if any of the samples lacks it.

    Parameters
    ----------
    context : Context
    name : str
        Column of the sheet.
    names : list of str
        Samples.

    Returns
    -------
    pandas.Series or None
        Text, index ``sample``.
    """
    if name not in context.samples.columns:
        return None
    values = context.samples.loc[names, name].astype(str)
    return None if values.isin(UNKNOWN).any() else values


def spell(values: pd.Series) -> str:
    """Write the distinct values of a field, sorted, with commas."""
    return ", ".join(sorted(set(values)))
