"""Find what is wrong with a study's own catalogue of mechanisms and with its rules."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import pandas as pd

from resistance.genes.gene_ids import Annotation, parse_ensembl, resolve_symbols
from resistance.inputs.schema_words import listing
from resistance.inputs.tables import capped, cell
from resistance.mechanisms.catalogue import GENE_KEY, RULE_KEY, resolved
from resistance.mechanisms.scope import parse_applies_to
from resistance.problems import InputError, Problem, did_you_mean

#: Rules that need effectors to decide.
_BY_EFFECTORS = ("antigen", "efflux", "effector_and_set")
#: Texts of a rule that are shown, and what may stand in braces in each.
_PLACES = {
    "title": (),
    "function_assay": (),
    "next_experiment": ("{target}", "{inhibitor}"),
    "intervention": ("{target}", "{inhibitor}"),
}


def check_catalogue(
    own: pd.DataFrame, embedded: pd.DataFrame, annotation: Annotation, name: str
) -> tuple[list[Problem], list[str]]:
    """Check what the schema of one cell cannot see.

    Parameters
    ----------
    own : pandas.DataFrame
        The study's table, text, indexed by row; passes the schema column by column.
    embedded : pandas.DataFrame
        The catalogue that it adds to; without rows where it replaces it.
    annotation : Annotation
        Of the study's organism; without genes no name is looked up.
    name : str
        The table as the user named it.

    Returns
    -------
    problems : list of Problem
        Genes that cannot be resolved, ids of another gene, ``applies_to`` that cannot be read, a
        gene twice in one mechanism, a mechanism in two groups.
    notes : list of str
        Names that are read as another symbol; rows that stand in place of embedded ones.
    """
    table = resolved(own, annotation)
    problems = [*_genes(own, table, annotation, name), *_conditions(own, name)]
    twice = own.index[table.duplicated(GENE_KEY)]
    problems += capped(
        [
            Problem(
                name,
                f"This gene ({table.at[row, 'gene']}) stands in an earlier row of this mechanism.",
                str(row),
                "gene",
                cell(own, row, "gene"),
                "one row for each gene of a mechanism",
                "Take one of the rows out.",
            )
            for row in twice
        ],
        "genes twice in one mechanism",
    )
    problems += _groups(own, embedded, name)
    notes = [
        f'{name}: "{written}" is read as {symbol}.'
        for written, symbol in dict.fromkeys(zip(own["gene"], table["gene"], strict=True))
        if written != symbol
    ]
    both = table.merge(embedded[GENE_KEY], on=GENE_KEY)
    notes += [
        f"{name}: its row of {row.gene} stands in place of the embedded one of {row.mechanism}."
        for row in both.drop_duplicates(GENE_KEY).sort_values(GENE_KEY).itertuples(index=False)
    ]
    return problems, notes


def _genes(
    own: pd.DataFrame, table: pd.DataFrame, annotation: Annotation, name: str
) -> list[Problem]:
    if annotation.genes.empty:
        return []
    names = list(dict.fromkeys(own["gene"]))
    found = resolve_symbols(names, annotation).set_index("name")
    problems = []
    for row, written, given in zip(own.index, own["gene"], table["ensembl_id"], strict=True):
        place = (str(row), "gene", written)
        match = found.loc[written]
        if match["matched_by"] == "none":
            problems.append(
                Problem(
                    name,
                    "This gene cannot be found in the embedded annotation.",
                    *place,
                    f"a symbol, an alias or an Ensembl id of a gene ({annotation.organism})",
                    _suggestion(written, annotation),
                )
            )
        elif match["matched_by"] == "ambiguous":
            ids = match["candidates"].split(";")
            if given not in ids:
                allowed = f"one gene; give its ensembl_id: {listing(ids)}"
                problems.append(Problem(name, "This name means several genes.", *place, allowed))
        elif given != match["ensembl_id"]:
            problems.append(
                Problem(
                    name,
                    f"{written} is {match['ensembl_id']}, not the id that is given.",
                    str(row),
                    "ensembl_id",
                    given,
                    f"{match['ensembl_id']}, or an empty cell",
                )
            )
    return capped(problems, "genes that cannot be found")


def _suggestion(written: str, annotation: Annotation) -> str:
    """Suggest a symbol of the same letters, else the closest that begins or ends alike."""
    if parse_ensembl(written):
        return ""
    symbols = [symbol for symbol in annotation.genes["symbol"] if symbol]
    letters = sorted(written.upper())
    turned = [symbol for symbol in symbols if sorted(symbol.upper()) == letters]
    if turned:
        return f'Did you mean "{min(turned)}"?'
    start, end = written[:2].lower(), written[-2:].lower()
    near = [s for s in symbols if s[:2].lower() == start or s[-2:].lower() == end]
    return did_you_mean(written, near)


def _conditions(own: pd.DataFrame, name: str) -> Iterator[Problem]:
    for row, text in zip(own.index, own["applies_to"], strict=True):
        try:
            parse_applies_to(text, name, str(row))
        except InputError as error:
            yield from error.problems


def _groups(own: pd.DataFrame, embedded: pd.DataFrame, name: str) -> list[Problem]:
    """Find mechanisms in two groups: a code names one row of the scorecard."""
    of = dict(zip(embedded["mechanism"], embedded["group"], strict=True))
    problems = []
    for row, mechanism, group in zip(own.index, own["mechanism"], own["group"], strict=True):
        first = of.setdefault(mechanism, group)
        if group != first:
            problems.append(
                Problem(
                    name,
                    f"{mechanism} is of the group {first} in another row.",
                    str(row),
                    "group",
                    group,
                    first,
                )
            )
    return capped(problems, "rows of another group than their mechanism")


def check_rules(
    own: pd.DataFrame, catalogue: pd.DataFrame, embedded_rules: pd.DataFrame, name: str
) -> tuple[list[Problem], list[str]]:
    """Check a study's rules against the catalogue that they are for.

    Parameters
    ----------
    own : pandas.DataFrame
        The study's table of rules, text, indexed by row; passes the schema.
    catalogue : pandas.DataFrame
        As the study uses it, the embedded rows included.
    embedded_rules : pandas.DataFrame
    name : str
        The table as the user named it.

    Returns
    -------
    problems : list of Problem
        Mechanisms that the catalogue lacks or holds in another group, a mechanism twice, rules
        that decide by effectors for a mechanism without any, braces that nothing fills in.
    notes : list of str
        Rows that stand in place of embedded ones.
    """
    known = dict(zip(catalogue["mechanism"], catalogue["group"], strict=True))
    effectors = set(catalogue.loc[catalogue["evidence_class"] == "effector", "mechanism"])
    problems = []
    seen: set[str] = set()
    for row, group, mechanism, rule in zip(
        own.index, own["group"], own["mechanism"], own["rule"], strict=True
    ):
        place = (str(row), "mechanism", mechanism)
        if mechanism not in known:
            problems.append(_unknown(name, place, known))
        elif known[mechanism] != group:
            allowed = known[mechanism]
            message = f"{mechanism} is of another group in the catalogue."
            problems.append(Problem(name, message, str(row), "group", group, allowed))
        elif rule in _BY_EFFECTORS and mechanism not in effectors:
            message = f"{mechanism} has no effector in the catalogue to decide by this rule."
            problems.append(Problem(name, message, str(row), "rule", rule, "none"))
        if mechanism in seen:
            message = "This mechanism has a rule in an earlier row."
            problems.append(Problem(name, message, *place, "one row for each mechanism"))
        seen.add(mechanism)
    problems += capped(list(_braces(own, name)), "texts with braces that nothing fills in")
    both = own.merge(embedded_rules[RULE_KEY], on=RULE_KEY)
    notes = [
        f"{name}: its rule of {mechanism} stands in place of the embedded one."
        for mechanism in sorted(set(both["mechanism"]))
    ]
    return problems, notes


def _braces(own: pd.DataFrame, name: str) -> Iterator[Problem]:
    for column, known in _PLACES.items():
        if column not in own:
            continue
        for row, text in zip(own.index, own[column], strict=True):
            rest = text
            for place in known:
                rest = rest.replace(place, "")
            if "{" not in rest and "}" not in rest:
                continue
            wrong = (re.findall(r"\{[^{}]*\}?|\}", rest) or [rest])[0]
            hint = did_you_mean(wrong, known) if known else ""
            allowed = f"{' and '.join(known)}, which are filled in" if known else "no braces"
            message = f'Nothing fills in "{wrong}".'
            yield Problem(name, message, str(row), column, text, allowed, hint)


def _unknown(name: str, place: tuple[str, str, str], known: Collection[str]) -> Problem:
    return Problem(
        name,
        "The catalogue has no such mechanism.",
        *place,
        listing(sorted(known)),
        did_you_mean(place[2], known),
    )
