"""What a functional assay concluded, as a clause of the sentence of a mechanism."""

from __future__ import annotations

from typing import Final

#: By conclusion; {pump} is the pump that the assay names, or "a pump".
CLAUSES: Final[dict[str, str]] = {
    "pump_active": "{pump} is active",
    "pump_not_shown": "no activity of {pump} is shown",
    "pump_limits_drug": "{pump} limits this drug",
    "pump_not_limiting": "{pump} does not limit this drug",
    "inhibitor_sensitises": "an inhibitor sensitises",
    "block_before_payload": "block before payload action",
    "at_or_after_payload_or_efflux": "block at or after payload, or efflux",
    "internalisation_impaired": "internalisation impaired",
    "internalisation_unchanged": "internalisation unchanged",
    "half_life_shorter": "surface half-life shorter",
    "half_life_unchanged": "surface half-life unchanged",
    "lysosomal_delivery_impaired": "delivery to lysosomes impaired",
    "lysosomal_delivery_unchanged": "delivery to lysosomes unchanged",
    "undetermined": "the assay decides nothing",
}
MEASURED: Final = "measured"


def clause(code: str, gene: str) -> str:
    """Write a conclusion as a clause.

    Parameters
    ----------
    code : str
        A key of :data:`CLAUSES`.
    gene : str
        Name to show of the pump that the assay names; empty where it names none.

    Returns
    -------
    str
    """
    return CLAUSES[code].format(pump=gene or "a pump")


def capitalised(text: str) -> str:
    """Begin a sentence, without changing a name: P-gp stays P-gp."""
    return text[:1].upper() + text[1:]
