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
NOT_MEASURED: Final = "not measured"
_DRUG: Final = "this drug"
_PAYLOAD: Final = "the payload"
#: What a block before the payload acts means for efflux.
_AGAINST_EFFLUX: Final = "block before payload action, which speaks against efflux"
#: Which function decides about a rule's mechanism.
_FUNCTIONS: Final[dict[str, str]] = {"antigen": "internalisation", "efflux": "efflux"}
#: Rules of mechanisms that lie at the payload or after it, or pump it out.
_FROM_PAYLOAD_ON: Final = ("efflux", "effector_and_set")
#: Between the clauses of a mechanism; no clause holds it.
BETWEEN: Final = "; "


def clause(code: str, gene: str, assay: str = "") -> str:
    """Write a conclusion as a clause.

    Parameters
    ----------
    code : str
        A key of :data:`CLAUSES`.
    gene : str
        Name to show of the pump that the assay names; empty where it names none.
    assay : str
        Of the functional table: on the payload itself a pump limits the payload.

    Returns
    -------
    str
    """
    text = CLAUSES[code].format(pump=gene or "a pump")
    return text.replace(_DRUG, _PAYLOAD) if assay == "payload_ic50" else text


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


def of_efflux(text: str) -> str:
    """Say of a block that lies before the payload acts that it speaks against efflux.

    Parameters
    ----------
    text : str
        Clauses of an efflux mechanism, the one that decides first; may be empty.

    Returns
    -------
    str
        As it is where something else decides.
    """
    block = CLAUSES["block_before_payload"]
    first, _, rest = text.partition(BETWEEN)
    return text if first != block else BETWEEN.join(filter(None, (_AGAINST_EFFLUX, rest)))


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


def gap(text: str, rule: str, decides: bool) -> str:
    """Say in a sentence what was measured of a mechanism's function, or that it was not.

    Parameters
    ----------
    text : str
        As for :func:`without`; may be empty.
    rule : str
        Of the mechanism.
    decides : bool
        The assays gave the verdict.

    Returns
    -------
    str
    """
    if decides:
        return measured(text)
    missing = f"{_FUNCTIONS.get(rule, 'function')} {NOT_MEASURED}"
    if rule not in _FROM_PAYLOAD_ON:  # a payload that is resisted says nothing of what lies before
        text = without(text, "at_or_after_payload_or_efflux")
    if not text:
        return missing
    # of payload response and apoptosis the free payload is an assay, of the others it is not
    if rule != "effector_and_set" and not without(text, *PLACES):
        return f"{measured(text)}; {missing}"
    return measured(text)
