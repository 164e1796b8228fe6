"""Which experiment would decide about a mechanism next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from resistance.mechanisms.function import Function
from resistance.mechanisms.ladder import OPEN, Rung
from resistance.mechanisms.rules import Decision
from resistance.wording import ladder as words
from resistance.wording.mechanisms import CONSISTENT


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
        The experiment of the table of rules as long as no function was measured; then what fills
        the first open rung of the ladder, or the repetition in another line.
    """
    effectors = list(genes.loc[genes["evidence_class"] == "effector", "gene_name"])
    moved = [gene for gene in decision.genes["gene_name"] if gene in effectors]
    shown = [names.get(gene, gene) for gene in moved or effectors]
    text = rule["next_experiment"]
    if ladder and function.known:
        experiments = {**words.EXPERIMENTS, "intervention": rule["intervention"]}
        still_open = [experiments.get(rung.name, "") for rung in ladder if rung.state == OPEN]
        if not effectors:  # nothing to measure in mRNA, protein or place but whole sets
            still_open = [rule["intervention"]] if ladder[-1].state == OPEN else []
        text = next((item for item in still_open if item), words.REPLICATE)
    pump = names.get(moved[0], moved[0]) if moved else ""
    return words.filled(text, names.get(target, target), moved, shown, pump)


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
