"""Open the large files of a study, counts and protein, and list everything wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from resistance.genes.gene_ids import Annotation
from resistance.genes.narrowed import narrowed
from resistance.inputs.column_records import column_notes
from resistance.inputs.counts_table import CountsTable
from resistance.inputs.cross_checks import size_factor_block
from resistance.inputs.id_checks import id_notes
from resistance.inputs.import_counts import import_counts
from resistance.inputs.protein_genes import check_gene_names
from resistance.inputs.protein_inputs import ProteinInputs
from resistance.problems import InputError, Problem
from resistance.readers.counts import read_and_check
from resistance.readers.delimited import usable
from resistance.readers.gene_names import first_fields, read_gene_names
from resistance.readers.gene_sets import check_gene_sets
from resistance.readers.protein_checks import check_exports
from resistance.readers.resources import read_annotation
from resistance.readers.size_factors import lengths_of, read_size_factor_inputs
from resistance.readers.study import Study, genes_known, load_study, value_of


def check_counts(study: Study) -> list[Problem]:
    """Check the counts of a study; as far as that goes where the study has other problems.

    Parameters
    ----------
    study : Study

    Returns
    -------
    list of Problem
    """
    return _look_at_counts(study)[1]


def _look_at_counts(study: Study) -> tuple[CountsTable | None, list[Problem]]:
    source = study.counts_source
    if not source.path or "sample" not in study.rows.sheet:
        return None, []
    par = value_of(study.config, "counts", "par_duplicates")
    table, problems = read_and_check(source, study.rows.counted, study.resources, par)
    if table is not None and not problems:
        problems = _check_size_factor_inputs(study, table)
    return table, problems


def _check_size_factor_inputs(study: Study, table: CountsTable) -> list[Problem]:
    """Join control genes and offsets to the genes of the counts, as the run will."""
    block = size_factor_block(study.config)
    wanted = block is not None and (block["control_genes"] or block["offsets"])
    lengths = lengths_of(table, study.rows.summed, study.counts_source.from_abundance)
    samples = list(study.samples["sample"])
    names = [*samples, *study.rows.summed]
    if block is None or not (wanted or lengths):
        return []
    if len(set(names)) < len(names) or not all(names):
        return []  # names of the sheet that are missing or twice have been told
    annotation = annotation_of(study)
    own, par = (value_of(study.config, "counts", key) for key in ("annotation", "par_duplicates"))
    try:
        imported = import_counts(
            table,
            samples,
            annotation,
            usable(read_gene_names(study.base / own, own)) if own else None,
            par_duplicates=par,
            rows=study.rows,
        )
    except InputError as error:
        return error.problems
    _, problems = read_size_factor_inputs(
        block["control_genes"], block["offsets"], study.base, imported, annotation, lengths
    )
    return problems


class Look(NamedTuple):
    """What the large files of a study hold.

    Attributes
    ----------
    problems : list of Problem
        Of all of them.
    counts : CountsTable or None
        None if there are problems.
    study : Study
        With the measurements of its protein exports, and notes on them.
    """

    problems: list[Problem]
    counts: CountsTable | None
    study: Study


def look_at(study: Study) -> Look:
    """Open the large files of a study once, at the start of a run.

    Parameters
    ----------
    study : Study

    Returns
    -------
    Look
    """
    exported, problems = _look_at_exports(study)
    table, wrong = _look_at_counts(study)
    wrong_sets, notes_on_sets = _look_at_gene_sets(study, table)
    problems = wrong + problems + wrong_sets
    if exported is not None:
        notes = [*study.notes, *exported.notes]
        study = replace(study, protein=exported.table, notes=notes)
    else:
        problems += check_protein_genes(study)
    if problems or table is None:
        return Look(problems, None, study)
    samples = [name for name in study.rows.counted.values() if name]
    on_counts = [*table.notes, *id_notes(table), *column_notes(table, samples)]
    said = [*study.notes, *notes_on_sets, *on_counts]
    return Look([], table, replace(study, notes=said))


def _look_at_exports(study: Study) -> tuple[ProteinInputs | None, list[Problem]]:
    if not study.config.get("protein_files"):
        return None, []
    organism = value_of(study.config, "study", "organism")
    if organism not in ("human", "mouse"):
        return check_exports(study, None)
    known = genes_known(study.config, study.base, study.resources)
    return check_exports(study, _annotation(study.resources / "annotation", organism), known)


def _look_at_gene_sets(study: Study, table: CountsTable | None) -> tuple[list[Problem], list[str]]:
    def counted() -> set[str]:
        own = value_of(study.config, "counts", "annotation")
        names = set() if table is None else set(table.data[0].astype(str))
        return names | (first_fields(study.base / own) if own else set())

    def annotation_of(organism: str) -> Annotation:
        return _annotation(study.resources / "annotation", organism)

    return check_gene_sets(study.config, study.base, annotation_of, counted)


def check_protein_genes(study: Study) -> list[Problem]:
    """Look for ids of other genes and two names of one gene: it needs the whole annotation.

    Parameters
    ----------
    study : Study

    Returns
    -------
    list of Problem
        Empty without protein, and for organisms without an embedded annotation.
    """
    name = study.config.get("protein")
    organism = value_of(study.config, "study", "organism")
    if study.protein is None or organism not in ("human", "mouse"):
        return []
    annotation = annotation_of(study)
    columns = [study.protein[c] for c in ("gene", "ensembl_id") if c in study.protein]
    part = narrowed(annotation, (text for column in columns for text in column))
    return check_gene_names(study.protein, part, str(name))


def annotation_of(study: Study) -> Annotation:
    """Return the embedded annotation of a study's organism.

    Parameters
    ----------
    study : Study

    Returns
    -------
    Annotation
        Without rows where there is none; of human cells in a mouse the human one.
    """
    organism = value_of(study.config, "study", "organism")
    known = {"human": "human", "mixed": "human", "mouse": "mouse"}.get(organism, "other")
    return _annotation(study.resources / "annotation", known)


@lru_cache(maxsize=2)
def _annotation(directory: Path, organism: str) -> Annotation:
    """Read it once in a process: it takes a second, and its lookups are only read."""
    return read_annotation(directory, organism)


def problems_of(
    config: Mapping[str, Any],
    base: Path,
    schemas: Path,
    resources: Path,
    with_counts: bool = False,
) -> list[Problem]:
    """List everything wrong with a study's inputs.

    Parameters
    ----------
    config, base, schemas, resources
        As for :func:`load_study`.
    with_counts : bool
        Also open the counts and the annotation, if there is a sample sheet.

    Returns
    -------
    list of Problem
    """
    study, problems = load_study(config, base, schemas, resources)
    if with_counts and study is not None:
        problems = problems + look_at(study).problems
    return list(dict.fromkeys(problems))
