"""The scorecard: one row per mechanism, cell state, outlook and check of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from resistance.checks.growth import FOLLOWERS
from resistance.evidence_columns import MECHANISMS
from resistance.functional.conclusions import Conclusion
from resistance.mechanisms import rules as decide
from resistance.mechanisms.background import Changes, Key, backgrounds, scored, set_tests
from resistance.mechanisms.confidence import Confidence
from resistance.mechanisms.frames import rows_as_tuples
from resistance.mechanisms.function import (
    FUNCTION_AGAINST,
    FUNCTION_SHOWN,
    Function,
    function_of,
    with_function,
)
from resistance.mechanisms.grades import (
    AS_EXPECTED,
    COUNTS_AGAINST,
    NOT_APPLICABLE,
    evidence_of,
)
from resistance.mechanisms.ladder import Rung, ladder_table, rungs
from resistance.mechanisms.next_step import costaining, next_experiment
from resistance.mechanisms.scope import DIRECTIONS
from resistance.mechanisms.setting import Setting
from resistance.mechanisms.states import cell_state
from resistance.wording import evidence
from resistance.wording import ladder as ladder_words
from resistance.wording import mechanisms as words
from resistance.wording.would_change import of_mechanism

#: Verdicts that state something about the measurement, and so have a confidence.
STATES_SOMETHING: Final = (
    *words.CONSISTENT,
    "layers_conflict",
    "no_change_shown",
    "expected_change_excluded",
    "shifted",
    "no_shift_shown",
    FUNCTION_SHOWN,
    FUNCTION_AGAINST,
)
_NO_RULE: Final = {
    "ceiling": "compatible",
    "rule": "none",
    "function_assay": "",
    "next_experiment": "",
    "intervention": "",
}
INTERNALISATION: Final = "internalisation"
#: The check of growth, whose failure says that genes of repair and checkpoints follow it.
PROLIFERATION: Final = "proliferation"
_UNTESTED_SET: Final = {"size": 0, "t": np.nan, "pvalue": np.nan, "padj": np.nan}


class Scorecard(NamedTuple):
    """The scorecard of a contrast and the ladders of its mechanisms in scope.

    Attributes
    ----------
    mechanisms : pandas.DataFrame
        Columns ``MECHANISMS``; in the catalogue's order.
    ladder : pandas.DataFrame
        Columns ``LADDER``.
    """

    mechanisms: pd.DataFrame
    ladder: pd.DataFrame


@dataclass
class _Assessed:
    """One mechanism on its way to a row."""

    group: str
    mechanism: str
    rule: dict[str, str]
    rows: pd.DataFrame
    test: Mapping[str, Any]
    decision: decide.Decision
    function: Function
    agrees: bool
    ladder: list[Rung]


def scorecard(
    genes: pd.DataFrame, de: pd.DataFrame, concordance: pd.DataFrame, setting: Setting
) -> Scorecard:
    """Give every mechanism of the catalogue its verdict.

    Parameters
    ----------
    genes : pandas.DataFrame
        From :func:`resistance.mechanisms.grades.gene_grades`.
    de, concordance : pandas.DataFrame
        The contrast's tables.
    setting : Setting

    Returns
    -------
    Scorecard
    """
    tests, background = set_tests(genes, de), backgrounds(de, concordance)
    known = {(row.group, row.mechanism): row._asdict() for row in rows_as_tuples(setting.rules)}
    assessed = []
    for key in dict.fromkeys(zip(genes["group"], genes["mechanism"], strict=True)):
        rows = genes[(genes["group"] == key[0]) & (genes["mechanism"] == key[1])]
        title = key[1].replace("_", " ").capitalize()
        rule = {**_NO_RULE, "title": title, **known.get(key, {})}
        assessed.append(
            _assess(
                key, rule, rows, tests.get(key, _UNTESTED_SET), background, concordance, setting
            )
        )
    pairs = costaining(
        {item.mechanism: item.decision for item in assessed},
        {item.mechanism: item.rule["rule"] for item in assessed},
    )
    records = [_record(item, setting, pairs.get(item.mechanism, [])) for item in assessed]
    ladders = [
        (item.mechanism, item.rule["title"], item.ladder) for item in assessed if item.ladder
    ]
    return Scorecard(pd.DataFrame(records, columns=list(MECHANISMS)), ladder_table(ladders))


def _assess(
    key: Key,
    rule: dict[str, str],
    rows: pd.DataFrame,
    test: Mapping[str, Any],
    background: Mapping[str, Changes],
    concordance: pd.DataFrame,
    setting: Setting,
) -> _Assessed:
    group, mechanism = key
    function = Function()
    if group == "mechanism":
        function = function_of(_conclusions(mechanism, rule["rule"], setting), setting.names)
    decision = _decide(group, rule["rule"], rows, test, setting.target, background)
    decision = _withheld(_capped(decision, rule["ceiling"]), setting)
    decision, agrees = with_function(decision, function)
    ladder = []
    if group == "mechanism" and decision.verdict != NOT_APPLICABLE:
        ladder = rungs(rows, concordance, function, rule, setting)
    return _Assessed(group, mechanism, rule, rows, test, decision, function, agrees, ladder)


def _conclusions(mechanism: str, rule: str, setting: Setting) -> list[Conclusion]:
    """Gather what assays say: whether an antigen is taken in belongs to it, and settles nothing."""
    own = list(setting.functional.get(mechanism, []))
    if rule == "antigen":
        own += [replace(item, supports=0) for item in setting.functional.get(INTERNALISATION, [])]
    return own


def _decide(
    group: str,
    rule: str,
    genes: pd.DataFrame,
    set_test: Mapping[str, Any],
    target: str,
    background: Mapping[str, Changes],
) -> decide.Decision:
    if (genes["grade"] == NOT_APPLICABLE).all():
        reason = "; ".join(dict.fromkeys(genes["reason"]))
        return decide.Decision(NOT_APPLICABLE, genes.iloc[:0], reason, reason)
    if group in ("outlook", "check"):
        moved = genes[genes["grade"].isin([*AS_EXPECTED, *COUNTS_AGAINST])]
        reason = "; ".join(f"{row.gene_name}: {row.reason}" for row in rows_as_tuples(moved))
        detail = evidence.NOT_TESTED if decide.untested(genes) else "no gene is shown to move"
        return decide.Decision(group, moved, reason or detail, detail)
    members = scored(genes)
    effectors = members[members["evidence_class"] == "effector"]
    deciding = members if group == "cell_state" or rule == "none" else effectors
    if decide.untested(deciding):
        return decide.Decision(
            "undetermined", genes.iloc[:0], evidence.NOT_TESTED, evidence.NOT_TESTED
        )
    if group == "cell_state":
        return cell_state(members, set_test)
    by_rule: dict[str, Callable[[], decide.Decision]] = {
        "antigen": lambda: decide.antigen(effectors, target),
        "efflux": lambda: decide.efflux(effectors, background),
        "effector_and_set": lambda: decide.effector_and_set(effectors, set_test),
        "none": lambda: decide.expression_only(members, set_test),
    }
    return by_rule[rule]()


def _capped(decision: decide.Decision, ceiling: str) -> decide.Decision:
    """Lower a verdict to ``compatible`` where the mechanism's ceiling says so."""
    if ceiling == "compatible" and decision.verdict in words.CONSISTENT:
        return replace(decision, verdict="compatible", detail="")
    return decision


