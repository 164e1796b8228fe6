"""Read a study, its configuration and its small tables, and list everything wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from resistance.gene_sets.sources import collections_of
from resistance.inputs.config import check_config, normalised, with_defaults, with_host
from resistance.inputs.counts_source import CountsSource
from resistance.inputs.cross_checks import cross_check, size_factor_block
from resistance.inputs.gene_set_checks import check_blocks
from resistance.inputs.paths import placeholders
from resistance.inputs.protein_genes import unknown_gene_note
from resistance.inputs.sample_rows import SampleRows
from resistance.inputs.schema_words import Schema
from resistance.inputs.tables import check_table
from resistance.problems import Problem
from resistance.readers.catalogue import check_own_catalogue
from resistance.readers.config_notes import CLINICAL_NAMES, config_notes
from resistance.readers.count_files import absent_counts
from resistance.readers.delimited import read_delimited
from resistance.readers.gene_names import (
    check_genes,
    first_fields,
    known_names,
    read_gene_names,
)
from resistance.readers.gene_sets import absent_gene_sets
from resistance.readers.protein_files import absent_files, blocks_of
from resistance.readers.resources import read_clinical_names
from resistance.readers.size_factors import check_files

TABLES = ("samples", "contrasts", "protein", "functional")
#: Those that a study can do without.
OPTIONAL = ("protein", "functional")


@dataclass(frozen=True)
class Study:
    """A study as its owner describes it.

    Attributes
    ----------
    config : dict
        With every default filled in.
    rows : SampleRows
        The sample sheet, and what becomes of each of its rows.
    contrasts : pandas.DataFrame
        All text; the index holds the row as a spreadsheet counts it.
    protein : pandas.DataFrame or None
        The same; None where the study has no protein table.
    base : Path
        The folder that paths of the configuration are relative to.
    resources : Path
        The folder of the embedded resources.
    notes : list of str
        What the owner should know; the run goes on.
    functional : pandas.DataFrame or None
        As ``protein``.
    schemas : Path
        The folder of the schemas of tables.
    """

    config: dict[str, Any]
    rows: SampleRows
    contrasts: pd.DataFrame
    protein: pd.DataFrame | None
    base: Path
    resources: Path
    notes: list[str] = field(default_factory=list)
    functional: pd.DataFrame | None = None
    schemas: Path = Path()

    @property
    def samples(self) -> pd.DataFrame:
        """Rows of the sheet that are samples of the study: text, indexed by row."""
        return self.rows.kept

    @property
    def counts_source(self) -> CountsSource:
        """Where the counts are, and what configuration and sheet say of them."""
        return CountsSource.from_config(self.config, self.rows.sheet, self.base, self.resources)


def read_schema(path: Path) -> Schema:
    """Read a JSON Schema written as YAML.

    Parameters
    ----------
    path : Path

    Returns
    -------
    mapping
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with path.open(encoding="utf-8") as stream:
        schema: Schema = yaml.load(stream, Loader=loader)  # noqa: S506 - a safe loader, in C
    return schema


