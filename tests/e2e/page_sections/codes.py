"""Codes of the tables in the words of the page, and what several sections share."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from page_numbers import Page
from page_tree import Element

SIGNAL = "(surface signal|protein)"
#: call of a verdict, with its tier where that matters, to the words of the page
CALLS = {
    "concordant_up": f"Higher in mRNA and {SIGNAL}",
    "concordant_down": f"Lower in mRNA and {SIGNAL}",
    "posttranscriptional_loss A": f"Lower {SIGNAL}, mRNA unchanged",
    "posttranscriptional_loss": f"Lower {SIGNAL}, more than the mRNA explains",
    "posttranscriptional_gain A": f"Higher {SIGNAL}, mRNA unchanged",
    "posttranscriptional_gain": f"Higher {SIGNAL}, more than the mRNA explains",
    "transcript_only_up A": f"Higher mRNA, {SIGNAL} unchanged",
    "transcript_only_up": f"Higher mRNA, {SIGNAL} follows only in part",
    "transcript_only_down A": f"Lower mRNA, {SIGNAL} unchanged",
    "transcript_only_down": f"Lower mRNA, {SIGNAL} follows only in part",
    "opposite": f"mRNA and {SIGNAL} move apart",
    "unchanged": f"Unchanged in mRNA and {SIGNAL}",
    "inconclusive C": "Not settled; the layers differ in size",
    "inconclusive": "Not settled",
    "not_measured": "Protein not measured|Gene not in the counts",
    "not_detected": "No reads in any sample",
    "not_measurable": "Cannot be measured with this alignment",
    "not_applicable": "Does not apply here",
}
STATUSES = {
    "tested": "tested",
    "low_count": "mean count too low",
    "outlier": "one sample dominates: set aside",
    "not_converged": "fit did not converge",
    "all_zero": "no reads in any sample",
    "no_replicates": "no replicates: ratio only, no test",
}
COMPARTMENTS = {
    "Protein, surface": "surface",
    "Protein, total": "total",
    "Protein, intracellular": "intracellular",
    "Protein, secreted": "secreted",
}
NAIVE = {
    "both up": "higher in both",
    "both down": "lower in both",
    "opposite": "opposite",
    "mRNA only up": "mRNA only, higher",
    "mRNA only down": "mRNA only, lower",
    "protein only up": "protein only, higher",
    "protein only down": "protein only, lower",
    "neither": "no change",
}
CHECKS = {
    "fail": "Failed",
    "note": "Note",
    "pass": "Passed",
    "not_assessable": "Could not be checked",
}
COLLECTIONS = {
    "hallmark": "Hallmark",
    "reactome": "Reactome",
    "wikipathways": "WikiPathways",
    "go_bp": "GO biological process",
    "resistance": "Resistance mechanisms",
    "bpdcn": "BPDCN signatures",
}
RUNGS = {
    "mRNA": "mrna",
    "Protein": "protein",
    "Place in the cell": "localisation",
    "Function": "function",
    "Intervention": "intervention",
}
STATES = {"filled": "agrees", "against": "speaks against", "not_shown": "not shown", "open": "open"}
ASSAYS = {
    "dye_efflux": "dye efflux",
    "internalisation_rate": "internalisation",
    "surface_half_life": "surface half-life",
    "lysosomal_delivery": "delivery to lysosomes",
    "adc_ic50": "IC50 of the drug",
    "payload_ic50": "IC50 of the payload",
    "inhibitor_alone": "inhibitor alone (viability)",
}
ICONS = {
    "i-tick": "robust",
    "i-ring": "gene_permutation_only",
    "i-diamond": "camera_only",
}


def spoken(call: str, tier: str) -> str:
    return CALLS.get(f"{call} {tier}") or CALLS[call]


def without_members(concordance: pd.DataFrame) -> pd.DataFrame:
    """Leave out the assays that a combined row stands for."""
    gone = set()
    for row in concordance[concordance["combined_from"] != ""].to_dict("records"):
        for assay in row["combined_from"].split(";"):
            gone.add((row["gene_id"], row["compartment"], assay))
    keys = zip(
        concordance["gene_id"], concordance["compartment"], concordance["assay_id"], strict=True
    )
    return concordance.loc[np.array([key not in gone for key in keys], dtype=bool)]


def genes_by_id(page: Page, contrast: str) -> dict[str, dict]:
    return page.rows(f"tables/{contrast}/differential_expression.tsv", "gene_id")


def confidence(
    page: Page, text: Element, verdict: dict, checks: pd.DataFrame, failed: list | None = None
) -> None:
    """Hold the reasons of a confidence; ``failed``: title and message of what failed, if known."""
    capped, derivations = verdict["capped_by"], verdict["n_derivations"]
    rest = text.words
    for row in checks.to_dict("records"):
        rest = rest.replace(" ".join(f"{row['title']}. {row['message']}".split()), "")
    if found := re.search(r"Independent derivations per arm: (.*?)\.", rest):
        assert found[1] == derivations
        page.compared[page.section] += 2
        rest = rest.replace(found[0], "")
    if found := re.search(r"(\d+) relevant checks? could not be made", rest):
        open_ones = checks[
            (checks["status"] == "not_assessable")
            & checks["check"].isin(capped.split(";"))
            & (checks["check"] != "single_derivation")
        ]
        assert int(found[1]) == open_ones["title"].nunique(), (text.words, capped)
        page.compared[page.section] += 1
        rest = rest.replace(found[0], "")
    for title, mine in checks[checks["status"] == "fail"].groupby("title"):
        if found := re.search(rf"{re.escape(title)}, in (\d+) places", rest):
            n = len(mine) if failed is None else sum(one == title for one, _ in failed)
            assert int(found[1]) == n or (failed is None and 2 <= int(found[1]) <= n)
            page.compared[page.section] += 1
            rest = rest.replace(found[0], "")
    for title in checks["title"]:
        rest = rest.replace(title, "")
    rest = rest.replace("section 2", "")
    assert not re.search(r"\d", rest), rest
    text.tell()
