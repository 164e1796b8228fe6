"""Verdict cards: one gene of interest in one contrast, everything from the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from resistance.concordance.combine import without_members
from resistance.mechanisms.confidence import relevant_checks
from resistance.report import card_plot
from resistance.report import format as fmt
from resistance.report.confidence_words import confidence_reasons, derivations_unknown, listed
from resistance.report.data import ContrastTables, StudyTables
from resistance.report.functional_section import function_rows
from resistance.report.layers import empty_row, lacks_counts, protein_row, rna_row
from resistance.report.words import COMPARTMENTS, LINKS, TIERS, call_words
from resistance.wording import statuses
from resistance.wording.concordance import why
from resistance.wording.localisation import COUNTS_ARE_BLIND

#: compartments whose row stands on every card, measured or not
ALWAYS = ("surface", "total")


def cards(study: StudyTables, contrast: ContrastTables) -> list[dict[str, Any]]:
    """Build the cards of one contrast, in the order of the verdicts table.

    Parameters
    ----------
    study : StudyTables
    contrast : ContrastTables

    Returns
    -------
    list of dict
        What ``card.html.j2`` shows.
    """
    verdicts = study.verdicts[study.verdicts["contrast"] == contrast.id]
    return [_card(study, contrast, row) for _, row in verdicts.iterrows()]


def not_made(shown: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Gather the checks that could not be made, which many cards of a contrast share.

    Parameters
    ----------
    shown : sequence of mapping
        Of :func:`cards`.

    Returns
    -------
    list of dict
        ``title`` and ``message``, each once, in the order of the cards.
    """
    found = [check for card in shown for check in card["unchecked"]]
    return list({(check["title"], check["message"]): check for check in found}.values())


def _card(study: StudyTables, contrast: ContrastTables, verdict: pd.Series) -> dict[str, Any]:
    rows = _of_gene(contrast.concordance, verdict)
    decide = without_members(rows)
    deciding = _deciding(decide, verdict)
    de_row = _de_row(contrast.de, verdict)
    measured = rows[rows["assay_id"] != ""]
    place = _place(contrast, verdict)
    mrna = rna_row(de_row, deciding)
    checks = _relevant(study, contrast, verdict)
    words = call_words(
        verdict["call"],
        verdict["tier"],
        "" if deciding is None else deciding["compartment"],
        no_counts=any(lacks_counts(row) for _, row in measured.iterrows()),
    )
    label, icon = words.label, words.icon
    status = "" if de_row is None else de_row["status"]
    gene_key = verdict["gene_id"] or verdict["gene_name"]
    if verdict["call"] == "not_measured" and mrna["call"] in ("higher", "lower"):
        label = f"mRNA {mrna['call']}; protein not measured"
        icon = {"higher": "up-open", "lower": "down-open"}[mrna["call"]]
    elif verdict["call"] == "not_measured" and status == "no_replicates":
        label = "mRNA not tested; protein not measured"
    return {
        "id": "-".join(("card", fmt.slug(contrast.id), fmt.slug(gene_key))),
        "gene": verdict["gene_name"] or verdict["gene_id"],
        "clinical_name": verdict["clinical_name"],
        "gene_id": verdict["ensembl_id"] or verdict["gene_id"],
        "label": label,
        "icon": icon,
        "tone": words.tone,
        "tier": TIERS.get(verdict["tier"], ""),
        "sentence": verdict["sentence"],
        "rows": [mrna, *_protein_rows(measured), *function_rows(contrast, verdict)],
        "mrna_status": statuses.label(status),
        "mrna_meaning": "" if status == "tested" else statuses.meaning(status),
        "plot": _plot(study, contrast, verdict, measured),
        "confidence": verdict["confidence"],
        "confidence_reasons": confidence_reasons(
            checks, verdict["confidence"], verdict["capped_by"], verdict["n_derivations"]
        ),
        "unchecked": listed(checks, "not_assessable"),
        "would_change": _would_change(deciding, verdict),
        "smallest": _smallest(measured, deciding),
        "place": place,
        "limits": "" if COUNTS_ARE_BLIND in place else _limits(deciding),
        "link": "" if deciding is None else LINKS.get(deciding["link"], ""),
        "systematic_sd": _systematic(measured),
        "next_experiment": verdict["next_experiment"],
    }


def _of_gene(frame: pd.DataFrame, verdict: pd.Series) -> pd.DataFrame:
    key = (
        "gene_id" if verdict["gene_id"] else "ensembl_id" if verdict["ensembl_id"] else "gene_name"
    )
    return frame[frame[key] == verdict[key]]


def _deciding(rows: pd.DataFrame, verdict: pd.Series) -> pd.Series | None:
    """Return the row whose call and tier the verdict carries; the first row otherwise."""
    same = rows[(rows["call"] == verdict["call"]) & (rows["tier"] == verdict["tier"])]
    chosen = same if len(same) else rows
    return chosen.iloc[0] if len(chosen) else None


def _de_row(de: pd.DataFrame, verdict: pd.Series) -> pd.Series | None:
    if not verdict["gene_id"]:
        return None
    found = de[de["gene_id"] == verdict["gene_id"]]
    return found.iloc[0] if len(found) else None


def _protein_rows(measured: pd.DataFrame) -> list[dict[str, str]]:
    known = [c for c in COMPARTMENTS if c in set(measured["compartment"]) or c in ALWAYS]
    others = sorted(set(measured["compartment"]) - set(COMPARTMENTS))
    rows = []
    for compartment in [*known, *others]:
        layer = COMPARTMENTS.get(compartment, f"Protein, {compartment or 'unspecified'}")
        here = measured[measured["compartment"] == compartment]
        # what decides in place of its members goes before them
        first = here["combined_from"] != ""
        for _, row in pd.concat([here[first], here[~first]]).iterrows():
            rows.append(protein_row(row, layer))
        if here.empty:
            rows.append(empty_row(layer, "not measured"))
    return rows


