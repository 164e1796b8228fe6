"""What the tests of a functional table allow to conclude, row by row.

Nothing is concluded from a test that failed: "unchanged" needs equivalence, and a row that shows
neither a change nor equivalence is ``undetermined``.
"""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from resistance.functional.assays import (
    ALONE,
    DIFFERENCE,
    EFFECT_REFERENCE,
    EFFECT_TARGET,
    IC50,
    INTERACTION,
)
from resistance.functional.conclusions import EFFLUX, mechanism_of
from resistance.functional.modulators import lost_pump, plain, pumps

UNDETERMINED: Final = "undetermined"

#: Assays of one step: the conclusion from a fall, and from equivalence.
_STEPS: Final[dict[str, tuple[str, str]]] = {
    "internalisation_rate": ("internalisation_impaired", "internalisation_unchanged"),
    "surface_half_life": ("half_life_shorter", "half_life_unchanged"),
    "lysosomal_delivery": ("lysosomal_delivery_impaired", "lysosomal_delivery_unchanged"),
}

#: Statuses of rows that were tested.
_TESTED: Final = ("estimated", "bound")

Row = Any  # a named tuple of the table's columns


class Table:
    """The rows of a functional table, to be looked up from one another.

    Parameters
    ----------
    rows : list of named tuple
    alpha : float
        False discovery rate.
    """

    def __init__(self, rows: list[Row], alpha: float) -> None:
        self.rows = rows
        self.alpha = alpha

    def find(self, row: Row, quantity: str, assay: str = "") -> Row | None:
        """Return the row of the same series that holds another quantity, None without it."""
        for other in self.rows:
            same = other.gene == row.gene and plain(other.modulator) == plain(row.modulator)
            if same and other.quantity == quantity and other.assay == (assay or row.assay):
                return other
        return None

    def changed(self, row: Row | None) -> bool:
        """Tell whether a row passes the change margin in the direction of resistance."""
        return row is not None and row.q_changed < self.alpha

    def same(self, row: Row | None) -> bool:
        """Tell whether a row passes the equivalence margin."""
        return row is not None and row.q_equivalent < self.alpha

    def differs(self, row: Row | None, direction: int) -> bool:
        """Tell whether a row differs from 0 in a direction, two-sided."""
        return row is not None and row.padj < self.alpha and direction * row.log2FoldChange > 0

    def toxicity(self, modulator: str) -> str:
        """Say what is known of an inhibitor without the drug.

        Parameters
        ----------
        modulator : str

        Returns
        -------
        str
            ``none_expected`` for the loss of a gene, ``harmless`` where equivalence is shown in
            both arms (both must pass, so neither is corrected), ``toxic`` (uncorrected as well: a
            doubt is enough), ``not_excluded`` or ``not_given``.
        """
        if lost_pump(modulator):
            return "none_expected"
        alone = [
            row
            for row in self.rows
            if row.assay == ALONE
            and plain(row.modulator) == plain(modulator)
            and row.quantity in (EFFECT_REFERENCE, EFFECT_TARGET)
            and row.status in _TESTED
        ]
        if any(row.p_changed < self.alpha for row in alone):
            return "toxic"
        if {row.quantity for row in alone} < {EFFECT_REFERENCE, EFFECT_TARGET}:
            return "not_given"
        return "harmless" if all(row.p_equivalent < self.alpha for row in alone) else "not_excluded"


def conclude(estimates: pd.DataFrame, alpha: float) -> pd.DataFrame:
    """Give each row its conclusion and the reason.

    Parameters
    ----------
    estimates : pandas.DataFrame
        Result of :func:`resistance.functional.estimates.estimate`.
    alpha : float
        False discovery rate of the conclusions.

    Returns
    -------
    pandas.DataFrame
        With ``conclusion``, a code of :class:`~resistance.functional.conclusions.Conclusion` or
        empty, and ``reason`` where the conclusion has one.
    """
    table = Table(list(estimates.itertuples(index=False)), alpha)
    found = [_conclusion(row, table) for row in table.rows]
    return estimates.assign(
        conclusion=pd.Series([code for code, _ in found], dtype=object),
        reason=pd.Series(
            [reason or row.reason for (_, reason), row in zip(found, table.rows, strict=True)],
            dtype=object,
        ),
    )


