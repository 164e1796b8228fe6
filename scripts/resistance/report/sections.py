"""Rows of the sections on genes and pathways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from resistance.enrichment.prerank import EPS
from resistance.report import format as fmt
from resistance.report.words import COLLECTION_STATUS, COLLECTIONS, call_words
from resistance.wording import statuses

TOP_GENES = 20
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


def headline(
    de: pd.DataFrame,
    concordance: pd.DataFrame,
    alpha: float,
    arms: tuple[str, str],
    asked: Mapping[str, Any],
) -> list[dict[str, str]]:
    """Count what a reader asks for first.

    Parameters
    ----------
    de, concordance : pandas.DataFrame
    alpha : float
        FDR threshold of the differential stage.
    arms : tuple of str
        Reference and target level.
    asked : mapping
        ``test``, ``alternative`` and ``lfc_threshold`` of the contrast; a two-sided Wald test
        where they are absent.

    Returns
    -------
    list of dict
        ``value`` and ``text``. Tests that show no direction are counted without one.
    """
    called = de["padj"] < alpha
    tested = int((de["status"] == "tested").sum())
    measured = concordance[concordance["assay_id"] != ""]
    differ = measured["call"].str.startswith(("posttranscriptional", "transcript_only", "opposite"))
    together = measured["call"].str.startswith("concordant")
    undirected = {
        "lrt": "{genes} in which the terms under test matter",
        "lessAbs": "{genes} whose change is shown to be within the threshold",
    }.get("lrt" if asked.get("test") == "lrt" else str(asked.get("alternative")))
    items = [
        *(
            [(int(called.sum()), undirected)]
            if undirected
            else [
                (int((called & (de["log2FoldChange"] > 0)).sum()), "{genes} higher in " + arms[1]),
                (int((called & (de["log2FoldChange"] < 0)).sum()), "{genes} lower in " + arms[1]),
            ]
        ),
        (tested, f"of {len(de):,} genes tested"),
        (measured["gene_name"].nunique(), "{genes} with protein"),
    ]
    if len(measured):
        items += [
            (
                measured.loc[together, "gene_name"].nunique(),
                "{genes} moving together in both layers",
            ),
            (measured.loc[differ, "gene_name"].nunique(), "{genes} whose layers differ"),
        ]
    return [
        {
            "value": f"{value:,}",
            "text": text.replace("{genes}", "gene" if value == 1 else "genes"),
        }
        for value, text in items
    ]


def status_rows(de: pd.DataFrame, cut: float | None = None) -> list[dict[str, str]]:
    """Count genes by status, so that no missing p value stays unexplained.

    Parameters
    ----------
    de : pandas.DataFrame
    cut : float, optional
        Mean count below which the independent filter leaves genes out.

    Returns
    -------
    list of dict
        ``status`` and ``meaning`` in words, ``n``.
    """
    counts = de["status"].value_counts()
    known = [s for s in statuses.STATUSES if s in counts]
    others = sorted(set(counts.index) - set(known))
    rows = []
    for s in [*known, *others]:
        meaning = statuses.meaning(s)
        if s == "low_count" and not fmt.is_missing(cut):
            meaning += f" The cut: {fmt.number(float(cut or 0))}."
        rows.append({"status": statuses.label(s), "meaning": meaning, "n": f"{counts[s]:,}"})
    return rows


def gene_rows(
    de: pd.DataFrame, concordance: pd.DataFrame, panel: list[str], limit: int = TOP_GENES
) -> list[dict[str, Any]]:
    """List the genes of interest, then those with the smallest FDR.

    Parameters
    ----------
    de, concordance : pandas.DataFrame
    panel : list of str
        Gene ids shown whatever their p value.
    limit : int
        Further genes.

    Returns
    -------
    list of dict
    """
    ranked = de[de["padj"].notna()].assign(reach=lambda d: -d["stat"].abs())
    ranked = ranked.sort_values(["padj", "pvalue", "reach", "gene_id"], kind="stable")
    first = de[de["gene_id"].isin(panel)]
    rest = ranked[~ranked["gene_id"].isin(panel)].head(limit)
    calls = concordance[concordance["assay_id"] != ""].groupby("gene_id", sort=False)
    words = {gene: _calls(rows) for gene, rows in calls}
    return [
        {
            "gene": row["gene_name"] or row["gene_id"],
            "gene_id": row["gene_id"],
            "panel": row["gene_id"] in panel,
            "mean": fmt.number(row["baseMean"]),
            "lfc": fmt.signed(row["log2FoldChange"]),
            "se": fmt.decimal(row["lfcSE"]),
            "shrunken": fmt.signed(row["log2FoldChange_shrunken"]),
            "p": fmt.probability(row["pvalue"]),
            "fdr": fmt.probability(row["padj"]),
            "svalue": fmt.probability(row["svalue"]) if "svalue" in row else "",
            "status": statuses.label(row["status"]),
            "protein": words.get(row["gene_id"], "not measured"),
        }
        for _, row in pd.concat([first, rest]).iterrows()
    ]


def _calls(rows: pd.DataFrame) -> str:
    words = [
        call_words(row["call"], row["tier"], row["compartment"]).label for _, row in rows.iterrows()
    ]
    return "; ".join(dict.fromkeys(words))


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
