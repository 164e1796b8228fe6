"""Rows of the section on genes, and the numbers of the first section."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from resistance.report import asked as questions
from resistance.report import format as fmt
from resistance.report.layers import lacks_counts
from resistance.report.words import call_words
from resistance.wording import statuses

TOP_GENES = 20

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
    """Write the calls of a gene, each with its compartment where there is more than one."""
    labels = [
        call_words(row["call"], row["tier"], row["compartment"], no_counts=lacks_counts(row)).label
        for _, row in rows.iterrows()
    ]
    if len(set(labels)) == 1 or rows["compartment"].nunique() == 1:
        return "; ".join(dict.fromkeys(labels))
    parts = [
        f"{place or 'protein'}: {label[:1].lower()}{label[1:]}"
        for place, label in zip(rows["compartment"], labels, strict=True)
    ]
    text = "; ".join(dict.fromkeys(parts))
    return text[:1].upper() + text[1:]
