"""The ladder of evidence of a mechanism: mRNA, protein, localisation, function, intervention.

A rung is ``filled`` where it shows what the mechanism expects, ``against`` where it shows that
this is not so, ``not_shown`` where it was measured and shows neither, ``open`` where nothing was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from resistance.evidence_columns import LADDER
from resistance.functional.conclusions import FUNCTION, INTERVENTION
from resistance.mechanisms.background import scored
from resistance.mechanisms.frames import rows_as_tuples
from resistance.mechanisms.function import Function, sign_of
from resistance.mechanisms.grades import assays_that_count, rows_of
from resistance.mechanisms.layers import Layer, layers_of, movements
from resistance.mechanisms.rules import MOST
from resistance.mechanisms.scope import DIRECTIONS
from resistance.mechanisms.setting import Setting
from resistance.wording import ladder as words
from resistance.wording.conclusions import PLACES
from resistance.wording.mechanisms import MASKED

FILLED: Final = "filled"
AGAINST: Final = "against"
NOT_SHOWN: Final = "not_shown"
OPEN: Final = "open"
#: Of one gene: measured, but without an error to test it by. Its rung is ``not_shown``.
_UNTESTED: Final = "untested"

#: Mechanisms whose intervention is the free payload beside the drug, and what they expect of it.
#: Of the others it is none: re-expression, an inhibitor or another linker were not tried by it.
_EXPECTED_PLACE: Final[dict[str, str]] = {
    "internalisation": "block_before_payload",
    "lysosomal_trafficking": "block_before_payload",
    "payload_dna_damage": "at_or_after_payload_or_efflux",
}
#: Rules of mechanisms whose effectors lie in the membrane.
_IN_MEMBRANE: Final = ("antigen", "efflux")
#: What a surface assay shows, as a movement.
_SURFACE_MOVES: Final[dict[str, int]] = {"lower": -1, "higher": 1}


@dataclass(frozen=True)
class Rung:
    """One rung of one mechanism.

    Attributes
    ----------
    name : str
        One of ``wording.ladder.RUNGS``.
    state : str
        filled, against, not_shown, open.
    evidence : str
        What fills it, or what is missing, in words.
    """

    name: str
    state: str
    evidence: str


def rungs(
    genes: pd.DataFrame,
    concordance: pd.DataFrame,
    function: Function,
    rule: Mapping[str, str],
    setting: Setting,
) -> list[Rung]:
    """Climb the ladder of one mechanism.

    Parameters
    ----------
    genes : pandas.DataFrame
        The mechanism's rows of ``MECHANISM_GENES``.
    concordance : pandas.DataFrame
        The contrast's table.
    function : Function
    rule : mapping of str to str
        The mechanism's row of the table of rules.
    setting : Setting
        Its target is the only effector that the antigen's ladder is about.

    Returns
    -------
    list of Rung
        All five, in order. Effectors fill the rungs of mRNA and protein; a mechanism without
        effectors needs more than half of its measured genes, and none against.
    """
    target, names = setting.target, setting.names
    members = scored(genes)
    effectors = members[members["evidence_class"] == "effector"]
    antigen = rule["rule"] == "antigen"
    if antigen:
        effectors = effectors[effectors["gene_name"] == target]
    about = effectors if len(effectors) else members
    states = [_layers(row, concordance, row.gene_name == target) for row in rows_as_tuples(about)]
    shown = [names.get(gene, gene) for gene in about["gene_name"]]
    found = []
    layers = ("mrna", "surface" if antigen and _at_surface(about, concordance) else "protein")
    for place, layer in enumerate(layers):
        of_layer = [pair[place] for pair in states]
        summary = _of_effectors if len(effectors) else _of_set
        found.append(replace(summary(layer, of_layer, shown), name=words.RUNGS[place]))
    if found[1].state == FILLED and found[0].state == AGAINST and not _moves(states, 0):
        # a protein that changes without its mRNA: the mRNA says nothing against that
        found[0] = replace(found[0], state=NOT_SHOWN)
    unsettled = (about["grade"] == "inconclusive").any()
    for place in (0, 1):
        if found[place].state == AGAINST and not _moves(states, place) and unsettled:
            evidence = f"{found[place].evidence}; {words.BOTH_LAYERS}"
            found[place] = replace(found[place], evidence=evidence)
    membrane = rule["rule"] in _IN_MEMBRANE
    found.append(_localisation(effectors, setting.localisation, names, membrane))
    if antigen and found[0].state != FILLED and _masked(target, setting):
        found[1:] = [_behind_a_mask(rung) for rung in found[1:]]
    for name in (FUNCTION, INTERVENTION):
        found.append(_functional(name, function, rule))
    return found


def _at_surface(genes: pd.DataFrame, concordance: pd.DataFrame) -> bool:
    """Whether what counts of the antigen's protein was seen at the surface."""
    found = [
        assays_that_count(rows_of(concordance, gene.ensembl_id, gene.gene_name), True)
        for gene in rows_as_tuples(genes)
    ]
    return any(len(rows) and (rows["compartment"] == "surface").all() for rows in found)


def _masked(target: str, setting: Setting) -> bool:
    found = setting.confidence_of([target], prior_based=False, function_agrees=None)
    return bool(found.tier_cap)


def _behind_a_mask(rung: Rung) -> Rung:
    """Take back what a bound drug may only make look lower, as the verdict does."""
    if rung.state != FILLED:
        return rung
    return replace(rung, state=NOT_SHOWN, evidence=f"{rung.evidence}; {MASKED}")


