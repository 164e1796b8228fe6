"""What the report is made of: the workflow's tables, already read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from resistance import columns
from resistance.fit_tables import FitTables
from resistance.genes.gene_ids import Annotation
from resistance.mechanisms.confidence import Arms
from resistance.report.figures.drawing import Figure


def _no_rows(definition: columns.Columns) -> Any:
    """Default of a table that a study may lack."""
    return field(default_factory=lambda: pd.DataFrame(columns=list(definition)))


@dataclass(frozen=True)
class ContrastTables:
    """Tables of one contrast.

    Attributes
    ----------
    id : str
    variable : str
        That a row of two levels compares; empty for formulas.
    reference, target : str
        What is held against each other, in words.
    sides : Arms
        Samples of both.
    conditions : tuple of tuple of str
        Conditions of the protein table that stand for the reference and for the target.
    de, enrichment, collections, protein, values, concordance, mechanisms, mechanism_genes
        Frames with the columns of :mod:`resistance.columns`.
    localisation, functional, ladder
        Frames with the columns of :mod:`resistance.evidence_columns`.
    groups, over_representation : pandas.DataFrame
        Gene sets that tell the same story; the second view, by direction.
    figures, pathway_figures : dict of str to Figure
        As the rules ``contrast_figures`` and ``pathway_figures`` drew them, in the order of the
        page.
    """

    id: str
    variable: str
    reference: str
    target: str
    sides: Arms
    conditions: tuple[tuple[str, ...], tuple[str, ...]]
    de: pd.DataFrame
    enrichment: pd.DataFrame
    collections: pd.DataFrame
    protein: pd.DataFrame
    values: pd.DataFrame
    concordance: pd.DataFrame
    mechanisms: pd.DataFrame
    mechanism_genes: pd.DataFrame
    localisation: pd.DataFrame
    functional: pd.DataFrame
    ladder: pd.DataFrame
    groups: pd.DataFrame = _no_rows(columns.PATHWAY_GROUPS)
    over_representation: pd.DataFrame = _no_rows(columns.OVER_REPRESENTATION)
    figures: dict[str, Figure] = field(default_factory=dict)
    pathway_figures: dict[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True)
class FileFact:
    """A result file as the Files section lists it.

    Attributes
    ----------
    path : str
    size : int or None
        Bytes; None if the file is not there.
    sha256 : str
        Empty where the file is large or absent.
    """

    path: str
    size: int | None
    sha256: str


@dataclass(frozen=True)
class StudyTables:
    """Everything the report shows.

    Attributes
    ----------
    contrasts : list of ContrastTables
        In the order of the contrasts table.
    verdicts, checks, inputs, samples, genes, quality_samples, pca, distances
        Frames with the columns of :mod:`resistance.columns` (``samples``: the sample sheet).
    counts : pandas.DataFrame
        All genes x samples, normalised counts; index ``gene_id``.
    annotation : Annotation or None
        Of the study's organism, to search genes by their other names.
    normalised : pandas.DataFrame
        Panel genes x samples, normalised counts; index ``gene_id``.
    model : dict
        ``model.json`` of the differential stage.
    fit : FitTables
        Of the differential stage.
    figures : dict of str to Figure
        Of the samples, as the rule ``study_figures`` drew them.
    fit_figures : list of dict of str to Figure
        Of each model, as the rule ``model_figures`` drew them.
    replication : pandas.DataFrame
        Genes with a verdict over the contrasts; columns of :mod:`resistance.evidence_columns`.
    manifest : pandas.DataFrame
        Embedded resources: source, version, licence.
    versions : dict of str to str
        Package name to the locked version.
    files : list of FileFact
    notes : pandas.DataFrame
        Columns of :data:`resistance.columns.NOTES`.
    comparison, score_samples, set_collections : pandas.DataFrame
        Gene sets over all contrasts; samples by their scores; what the collections are.
    resistance_sets : pandas.DataFrame
        Members of the sets of resistance mechanisms; columns of ``GENE_SETS``.
    """

    contrasts: list[ContrastTables]
    verdicts: pd.DataFrame
    checks: pd.DataFrame
    inputs: pd.DataFrame
    normalised: pd.DataFrame
    samples: pd.DataFrame
    genes: pd.DataFrame
    quality_samples: pd.DataFrame
    pca: pd.DataFrame
    distances: pd.DataFrame
    replication: pd.DataFrame
    model: dict[str, Any] = field(default_factory=dict)
    fit: FitTables = FitTables()
    figures: dict[str, Figure] = field(default_factory=dict)
    fit_figures: list[dict[str, Figure]] = field(default_factory=list)
    manifest: pd.DataFrame = field(default_factory=pd.DataFrame)
    versions: dict[str, str] = field(default_factory=dict)
    files: list[FileFact] = field(default_factory=list)
    notes: pd.DataFrame = _no_rows(columns.NOTES)
    comparison: pd.DataFrame = _no_rows(columns.PATHWAY_COMPARISON)
    score_samples: pd.DataFrame = _no_rows(columns.PATHWAY_SCORE_SAMPLES)
    resistance_sets: pd.DataFrame = _no_rows(columns.GENE_SETS)
    set_collections: pd.DataFrame = _no_rows(columns.GENE_SET_COLLECTIONS)
    counts: pd.DataFrame = field(default_factory=pd.DataFrame)
    annotation: Annotation | None = None
