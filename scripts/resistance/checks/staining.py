"""Whether the surface signal of the drug's target tells of the target: masking, clone, controls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy.special import stdtr

from resistance.checks.base import UNKNOWN, Context, Row, between_arms, field, row
from resistance.checks.markers import markers, moved, told
from resistance.design.contrast_rows import contrast_of
from resistance.protein.arms import of_model, protein_arms
from resistance.protein.tidy import tidy

#: Core fucosylation; without it some clones bind CD123 less (Liu 2021, PMC8601150).
GLYCANS: Final = {
    "FUT8": "ENSG00000033170",
    "SLC35C1": "ENSG00000181830",
    "GMDS": "ENSG00000112699",
    "GFUS": "ENSG00000104522",
}
#: CD45 and HLA class I: surface proteins that have nothing to do with the drug.
CONTROLS: Final = ("PTPRC", "B2M", "HLA-A", "HLA-B", "HLA-C")
_SURFACE: Final = "surface"
_ALPHA: Final = 0.05
#: log2 change that counts where no error is known: the default change margin of the concordance.
_CHANGE: Final = float(np.log2(1.25))
_MASKING: Final = "Bound drug may hide the epitope"
_CLONE: Final = "Staining clone"
_CONTROL: Final = "Surface control"


@dataclass(frozen=True)
class Stain:
    """Surface measurements of one contrast.

    Attributes
    ----------
    rows : pandas.DataFrame
        Measurements of the drug's target, tidy, text, those of both arms.
    target_arm : pandas.DataFrame
        Of ``rows``, those of the target arm.
    estimates : pandas.DataFrame
        Columns of ``PROTEIN``: the target's surface estimates.
    controls : pandas.DataFrame
        The same of the surface controls.
    """

    rows: pd.DataFrame
    target_arm: pd.DataFrame
    estimates: pd.DataFrame
    controls: pd.DataFrame

    @property
    def direction(self) -> int:
        """Sign of the target's change: 0 where no estimate differs from 0 at one-sided .05."""
        signs = {_sign(r) for r in self.estimates.to_dict("records")} - {0}
        return signs.pop() if len(signs) == 1 else 0

    @property
    def lower(self) -> bool:
        """Whether any surface estimate of the target is lower."""
        return any(_sign(r) < 0 for r in self.estimates.to_dict("records"))


def _sign(estimate: Mapping[Any, Any]) -> int:
    """Return the sign of an estimate, 0 where its one-sided p value is .05 or more.

    Where there is no p value, as of single measurements, a change of 1.25-fold counts.
    """
    change, p = estimate["log2FoldChange"], estimate["pvalue"]
    shown = p / 2 < _ALPHA if np.isfinite(p) else abs(change) >= _CHANGE
    return int(np.sign(change)) if shown else 0


def stain(context: Context, contrast: Mapping[str, str]) -> Stain | None:
    """Collect the surface measurements of the drug's target in a contrast.

    Parameters
    ----------
    context : Context
    contrast : mapping

    Returns
    -------
    Stain or None
        None where no target is named or its surface was not measured in both arms.
    """
    estimates = context.protein.estimates.get(contrast["id"])
    if not context.named_target or estimates is None or context.protein.table.empty:
        return None
    surface = estimates[estimates["compartment"] == _SURFACE]
    surface = surface[surface["log2FoldChange"].notna() & (surface["assay_id"] != "combined")]
    of_target = surface[surface["gene_name"] == context.drug_target]
    if of_target.empty:
        return None
    asked = contrast_of(contrast)
    arms = protein_arms(asked)
    table = tidy(of_model(context.protein.table, context.samples, asked))
    table = table[table["compartment"] == _SURFACE]
    measured = table[table["condition"].isin([*arms.reference, *arms.target])]
    named = measured["gene"].isin(set(of_target["protein_gene"]) - {""})
    named |= measured["ensembl_id"].isin(set(of_target["ensembl_id"]) - {""})
    rows = measured[named]
    marked = set(measured.loc[measured["is_surface_control"] == "yes", "gene"])
    is_control = surface["protein_gene"].isin(marked) | surface["gene_name"].isin(CONTROLS)
    is_control &= surface["gene_name"] != context.drug_target
    return Stain(
        rows, rows[rows["condition"].isin(arms.target)], of_target, surface[is_control]
    )  # fmt: skip


def _not_measured(context: Context) -> str:
    if not context.named_target:
        return "The study does not name the drug's target."
    return f"The surface signal of {context.named_target} was not measured in both arms."


def _washout(context: Context, contrast: Mapping[str, str], found: Stain) -> float | None:
    """Return the shortest washout of the target arm: of the protein, else of the sample sheet."""
    days = pd.to_numeric(found.target_arm["washout_days"], errors="coerce")
    if len(days) and days.notna().all():
        return float(days.min())
    sheet = field(context, "washout_days", context.arms(contrast)["target"])
    return float(sheet.astype(float).min()) if sheet is not None and len(sheet) else None


def _lower_by_another_clone(found: Stain) -> bool:
    """Whether an assay whose clone is stated not to compete shows the fall by itself."""
    competing = set(found.rows.loc[found.rows["clone_competes_with_drug"] != "no", "assay_id"])
    others = found.estimates[~found.estimates["assay_id"].isin(competing)]
    return any(_sign(r) < 0 for r in others.to_dict("records"))