def _withheld(decision: decide.Decision, setting: Setting) -> decide.Decision:
    """Withhold a verdict on the protein alone where a failed check may be all that it shows."""
    if decision.verdict != "consistent_protein_only":
        return decision
    cap = _confidence(decision, False, setting).tier_cap
    if not cap:
        return decision
    detail = words.MASKED
    reason = f"{decision.reason}; {detail}"
    return decide.Decision("undetermined", decision.genes.iloc[:0], reason, detail)


def _confidence(
    decision: decide.Decision, agrees: bool | None, setting: Setting, of_set: Sequence[str] = ()
) -> Confidence:
    """Ask what touches the genes that decided, and the set whose test decided with them."""
    prior = (decision.genes["protein_status"] == "prior_based").any()
    symbols = list(dict.fromkeys([*decision.genes["gene_name"], *of_set]))
    return setting.confidence_of(symbols, prior_based=bool(prior), function_agrees=agrees)


def _record(item: _Assessed, setting: Setting, pair: Sequence[str]) -> dict[str, Any]:
    decision, rows, rule = item.decision, item.rows, item.rule
    expected = rows[rows["grade"].isin(AS_EXPECTED)]
    against = rows[rows["grade"].isin(COUNTS_AGAINST)]
    found = Confidence("", ())
    if decision.verdict in STATES_SOMETHING:
        # a state of the cells has no function to measure
        agrees = item.agrees if item.group == "mechanism" else None
        of_set = rows["gene_name"] if rule["rule"] == "effector_and_set" else ()
        found = _confidence(decision, agrees, setting, list(of_set))
    low = found.level == "low"
    capped = f"; confidence capped by {', '.join(found.capped_by)}" if low else ""
    followers = [gene for gene in rows["gene_name"] if gene in FOLLOWERS]
    if PROLIFERATION in found.capped_by and followers:
        capped += f"; {ladder_words.listed(followers)} follow proliferation"
    background = rule["rule"] == "antigen" and setting.target in setting.at_background
    experiment = next_experiment(
        *(rule, item.ladder, item.function, decision, rows, setting.target, setting.names)
    )
    if pair:
        named = [setting.names.get(symbol, symbol) for symbol in pair]
        both = ladder_words.filled(ladder_words.COSTAIN, named[0], (), (), named[1])
        experiment = f"{experiment} {both}".strip()
    statement = _statement(item, setting, background)
    return {
        "group": item.group,
        "mechanism": item.mechanism,
        "title": rule["title"],
        "verdict": decision.verdict,
        "label": words.label(statement),
        "confidence": found.level,
        "capped_by": ";".join(found.capped_by),
        "n_derivations": setting.n_derivations,
        "effectors": ";".join(_effectors(rows)),
        "n_genes": len(rows),
        "n_expected": len(expected),
        "n_against": len(against),
        "set_nes_stat": item.test["t"],
        "set_pvalue": item.test["pvalue"],
        "set_padj": item.test["padj"],
        "function": item.function.text,
        "next_experiment": experiment,
        "would_change": of_mechanism(
            item.group, decision.verdict, rule["function_assay"], setting.n_derivations
        ),
        "reason": decision.reason + capped,
        "sentence": words.mechanism_sentence(statement)
        if item.group == "mechanism"
        else words.state_sentence(
            decision.verdict,
            rule["title"],
            list(expected["gene_name"]),
            list(against["gene_name"]),
            decision.detail,
        ),
    }


def _effectors(rows: pd.DataFrame) -> list[str]:
    """List the effectors in scope, or all where none is."""
    effectors = rows[rows["evidence_class"] == "effector"]
    scope = effectors[effectors["grade"] != NOT_APPLICABLE]
    return list((scope if len(scope) else effectors)["gene_name"])


def _statement(item: _Assessed, setting: Setting, background: bool) -> words.Statement:
    places = setting.localisation
    seen = set(places.loc[places["surface"] != "not_measured", "gene_name"])
    genes = [
        words.Gene(
            setting.names.get(row.gene_name, row.gene_name),
            evidence_of(row.grade, row),
            DIRECTIONS[row.expected_direction],
            item.rule["rule"] == "antigen" and row.gene_name in seen,
        )
        for row in rows_as_tuples(item.decision.genes)
    ]
    return words.Statement(
        item.decision.verdict,
        item.rule["rule"],
        item.rule["title"],
        genes,
        item.decision.detail,
        item.function.short,
        item.decision.expression,
        background,
    )
