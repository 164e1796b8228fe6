"""Verdict cards: one gene of interest in one contrast, everything from the tables."""

from __future__ import annotations

from typing import Any

import pandas as pd

from resistance.mechanisms.confidence import relevant_checks
from resistance.report import card_plot
from resistance.report import format as fmt
from resistance.report.data import ContrastTables, StudyTables
from resistance.report.layers import protein_row, rna_row, smallest_callable_change
from resistance.report.words import ASSAY_TYPES, CAPS, COMPARTMENTS, TIERS, call_words
from resistance.wording import statuses
from resistance.wording.concordance import why

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


def _card(study: StudyTables, contrast: ContrastTables, verdict: pd.Series) -> dict[str, Any]:
    rows = _of_gene(contrast.concordance, verdict)
    deciding = _deciding(rows, verdict)
    de_row = _de_row(contrast.de, verdict)
    measured = rows[rows["assay_id"] != ""]
    mrna = rna_row(de_row, deciding)
    checks = _relevant(study, contrast, verdict)
    words = call_words(
        verdict["call"], verdict["tier"], "" if deciding is None else deciding["compartment"]
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
        "rows": [mrna, *_protein_rows(measured), _function_row(verdict)],
        "mrna_status": statuses.label(status),
        "mrna_meaning": "" if status == "tested" else statuses.meaning(status),
        "plot": _plot(study, contrast, verdict, measured),
        "confidence": verdict["confidence"],
        "confidence_reasons": _confidence_reasons(checks, verdict),
        "unchecked": _listed(checks, "not_assessable"),
        "would_change": _would_change(deciding, verdict),
        "smallest": _smallest(deciding),
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
        for _, row in here.iterrows():
            detail = ASSAY_TYPES.get(row["assay_type"], row["assay_type"])
            rows.append(protein_row(row, layer, f"{detail}, {row['assay_id']}"))
        if here.empty:
            rows.append(_empty_row(layer, "not measured"))
    return rows


def _function_row(verdict: pd.Series) -> dict[str, str]:
    return _empty_row("Function", verdict["function"] or "not measured")


def _empty_row(layer: str, call: str) -> dict[str, str]:
    blank = dict.fromkeys(("estimate", "interval", "fdr"), fmt.MISSING)
    return {"layer": layer, "detail": "", "call": call, **blank}


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
    for _, row in measured.iterrows():
        here = values[
            (values["assay_id"] == row["assay_id"]) & (values["compartment"] == row["compartment"])
        ]
        title = row["compartment"] or "protein"
        if (measured["compartment"] == row["compartment"]).sum() > 1:
            title = f"{title} {row['assay_id']}"
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


def _listed(checks: pd.DataFrame, status: str) -> list[dict[str, str]]:
    chosen = checks[checks["status"] == status]
    return [
        {"title": row["title"] or row["check"], "message": row["message"]}
        for row in chosen.to_dict("records")
    ]


def _confidence_reasons(checks: pd.DataFrame, verdict: pd.Series) -> list[str]:
    """Say in sentences what the confidence rests on and what caps it, by name."""
    failed = "Capped by a failed check" if verdict["confidence"] else "A failed check"
    messages: dict[str, list[str]] = {}
    for check in _listed(checks, "fail"):
        messages.setdefault(check["title"], []).append(check["message"])
    reasons = [
        f"{failed}: {title}. {found[0]}"
        if len(found) == 1
        else f"{failed}: {title}, in {len(found)} places (section 2)."
        for title, found in messages.items()
    ]
    capped = [code for code in verdict["capped_by"].split(";") if code]
    known = dict(zip(checks["check"], checks["status"], strict=True))
    if _derivations_unknown(verdict):
        reasons.append("The sample sheet does not tell how many independent derivations there are.")
        reasons += [CAPS["derivation_unknown"]] if "single_derivation" in capped else []
    else:
        reasons.append(f"Independent derivations per arm: {verdict['n_derivations']}.")
        reasons += [CAPS["single_derivation"]] if "single_derivation" in capped else []
    # a check that could not be made says nothing of the samples
    if "technical_replicates" in capped and known.get("technical_replicates") != "not_assessable":
        reasons.append(CAPS["technical_replicates"])
    n_open = sum(known.get(code) == "not_assessable" for code in capped)
    if n_open:
        reasons.append(
            f"{fmt.plural(n_open, 'relevant check')} could not be made, "
            "which rules out \u201chigh\u201d."
        )
    return reasons


def _derivations_unknown(verdict: pd.Series) -> bool:
    return verdict["n_derivations"] in ("", "unknown")


def _would_change(row: pd.Series | None, verdict: pd.Series) -> list[str]:
    """Say in sentences what further data would change the verdict or its confidence."""
    out = []
    if row is not None:
        if verdict["call"] == "inconclusive" and row["reason"]:
            clause = why(row["reason"], row["rna_status"], row["protein_status"])
            out.append(f"Why not settled: {clause}.")
        if not fmt.is_missing(row["replicates_needed"]):
            out.append(
                f"About {fmt.number(row['replicates_needed'])} replicates per arm would settle "
                "it with 80% power, if the estimate and the spread stay as observed."
            )
        if verdict["tier"] == "B":
            layer = "protein" if "transcript" in verdict["call"] else "mRNA"
            margin = row[f"smallest_margin_{'protein' if layer == 'protein' else 'rna'}"]
            out.append(
                f"Unchanged {layer} was not shown: a change of up to {fmt.fold(margin)} is "
                f"compatible with the data. More replicates of the {layer} would narrow this."
            )
    if _derivations_unknown(verdict):
        out.append(
            "Fill the column \u201cderivation\u201d of the sample sheet: the same reading in a "
            "second, independent derivation would raise the confidence."
        )
    elif "1" in verdict["n_derivations"].replace("v", " ").split():
        out.append(
            "A second, independent derivation: the same reading there would raise the confidence."
        )
    return out


def _smallest(row: pd.Series | None) -> str:
    """Say how large a protein-only change must be for this assay to call it.

    Empty where the mRNA moved: the question "at unchanged mRNA" does not arise.
    """
    if row is None or row["call"].startswith(("concordant", "transcript_only", "opposite")):
        return ""
    size = smallest_callable_change(row)
    if fmt.is_missing(size):
        return ""
    return (
        f"About {fmt.fold(size, 1)} at unchanged mRNA, with 80% power, before correction for "
        "multiple testing."
    )


def _systematic(measured: pd.DataFrame) -> str:
    """Name the error of staining or loading that was added to the protein's standard errors."""
    parts = [
        f"{row['assay_id']} {fmt.decimal(row['systematic_sd'])}"
        for _, row in measured.iterrows()
        if not fmt.is_missing(row["systematic_sd"])
    ]
    return ", ".join(parts)
