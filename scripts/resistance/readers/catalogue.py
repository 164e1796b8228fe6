"""Read a study's own catalogue of mechanisms and its rules, and put the catalogue together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pandas as pd

from resistance.genes.gene_ids import Annotation
from resistance.inputs.catalogue_checks import check_catalogue, check_rules
from resistance.inputs.config import CONFIG_FILE
from resistance.inputs.schema_words import Schema
from resistance.inputs.tables import check_table
from resistance.mechanisms.catalogue import (
    GENE_KEY,
    RULE_KEY,
    RULES_DEFAULTS,
    merged,
    resolved,
    with_defaults,
)
from resistance.problems import Problem
from resistance.readers.delimited import read_delimited, usable
from resistance.readers.resources import (
    read_annotation,
    read_catalogue,
    read_mechanism_rules,
)

CATALOGUE_FILE: Final = "catalogue/mechanisms.tsv"
RULES_FILE: Final = "catalogue/mechanism_rules.tsv"


@dataclass(frozen=True)
class CatalogueCheck:
    """What a study's own tables of mechanisms are.

    Attributes
    ----------
    mechanisms : list of str
        Codes of the catalogue as the study will use it, as far as it could be read.
    problems : list of Problem
    notes : list of str
    applies_to : list of str
        What its rows apply to, each text once; empty where it lists genes of another organism.
    """

    mechanisms: list[str]
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    applies_to: list[str] = field(default_factory=list)


def check_own_catalogue(
    config: Mapping[str, Any],
    base: Path,
    schema_of: Callable[[str], Schema],
    resources: Path,
) -> CatalogueCheck:
    """Check the tables that the block ``mechanisms`` of a configuration names.

    Parameters
    ----------
    config : mapping
        With defaults, problems and all.
    base : Path
        The folder that paths of the configuration are relative to.
    schema_of : callable
        The schema of ``catalogue`` or ``mechanism_rules``; read only where it is needed.
    resources : Path
        ``resources``.

    Returns
    -------
    CatalogueCheck
    """
    block = config.get("mechanisms")
    given = block if isinstance(block, Mapping) else {}
    names = {
        kind: given[kind] if isinstance(given.get(kind), str) else ""
        for kind in ("catalogue", "rules")
    }
    replace = given.get("replace") is True
    embedded = read_catalogue(resources / CATALOGUE_FILE)
    study = config.get("study")
    organism = study.get("organism") if isinstance(study, Mapping) else ""
    if not any(names.values()) and not replace:
        conditions = sorted(set(embedded["applies_to"])) if organism == "human" else []
        return CatalogueCheck(sorted(set(embedded["mechanism"])), applies_to=conditions)
    problems = _switches(names["catalogue"], replace, str(organism))
    notes: list[str] = []
    catalogue = embedded.iloc[:0] if replace else embedded
    own, found, said = _table(names["catalogue"], base, schema_of("catalogue"))
    problems += found
    notes += said
    if own is not None and not found:
        annotation = _annotation(
            resources / "annotation", organism if organism in ("human", "mouse") else "other"
        )
        found, said = check_catalogue(own, catalogue, annotation, names["catalogue"])
        problems += found
        notes += said
        catalogue = merged(catalogue, resolved(own, annotation), GENE_KEY)
    rules, found, said = _table(names["rules"], base, schema_of("mechanism_rules"))
    problems += found
    notes += said
    if rules is not None and not found:
        known = read_mechanism_rules(resources / RULES_FILE)
        found, said = check_rules(rules, catalogue, known, names["rules"])
        problems += found
        notes += said
    conditions = sorted(set(catalogue["applies_to"]))
    return CatalogueCheck(sorted(set(catalogue["mechanism"])), problems, notes, conditions)


def _switches(catalogue: str, replace: bool, organism: str) -> list[Problem]:
    if replace and not catalogue:
        return [
            Problem(
                CONFIG_FILE,
                "There is nothing to replace the embedded catalogue with.",
                column="mechanisms.replace",
                value="true",
                allowed="true only where mechanisms.catalogue names a table",
            )
        ]
    if catalogue and not replace and organism in ("mouse", "other"):
        return [
            Problem(
                CONFIG_FILE,
                f"The embedded catalogue lists human genes, the study's organism is {organism}: "
                "a table of its own cannot be added to it.",
                column="mechanisms.replace",
                value="false",
                allowed="true",
                hint="Set mechanisms.replace: true, and list every gene in your table.",
            )
        ]
    return []


def _table(
    name: str, base: Path, schema: Schema
) -> tuple[pd.DataFrame | None, list[Problem], list[str]]:
    if not name:
        return None, [], []
    frame, problems, notes = read_delimited(base / name, name, schema["required"])
    if frame is not None:
        problems += check_table(frame, schema, name)
    return frame, problems, notes


@lru_cache(maxsize=1)
def _annotation(directory: Path, organism: str) -> Annotation:
    return read_annotation(directory, organism)


def put_together(
    own: str, own_rules: str, resources: Path, organism: str, replace: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Build the catalogue and the rules that a study uses.

    Parameters
    ----------
    own, own_rules : str
        Paths of the study's tables; empty where there is none.
    resources : Path
        ``resources``.
    organism : str
    replace : bool
        The study's catalogue stands in place of the embedded one. Rules of the embedded table
        serve mechanisms of the same code unless the study gives its own.

    Returns
    -------
    tuple of (pandas.DataFrame, pandas.DataFrame)
        Columns ``resources.CATALOGUE`` and ``resources.RULES``.

    Raises
    ------
    InputError
        If a table cannot be read.
    """
    catalogue = read_catalogue(resources / CATALOGUE_FILE)
    rules = read_mechanism_rules(resources / RULES_FILE)
    if replace:
        catalogue = catalogue.iloc[:0]
    if own:
        table = usable(read_delimited(Path(own), own))
        annotation = _annotation(resources / "annotation", organism)
        catalogue = merged(catalogue, resolved(table, annotation), GENE_KEY)
    if own_rules:
        table = usable(read_delimited(Path(own_rules), own_rules))
        rules = merged(rules, with_defaults(table, RULES_DEFAULTS), RULE_KEY)
    return catalogue, rules
