"""Where a protein went: surface against total of the same gene, and the mRNA beside both."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from resistance.concordance import tests
from resistance.concordance.combine import without_members
from resistance.concordance.tests import Floats
from resistance.evidence_columns import LOCALISATION
from resistance.multiple_testing import benjamini_hochberg
from resistance.wording.localisation import sentence

LOWER, HIGHER, UNCHANGED = "lower", "higher", "unchanged"
NOT_SHOWN, NOT_MEASURED = "not_shown", "not_measured"

#: Protein statuses whose tests may say "lower" or "higher"; others are shown, not read.
_READ: Final = ("estimated", "censored_bound")
_GENE: Final = ["gene_id", "ensembl_id", "gene_name"]
_ESTIMATE: Final = ("log2FoldChange", "lfcSE", "df")


def localisation_table(concordance: pd.DataFrame, alpha: float) -> pd.DataFrame:
    """Hold the surface of each gene against its total.

    The ratio is p_surface - p_total with the Welch standard error of both, systematic errors
    included, and its two-sided p. A layer is lower or higher where the test beyond the change
    margin passes, unchanged where equivalence does, each adjusted by Benjamini-Hochberg over the
    genes of the table.

    Parameters
    ----------
    concordance : pandas.DataFrame
        Columns of :data:`resistance.columns.CONCORDANCE`.
    alpha : float

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`resistance.evidence_columns.LOCALISATION`; one row for each gene with a
        surface assay, in the order of ``concordance``.
    """
    surface = _deciding(concordance, "surface").reset_index(drop=True)
    total = _deciding(concordance, "total").set_index(_GENE)
    total = total.reindex(pd.MultiIndex.from_frame(surface[_GENE])).reset_index(drop=True)
    has_total = total["assay_id"].notna().to_numpy()
    out = surface[_GENE].copy()
    out["surface_assay_id"] = surface["assay_id"]
    out["total_assay_id"] = total["assay_id"].fillna("").astype(object)
    for name, rows in (("surface", surface), ("total", total)):
        for column in _ESTIMATE:
            out[f"{name}_{column}"] = rows[f"protein_{column}"].astype(float)
    estimates: list[list[Floats]] = []
    for rows in (surface, total):
        sure = rows["protein_status"] == "estimated"
        values = [rows[f"protein_{column}"].where(sure) for column in _ESTIMATE]
        estimates.append([value.to_numpy(dtype=float) for value in values])
    (s, s_se, s_df), (t, t_se, t_df) = estimates
    ratio, se, df = tests.linear_estimate(s, s_se, s_df, t, t_se, t_df, 1.0)
    half = stdtrit(df, 0.975) * se
    out["log2FoldChange"], out["lfcSE"], out["df"] = ratio, se, df
    out["ci_low"], out["ci_high"] = ratio - half, ratio + half
    out["pvalue"] = 2.0 * tests.t_tail(np.abs(ratio) / se, df)
    out["padj"] = benjamini_hochberg(out["pvalue"].to_numpy())
    out["surface"] = _protein_state(surface, np.ones(len(out), dtype=bool), alpha)
    out["total"] = _protein_state(total, has_total, alpha)
    out["rna"] = _state(surface, "rna", (surface["rna_status"] != "").to_numpy(), alpha)
    out["reading"] = readings(out, alpha)
    margins = {
        "rna_margin": surface["rna_equivalence_margin"],
        "surface_margin": surface["protein_equivalence_margin"],
        "total_margin": total["protein_equivalence_margin"].astype(float),
        "several_assays": surface["combined_from"] != "",
    }
    worded = out.assign(**margins).to_dict("records")
    out["sentence"] = [sentence({str(k): v for k, v in row.items()}) for row in worded]
    return out[list(LOCALISATION)]


def _deciding(concordance: pd.DataFrame, compartment: str) -> pd.DataFrame:
    """Choose one row a gene: the combined one, else a tested one, else the first."""
    rows = without_members(concordance[concordance["compartment"] == compartment])
    rows = rows.assign(
        order=np.arange(len(rows)),
        single=rows["combined_from"] == "",
        untested=~rows["protein_status"].isin(_READ),
    )
    best = rows.sort_values(["single", "untested", "order"]).drop_duplicates(_GENE)
    return best.sort_values("order").drop(columns=["order", "single", "untested"])


def _protein_state(rows: pd.DataFrame, measured: np.ndarray, alpha: float) -> np.ndarray:
    """Return the state of the protein of each row."""
    status = rows["protein_status"]
    measured = measured & (status != "not_in_contrast").to_numpy()
    read = rows.assign(
        **{
            f"p_protein_{part}": rows[f"p_protein_{part}"].astype(float).where(status.isin(_READ))
            for part in ("up", "down", "unchanged")
        }
    )
    return _state(read, "protein", measured, alpha)


def _state(rows: pd.DataFrame, layer: str, measured: np.ndarray, alpha: float) -> np.ndarray:
    """Return lower, higher, unchanged, not_shown or not_measured for each row."""
    up, down, unchanged = (
        rows[f"p_{layer}_{part}"].to_numpy(dtype=float) for part in ("up", "down", "unchanged")
    )
    moves = benjamini_hochberg(np.fmin(up, down)) < alpha
    same = benjamini_hochberg(unchanged) < alpha
    return np.select(
        [~measured, moves & (down < up), moves, same],
        [NOT_MEASURED, LOWER, HIGHER, UNCHANGED],
        NOT_SHOWN,
    ).astype(object)


def readings(rows: pd.DataFrame, alpha: float) -> np.ndarray:
    """Read surface, total and mRNA together (design study, section 4).

    Parameters
    ----------
    rows : pandas.DataFrame
        ``surface, total, rna, log2FoldChange, padj``.
    alpha : float

    Returns
    -------
    numpy.ndarray of str
        Keys of :data:`resistance.wording.localisation.READINGS`.
    """
    surface, total, rna = rows["surface"], rows["total"], rows["rna"]
    differs = rows["padj"] < alpha
    ratio_falls = differs & (rows["log2FoldChange"] < 0)
    ratio_rises = differs & (rows["log2FoldChange"] > 0)
    still = rna.isin([UNCHANGED, NOT_SHOWN, NOT_MEASURED])
    down, up = surface == LOWER, surface == HIGHER
    open_total = total == NOT_MEASURED
    cases: list[tuple[pd.Series, str]] = [
        (surface == NOT_MEASURED, "not_measured"),
        (
            down & (total == UNCHANGED) & ratio_falls & still,
            "internalisation_retention_or_masking",
        ),
        (down & (total == LOWER) & (rna == UNCHANGED), "lost_protein"),
        (down & (total == LOWER) & (rna == LOWER), "transcriptional"),
        (down & open_total & (rna == LOWER), "transcriptional_total_open"),
        (down & open_total, "surface_only"),
        (down & ratio_falls, "surface_falls_more"),
        ((surface == UNCHANGED) & (total == LOWER) & (rna == UNCHANGED), "intracellular_pool_lost"),
        ((surface == UNCHANGED) & ((total == UNCHANGED) | open_total), "no_change"),
        (up & (total == HIGHER) & (rna == UNCHANGED), "gained_protein"),
        (up & (total == HIGHER) & (rna == HIGHER), "transcriptional_rise"),
        (up & (total == UNCHANGED) & ratio_rises & still, "more_at_surface"),
        (up & open_total & (rna == HIGHER), "transcriptional_rise_total_open"),
        (up & open_total, "surface_only_rise"),
    ]
    return np.select(
        [case.to_numpy(dtype=bool) for case, _ in cases], [code for _, code in cases], "not_settled"
    ).astype(object)
