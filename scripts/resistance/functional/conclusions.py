"""What the rows of the functional table say about each mechanism.

A conclusion that several mechanisms share (the block lies before the payload acts) tells none of
them from the others: it agrees with no single one, and speaks against those that it leaves out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from resistance.functional.modulators import lost_pump, named_pump, pumps, spoken

FUNCTION: Final = "function"
INTERVENTION: Final = "intervention"

EFFLUX: Final = "drug_efflux"
PAYLOAD: Final = "payload_dna_damage"

#: The step that each assay measures; IC50 values are of a mechanism through their modulator.
MECHANISM_OF: Final[dict[str, str]] = {
    "dye_efflux": EFFLUX,
    "internalisation_rate": "internalisation",
    "surface_half_life": "antigen_turnover",
    "lysosomal_delivery": "lysosomal_trafficking",
}

#: Mechanisms that act before the payload does, and those that act on it or after it.
BEFORE_PAYLOAD: Final = (
    "antigen_loss",
    "antigen_turnover",
    "internalisation",
    "lysosomal_trafficking",
    "linker_cleavage",
)
FROM_PAYLOAD_ON: Final = (EFFLUX, PAYLOAD, "apoptosis")

#: +1 agrees with the row's own mechanism, -1 speaks against it; a reason may change it.
_SUPPORTS: Final[dict[str, int]] = {
    "pump_active": 1,
    "pump_active as_in_reference": 0,
    "pump_active less_than_reference": 0,
    "pump_not_shown": 0,
    "pump_not_shown equivalence_shown": -1,
    "pump_limits_drug": 1,
    "pump_not_limiting": -1,
    "inhibitor_sensitises": 0,
    "internalisation_impaired": 1,
    "internalisation_unchanged": -1,
    "half_life_shorter": 1,
    "half_life_unchanged": -1,
    "lysosomal_delivery_impaired": 1,
    "lysosomal_delivery_unchanged": -1,
    "undetermined": 0,
}

#: Conclusions about where the block lies: what they say about each mechanism.
_SHARED: Final[dict[str, dict[str, int]]] = {
    "block_before_payload": {
        **dict.fromkeys(BEFORE_PAYLOAD, 0),
        **dict.fromkeys(FROM_PAYLOAD_ON, -1),
    },
    # resistance to the payload does not exclude a change of the antigen as well
    "at_or_after_payload_or_efflux": dict.fromkeys((*BEFORE_PAYLOAD, *FROM_PAYLOAD_ON), 0),
}


@dataclass(frozen=True)
class Conclusion:
    """What one functional row says about one mechanism.

    Attributes
    ----------
    code : str
        pump_active, pump_not_shown, pump_limits_drug, pump_not_limiting, inhibitor_sensitises
        (the interaction is shown, but the modulator or its own toxicity leaves the pump open),
        block_before_payload, at_or_after_payload_or_efflux, internalisation_impaired,
        internalisation_unchanged, half_life_shorter, half_life_unchanged,
        lysosomal_delivery_impaired, lysosomal_delivery_unchanged, undetermined.
    gene : str
        Symbol of the pump or protein that the assay names; empty where it names none.
    sentence : str
        At most 30 words.
    supports : int
        +1 agrees with the mechanism, -1 speaks against it, 0 neither: the assay was made, but does
        not decide about this mechanism.
    rung : str
        ``function`` or ``intervention``.
    pumps : str
        What the inhibitor acts on, in words (``P-gp and/or ABCG2``, ``a pump``); empty without one.
    assay : str
        Of the functional table.
    """

    code: str
    gene: str
    sentence: str
    supports: int
    rung: str
    pumps: str = ""
    assay: str = ""


def by_mechanism(functional: pd.DataFrame, human: bool = True) -> dict[str, list[Conclusion]]:
    """Gather the conclusions of a contrast's functional table by mechanism.

    Parameters
    ----------
    functional : pandas.DataFrame
        Columns of :data:`resistance.evidence_columns.FUNCTIONAL`.
    human : bool
        The cells are human: an inhibitor names the human pump that it acts on.

    Returns
    -------
    dict
        A list for each mechanism that a row speaks of, in the order of the table; mechanisms that
        no assay speaks of are absent. Where an inhibitor shows that a pump limits the drug,
        sensitivity to the free payload does not speak against efflux.
    """
    found: dict[str, list[Conclusion]] = {}
    for row in functional.to_dict("records"):
        if not row["conclusion"]:
            continue
        for mechanism, supports in _mechanisms(row).items():
            found.setdefault(mechanism, []).append(
                Conclusion(
                    row["conclusion"],
                    _gene(row, human),
                    row["sentence"],
                    supports,
                    _rung(row["assay"]),
                    spoken(row["modulator"], human) if row["modulator"] else "",
                    row["assay"],
                )
            )
    return {mechanism: _reconciled(items) for mechanism, items in found.items()}


def mechanism_of(row: Mapping[Any, Any]) -> str:
    """Return the mechanism that a row is about: the user's, else that of its assay or inhibitor."""
    if row["mechanism"]:
        return str(row["mechanism"])
    return MECHANISM_OF.get(row["assay"], EFFLUX if pumps(row["modulator"]) else "")


def _mechanisms(row: Mapping[Any, Any]) -> dict[str, int]:
    code = str(row["conclusion"])
    if code in _SHARED:
        return _SHARED[code]
    supports = _SUPPORTS.get(f"{code} {row['reason']}", _SUPPORTS[code])
    own = mechanism_of(row)
    if not own and row["assay"] == "payload_ic50":
        own = PAYLOAD
    return {own: supports} if own else {}


def _gene(row: Mapping[Any, Any], human: bool) -> str:
    """Name a pump only where the inhibitor does: a dye or the user's column cannot."""
    if row["modulator"] and not human:
        return lost_pump(row["modulator"])
    return named_pump(row["modulator"]) if row["modulator"] else str(row["gene"])


def _rung(assay: str) -> str:
    return INTERVENTION if assay.endswith("_ic50") else FUNCTION


def _reconciled(items: list[Conclusion]) -> list[Conclusion]:
    limits = any(item.code == "pump_limits_drug" for item in items)
    return [
        replace(item, supports=0) if limits and item.code == "block_before_payload" else item
        for item in items
    ]
