"""How far a measurement can be trusted: low, moderate or high.

Confidence concerns the measurement, not whether the change protects the cell (design study,
section 5). **low**: tier C, a spread that was assumed (prior-based), or a failed check that
touches the gene. **moderate**: a call with its checks passed in one derivation, or with a
confounder that is noted. **high**: the same call in at least two independent derivations, no
confounder noted and no relevant check that could not be assessed; for a mechanism also a functional
assay that agrees.
Technical replicates need no rule: they are summed, so that an arm of them holds one sample.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from resistance.checks.codes import CONFOUNDERS, TIER_CAPS
from resistance.design.contrasts import arms_of, contrast_named, model_samples
from resistance.mechanisms.frames import rows_as_tuples

_UNKNOWN: Final = ("", "unknown")
#: The check that reports a single (or unknown) derivation caps at moderate, never to low.
SINGLE_DERIVATION: Final = "single_derivation"
#: Codes of ``capped_by`` that are no checks.
TIER_C: Final = "tier_c"
PRIOR_BASED: Final = "prior_based"
FUNCTION: Final = "function"


@dataclass(frozen=True)
class Arms:
    """The two arms of a contrast.

    Attributes
    ----------
    reference, target : tuple of str
        Sample names, in the order of the sheet.
    reference_derivations, target_derivations : tuple of str or None
        Distinct derivations, sorted; None where the sheet leaves one out.
    without_arms : tuple of str
        Samples of the model of a contrast that has no two arms, such as a difference of
        differences; empty otherwise.
    """

    reference: tuple[str, ...]
    target: tuple[str, ...]
    reference_derivations: tuple[str, ...] | None
    target_derivations: tuple[str, ...] | None
    without_arms: tuple[str, ...] = ()

    @property
    def n_derivations(self) -> str:
        """Number of derivations per arm, as ``1 v 1``; ``unknown`` where the sheet leaves gaps."""
        if self.reference_derivations is None or self.target_derivations is None:
            return "unknown"
        return f"{len(self.reference_derivations)} v {len(self.target_derivations)}"

    @property
    def replicates_are_derivations(self) -> bool:
        """Whether the target arm holds at least two derivations, one sample of each."""
        found = self.target_derivations
        return found is not None and len(found) >= 2 and len(found) == len(self.target)


@dataclass(frozen=True)
class Confidence:
    """A level and what keeps it from being higher.

    Attributes
    ----------
    level : str
        low, moderate, high.
    capped_by : tuple of str
        Codes of checks, ``tier_c``, ``prior_based`` or ``function``; empty where the level is high.
    tier_cap : str
        ``C`` where a failed check leaves no more than tier C of a call, whatever its tests say (a
        bound drug that may hide the epitope); empty otherwise.
    """

    level: str
    capped_by: tuple[str, ...]
    tier_cap: str = ""


def _derivations(rows: pd.DataFrame) -> tuple[str, ...] | None:
    if "derivation" not in rows.columns:
        return None
    values = rows["derivation"].astype(str)
    if values.str.lower().isin(_UNKNOWN).any():
        return None
    return tuple(sorted(set(values)))


def arms(samples: pd.DataFrame, contrasts: pd.DataFrame, contrast: str, design: str) -> Arms:
    """Find the samples and derivations of a contrast.

    Parameters
    ----------
    samples : pandas.DataFrame
        The sample sheet: ``sample``, the design's variables, optional fields; all text.
    contrasts : pandas.DataFrame
        The contrasts table, text.
    contrast : str
        An id of ``contrasts``.
    design : str
        Of the study.

    Returns
    -------
    Arms
    """
    sheet = samples.set_index("sample")
    arm = arms_of(sheet, contrasts, design, contrast)["arm"]
    if arm.empty:
        names = model_samples(sheet, contrast_named(contrasts, contrast))
        return Arms((), (), None, None, without_arms=tuple(names))
    parts = [
        samples[samples["sample"].isin(arm.index[arm == name])] for name in ("reference", "target")
    ]
    return Arms(
        reference=tuple(parts[0]["sample"]),
        target=tuple(parts[1]["sample"]),
        reference_derivations=_derivations(parts[0]),
        target_derivations=_derivations(parts[1]),
    )


def relevant_checks(
    checks: pd.DataFrame, contrast: str, arms: Arms, genes: Sequence[str]
) -> pd.DataFrame:
    """Keep the checks that concern genes in a contrast.

    Parameters
    ----------
    checks : pandas.DataFrame
        Columns ``CHECKS``.
    contrast : str
    arms : Arms
        Checks of samples outside the contrast do not matter to it.
    genes : sequence of str
        Symbols.

    Returns
    -------
    pandas.DataFrame
        Rows of ``checks`` that touch all genes or one of ``genes``.
    """
    inside = {
        "study": None,
        "contrast": {contrast},
        "sample": {*arms.reference, *arms.target, *arms.without_arms},
        "gene": set(genes),
    }
    keep = []
    for row in rows_as_tuples(checks):
        items = inside[row.scope]
        touched = {name.strip() for name in row.touches.split(";")}
        concerns = "all" in touched or bool(touched & set(genes))
        keep.append(concerns and (items is None or row.item == "" or row.item in items))
    return checks[pd.Series(keep, index=checks.index, dtype=bool)]


def confidence(
    checks: pd.DataFrame,
    contrast: str,
    arms: Arms,
    genes: Sequence[str],
    replicated: bool,
    *,
    tier: str = "",
    prior_based: bool = False,
    function_agrees: bool | None = None,
) -> Confidence:
    """Derive the confidence of a call from its checks and derivations.

    Parameters
    ----------
    checks : pandas.DataFrame
    contrast : str
    arms : Arms
    genes : sequence of str
        Symbols of the genes that the call rests on.
    replicated : bool
        The same call was made in another, independent derivation.
    tier : str
        Of the call: ``A``, ``B``, ``C`` or empty.
    prior_based : bool
        The spread between replicates was assumed, not measured.
    function_agrees : bool or None
        For a mechanism: whether a functional assay agrees with it. None for a gene.

    Returns
    -------
    Confidence
        ``capped_by`` lists what makes it low first, then what the derivations allow, confounders
        that are noted, checks that could not be assessed, and missing function.
    """
    relevant = relevant_checks(checks, contrast, arms, genes)
    relevant = relevant[relevant["check"] != SINGLE_DERIVATION]
    failed = _codes(relevant, "fail")
    noted = [code for code in _codes(relevant, "note") if code in CONFOUNDERS - set(failed)]
    low = [
        *failed,
        *([TIER_C] if tier == "C" else []),
        *([PRIOR_BASED] if prior_based else []),
    ]
    independent = replicated or arms.replicates_are_derivations
    capped = dict.fromkeys(
        [
            *low,
            *([] if independent else [SINGLE_DERIVATION]),
            *noted,
            *_codes(relevant, "not_assessable"),
            *([FUNCTION] if function_agrees is False else []),
        ]
    )
    caps = [TIER_CAPS[code] for code in failed if code in TIER_CAPS]
    level = "low" if low else "moderate" if capped else "high"
    return Confidence(level, tuple(capped), max(caps, default=""))


def _codes(checks: pd.DataFrame, status: str) -> list[str]:
    return list(dict.fromkeys(checks.loc[checks["status"] == status, "check"]))