def load_study(
    config: Mapping[str, Any], base: Path, schemas: Path, resources: Path
) -> tuple[Study | None, list[Problem]]:
    """Read a study's small tables and check them and its configuration.

    Of the counts only the existence is checked: a missing one stops Snakemake before any hook.

    Parameters
    ----------
    config : mapping
        As read from ``config/config.yaml``; not changed.
    base : Path
        The folder that paths of the configuration are relative to.
    schemas : Path
        ``workflow/schemas``.
    resources : Path
        ``resources``.

    Returns
    -------
    study : Study or None
        What could be read, usable only if there are no problems; None where there is not even a
        sample sheet.
    problems : list of Problem
        All of them, in the order: configuration, tables, tables against each other.
    """
    schema = read_schema(schemas / "config.schema.yaml")
    given = normalised(config, schema)
    problems = check_config(given, schema)
    filled = with_host(with_defaults(given, schema))
    frames: dict[str, pd.DataFrame | None] = {}
    notes: list[str] = []
    for kind in TABLES:
        rules = read_schema(schemas / f"{kind}.schema.yaml")
        frames[kind], found, said = _read(filled.get(kind), base, rules, kind not in OPTIONAL)
        problems += found
        notes += said
    annotation = value_of(filled, "counts", "annotation")
    if annotation:
        problems += read_gene_names(base / annotation, annotation)[1]
    problems += absent_counts(filled, frames["samples"], base)
    block = size_factor_block(filled)
    if block is not None:
        problems += check_files(block["control_genes"], block["offsets"], base)
    own = check_own_catalogue(
        filled, base, lambda kind: read_schema(schemas / f"{kind}.schema.yaml"), resources
    )
    problems += own.problems
    notes += own.notes
    problems += check_blocks(filled) + absent_gene_sets(filled, base)
    exports = filled.get("protein_files")
    problems += absent_files(filled, base) + placeholders(_paths(filled))
    samples, contrasts, protein, functional = (frames[kind] for kind in TABLES)
    rows, found, said = cross_check(
        filled,
        samples,
        contrasts,
        # exports are large: they are read, and checked with this table, before the first job
        None if exports else protein,
        functional,
        own.mechanisms,
        clinical_symbols(resources),
    )
    problems += found
    organism = value_of(filled, "study", "organism")
    if functional is not None and organism in ("human", "mouse"):
        name = str(filled["functional"])
        problems += check_genes(functional, name, resources / "annotation", organism)
    notes += said + config_notes(filled, resources, own.applies_to)
    if protein is not None and not exports and organism in ("human", "mouse"):
        known = genes_known(filled, base, resources)
        notes += unknown_gene_note(protein, known, str(filled["protein"]))
    if rows is None:
        return None, problems
    if contrasts is None:
        contrasts = pd.DataFrame(columns=["id", "variable", "reference", "target"], dtype=object)
    study = Study(filled, rows, contrasts, protein, base, resources, notes, functional, schemas)
    return study, problems


def _paths(config: Mapping[str, Any]) -> list[str]:
    """Return the files that the configuration names for rules, those of the counts left out."""
    named = [config.get(kind) for kind in TABLES]
    named += [value_of(config, "counts", key) for key in ("annotation", "tx2gene")]
    named += [value_of(config, "mechanisms", key) for key in ("catalogue", "rules")]
    named += [item.file for item in collections_of(config) if item.kind == "file"]
    block = size_factor_block(config) or {}
    named += [block.get(key) for key in ("control_genes", "offsets")]
    named += [block[key] for block in blocks_of(config) for key in ("path", "samples")]
    return [name for name in named if isinstance(name, str)]


def clinical_symbols(resources: Path) -> dict[str, str]:
    """Return the symbol of each clinical name and Ensembl id, lower case.

    Parameters
    ----------
    resources : Path
        The folder of the embedded resources.

    Returns
    -------
    dict of str to str
    """
    names = read_clinical_names(resources / CLINICAL_NAMES)
    keys = [*names["clinical_name"].str.lower(), *names["ensembl_id"].str.lower()]
    return dict(zip(keys, [*names["symbol"], *names["symbol"]], strict=True))


def genes_known(config: Mapping[str, Any], base: Path, resources: Path) -> set[str]:
    """Return names and ids that the annotation, the counts or the study's own table know.

    Parameters
    ----------
    config : mapping
    base, resources : Path
        As for :func:`load_study`.

    Returns
    -------
    set of str
    """
    known = set(known_names(resources / "annotation", value_of(config, "study", "organism")))
    for key in ("path", "annotation"):
        path = value_of(config, "counts", key)
        known |= first_fields(base / path) if path else set()
    return known


def value_of(config: Mapping[str, Any], block: str, key: str) -> str:
    """Return a text of a block of the configuration.

    Parameters
    ----------
    config : mapping
    block, key : str

    Returns
    -------
    str
        Empty where another type, a problem already, stands there.
    """
    inside = config.get(block)
    value = inside.get(key) if isinstance(inside, Mapping) else None
    return value if isinstance(value, str) else ""


def _read(
    name: Any, base: Path, schema: Schema, rows_needed: bool
) -> tuple[pd.DataFrame | None, list[Problem], list[str]]:
    if not isinstance(name, str) or not name:
        return None, [], []
    frame, problems, notes = read_delimited(base / name, name, schema["required"], rows_needed)
    if frame is not None:
        problems += check_table(frame, schema, name)
    return frame, problems, notes
