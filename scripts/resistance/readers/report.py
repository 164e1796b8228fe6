"""Read what the report shows: tables, model, lock file, and facts about the result files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from resistance import columns, evidence_columns
from resistance.design import contrasts as contrast_tools
from resistance.mechanisms.confidence import arms
from resistance.pathways.comparison import comparison_columns
from resistance.readers.figures import read_figures
from resistance.readers.fit_tables import read_fit
from resistance.readers.json_files import read_json
from resistance.readers.resources import read_annotation
from resistance.readers.software import read_versions
from resistance.readers.tables import read_matrix, read_sheet, read_table
from resistance.report.data import ContrastTables, FileFact, StudyTables
from resistance.report.methods import PACKAGES
from resistance.report.pathways_tables import RESISTANCE
from resistance.report.withheld import withhold

#: files larger than this are listed without a checksum
CHEAP = 60_000_000


def file_fact(path: str) -> FileFact:
    """Return size and SHA-256 of a result file.

    Parameters
    ----------
    path : str
        As it is to be listed.

    Returns
    -------
    FileFact
    """
    file = Path(path)
    if not file.is_file():
        return FileFact(path, None, "")
    size = file.stat().st_size
    digest = hashlib.sha256(file.read_bytes()).hexdigest() if size <= CHEAP else ""
    return FileFact(path, size, digest)


def read_study(
    inputs: Mapping[str, Any], contrast_ids: Sequence[str], organism: str
) -> StudyTables:
    """Read all tables of a report.

    Parameters
    ----------
    inputs : mapping
        Named inputs of the rule ``report``; lists are aligned with ``contrast_ids``.
    contrast_ids : sequence of str
    organism : str

    Returns
    -------
    StudyTables
    """
    sheet, samples = read_sheet(inputs["contrasts"]), read_sheet(inputs["samples"])
    model = read_json(inputs["model"])
    design = str(model["formula"])
    verdicts = read_table(inputs["verdicts"], columns.VERDICTS)
    fit = read_fit(inputs, contrast_ids)
    contrasts = []
    for index, name in enumerate(contrast_ids):
        row = contrast_tools.contrast_named(sheet, name)
        reference, target = contrast_tools.sides_of(
            samples.set_index("sample"), sheet, design, name
        )

        def table(key: str, definition: columns.Columns, index: int = index) -> pd.DataFrame:
            return read_table(inputs[key][index], definition)

        contrasts.append(
            ContrastTables(
                id=name,
                variable=row.variable,
                reference=reference,
                target=target,
                sides=arms(samples, sheet, name, design),
                conditions=contrast_tools.pooled_levels(row) or ((), ()),
                de=fit.de[name],
                enrichment=table("enrichment", columns.ENRICHMENT),
                collections=table("enrichment_collections", columns.ENRICHMENT_COLLECTIONS),
                protein=table("protein", columns.PROTEIN),
                values=table("values", columns.PROTEIN_VALUES),
                concordance=withhold(
                    table("concordance", columns.CONCORDANCE),
                    verdicts[verdicts["contrast"] == name],
                ),
                mechanisms=table("mechanisms", evidence_columns.MECHANISMS),
                mechanism_genes=table("mechanism_genes", evidence_columns.MECHANISM_GENES),
                localisation=table("localisation", evidence_columns.LOCALISATION),
                functional=table("functional", evidence_columns.FUNCTIONAL),
                ladder=table("ladder", evidence_columns.LADDER),
                groups=table("pathway_groups", columns.PATHWAY_GROUPS),
                over_representation=table("over_representation", columns.OVER_REPRESENTATION),
                figures=read_figures(inputs["captions"][index]),
                pathway_figures=read_figures(inputs["pathway_captions"][index]),
            )
        )
    normalised = read_matrix(inputs["normalised"])
    members = read_table(inputs["gene_sets"], columns.GENE_SETS)
    listed = [
        path
        for key, value in inputs.items()
        if key != "figures"  # the captions beside them stand for all
        for path in ([value] if isinstance(value, str) else value)
    ]
    return StudyTables(
        contrasts=contrasts,
        verdicts=verdicts,
        checks=read_table(inputs["checks"], columns.CHECKS),
        inputs=pd.concat(
            [read_table(inputs[key], columns.INPUTS) for key in ("inputs", "protein_inputs")],
            ignore_index=True,
        ),
        notes=read_table(inputs["notes"], columns.NOTES),
        normalised=normalised[normalised.index.isin(verdicts["gene_id"])],
        samples=samples,
        genes=read_table(inputs["genes"], columns.GENES),
        quality_samples=read_table(inputs["quality_samples"], columns.QUALITY_SAMPLES),
        pca=read_table(inputs["pca"], columns.QUALITY_PCA),
        distances=read_table(inputs["distances"], columns.QUALITY_DISTANCES),
        replication=read_table(inputs["replication"], evidence_columns.REPLICATION),
        comparison=read_table(inputs["pathway_comparison"], comparison_columns(list(contrast_ids))),
        score_samples=read_table(inputs["score_samples"], columns.PATHWAY_SCORE_SAMPLES),
        resistance_sets=members[members["collection"] == RESISTANCE],
        set_collections=read_table(inputs["set_collections"], columns.GENE_SET_COLLECTIONS),
        counts=normalised,
        annotation=read_annotation(Path(inputs["annotation"][0]).parent, organism),
        model=model,
        fit=fit,
        figures=read_figures(inputs["study_captions"]),
        fit_figures=[read_figures(path) for path in inputs["fit_captions"]],
        manifest=read_sheet(inputs["manifest"]),
        versions=read_versions(inputs["lock"], PACKAGES),
        files=[file_fact(path) for path in dict.fromkeys(listed) if _is_result(path)],
    )


def _is_result(path: str) -> bool:
    """Tell results from resources: only files below the study's own folder are listed."""
    return not Path(path).is_absolute() and Path(path).parts[:1] == ("results",)
