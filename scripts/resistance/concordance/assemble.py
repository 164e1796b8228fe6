"""The concordance table: a row for every protein measurement and for every gene of the panel."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from resistance.columns import CONCORDANCE
from resistance.concordance import layers, tests
from resistance.concordance.assay import P_COLUMNS, call_assay
from resistance.concordance.claims import Margins
from resistance.concordance.combine import ASSAY_CONFLICT, CONFLICT, combined_rows
from resistance.concordance.components import COMPONENTS, components
from resistance.concordance.link import Links
from resistance.concordance.panel import NOT_IN_COUNTS
from resistance.concordance.rna import Rna
from resistance.wording.concordance import sentences

_FROM_PROTEIN: Final = {
    "log2FoldChange": "protein_log2FoldChange",
    "lfcSE": "protein_lfcSE",
    "df": "protein_df",
    "ci_low": "protein_ci_low",
    "ci_high": "protein_ci_high",
    "padj": "protein_padj",
    "status": "protein_status",
    "method": "protein_method",
    "reason": "protein_reason",
}
#: Text of the protein table that the calls need and the table leaves out.
_FURTHER: Final = ["protein_id", "paired", "compresses"]
_NO_READS: Final = {
    False: "no reads in any sample of the study",
    True: "no reads in any sample of this contrast's model",
}
_COMPUTED: Final = [
    "explained_fraction",
    *P_COLUMNS,
    "p_difference",
    *COMPONENTS,
    "q_protein_only",
    "q_transcript_only",
    "q_concordant",
    "q_unchanged",
    "q_levels_differ",
    "replicates_needed",
    "smallest_callable",
]


def concordance_table(
    protein: pd.DataFrame,
    genes: pd.DataFrame,
    panel: pd.DataFrame,
    rna: Rna,
    margins: Margins,
    links: Links | None = None,
) -> pd.DataFrame:
    """Call every gene of the panel and every measured protein.

    Parameters
    ----------
    protein : pandas.DataFrame
        Columns of :data:`resistance.columns.PROTEIN`; may be empty.
    genes : pandas.DataFrame
        Columns of :data:`resistance.columns.GENES`.
    panel : pandas.DataFrame
        Result of :func:`resistance.concordance.panel.panel_genes`.
    rna : Rna
    margins : Margins
    links : Links, optional
        Samples that protein and mRNA share; without it their arms are independent.

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`resistance.columns.CONCORDANCE`, sorted by gene_id (genes that the counts
        lack last), gene_name, assay_id and compartment.
    """
    rows = _rows(protein, genes, panel, rna, links)
    rows = _untestable(rows, genes, rna)
    rows = layers.add_margins(rows, margins)
    for name in _COMPUTED:
        rows[name] = np.nan
    rows["explained_fraction"] = margins.fraction
    for name in ("qualifier", "tier", "link"):
        rows[name] = ""
    rows["family_size"] = 0
    both_zero = rna.arm_is_zero("reference") & rna.arm_is_zero("target")
    rows = _blank_both_zero(rows, both_zero)
    rows[COMPONENTS] = components(rows, rna, margins)
    linked = None if links is None else links.of_rows(rows)
    called = rows[rows["assay_id"] != ""]
    # a user's assay may bear the name of the combined rows
    is_combined = called["combined_from"] != ""
    for _, assay in called.groupby([is_combined, "assay_id", "compartment"], sort=True):
        own = None if linked is None else linked.take(assay.index.to_numpy())
        call_assay(rows, assay.index, rna, margins, own)
    rows["naive_reading"] = layers.naive_reading(rows)
    for layer in ("rna", "protein"):
        bound = tests.confidence_bound(
            rows[f"{layer}_log2FoldChange"].to_numpy(dtype=float),
            rows[f"{layer}_lfcSE"].to_numpy(dtype=float),
            rows[f"{layer}_df"].to_numpy(dtype=float),
        )
        is_bound = np.isinf(rows[f"{layer}_ci_low"]) | np.isinf(rows[f"{layer}_ci_high"])
        rows[f"smallest_margin_{layer}"] = np.where(is_bound, np.nan, bound)
    # of these no margin passes: equivalence may not be claimed
    rows.loc[rows["protein_method"] == "tobit", "smallest_margin_protein"] = np.nan
    rows["fraction"] = margins.fraction
    rows = _without_wald_interval(rows, rna, both_zero)
    rows["sentence"] = sentences(rows)
    return rows[list(CONCORDANCE)].reset_index(drop=True)


def _rows(
    protein: pd.DataFrame,
    genes: pd.DataFrame,
    panel: pd.DataFrame,
    rna: Rna,
    links: Links | None,
) -> pd.DataFrame:
    """Join protein rows, panel genes without protein, and the mRNA estimates."""
    measured = protein[
        ["gene_id", "ensembl_id", "gene_name", "protein_gene", "assay_id", "assay_type"]
        + ["compartment", "n_reference", "n_target", "systematic_sd", "protein_id", "paired"]
        + ["compresses", *_FROM_PROTEIN]
    ].rename(columns=_FROM_PROTEIN)
    named = measured["gene_name"].where(measured["gene_name"] != "", measured["protein_gene"])
    measured = measured.assign(gene_name=named)
    has_gene = panel["gene_id"].isin(set(measured["gene_id"]) - {""})
    unmatched = measured[measured["gene_id"] == ""]
    same = panel["ensembl_id"].isin(set(unmatched["ensembl_id"]) - {""}) | panel["gene_name"].isin(
        set(unmatched["gene_name"])
    )
    missing = panel[~has_gene & ~((panel["gene_id"] == "") & same)]
    rows = pd.concat([measured, missing.drop(columns="in_panel")], ignore_index=True)
    text = [name for name in rows if name in CONCORDANCE and CONCORDANCE[name] is str]
    text += ["call", "reason", "protein_reason", "protein_gene", *_FURTHER]
    for name in sorted(set(text)):
        rows[name] = rows[name].fillna("").astype(object) if name in rows else ""
    of_panel = panel[panel["in_panel"].astype(bool)]
    in_panel = (
        (rows["gene_id"] != "") & rows["gene_id"].isin(of_panel["gene_id"])
        | (rows["ensembl_id"] != "") & rows["ensembl_id"].isin(of_panel["ensembl_id"])
        | rows["gene_name"].isin(of_panel["gene_name"])
    )
    rows["family"] = np.where(in_panel, "panel", "rest")
    known = genes.set_index("gene_id")[["ensembl_id", "gene_name"]]
    for column in ("ensembl_id", "gene_name"):
        own = rows["gene_id"].map(known[column])
        rows[column] = own.where(own.notna() & (own != ""), rows[column])
    rows = rows.join(rna.columns, on="gene_id")
    rows["rna_status"] = rows["rna_status"].fillna("").astype(object)
    combined = combined_rows(rows, None if links is None else links.cultures)
    rows = rows.assign(combined_from="", cochran_p=np.nan)
    if len(combined):
        rows = pd.concat([rows, combined], ignore_index=True)
    lacks = (rows["gene_id"] == "").astype(int)
    keys = ["lacks", "gene_id", "gene_name", "assay_id", "compartment", "combined_from"]
    keys += ["protein_gene", "protein_id"]
    return rows.assign(lacks=lacks).sort_values(keys, kind="stable", ignore_index=True)


def _untestable(rows: pd.DataFrame, genes: pd.DataFrame, rna: Rna) -> pd.DataFrame:
    """Call what needs no test, in the order of precedence of docs/architecture.md."""
    about = genes.set_index("gene_id")
    blocked = rows["gene_id"].map(about["measurable"]) == "no"
    why = rows["gene_id"].map(about["reason"]).fillna("")
    zero = rna.counts.index[(rna.counts == 0).all(axis=1)]
    undetected = rows["gene_id"].isin(zero)
    lacking = rows["gene_id"] == ""
    no_protein = rows["assay_id"] == ""
    elsewhere = rows["protein_status"] == "not_in_contrast"
    given = rows["call"] != ""
    conflict = rows["protein_status"] == CONFLICT
    conditions = [given, blocked, undetected, lacking, no_protein, elsewhere, conflict]
    calls = [
        rows["call"].to_numpy(),
        *(
            np.full(len(rows), call, dtype=object)
            for call in ("not_measurable", "not_detected", *["not_measured"] * 3, "inconclusive")
        ),
    ]
    note = rows["protein_reason"].str.split("; ").str[0]
    reasons = [
        rows["reason"].to_numpy(),
        why.to_numpy(),
        np.full(len(rows), _NO_READS[rna.of_subset], dtype=object),
        note.where(note != "", NOT_IN_COUNTS).to_numpy(),
        np.full(len(rows), "protein was not measured", dtype=object),
        rows["protein_reason"].to_numpy(),
        np.full(len(rows), ASSAY_CONFLICT, dtype=object),
    ]
    return rows.assign(
        call=np.select(conditions, calls, "").astype(object),
        reason=np.select(conditions, reasons, "").astype(object),
    )


def _blank_both_zero(rows: pd.DataFrame, both_zero: pd.Series) -> pd.DataFrame:
    """Leave the mRNA without estimate where neither arm has a count: 0 would read as unchanged."""
    blank = rows["gene_id"].isin(both_zero.index[both_zero])
    estimates = [f"rna_{name}" for name in ("log2FoldChange", "lfcSE", "ci_low", "ci_high")]
    rows.loc[blank, estimates] = np.nan
    return rows


def _without_wald_interval(rows: pd.DataFrame, rna: Rna, both_zero: pd.Series) -> pd.DataFrame:
    """Name the one arm without reads in ``rna_zero_arm``; leave its change without interval.

    There the estimate lies at infinity: the tests are likelihood ratios, and the standard error
    says nothing of the range that the data allow.
    """
    arm = pd.Series("", index=both_zero.index, dtype=object)
    for name in ("reference", "target"):
        arm[rna.arm_is_zero(name) & ~both_zero] = name
    zero = rows["gene_id"].map(arm).fillna("").astype(object)
    rows.loc[zero != "", ["rna_ci_low", "rna_ci_high", "smallest_margin_rna"]] = np.nan
    return rows.assign(rna_zero_arm=zero)