def _conclusion(row: Row, table: Table) -> tuple[str, str]:
    rule = {
        ("dye_efflux", DIFFERENCE): _dye_alone,
        ("dye_efflux", EFFECT_TARGET): _pump_active,
        ("payload_ic50", DIFFERENCE): _block,
        **{(assay, INTERACTION): _pump_limits for assay in IC50},
        **{(assay, DIFFERENCE): _step for assay in _STEPS},
    }.get((row.assay, row.quantity))
    if rule is None:
        return "", ""
    if row.status == "not_in_contrast":
        effect = table.find(row, EFFECT_TARGET) if row.assay in IC50 else None
        half = row.quantity == INTERACTION and effect is not None and effect.status in _TESTED
        return (UNDETERMINED, "no_reference") if half else ("", "")
    if row.status not in _TESTED:
        return UNDETERMINED, row.status
    return rule(row, table)


def _dye_alone(row: Row, table: Table) -> tuple[str, str]:
    """Less dye inside may be less uptake: without an inhibitor no pump is seen."""
    with_inhibitor = any(
        other.assay == row.assay and other.quantity == EFFECT_TARGET for other in table.rows
    )
    return ("", "") if with_inhibitor else (UNDETERMINED, "no_inhibitor")


def _pump_active(row: Row, table: Table) -> tuple[str, str]:
    if not table.changed(row):
        return "pump_not_shown", "equivalence_shown" if table.same(row) else "not_shown"
    between = table.find(row, INTERACTION)
    if between is None or between.status not in _TESTED:
        return "pump_active", "no_reference"
    if table.changed(between):
        return "pump_active", "more_than_reference"
    if between.p_equivalent < table.alpha:  # it weakens the conclusion, so no correction
        return "pump_active", "as_in_reference"
    if table.differs(between, -1):
        return "pump_active", "less_than_reference"
    return "pump_active", "comparison_open"


def _pump_limits(row: Row, table: Table) -> tuple[str, str]:
    """Judge the interaction of inhibitor and line on an IC50."""
    is_pump = bool(pumps(row.modulator)) or mechanism_of(row._asdict()) == EFFLUX
    if table.changed(row):
        effect = table.find(row, EFFECT_TARGET)
        # a rise in the reference is no fall in the target; both must pass, so no correction here
        if effect is None or not effect.p_changed < table.alpha:
            return UNDETERMINED, "no_fall_in_target"
        if not is_pump:
            return "inhibitor_sensitises", "modulator_unknown"
        toxicity = table.toxicity(row.modulator)
        if toxicity == "toxic":
            return UNDETERMINED, "inhibitor_toxic"
        if toxicity in ("not_given", "not_excluded"):
            return "inhibitor_sensitises", f"toxicity_{toxicity}"
        return "pump_limits_drug", "loss" if toxicity == "none_expected" else ""
    if table.same(row):
        # that an inhibitor of unknown specificity changes nothing says nothing about pumps
        return (
            ("pump_not_limiting", "")
            if pumps(row.modulator)
            else (UNDETERMINED, "modulator_unknown")
        )
    return UNDETERMINED, "opposite" if table.differs(row, 1) else "not_shown"


def _block(row: Row, table: Table) -> tuple[str, str]:
    """Hold the payload's IC50 against the drug's: it tells where the block lies."""
    drug = _drug_row(row, table)
    if drug is None or drug.status not in _TESTED:
        return UNDETERMINED, "drug_not_given"
    if not table.changed(drug):
        return UNDETERMINED, "drug_resistance_not_shown"
    if table.changed(row):
        return "at_or_after_payload_or_efflux", ""
    if table.same(row):
        return "block_before_payload", ""
    if table.differs(row, -1):
        return "block_before_payload", "more_sensitive"
    return UNDETERMINED, "not_shown"


def _drug_row(row: Row, table: Table) -> Row | None:
    """Return the drug's difference: of the payload's gene, else the one without a gene."""
    drugs = {
        other.gene: other
        for other in table.rows
        if other.assay == "adc_ic50" and other.quantity == DIFFERENCE
    }
    only = next(iter(drugs.values())) if len(drugs) == 1 else None
    return drugs.get(row.gene, drugs.get("", only))


def _step(row: Row, table: Table) -> tuple[str, str]:
    lower, unchanged = _STEPS[row.assay]
    if table.changed(row):
        return lower, ""
    if table.same(row):
        return unchanged, ""
    return UNDETERMINED, "higher" if table.differs(row, 1) else "not_shown"
