"""Find the genes of the counts that a study names as controls for its size factors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from resistance.genes.gene_ids import Annotation, parse_ensembl, resolve_symbols
from resistance.inputs.schema_words import listing
from resistance.inputs.tables import EXAMPLES
from resistance.problems import Problem, did_you_mean


class Controls(NamedTuple):
    """Control genes as the counts have them.

    Attributes
    ----------
    names : pandas.Series
        The name that the study gives, index ``gene_id`` as in the counts, sorted, each once.
    problems : list of Problem
        One for each name that is none of the counts' genes, or several.
    """

    names: pd.Series
    problems: list[Problem]


def find_controls(
    names: Mapping[str, str], genes: pd.DataFrame, annotation: Annotation, file: str, column: str
) -> Controls:
    """Find each control gene by its id, its symbol or another of its names.

    Parameters
    ----------
    names : mapping of str to str
        Names, and the row where each stands (empty in a list of the configuration).
    genes : pandas.DataFrame
        Columns of :data:`resistance.columns.GENES`.
    annotation : Annotation
        Of the study's organism.
    file, column : str
        Where the names stand, for messages.

    Returns
    -------
    Controls
    """
    known = _lookups(genes)
    resolved = resolve_symbols(list(names), annotation, ignore_case=True)
    aliases = dict(zip(resolved["name"], resolved["ensembl_id"], strict=True))
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for name, row in names.items():
        parsed = parse_ensembl(name)
        keys = [name, parsed[0] if parsed else "", aliases[name]]
        hits = next((table[key] for key in keys if key for table in known if key in table), ())
        if len(hits) == 1:
            found.setdefault(hits[0], name)
            continue
        message = "The counts do not have this gene."
        allowed = "ids of the counts, symbols, aliases or Ensembl ids of their genes"
        hint = ""
        if hits:
            message = f"The counts have {len(hits)} genes of this name."
            allowed = listing(sorted(hits))
        elif len(problems) < EXAMPLES:  # a search among all genes takes a moment
            near = [other for table in known for other in table if other[:2] == name[:2]]
            hint = did_you_mean(name, near)
        problems.append(Problem(file, message, row, column, name, allowed, hint))
    series = pd.Series(found, dtype=object).sort_index().rename_axis("gene_id")
    return Controls(series, problems)


def _lookups(genes: pd.DataFrame) -> list[dict[str, Sequence[str]]]:
    """Genes of the counts by id, by id as it stands in the file, by Ensembl id and by symbol."""
    by_id: dict[str, Sequence[str]] = {gene: (gene,) for gene in genes["gene_id"]}
    by_input: dict[str, Sequence[str]] = {}
    for gene, joined in zip(genes["gene_id"], genes["input_ids"], strict=True):
        by_input.update(dict.fromkeys(joined.split(";"), (gene,)))
    tables = [by_id, by_input]
    for column in ("ensembl_id", "gene_name"):
        filled = genes[genes[column] != ""]
        grouped = filled.groupby(column, sort=False)["gene_id"].agg(tuple)
        tables.append({str(key): value for key, value in grouped.items()})
    return tables
