"""Rows of the sections on genes and pathways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from resistance.enrichment.prerank import EPS
from resistance.report import asked as questions
from resistance.report import format as fmt
from resistance.report.words import COLLECTION_STATUS, COLLECTIONS, call_words
from resistance.wording import statuses

TOP_GENES = 20
TOP_SETS = 20

#: columns of the table of genes, beside the gene itself
GENE_COLUMNS = {
    "mean": "Mean count",
    "lfc": "log2FC",
    "se": "SE",
    "shrunken": "Shrunken",
    "p": "p",
    "fdr": "FDR",
    "svalue": "s value",
    "status": "Status",
    "protein": "Protein",
}

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
    target: str,
    asked: Mapping[str, Any],
) -> list[dict[str, str]]:
    """Count what a reader asks for first.

    Parameters
    ----------
    de, concordance : pandas.DataFrame
    alpha : float
        FDR threshold of the differential stage.
    target : str
    asked : mapping
        What ``model.json`` says of the contrast.

    Returns
    -------
    list of dict
        ``value`` and ``text``. Tests that show no direction are counted without one, one-sided
        tests in theirs alone.
    """
    called = de["padj"] < alpha
    tested = int((de["status"] == "tested").sum())
    measured = concordance[concordance["assay_id"] != ""]
    differ = measured["call"].str.startswith(("posttranscriptional", "transcript_only", "opposite"))
    together = measured["call"].str.startswith("concordant")
    genes = [
        (int((called & (np.sign(de["log2FoldChange"]) == sign if sign else True)).sum()), text)
        for sign, text in questions.counted(asked, target)
    ]
    proteins = [(measured["gene_name"].nunique(), "with protein")]
    if len(measured):
        proteins += [
            (measured.loc[together, "gene_name"].nunique(), "moving together in both layers"),
            (measured.loc[differ, "gene_name"].nunique(), "whose layers differ"),
        ]
    return [
        *_counted(genes),
        {"value": f"{tested:,}", "text": f"of {len(de):,} genes tested"},
        *_counted(proteins),
    ]


def _counted(items: list[tuple[int, str]]) -> list[dict[str, str]]:
    return [
        {"value": f"{n:,}", "text": f"{'gene' if n == 1 else 'genes'} {text}"} for n, text in items
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


def gene_columns(rows: list[dict[str, Any]], protein: bool) -> list[dict[str, Any]]:
    """Choose the columns of the table of genes: those that hold something in a row.

    Parameters
    ----------
    rows : list of dict
        Of :func:`gene_rows`.
    protein : bool
        Whether the study has protein: if so a gene without any is said to be not measured.

    Returns
    -------
    list of dict
        ``key`` of the rows, ``title`` and ``number``, whether it is one.
    """
    held = {key for row in rows for key, value in row.items() if value not in ("", fmt.MISSING)}
    return [
        {"key": key, "title": title, "number": key not in ("status", "protein")}
        for key, title in GENE_COLUMNS.items()
        if key in held and (protein or key != "protein")
    ]


def gene_caption(rows: list[dict[str, Any]], asked: Mapping[str, Any], target: str) -> str:
    """Say how the table of genes is sorted, and what the sign of its fold changes means.

    Parameters
    ----------
    rows : list of dict
        Of :func:`gene_rows`.
    asked : mapping
        What ``model.json`` says of the contrast.
    target : str

    Returns
    -------
    str
    """
    panel = any(row["panel"] for row in rows)
    order = (
        "Genes of interest first, then the smallest FDR." if panel else "The smallest FDR first."
    )
    if all(row["lfc"] == fmt.MISSING for row in rows):
        return order
    caption = f"{order} {questions.sign(asked, target)}"
    if questions.kind(asked) == "terms":
        caption += " p and FDR are those of the likelihood ratio, not of the fold change."
    return caption


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
