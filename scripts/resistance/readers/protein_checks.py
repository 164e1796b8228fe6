"""Open the protein exports of a study and list everything wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from resistance.genes.gene_ids import Annotation
from resistance.genes.narrowed import narrowed
from resistance.inputs.cross_checks import check_measurements
from resistance.inputs.protein_genes import check_gene_names, unknown_gene_note
from resistance.inputs.protein_inputs import ProteinInputs
from resistance.inputs.study_checks import check_simulated
from resistance.problems import Problem
from resistance.readers.protein_files import blocks_of, read_protein_inputs
from resistance.readers.study import Study, clinical_symbols, read_schema


def check_exports(
    study: Study, annotation: Annotation | None, known: Collection[str] = ()
) -> tuple[ProteinInputs | None, list[Problem]]:
    """Read the exports and check them together with the protein table.

    Parameters
    ----------
    study : Study
    annotation : Annotation or None
        Of the study's organism, where there is one.
    known : collection of str
        Names and ids of the annotation and the counts; empty where names are not looked up.

    Returns
    -------
    inputs : ProteinInputs or None
        None where the study names no exports.
    problems : list of Problem
        Each in the user's own file, row and column.
    """
    if not blocks_of(study.config):
        return None, []
    schemas = tuple(
        read_schema(study.schemas / f"{kind}.schema.yaml")
        for kind in ("protein", "protein_samples")
    )
    inputs, problems = read_protein_inputs(
        study.protein,
        study.config,
        study.base,
        (schemas[0], schemas[1]),
        study.rows.sheet,
        study.contrasts,
    )
    table, name = inputs.table, inputs.name
    found, notes = check_measurements(
        study.config,
        table,
        study.rows,
        study.contrasts,
        name,
        clinical_symbols(study.resources),
    )
    about = study.config.get("study")
    simulated = isinstance(about, Mapping) and about.get("simulated") is True
    found += check_simulated(simulated, {name: table})
    if annotation is not None:
        names = (text for column in ("gene", "ensembl_id") for text in table[column].unique())
        found += check_gene_names(table, narrowed(annotation, names), name)
    if known:
        notes += unknown_gene_note(table, known, name)
    said = replace(inputs, notes=[*inputs.notes, *notes])
    return said, list(dict.fromkeys(problems + inputs.located(found)))
