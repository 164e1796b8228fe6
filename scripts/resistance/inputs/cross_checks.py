"""Hold the tables of a study against each other and against its configuration."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import pandas as pd

from resistance.inputs.contrast_checks import check_contrasts
from resistance.inputs.design_checks import check_design
from resistance.inputs.engine_checks import check_engine
from resistance.inputs.functional_checks import check_functional
from resistance.inputs.protein_checks import check_protein
from resistance.inputs.protein_conditions import compared_conditions
from resistance.inputs.protein_settings import check_settings
from resistance.inputs.sample_row_checks import check_rows
from resistance.inputs.sample_rows import SampleRows, as_written, resolve
from resistance.inputs.sample_rows import notes as row_notes
from resistance.inputs.schema_words import listing
from resistance.inputs.size_factor_checks import check_lengths, check_size_factors
from resistance.inputs.study_checks import check_samples, check_simulated
from resistance.problems import Problem


class CrossChecked(NamedTuple):
    """What the tables of a study say together.

    Attributes
    ----------
    rows : SampleRows or None
        The samples of the study; None without a sample sheet.
    problems : list of Problem
    notes : list of str
    """

    rows: SampleRows | None
    problems: list[Problem]
    notes: list[str]


def cross_check(
    config: Mapping[str, Any],
    samples: pd.DataFrame | None,
    contrasts: pd.DataFrame | None,
    protein: pd.DataFrame | None,
    functional: pd.DataFrame | None = None,
    mechanisms: Collection[str] = (),
    symbols: Mapping[str, str] | None = None,
) -> CrossChecked:
    """Check the tables of a study against each other.

    Contrasts, design and size factors are held against the samples as they will be, after
    exclusions and sums of technical replicates; against the sheet as it is where those have
    problems of their own.

    Parameters
    ----------
    config : mapping
        With defaults, problems and all.
    samples, contrasts, protein, functional : pandas.DataFrame or None
        Text, indexed by row; None where there is no such table.
    mechanisms : collection of str
        Mechanisms of the catalogue, which rows of ``functional`` may name.
    symbols : mapping of str to str, optional
        Symbol of each clinical name and Ensembl id, lower case.

    Returns
    -------
    CrossChecked
    """
    problems: list[Problem] = []
    notes: list[str] = []
    name = config["contrasts"] if contrasts is not None else ""
    compared = contrasts if contrasts is not None else pd.DataFrame()
    problems += check_engine(config, compared, name) + check_lengths(config)
    rows = None
    if samples is not None:
        rows, found = _check_samples(config, samples, compared)
        problems += found
        notes += row_notes(rows)
        if contrasts is not None:
            problems += check_contrasts(contrasts, rows.kept, name)
        design = config.get("design")
        if isinstance(design, str):
            found, said = check_design(design, rows.kept, compared, config["samples"], name)
            problems += found
            notes += said
        block = size_factor_block(config)
        if block is not None and "sample" in samples:
            problems += check_size_factors(block, rows, config["samples"])
    if protein is not None and rows is not None:
        found, said = check_measurements(
            config, protein, rows, compared, config["protein"], symbols or {}
        )
        problems += found
        notes += said
    if functional is not None and rows is not None:
        given = config["functional"]
        found, said = check_functional(functional, rows.sheet, compared, mechanisms, given)
        problems += found
        notes += said
    study = config.get("study")
    simulated = study.get("simulated") if isinstance(study, Mapping) else None
    if isinstance(simulated, bool):
        tables = {
            config[kind]: frame
            for kind, frame in (("samples", samples), ("protein", protein))
            if frame is not None
        }
        if functional is not None and "simulated" in functional:
            tables[config["functional"]] = functional
        problems += check_simulated(simulated, tables)
    return CrossChecked(rows, problems, notes)


def check_measurements(
    config: Mapping[str, Any],
    protein: pd.DataFrame,
    rows: SampleRows,
    contrasts: pd.DataFrame,
    name: str,
    symbols: Mapping[str, str],
) -> tuple[list[Problem], list[str]]:
    """Check protein against samples, contrasts and configuration.

    Parameters
    ----------
    config : mapping
        With defaults, problems and all.
    protein : pandas.DataFrame
        Text, indexed by row.
    rows : SampleRows
    contrasts : pandas.DataFrame
        Text; may lack columns.
    name : str
        The protein table as the user named it.
    symbols : mapping of str to str
        Symbol of each clinical name and Ensembl id, lower case.

    Returns
    -------
    problems : list of Problem
    notes : list of str
    """
    # a protein sample's RNA sample, or condition, may be one that is left out or summed
    target = _drug_target(config)
    problems, notes = check_protein(protein, rows.sheet, contrasts, name, target, symbols)
    problems += check_settings(config, protein, compared_conditions(contrasts, rows.sheet))
    return problems, notes + _left_out(protein, rows, name)


def size_factor_block(config: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return ``differential.size_factors`` with its defaults.

    Parameters
    ----------
    config : mapping

    Returns
    -------
    mapping or None
        None where a value is of another type, a problem already.
    """
    differential = config.get("differential")
    block = differential.get("size_factors") if isinstance(differential, Mapping) else None
    if not isinstance(block, Mapping):
        return None
    names = block["control_genes"]
    listed = isinstance(names, list) and all(isinstance(name, str) for name in names)
    texts = all(isinstance(block[key], str) for key in ("method", "column", "offsets"))
    return block if texts and (listed or isinstance(names, str)) else None


def _check_samples(
    config: Mapping[str, Any], samples: pd.DataFrame, contrasts: pd.DataFrame
) -> tuple[SampleRows, list[Problem]]:
    name = config["samples"]
    problems = check_samples(samples, name)
    if "sample" not in samples or samples["sample"].duplicated().any():
        return as_written(samples), problems
    given = config.get("exclude_samples")
    exclude = [item for item in given if isinstance(item, str)] if isinstance(given, list) else []
    wrong = check_rows(samples, exclude, contrasts, str(config.get("design", "")), name)
    return as_written(samples) if wrong else resolve(samples, exclude), problems + wrong


def _left_out(protein: pd.DataFrame, rows: SampleRows, name: str) -> list[str]:
    if "rna_sample" not in protein:
        return []
    named = protein["rna_sample"][protein["rna_sample"].isin(list(rows.excluded))]
    if named.empty:
        return []
    return [
        f"{name}: {len(named)} rows name an RNA sample that exclude_samples leaves out "
        f"({listing(sorted(set(named)), 12)}); the measurements are used."
    ]


def _drug_target(config: Mapping[str, Any]) -> str:
    """Return the name of the drug's target; empty where there is none, or a problem already."""
    study = config.get("study")
    drug = study.get("drug") if isinstance(study, Mapping) else None
    target = drug.get("target") if isinstance(drug, Mapping) else None
    return target if isinstance(target, str) else ""
