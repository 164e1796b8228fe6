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
    "undetermined": "the functional assay decides nothing",
}
#: Conclusions about where the block lies: on the free payload, and the same for every mechanism
#: that lies on that side.
PLACES: Final = ("block_before_payload", "at_or_after_payload_or_efflux")
#: Between the clauses of a mechanism; no clause holds it.
BETWEEN: Final = "; "


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


def without(text: str, *codes: str) -> str:
    """Drop conclusions from the clauses of a mechanism.

    Parameters
    ----------
    text : str
        Clauses with :data:`BETWEEN` between them; may be empty.
    codes : str
        Of :data:`PLACES`.

    Returns
    -------
    str
    """
    dropped = {CLAUSES[code] for code in codes}
    return BETWEEN.join(part for part in text.split(BETWEEN) if part not in dropped)


def places(text: str) -> list[str]:
    """Find the clauses about where the block lies.

    Parameters
    ----------
    text : str
        As for :func:`without`.

    Returns
    -------
    list of str
    """
    known = {CLAUSES[code] for code in PLACES}
    return [part for part in text.split(BETWEEN) if part in known]


def measured(text: str) -> str:
    """Say of clauses that they were measured; an assay that decides nothing needs no such word.

    Parameters
    ----------
    text : str
        As for :func:`without`; not empty.

    Returns
    -------
    str
    """
    return text if text == CLAUSES["undetermined"] else f"{text} (measured)"