def _moves(states: Sequence[tuple[tuple[str, int], ...]], place: int) -> bool:
    return any(pair[place][1] for pair in states)


def _layers(gene: Any, concordance: pd.DataFrame, antigen: bool) -> tuple[tuple[str, int], ...]:
    """State and movement of both layers of one gene."""
    sign = DIRECTIONS[gene.expected_direction]
    rows = rows_of(concordance, gene.ensembl_id, gene.gene_name)
    if rows.empty:
        return ((OPEN, 0), (OPEN, 0))
    moves: tuple[list[int], list[int]] = ([], [])
    layers: tuple[list[Layer], list[Layer]] = ([], [])
    for row in rows_as_tuples(assays_that_count(rows, antigen)):
        pair = layers_of(row)
        for place, move in enumerate(movements(row, *pair)):
            moves[place].append(move)
            layers[place].append(pair[place])
    return tuple(_state(moves[place], layers[place], sign) for place in (0, 1))


def _state(moves: Sequence[int], layers: Sequence[Layer], sign: int) -> tuple[str, int]:
    if -sign in moves:
        return AGAINST, -sign
    if sign in moves:
        return FILLED, sign
    tested = [layer for layer in layers if layer.tested]
    if tested and all(layer.excludes(sign) for layer in tested):
        return AGAINST, 0
    if tested:
        return NOT_SHOWN, 0
    measured = any(layer.change == layer.change for layer in layers)
    return (_UNTESTED if measured else OPEN), 0


def _of_effectors(layer: str, states: Sequence[tuple[str, int]], names: Sequence[str]) -> Rung:
    """One effector fills a rung; against it stands only what holds of all measured ones."""
    found = [state for state, _ in states]
    measured = [state for state in found if state != OPEN]
    if FILLED in found:
        state = FILLED
    elif measured and set(measured) == {AGAINST}:
        state = AGAINST
    else:
        state = NOT_SHOWN if measured else OPEN
    moved = {name: move for name, (_, move) in zip(names, states, strict=True) if move}
    asked = [name for name, own in zip(names, found, strict=True) if state == OPEN or own != OPEN]
    untested = [name for name, own in zip(names, found, strict=True) if own == _UNTESTED]
    return Rung(layer, state, words.layer_evidence(layer, moved, state, asked, untested))


def _of_set(layer: str, states: Sequence[tuple[str, int]], names: Sequence[str]) -> Rung:
    found = [state for state, _ in states if state != OPEN]
    if not found:
        return Rung(layer, OPEN, words.layer_evidence(layer, {}, OPEN, names))
    expected, against = found.count(FILLED), sum(s == AGAINST and m != 0 for s, m in states)
    state = FILLED if expected > MOST * len(found) and not against else NOT_SHOWN
    return Rung(layer, state, words.set_evidence(layer, expected, against, len(found)))


def _localisation(
    effectors: pd.DataFrame, localisation: pd.DataFrame, names: Mapping[str, str], membrane: bool
) -> Rung:
    """Read the surface assays of the effectors."""
    states, evidence = [], []
    for gene in rows_as_tuples(effectors):
        own = localisation[localisation["gene_name"] == gene.gene_name]
        for row in rows_as_tuples(own):
            states.append(_surface_state(row.surface, DIRECTIONS[gene.expected_direction]))
            name = names.get(gene.gene_name, gene.gene_name)
            total = "" if row.total_assay_id else " (total not measured)"
            evidence.append(f"{name} {words.SURFACE[row.surface]}{total}")
    if not states:
        what = words.SURFACE_AGAINST_TOTAL if membrane else words.PLACE
        return Rung("localisation", OPEN, f"{what} {words.NOT_MEASURED}")
    state = FILLED if FILLED in states else AGAINST if set(states) == {AGAINST} else NOT_SHOWN
    return Rung("localisation", state, "; ".join(dict.fromkeys(evidence)))


def _surface_state(surface: str, sign: int) -> str:
    if surface == "unchanged":
        return AGAINST
    move = _SURFACE_MOVES.get(surface, 0)
    return NOT_SHOWN if not move else FILLED if move == sign else AGAINST


def _functional(name: str, function: Function, rule: Mapping[str, str]) -> Rung:
    expected = _EXPECTED_PLACE.get(rule.get("mechanism", ""), "") if name == INTERVENTION else ""
    said = [
        item
        for item in function.said
        if item.rung == name and (item.supports or expected or item.code not in PLACES)
    ]
    if not said:
        missing = rule["function_assay"] if name == FUNCTION else ""
        return Rung(
            name, OPEN, f"{words.NOT_MEASURED}: {missing}" if missing else words.NOT_MEASURED
        )
    sign = sign_of({item.supports or int(item.code == expected) for item in said})
    state = {1: FILLED, -1: AGAINST, 0: NOT_SHOWN}[sign]
    return Rung(name, state, "; ".join(dict.fromkeys(item.clause for item in said)))


def ladder_table(
    ladders: Sequence[tuple[str, str, Sequence[Rung]]],
) -> pd.DataFrame:
    """Write the ladders of all mechanisms in scope.

    Parameters
    ----------
    ladders : sequence of (mechanism, title, rungs)

    Returns
    -------
    pandas.DataFrame
        Columns ``LADDER``: five rows a mechanism, in the order given.
    """
    records = [
        (mechanism, title, rung.name, rung.state, rung.evidence)
        for mechanism, title, own in ladders
        for rung in own
    ]
    return pd.DataFrame(records, columns=list(LADDER), dtype=object)
