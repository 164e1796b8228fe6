"""Guess what the names of samples, the columns of a sheet and the ids of genes say of a study.

Every guess is written down for review; nothing here is used by a run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from resistance.genes.gene_ids import parse_ensembl

#: Words for the arm that others are compared with, the most telling first.
REFERENCES: Final = (
    "parental", "parent", "par", "wildtype", "wt", "control", "ctrl", "ctl", "con", "untreated",
    "unt", "vehicle", "veh", "dmso", "mock", "naive", "sensitive", "sens", "normal", "none", "scr",
    "ntc", "nt", "baseline", "before", "pre", "day0", "d0", "0h", "p",
)  # fmt: skip
#: Names of columns that say what is compared, the most telling first.
CONDITIONS: Final = (
    "condition", "group", "treatment", "resistance", "status", "genotype", "strain", "state",
    "phenotype", "arm", "class", "dex", "drug", "sensitivity",
)  # fmt: skip
_REPLICATE: Final = re.compile(
    r"(?:[ _.\-]*(?:rep|replicate|biorep)|[ _.\-]+(?:bio|br|r|n|s|sample))?"
    r"[ _.\-]*\d+[A-Za-z]{0,3}$",
    re.IGNORECASE,
)
_TOKEN: Final = re.compile(r"[ _.\-]+")
#: Largest number of levels that are still compared.
_MOST_LEVELS: Final = 12


def conditions(samples: Sequence[str]) -> dict[str, str]:
    """Guess the condition of each sample from its name.

    Parameters
    ----------
    samples : sequence of str

    Returns
    -------
    dict of str to str
        Empty where the names do not tell two or more conditions, one of them with two samples.
    """
    stems = {name: _REPLICATE.sub("", name) for name in samples}
    if telling(list(stems.values())) and all(stems.values()):
        short = _without_common(list(dict.fromkeys(stems.values())))
        return {name: short[stem] for name, stem in stems.items()}
    split = {name: _TOKEN.split(name) for name in samples}
    if len({len(tokens) for tokens in split.values()}) != 1:
        return {}
    found: list[dict[str, str]] = []
    for place in range(len(next(iter(split.values()), []))):
        values = {name: re.sub(r"\d+$", "", tokens[place]) for name, tokens in split.items()}
        if telling(list(values.values())) and all(values.values()):
            found.append(values)
    named = [values for values in found if reference(list(values.values()))[1]]
    return (named or found or [{}])[0]


def _without_common(stems: Sequence[str]) -> dict[str, str]:
    """Take away the parts that all names begin and end with: GEN2.2_par, GEN2.2_res."""
    split = {stem: [part for part in re.split(r"[ _\-]+", stem) if part] for stem in stems}
    lists = list(split.values())
    start = end = 0
    shortest = min(map(len, lists))
    while start < shortest - 1 and len({parts[start] for parts in lists}) == 1:
        start += 1
    while end < shortest - 1 - start and len({parts[-1 - end] for parts in lists}) == 1:
        end += 1
    return {stem: "_".join(parts[start : len(parts) - end]) for stem, parts in split.items()}


def telling(values: Sequence[str]) -> bool:
    """Tell whether values of a column can be conditions: two levels or more, some repeated.

    Parameters
    ----------
    values : sequence of str

    Returns
    -------
    bool
    """
    sizes = pd.Series(list(values), dtype=object).value_counts()
    return bool(2 <= len(sizes) <= _MOST_LEVELS and (sizes >= 2).sum() >= max(1, len(sizes) / 2))


def reference(levels: Sequence[str]) -> tuple[str, bool]:
    """Guess the level that the others are compared with.

    Parameters
    ----------
    levels : sequence of str
        At least one; repeats do not matter.

    Returns
    -------
    level : str
    known : bool
        Whether a word says so; else it is the first in the alphabet.
    """
    distinct = sorted(set(levels))
    words = {
        level: [w.lower() for w in re.split(r"[^A-Za-z0-9]+", level) if w] for level in distinct
    }
    for word in REFERENCES:
        for level in distinct:
            if word in words[level] or (
                len(word) > 4 and any(w.startswith(word) for w in words[level])
            ):
                return level, True
    return distinct[0], False


def condition_column(sheet: pd.DataFrame) -> str:
    """Guess which column of a sample sheet says what is compared.

    Parameters
    ----------
    sheet : pandas.DataFrame
        Text.

    Returns
    -------
    str
        Empty where no column can.
    """
    able = [str(name) for name in sheet.columns if telling(list(sheet[name]))]
    able = [name for name in able if not (sheet[name] == "").any()]
    known = [name for word in CONDITIONS for name in able if word in name.lower()]
    with_reference = [name for name in able if reference(list(sheet[name]))[1]]
    return (known or with_reference or able or [""])[0]


def blocks(sheet: pd.DataFrame, variable: str) -> list[str]:
    """Find columns within whose levels the conditions can be compared: donors, batches.

    Parameters
    ----------
    sheet : pandas.DataFrame
        Text.
    variable : str
        The column of the conditions.

    Returns
    -------
    list of str
        Columns of two levels or more, each of which has two conditions or more.
    """
    found = []
    for name in sheet.columns:
        if (
            name == variable
            or "rep" in str(name).lower()
            or sheet[name].nunique() < 2
            or (sheet[name] == "").any()
        ):
            continue
        if (sheet.groupby(name)[variable].nunique() >= 2).all():
            found.append(str(name))
    return found


def sample_column(sheet: pd.DataFrame, columns: Mapping[str, Sequence[str]]) -> str:
    """Guess which column of a sheet names the samples of the counts.

    Parameters
    ----------
    sheet : pandas.DataFrame
        Text.
    columns : mapping of str to sequence of str
        What each column of the counts may be called.

    Returns
    -------
    str
        The column with the most names of the counts; empty where none has two.
    """
    names = {name for several in columns.values() for name in several}
    hits = {str(column): int(sheet[column].isin(names).sum()) for column in sheet.columns}
    best = max(hits, key=lambda column: hits[column], default="")
    return best if best and hits[best] >= 2 else ""


def organism(ids: Sequence[str]) -> tuple[str, str]:
    """Guess the organism from the ids of genes.

    Parameters
    ----------
    ids : sequence of str

    Returns
    -------
    organism : str
        human, mouse, mixed or other.
    why : str
        A clause.
    """
    stems = [parsed[0] for parsed in map(parse_ensembl, ids) if parsed]
    human = sum(stem.startswith("ENSG") for stem in stems)
    mouse = sum(stem.startswith("ENSMUSG") for stem in stems)
    if human + mouse > len(ids) / 2:
        if min(human, mouse) > 0.05 * (human + mouse):
            return "mixed", f"{human:,} human and {mouse:,} mouse Ensembl ids"
        name = "human" if human > mouse else "mouse"
        return name, f"{max(human, mouse):,} {name} Ensembl ids"
    known = set(ids)
    if any(re.fullmatch(r"RGD\d+", name) for name in known):
        return "other", "ids of the rat (RGD), which has no embedded annotation"
    upper = len(known & {"ACTB", "GAPDH", "EEF1A1", "TP53", "MYC", "RPLP0"})
    title = len(known & {"Actb", "Gapdh", "Eef1a1", "Trp53", "Myc", "Rplp0"})
    if upper >= 3 and upper >= title:
        return "human", "symbols as HGNC writes them (ACTB, GAPDH)"
    if title >= 3:
        return "mouse", "symbols as MGI writes them (Actb, Gapdh); a rat would be other"
    return "other", "ids of no organism that has an embedded annotation"
