"""Bring the tables into the shape that the templates show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from resistance.concordance.combine import without_members
from resistance.fit_tables import question
from resistance.report import asked as questions
from resistance.report import (
    files,
    fit_section,
    functional_section,
    genes_section,
    layers_section,
    mechanisms_section,
    methods,
    pathways_compared,
    pathways_section,
    trust,
)
from resistance.report import format as fmt
from resistance.report.cards import cards, not_made
from resistance.report.data import ContrastTables, StudyTables
from resistance.report.figures.drawing import Figure
from resistance.report.gene_data import gene_data
from resistance.report.glossary import glossary
from resistance.report.words import MATERIAL

#: figures of the samples and of the genes of a contrast, in the order of the page
SAMPLE_FIGURES = ("pca", "pca_without_nuisance", "distances", "library_sizes")
GENE_FIGURES = ("volcano", "ma", "p_values", "heatmap")


def build(
    study: StudyTables, config: Mapping[str, Any], simulated: bool, notice: str
) -> dict[str, Any]:
    """Build the whole context of ``page.html.j2``.

    Parameters
    ----------
    study : StudyTables
    config : mapping
        The configuration after defaults.
    simulated : bool
        Marks every table, figure and the page as simulated.
    notice : str
        What the first card of a simulated study says; empty for real data.

    Returns
    -------
    dict
        Plain values; every text is escaped by the templates.
    """
    study_config = config["study"]
    blocks = [_contrast(study, contrast, config) for contrast in study.contrasts]
    protein = any(len(contrast.protein) for contrast in study.contrasts)
    for block in blocks:
        block["gene_columns"] = genes_section.gene_columns(block["genes"], protein)
    return {
        "title": study_config["name"],
        "facts": _facts(study, config),
        "material": MATERIAL,
        "simulated": simulated,
        "notice": notice,
        "several": len(blocks) > 1,
        "contrasts": blocks,
        "overview": _overview(blocks, study.replication) if len(blocks) > 1 else None,
        "compared": pathways_compared.compared_study(study),
        "apart": pathways_compared.aberrant_samples(study.score_samples),
        "gene_data": gene_data(study, float(config["differential"]["alpha"])),
        "once": _once(blocks),
        "checks": trust.check_groups(study.checks),
        "cautions": trust.cautions(study, simulated),
        "inputs": trust.input_rows(study.inputs),
        "notes": list(study.notes["note"]),
        "samples": trust.sample_rows(study),
        "sample_figures": _drawn(study.figures, SAMPLE_FIGURES),
        "few_samples": len(_drawn(study.figures, ("pca", "distances"))) < 2,
        "fit": fit_section.fit_section(study),
        "methods": methods.paragraph(study, config, simulated),
        "parameters": methods.parameters(config),
        "resources": methods.resources(study.manifest),
        "versions": sorted(study.versions.items()),
        "citations": methods.citations(study, config),
        "files": files.rows(study.files),
        "glossary": glossary(config["concordance"]),
    }


def _facts(study: StudyTables, config: Mapping[str, Any]) -> list[str]:
    """One line under the title: organism, disease, drug, size."""
    info = config["study"]
    drug = info.get("drug") or {}
    facts = [str(info["organism"])]
    if info.get("disease"):
        disease = str(info["disease"])
        # short names of diseases are abbreviations: AML, BPDCN
        facts.append(disease.upper() if len(disease) <= 5 else disease)
    if drug.get("name"):
        facts.append(str(drug["name"]))
    facts.append(fmt.plural(len(study.quality_samples), "sample"))
    facts.append(fmt.plural(len(study.contrasts), "contrast"))
    return facts


def _contrast(
    study: StudyTables, contrast: ContrastTables, config: Mapping[str, Any]
) -> dict[str, Any]:
    arms = (contrast.reference, contrast.target)
    alpha = float(config["differential"]["alpha"])
    panel = _panel(study.verdicts, contrast.id)
    # assays that were combined count once, as their combination
    pairs = without_members(contrast.concordance)
    measured = pairs[pairs["assay_id"] != ""]
    tested = bool((contrast.de["status"] == "tested").any())
    asked = question(study.model, contrast.id)
    listed = genes_section.gene_rows(contrast.de, pairs, panel)
    shown = cards(study, contrast)
    return {
        "id": contrast.id,
        "slug": fmt.slug(contrast.id),
        "reference": contrast.reference,
        "target": contrast.target,
        "variable": contrast.variable,
        "details": questions.details(asked),
        "cards": shown,
        "unchecked": not_made(shown),
        "headline": genes_section.headline(contrast.de, pairs, alpha, arms[1], asked),
        "footnote": questions.footnote(asked, f"{alpha:g}", tested),
        "question": str(asked.get("words") or ""),
        "statuses": genes_section.status_rows(contrast.de, asked.get("filter_cut")),
        "n_genes": f"{len(contrast.de):,}",
        "tested": tested,
        "none_called": ""
        if (contrast.de["padj"] < alpha).any()
        else questions.none_called(asked, f"{alpha:g}"),
        "genes": listed,
        "gene_caption": genes_section.gene_caption(listed, asked, contrast.target),
        "gene_figures": _drawn(contrast.figures, GENE_FIGURES),
        "pathways": pathways_section.pathway_section(contrast, study, config),
        "has_protein": len(measured) > 0,
        "calls": layers_section.call_counts(pairs),
        "proteins": layers_section.protein_rows(pairs, panel),
        "misleading": layers_section.misleading_rows(pairs, panel),
        "quadrant": next(iter(_drawn(contrast.figures, ("quadrant",))), None),
        "mechanisms": mechanisms_section.mechanism_groups(contrast, study.checks),
        "functional": functional_section.functional_rows(contrast.functional, *arms),
    }


def _drawn(figures: Mapping[str, Figure], names: Sequence[str]) -> list[Figure]:
    """Choose figures, without those that only say why there is nothing to show."""
    return [figures[name] for name in names if name in figures and figures[name].drawn]


def _panel(verdicts: pd.DataFrame, contrast_id: str) -> list[str]:
    mine = verdicts[(verdicts["contrast"] == contrast_id) & (verdicts["gene_id"] != "")]
    return list(dict.fromkeys(mine["gene_id"]))


def _overview(blocks: list[dict[str, Any]], replication: pd.DataFrame) -> dict[str, Any]:
    """Build the table of verdicts, contrasts x genes, for a study of several contrasts."""
    genes = list(dict.fromkeys(card["gene"] for block in blocks for card in block["cards"]))
    none = {"label": "No verdict", "icon": "dash", "tone": "open"}
    rows = []
    for block in blocks:
        by_gene = {card["gene"]: card for card in block["cards"]}
        rows.append(
            {
                "id": block["id"],
                "slug": block["slug"],
                "text": f"{block['target']} against {block['reference']}",
                "details": block["details"],
                "cells": [by_gene.get(gene, none) for gene in genes],
            }
        )
    return {"genes": genes, "rows": rows, "replication": list(replication["sentence"])}


def _once(blocks: list[dict[str, Any]]) -> dict[str, Any]:
    """Tell what is absent from every contrast alike, so that a page of several says it once.

    Parameters
    ----------
    blocks : list of dict
        Of all contrasts.

    Returns
    -------
    dict
        Booleans ``cards`` (no gene of interest), ``catalogue`` (no mechanism at all),
        ``mechanisms`` (none in scope), ``scope`` (nothing of the catalogue in scope), ``protein``,
        ``functional`` (no functional assay); ``sets``: the reasons why no gene set could be tested.
    """
    several = len(blocks) > 1
    groups = [group for block in blocks for group in block["mechanisms"]]
    mechanisms = [group for group in groups if group["code"] == "mechanism"]
    unset = [row for block in blocks for row in block["pathways"]["collections"]]
    no_sets = all(row["code"] == "no_sets" for row in unset)
    return {
        "cards": several and not any(block["cards"] for block in blocks),
        "catalogue": not mechanisms,
        "mechanisms": several and not any(group["rows"] for group in mechanisms),
        "scope": several and bool(groups) and not any(group["rows"] for group in groups),
        "protein": several and not any(block["has_protein"] for block in blocks),
        "functional": several and not any(block["functional"] for block in blocks),
        "sets": list(dict.fromkeys(row["reason"] for row in unset)) if several and no_sets else [],
    }