def _epitope_masking(context: Context, contrast: dict[str, str]) -> Row:
    limit = context.thresholds.washout_days
    threshold = f"a clone that does not compete, or >= {limit:g} days without the drug"

    def say(status: str, message: str, value: str = "") -> Row:
        return row(
            "epitope_masking", _MASKING, status, message,
            value=value, threshold=threshold, touches=context.drug_target,
        )  # fmt: skip

    found = stain(context, contrast)
    if found is None:
        return say("not_assessable", _not_measured(context))
    competes = {text or "unknown" for text in found.rows["clone_competes_with_drug"]}
    value = f"competes: {', '.join(sorted(competes))}"
    if competes == {"no"}:
        return say("pass", "The staining clone does not compete with the drug.", value)
    if not found.lower:
        return say("pass", "The surface signal is not lower, so that nothing is hidden.", value)
    if _lower_by_another_clone(found):
        message = "The fall is seen by a clone that does not compete with the drug, too."
        return say("pass", message, value)
    days = _washout(context, contrast, found)
    if days is None:
        message = "The clone may compete with the drug, and the days without drug are unknown."
        return say("not_assessable", message, value)
    value += f"; {days:g} days"
    if days < limit:
        message = (
            f"Surface {context.drug_target} is lower {days:g} days after the drug, and the clone "
            "may compete with it: bound drug may hide it. Stain for human Fc."
        )
        return say("fail", message, value)
    return say(
        "pass", f"At least {days:g} days without the drug: little of it is still bound.", value
    )


def _staining_clone(context: Context, contrast: dict[str, str]) -> Row:
    def say(status: str, message: str, value: str = "") -> Row:
        return row(
            "staining_clone", _CLONE, status, message, value=value,
            threshold=">= 2 clones; no fall of FUT8, SLC35C1, GMDS or GFUS",
            touches=context.drug_target,
        )  # fmt: skip

    found = stain(context, contrast)
    if found is None:
        return say("not_assessable", _not_measured(context))
    clones = sorted(set(found.rows["clone"]) - UNKNOWN)
    fallen = (
        moved(markers(context, contrast, GLYCANS), -1)
        if context.is_human and context.drug_target == "IL3RA"
        else []
    )
    value = f"clones: {', '.join(clones) or 'unknown'}"
    if fallen:
        message = f"Genes of core fucosylation fall ({told(fallen)})"
        several = len(clones) > 1
        if not several:
            message += ", and no second clone was used"
        message += ": epitope or glycan change possible."
        return say("note" if several else "fail", message, f"{value}; {told(fallen)}")
    if not clones:
        return say("not_assessable", "The staining clone is not known.", value)
    if len(clones) == 1:
        message = f"One clone only ({clones[0]}): epitope or glycan change possible."
        return say("note", message, value)
    return say("pass", f"{len(clones)} clones stain {context.drug_target}.", value)


def _unchanged(estimate: Mapping[Any, Any], margin: float) -> bool:
    """Whether two one-sided tests at .05 place a change within a margin (log2).

    Bounds, censored fits and declared priors show nothing unchanged.
    """
    if estimate["status"] != "estimated" or estimate["method"] == "tobit":
        return False
    change, error, df = (float(estimate[key]) for key in ("log2FoldChange", "lfcSE", "df"))
    if not (error > 0 and df > 0):
        return False
    return bool(1 - stdtr(df, (margin - abs(change)) / error) < _ALPHA)


def _surface_control(context: Context, contrast: dict[str, str]) -> Row:
    target, fold = context.drug_target, context.thresholds.control_fold

    def say(status: str, message: str, value: str = "") -> Row:
        return row(
            "surface_control", _CONTROL, status, message, value=value,
            threshold=f"one unchanged within {fold:g}-fold, none that moves along",
            touches=target,
        )  # fmt: skip

    found = stain(context, contrast)
    if found is None:
        return say("not_assessable", _not_measured(context))
    controls = found.controls.to_dict("records")
    value = ", ".join(f"{r['gene_name']} {r['log2FoldChange']:+.2f}" for r in controls) or "none"
    if not controls:
        message = "No surface control was measured: a selective change cannot be stated."
        return say("note", message, value)
    still = [r for r in controls if _unchanged(r, float(np.log2(fold)))]
    along = [r for r in controls if r not in still and _sign(r) == found.direction != 0]
    if along:
        names = ", ".join(sorted({r["gene_name"] for r in along}))
        message = f"Surface controls move with {target} ({names}): the change is not selective."
        return say("fail", message, value)
    if not still:
        message = f"No surface control is shown to be unchanged within {fold:g}-fold."
        return say("note", message, value)
    names = ", ".join(sorted({r["gene_name"] for r in still}))
    return say("pass", f"Surface controls ({names}) are unchanged within {fold:g}-fold.", value)


epitope_masking = between_arms(_epitope_masking, "epitope_masking", _MASKING)
staining_clone = between_arms(_staining_clone, "staining_clone", _CLONE)
surface_control = between_arms(_surface_control, "surface_control", _CONTROL)