def _plot(
    study: StudyTables, contrast: ContrastTables, verdict: pd.Series, measured: pd.DataFrame
) -> dict[str, Any] | None:
    panels = []
    sides = (contrast.sides.reference, contrast.sides.target)
    if verdict["gene_id"] in study.normalised.index and any(sides):
        arms = [[s for s in names if s in study.normalised.columns] for names in sides]
        counts = study.normalised.loc[verdict["gene_id"]]
        # no reads at all is no measurement: nothing to compare as a fold
        if (counts.reindex([*arms[0], *arms[1]]) > 0).any():
            panels.append(card_plot.rna_panel(counts, *arms))
    values = _of_gene(contrast.values, verdict)
    for _, row in measured[measured["combined_from"] == ""].iterrows():
        here = values[
            (values["assay_id"] == row["assay_id"]) & (values["compartment"] == row["compartment"])
        ]
        title = row["compartment"] or "protein"
        if (measured["compartment"] == row["compartment"]).sum() > 1:
            title = row["assay_id"]
        panels.append(
            card_plot.Panel(
                title,
                *(
                    here.loc[here["condition"].isin(levels), "log2_signal"].tolist()
                    for levels in contrast.conditions
                ),
            )
        )
    return card_plot.draw(panels, (contrast.reference, contrast.target))


def _relevant(study: StudyTables, contrast: ContrastTables, verdict: pd.Series) -> pd.DataFrame:
    """Keep the checks that the confidence of the verdict was derived from."""
    names = [verdict[key] for key in ("gene_name", "ensembl_id", "gene_id") if verdict[key]]
    return relevant_checks(study.checks, contrast.id, contrast.sides, names)


def _would_change(row: pd.Series | None, verdict: pd.Series) -> list[str]:
    """Say in sentences what further data would change the verdict or its confidence."""
    out = []
    if row is not None and verdict["call"] == "inconclusive" and row["reason"]:
        clause = why(row["reason"], row["rna_status"], row["protein_status"])
        out.append(f"Why not settled: {clause}.")
    if verdict["would_change"]:
        out.append(fmt.sentence(verdict["would_change"]))
    if row is not None and verdict["tier"] == "B":
        layer = "protein" if "transcript" in verdict["call"] else "mRNA"
        margin = row[f"smallest_margin_{'protein' if layer == 'protein' else 'rna'}"]
        out.append(
            f"Unchanged {layer} was not shown: a change of up to {fmt.fold(margin)} is "
            f"compatible with the data. More replicates of the {layer} would narrow this."
        )
    if derivations_unknown(verdict["n_derivations"]):
        out.append("Fill the column \u201cderivation\u201d of the sample sheet.")
    return out


def _smallest(measured: pd.DataFrame, deciding: pd.Series | None) -> str:
    """Say how large a fall of the protein must be for an assay to call it, and for which assay.

    The assay that decides goes before all others; where nothing is known of it, that is said.
    """
    if deciding is None or not deciding["assay_id"]:
        return ""
    whose = f" ({_assay(deciding)})" if len(measured) > 1 else ""
    sizes, before = [(deciding["smallest_callable"], whose)], ""
    if fmt.is_missing(deciding["smallest_callable"]):
        others = without_members(measured)
        sizes = [
            (row["smallest_callable"], f" ({_assay(row)})")
            for _, row in others.iterrows()
            if not fmt.is_missing(row["smallest_callable"])
        ]
        before = f"Not known for the assay that decides{whose}. "
    if not sizes:
        return ""
    listed_sizes = "; ".join(f"{fmt.fold(size, 1)}{name}" for size, name in sizes)
    return (
        f"{before}About {listed_sizes}, while mRNA stays unchanged: with 80% power, after "
        "correction for the number of genes."
    )


def _assay(row: pd.Series) -> str:
    return f"{row['compartment'] or 'protein'}, {row['assay_id']}"


def _limits(row: pd.Series | None) -> str:
    """Say what else may lie behind a protein that falls by more than its mRNA does."""
    if row is None or not row["protein_log2FoldChange"] < 0:
        return ""
    falls = row["call"] in ("posttranscriptional_loss", "opposite") or (
        row["tier"] == "C" and row["protein_log2FoldChange"] < row["rna_log2FoldChange"]
    )
    return COUNTS_ARE_BLIND if falls else ""


def _place(contrast: ContrastTables, verdict: pd.Series) -> str:
    """Say what surface and total protein together tell of the place of the protein."""
    out = []
    for _, row in _of_gene(contrast.localisation, verdict).iterrows():
        out.append(fmt.sentence(row["sentence"].removeprefix(f"{row['gene_name']}: ")))
        if not fmt.is_missing(row["log2FoldChange"]) and "ratio" not in row["sentence"]:
            out.append(
                f"Surface / total: log2FC {fmt.signed(row['log2FoldChange'])} "
                f"{fmt.interval(row['ci_low'], row['ci_high'])}, "
                f"FDR {fmt.probability(row['padj'])}."
            )
    return " ".join(out)


def _systematic(measured: pd.DataFrame) -> str:
    """Name the error of staining or loading that was added to the protein's standard errors."""
    parts = [
        f"{row['assay_id']} {fmt.decimal(row['systematic_sd'])}"
        for _, row in measured.iterrows()
        if not fmt.is_missing(row["systematic_sd"])
    ]
    return ", ".join(parts)
