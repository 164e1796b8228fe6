"""What each layer of one gene shows: a change, its absence, or neither.

The design study's tests (section 2) on one concordance row: change beyond the margin, and
exclusion of a change of the equivalence margin or more.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

from scipy import stats

#: Level of each test; the concordance calls carry their own FDR.
ALPHA: Final = 0.05
#: Default margins (log2), for rows that state none.
CHANGE_MARGIN: Final = math.log2(1.25)
EQUIVALENCE_MARGIN: Final = math.log2(1.5)

_RNA_MOVES: Final[dict[str, int]] = {
    "concordant_up": 1,
    "concordant_down": -1,
    "transcript_only_up": 1,
    "transcript_only_down": -1,
}
_PROTEIN_MOVES: Final[dict[str, int]] = {
    "concordant_up": 1,
    "concordant_down": -1,
    "posttranscriptional_gain": 1,
    "posttranscriptional_loss": -1,
}


@dataclass(frozen=True)
class Layer:
    """One layer's estimate, on the log2 scale.

    Attributes
    ----------
    change, se, df, padj : float
        Estimate, standard error, degrees of freedom (NaN: normal), adjusted two-sided p.
    change_margin, equivalence_margin : float
        log2 margins.
    bound : bool
        The estimate is only a bound, or a fit to censored values: it can show a change, never its
        absence.
    """

    change: float
    se: float
    df: float
    padj: float
    change_margin: float
    equivalence_margin: float
    bound: bool = False

    @property
    def tested(self) -> bool:
        """Whether there is an estimate with an error."""
        return math.isfinite(self.change) and math.isfinite(self.se) and self.se > 0

    def _tail(self, distance: float) -> float:
        df = self.df if math.isfinite(self.df) else math.inf
        return float(stats.t.sf(distance / self.se, df))

    def moves(self) -> int:
        """Return +1 or -1 where the change is significant and exceeds the margin, else 0."""
        if not self.tested or not self.padj < ALPHA:
            return 0
        beyond = self._tail(abs(self.change) - self.change_margin) < ALPHA
        return int(math.copysign(1, self.change)) if beyond else 0

    def excludes(self, sign: int) -> bool:
        """Whether a change of the equivalence margin or more in direction ``sign`` is excluded.

        P(T > (dE - e x) / s) < .05 (design study, section 5).
        """
        if not self.tested or self.bound:
            return False
        return self._tail(self.equivalence_margin - sign * self.change) < ALPHA

    def unchanged(self) -> bool:
        """Whether both directions are excluded (TOST; Schuirmann 1987)."""
        return self.excludes(1) and self.excludes(-1)


UNMEASURED: Final = Layer(math.nan, math.nan, math.nan, math.nan, math.nan, math.nan)


def _given(value: float, default: float) -> float:
    return value if math.isfinite(value) else default


def layers_of(row: Any) -> tuple[Layer, Layer]:
    """Read both layers of a concordance row.

    Parameters
    ----------
    row : named tuple
        A row of the concordance table. Margins that it leaves empty are the defaults. The mRNA of
        a gene that cannot be measured or has no read counts as not measured. A protein whose spread
        was declared, not measured, counts as not tested: it never exceeds tier C.

    Returns
    -------
    tuple of (Layer, Layer)
        mRNA and protein.
    """
    change_margin = _given(row.change_margin, CHANGE_MARGIN)
    rna = Layer(
        row.rna_log2FoldChange,
        row.rna_lfcSE,
        row.rna_df,
        row.rna_padj,
        change_margin,
        _given(row.rna_equivalence_margin, EQUIVALENCE_MARGIN),
    )
    if row.call in ("not_measurable", "not_detected"):
        rna = UNMEASURED
    protein = Layer(
        row.protein_log2FoldChange,
        math.nan if row.protein_status == "prior_based" else row.protein_lfcSE,
        row.protein_df,
        row.protein_padj,
        change_margin,
        _given(row.protein_equivalence_margin, EQUIVALENCE_MARGIN),
        bound=row.protein_status.startswith("censored") or row.protein_method == "tobit",
    )
    return rna, protein


def movements(row: Any, rna: Layer, protein: Layer) -> tuple[int, int]:
    """Return the direction in which each layer moves.

    Parameters
    ----------
    row : named tuple
        The concordance row of the layers.
    rna, protein : Layer

    Returns
    -------
    tuple of (int, int)
        +1, -1 or 0 (not shown) for mRNA and protein: what the row's call says where it names the
        layer, else the layer's own test.
    """
    if row.call == "opposite":
        return (1 if rna.change > 0 else -1), (1 if protein.change > 0 else -1)
    return (
        _RNA_MOVES.get(row.call, rna.moves()),
        _PROTEIN_MOVES.get(row.call, protein.moves()),
    )


def protein_unchanged(row: Any, protein: Layer) -> bool:
    """Say whether the protein is shown unchanged.

    Parameters
    ----------
    row : named tuple
        Of a transcript-only call the tier decides: A is equivalence, within the call's own FDR.
    protein : Layer

    Returns
    -------
    bool
    """
    if row.call in ("transcript_only_up", "transcript_only_down"):
        return bool(row.tier == "A")
    return protein.unchanged()
