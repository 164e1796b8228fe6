"""A first sample sheet, contrasts and settings for counts that come with nothing, or a sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from resistance.inputs.counts_table import CountsTable, counts_matrix
from resistance.inputs.replicate_look import look_alike
from resistance.inputs.sample_columns import forms
from resistance.new_study import guess
from resistance.new_study.config_text import listed

#: Columns of numbers that stand beside counts.
_BESIDE: Final = frozenset(
    {
        "length",
        "start",
        "end",
        "width",
        "entrezgene",
        "entrez_id",
        "entrezid",
        "gc",
        "chr",
        "strand",
    }
)
_NAME: Final = re.compile(r"[A-Za-z]\w*", re.ASCII)
_NOT_IN_ID: Final = re.compile(r"[^A-Za-z0-9_.-]+")


@dataclass(frozen=True)
class Draft:
    """The tables and settings of a new study.

    Attributes
    ----------
    samples, contrasts : pandas.DataFrame
        Text.
    values : dict of str to object
        Settings by key (:func:`resistance.new_study.config_text.config_text`).
    guessed : frozenset of str
        Keys that were guessed.
    review : list of str
        What to look at, a sentence each.
    """

    samples: pd.DataFrame
    contrasts: pd.DataFrame
    values: dict[str, object]
    guessed: frozenset[str]
    review: list[str]


def draft(
    table: CountsTable,
    sheet: pd.DataFrame | None,
    organism: str,
    name: str,
    path: str,
) -> Draft:
    """Guess a study from its counts.

    Parameters
    ----------
    table : CountsTable
    sheet : pandas.DataFrame or None
        What is known of the samples: text.
    organism : str
        Empty to guess it.
    name : str
        Of the study.
    path : str
        Of the counts, as the configuration is to name them.

    Returns
    -------
    Draft
    """
    names = sample_names(table)
    review: list[str] = []
    samples = pd.DataFrame({"sample": list(names)}, dtype=object)
    if sheet is not None:
        samples = _with_sheet(samples, sheet, table, names, review)
    variable = guess.condition_column(samples.drop(columns="sample"))
    if not variable:
        variable = "condition"
        found = guess.conditions(list(samples["sample"]))
        samples["condition"] = [found.get(sample, "") for sample in samples["sample"]]
        if not found:
            review.append(
                "config/samples.tsv: the names of the samples do not tell their condition; fill in "
                "the column condition, and name the two levels in config/contrasts.tsv."
            )
    levels = [level for level in dict.fromkeys(samples[variable]) if level]
    if levels:
        review.append(f"config/samples.tsv: {variable} was guessed: {listed(levels)}.")
    for block in guess.blocks(samples, variable) if len(levels) > 1 else []:
        review.append(
            f"config/config.yaml: each {listed([block])} has several levels of {variable}; "
            f'design "~ {listed([block])} + {variable}" would compare within it.'
        )
    samples = _with_runs(samples, variable, table, names, review)
    samples = _with_columns(samples, table, names)
    contrasts, said = _contrasts(variable, levels)
    review += said
    values: dict[str, object] = {
        "study.name": name,
        "study.organism": organism,
        "samples": "config/samples.tsv",
        "counts.path": path,
        "counts.format": "auto",
        "design": f"~ {variable}",
        "contrasts": "config/contrasts.tsv",
    }
    guessed = {"study.name", "design"}
    if not organism:
        values["study.organism"], why = guess.organism([str(i) for i in table.data[0]])
        guessed.add("study.organism")
        review.append(f"config/config.yaml: organism {values['study.organism']}: {why}.")
    return Draft(samples, contrasts, values, frozenset(guessed), review)


def sample_names(table: CountsTable) -> dict[str, int]:
    """Name the samples of a table of counts.

    Parameters
    ----------
    table : CountsTable

    Returns
    -------
    dict of str to int
        Column of each sample. Names are without folders and the endings that counters give, where
        that keeps them apart.
    """
    first = 6 if table.layout == "featurecounts" else 1
    columns = [
        (i, column)
        for i, column in enumerate(table.columns)
        if i >= first
        and pd.api.types.is_numeric_dtype(table.data[i].dtype)
        and column.strip().lower() not in _BESIDE
    ]
    short = [(forms(column) or [column])[-1] for _, column in columns]
    whole = [column for _, column in columns]
    use = short if len(set(short)) == len(short) else whole
    return {name: i for name, (i, _) in zip(use, columns, strict=True)}


def _with_sheet(
    samples: pd.DataFrame,
    sheet: pd.DataFrame,
    table: CountsTable,
    names: dict[str, int],
    review: list[str],
) -> pd.DataFrame:
    """Take the columns of a sheet that names the samples; else say that it does not."""
    called = {name: [name, *forms(table.columns[i])] for name, i in names.items()}
    key = guess.sample_column(sheet, called)
    if not key:
        review.append("No column of the sheet names samples of the counts; it was not used.")
        return samples
    owner = {text: name for name, several in called.items() for text in reversed(several)}
    given = sheet.assign(**{key: sheet[key].map(lambda text: owner.get(text, ""))})
    lost = sorted(set(sheet[key][given[key] == ""]))
    if lost:
        review.append(f"Samples of the sheet that the counts lack were left out: {listed(lost)}.")
    given = given[given[key] != ""].drop_duplicates(key)
    more = [name for name in samples["sample"] if name not in set(given[key])]
    if more:
        review.append(f"Columns of the counts that the sheet lacks were left out: {listed(more)}.")
    given = given.rename(columns={key: "sample"}) if key != "sample" else given
    given = given.loc[:, ~given.columns.duplicated()]
    variable = guess.condition_column(given.drop(columns="sample"))
    if variable and not _NAME.fullmatch(variable) and "condition" not in given:
        review.append(f'Column "{listed([variable])}" of the sheet is called condition.')
        given = given.rename(columns={variable: "condition"})
    ordered = ["sample", *[column for column in given.columns if column != "sample"]]
    return given[ordered].reset_index(drop=True)


def _with_runs(
    samples: pd.DataFrame,
    variable: str,
    table: CountsTable,
    names: dict[str, int],
    review: list[str],
) -> pd.DataFrame:
    """Mark columns that scatter as runs of one sample do."""
    if "replicate_of" in samples:
        return samples
    positions = {name: [names[name]] for name in samples["sample"]}
    counts = counts_matrix(table, positions).fillna(0)
    groups = dict(zip(samples["sample"], samples[variable], strict=True))
    of = {
        run: runs.samples[0] for runs in look_alike(counts, groups).runs for run in runs.samples[1:]
    }
    if not of:
        return samples
    review.append(
        f"config/samples.tsv: {len(of)} columns look like further runs of another and are marked "
        "in replicate_of: their counts are added."
    )
    return samples.assign(replicate_of=[of.get(name, "") for name in samples["sample"]])


def _with_columns(samples: pd.DataFrame, table: CountsTable, names: dict[str, int]) -> pd.DataFrame:
    """Name the column of each sample where the names alone do not lead to it."""
    found = table.matched(list(samples["sample"]))
    if all(found[name] == [names[name]] for name in samples["sample"]):
        return samples
    return samples.assign(column=[table.columns[names[name]] for name in samples["sample"]])


def _contrasts(variable: str, levels: Sequence[str]) -> tuple[pd.DataFrame, list[str]]:
    columns = ["id", "variable", "reference", "target"]
    if len(levels) < 2:
        row = ["target_against_reference", variable, "", ""]
        return pd.DataFrame([row], columns=columns), []
    base, known = guess.reference(levels)
    rows: list[list[str]] = []
    used: set[str] = set()
    for target in levels:
        if target == base:
            continue
        stem = _NOT_IN_ID.sub("_", f"{target}_vs_{base}").strip("._-")
        name = stem = stem if re.match(r"[A-Za-z0-9]", stem) else f"c_{stem}"
        while name in used:
            name = f"{stem}_{len(used) + 1}"
        used.add(name)
        rows.append([name, variable, base, target])
    why = "its name says so" if known else "it is the first in the alphabet"
    said = f"config/contrasts.tsv: {listed([base])} is the reference: {why}."
    return pd.DataFrame(rows, columns=columns), [said]
