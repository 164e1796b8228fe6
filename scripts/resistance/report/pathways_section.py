"""Rows of the section on pathways."""

from __future__ import annotations

import pandas as pd

from resistance.enrichment.multilevel import EPS
from resistance.report import format as fmt
from resistance.report.words import COLLECTION_STATUS, COLLECTIONS

TOP_SETS = 20

#: first words of set names that repeat the collection
PREFIXES = ("HALLMARK", "GOBP", "REACTOME", "WP")
LITTLE = frozenset(
    ("a", "and", "as", "at", "by", "for", "in", "of", "on", "or", "the", "to", "via", "not", "its")
    + ("aka", "are", "end", "key", "new", "non", "off", "out", "pre", "use", "fat", "sex", "box")
)
#: words of four letters and more that have a spelling of their own
SPELLINGS = {
    word.upper(): word
    for word in (
        "APOE", "BRAF", "CFTR", "CRISPR", "EGFR", "FADD", "FGFR", "GPCR", "GTPase", "GTPases",
        "HNRNP", "IFNG", "KRAS", "Krebs", "MAPK", "mRNA", "mRNAs", "mTOR", "miRNA", "miRNAs",
        "ncRNA", "NFkB", "OXPHOS", "PDGF", "PDGFR", "PTEN", "RHOA", "rRNA", "snRNA", "STAT",
        "TGFB", "tRNA", "VEGF", "VLDL", "Notch", "Hedgehog", "lncRNA",
    )
}  # fmt: skip


def set_name(term: str) -> str:
    """Turn the name of a gene set into words: ``HALLMARK_E2F_TARGETS`` to ``E2F targets``.

    Parameters
    ----------
    term : str

    Returns
    -------
    str
        Names that are already words are returned as they are.
    """
    if term.upper() != term or "_" not in term:
        return term
    words = term.split("_")
    if words[0] in PREFIXES:
        words = words[1:]
    # short words are mostly names (TCA, MYC); those of the language are not
    kept = [
        SPELLINGS.get(w)
        or (
            w
            if any(c.isdigit() for c in w) or (len(w) <= 3 and w.lower() not in LITTLE)
            else w.lower()
        )
        for w in words
    ]
    text = " ".join(kept)
    return text if words[0] in SPELLINGS else text[0].upper() + text[1:]


def collection_rows(collections: pd.DataFrame) -> list[dict[str, str]]:
    """Say for each collection what was tested, or why nothing was.

    Parameters
    ----------
    collections : pandas.DataFrame

    Returns
    -------
    list of dict
    """
    return [
        {
            "name": COLLECTIONS.get(row["collection"], row["collection"]),
            "code": row["status"],
            "status": COLLECTION_STATUS.get(row["status"], row["status"].replace("_", " ")),
            "sets": f"{fmt.number(row['n_tested'])} of {fmt.number(row['n_sets'])}",
            "genes": f"{fmt.number(row['n_matched'])} of {fmt.number(row['n_ranked'])}",
            "reason": row["reason"],
        }
        for _, row in collections.iterrows()
    ]


def pathway_rows(enrichment: pd.DataFrame, limit: int = TOP_SETS) -> list[dict[str, str]]:
    """List the sets with the smallest FDR.

    Parameters
    ----------
    enrichment : pandas.DataFrame
    limit : int

    Returns
    -------
    list of dict
    """
    ranked = enrichment[enrichment["nes"].notna()].assign(reach=lambda d: -d["nes"].abs())
    ranked = ranked.sort_values(["padj", "pvalue", "reach", "collection", "term"], kind="stable")
    out = []
    for _, row in ranked.head(limit).iterrows():
        edge = [g for g in row["leading_edge"].split(";") if g]
        # smaller p values are not estimated: the number is a bound
        bound = "\u2264 " if row["pvalue"] <= EPS else ""
        out.append(
            {
                "name": set_name(row["term"]),
                "collection": COLLECTIONS.get(row["collection"], row["collection"]),
                "direction": "higher" if row["nes"] > 0 else "lower",
                "nes": fmt.signed(row["nes"]),
                "p": bound + fmt.probability(row["pvalue"]),
                "fdr": bound + fmt.probability(row["padj"]),
                "genes": f"{len(edge)} of {fmt.number(row['size'])}",
                "edge": ", ".join(edge[:8]) + (" \u2026" if len(edge) > 8 else ""),
            }
        )
    return out
