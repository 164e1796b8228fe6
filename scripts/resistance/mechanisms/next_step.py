"""Which experiment would decide about a mechanism next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from resistance.functional.conclusions import FUNCTION, INTERVENTION
from resistance.mechanisms.function import Function
from resistance.mechanisms.ladder import OPEN, Rung
from resistance.mechanisms.rules import Decision
from resistance.wording import ladder as words
from resistance.wording.conclusions import PLACES
from resistance.wording.mechanisms import CONSISTENT, MASKED

#: Verdicts that leave the fall of an antigen out.
_EXCLUDED: Final = ("no_change_shown", "expected_change_excluded")
#: Conclusions that are not about a mechanism's own step.
_NOT_ITS_OWN: Final = (*PLACES, "undetermined")
AGAINST_EXPECTED: Final = "against_expected"


def next_experiment(
    rule: Mapping[str, str],
    ladder: Sequence[Rung],
    function: Function,
    decision: Decision,
    genes: pd.DataFrame,
    target: str,
    names: Mapping[str, str],
) -> str:
    """Choose the next experiment of one mechanism.

    Parameters
    ----------
    rule : mapping of str to str
        The mechanism's row of the table of rules.
    ladder : sequence of Rung
        Empty for what has no ladder: cell states, outlook, checks.
    function : Function
    decision : Decision
    genes : pandas.DataFrame
        The mechanism's rows of ``MECHANISM_GENES``.
    target : str
        Symbol of the drug's target.
    names : mapping of str to str
        Name to show by symbol.

    Returns
    -------
    str
        The experiment of the table of rules as long as nothing of the mechanism's own was measured;
        then what fills the first open rung of the ladder. The repetition in another line where none
        is open, or where an intervention has decided. An antigen that is not shown to fall is not
        re-expressed.
    """
    effectors = list(genes.loc[genes["evidence_class"] == "effector", "gene_name"])
    moved = [gene for gene in decision.genes["gene_name"] if gene in effectors]
    shown = [names.get(gene, gene) for gene in moved or effectors]
    text = _first_open(rule, ladder, function, bool(effectors))
    if rule["rule"] == "antigen" and ladder and text != words.REPLICATE:
        own = genes[genes["gene_name"] == target]
        text = _of_antigen(decision, AGAINST_EXPECTED in set(own["grade"]), text)
    pump = names.get(moved[0], moved[0]) if moved else ""
    return words.filled(text, names.get(target, target), moved, shown, pump)


def _first_open(
    rule: Mapping[str, str], ladder: Sequence[Rung], function: Function, effectors: bool
) -> str:
    own = function.supports or any(item.code not in _NOT_ITS_OWN for item in function.said)
    if not ladder or not own:
        return rule["next_experiment"]
    still_open = [rung.name for rung in ladder if rung.state == OPEN]
    if function.supports and INTERVENTION not in still_open:
        return words.REPLICATE
    experiments = {
        # without effectors mRNA, protein and place are those of whole sets
        **(words.EXPERIMENTS if effectors else {}),
        FUNCTION: rule["next_experiment"],
        INTERVENTION: rule["intervention"],
    }
    if rule["rule"] != "antigen":  # only of an antigen does the surface decide
        experiments.pop("localisation", None)
    return next(filter(None, map(experiments.get, still_open)), words.REPLICATE)


def _of_antigen(decision: Decision, rises: bool, text: str) -> str:
    """Ask first whether the antigen falls at all."""
    if decision.detail == MASKED:
        return words.ANTIGEN["masked"]
    if rises or decision.verdict in _EXCLUDED:
        return words.ANTIGEN["excluded"]
    if decision.verdict in ("undetermined", "layers_conflict"):
        return words.ANTIGEN["not_shown"]
    return text


def costaining(verdicts: Mapping[str, Decision], rules: Mapping[str, str]) -> dict[str, list[str]]:
    """Find an antigen that falls and a pump that rises: bulk data cannot put them in one cell.

    Parameters
    ----------
    verdicts : mapping of str to Decision
        By mechanism.
    rules : mapping of str to str
        Rule of each mechanism.

    Returns
    -------
    dict of str to list of str
        For each mechanism that needs the experiment: the symbols to stain together, the antigen
        first; empty where only one of both has changed.
    """
    changed = {
        mechanism: decision
        for mechanism, decision in verdicts.items()
        if decision.verdict in CONSISTENT and rules.get(mechanism) in ("antigen", "efflux")
    }
    antigens = [name for name in changed if rules[name] == "antigen"]
    pumps = [name for name in changed if rules[name] == "efflux"]
    if not antigens or not pumps:
        return {}
    pair = [changed[group[0]].genes["gene_name"].iloc[0] for group in (antigens, pumps)]
    return dict.fromkeys([*antigens, *pumps], pair)
