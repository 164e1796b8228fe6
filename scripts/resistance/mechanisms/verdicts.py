"""The scorecard: one row per mechanism, cell state, outlook and check of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from resistance.columns import MECHANISMS
from resistance.mechanisms import rules as decide
from resistance.mechanisms.confidence import Confidence
from resistance.mechanisms.frames import rows_as_tuples
from resistance.mechanisms.grades import (
    AS_EXPECTED,
    COUNTS_AGAINST,
    NOT_APPLICABLE,
    NOT_SCORED,
    evidence_of,
)
from resistance.mechanisms.scope import DIRECTIONS
from resistance.mechanisms.sets import adjust, camera_preranked
from resistance.mechanisms.states import cell_state
from resistance.wording import evidence
from resistance.wording import mechanisms as words

#: Verdicts that state something about the measurement, and so have a confidence.
STATES_SOMETHING: Final = (
    "consistent_both",
    "consistent_protein_only",
    "consistent_transcript_only",
    "layers_conflict",
    "no_change_shown",
    "expected_change_excluded",
    "shifted",
    "no_shift_shown",
)
#: Groups whose sets are tested, each a family of its own for the FDR.
_TESTED_GROUPS: Final = ("mechanism", "cell_state")
_NO_RULE: Final = {"ceiling": "compatible", "rule": "none", "next_experiment": ""}

Key = tuple[str, str]  # group, mechanism


def tested(de: pd.DataFrame) -> pd.DataFrame:
    """Return the genes of a differential expression table that were tested, by gene id.

    Parameters
    ----------
    de : pandas.DataFrame
        Columns ``DIFFERENTIAL``.

    Returns
    -------
    pandas.DataFrame
        Index ``gene_id``.
    """
    keep = (de["status"] == "tested") & de["stat"].notna() & de["log2FoldChange"].notna()
    return de[keep].set_index("gene_id")


def set_tests(genes: pd.DataFrame, de: pd.DataFrame) -> dict[Key, dict[str, float]]:
    """Run the set test of every mechanism and cell state in scope.

    Parameters
    ----------
    genes : pandas.DataFrame
        Columns ``MECHANISM_GENES``: members are the genes in scope with an expected direction.
    de : pandas.DataFrame
        Columns ``DIFFERENTIAL``; Wald statistics of tested genes are the ranking.

    Returns
    -------
    dict of (group, mechanism) to dict
        ``size, t, pvalue, padj`` of each set; BH within each group.
    """
    statistic = tested(de)["stat"]
    scored = genes[genes["group"].isin(_TESTED_GROUPS) & _scored(genes) & (genes["gene_id"] != "")]
    sets: dict[Key, dict[str, int]] = {}
    for row in rows_as_tuples(scored):
        members = sets.setdefault((row.group, row.mechanism), {})
        members[row.gene_id] = DIRECTIONS[row.expected_direction]
    results: dict[Key, dict[str, float]] = {}
    for group in _TESTED_GROUPS:
        own = {name: members for (kind, name), members in sets.items() if kind == group}
        result = camera_preranked(statistic, own)
        result["padj"] = adjust(result["pvalue"])
        for name, row in zip(own, rows_as_tuples(result), strict=True):
            results[group, name] = row._asdict()
    return results


def _scored(genes: pd.DataFrame) -> pd.Series:
    return ~genes["grade"].isin([NOT_APPLICABLE, NOT_SCORED])


def backgrounds(
    de: pd.DataFrame, concordance: pd.DataFrame
) -> dict[str, tuple[pd.Series, pd.Series]]:
    """Collect changes and errors of all tested genes: of the mRNA and of each protein assay.

    Parameters
    ----------
    de, concordance : pandas.DataFrame
        Columns ``DIFFERENTIAL`` and ``CONCORDANCE``.

    Returns
    -------
    dict of str to (pandas.Series, pandas.Series)
        Key ``""`` for the mRNA, else the assay id; series by gene id.
    """
    rna = tested(de)
    out = {"": (rna["log2FoldChange"], rna["lfcSE"])}
    for assay, rows in concordance.groupby("assay_id", sort=True):
        if assay:
            values = rows.set_index("gene_id")
            out[str(assay)] = (values["protein_log2FoldChange"], values["protein_lfcSE"])
    return out


def _decide(
    group: str,
    rule: str,
    genes: pd.DataFrame,
    set_test: Mapping[str, Any],
    target: str,
    background: Mapping[str, tuple[pd.Series, pd.Series]],
) -> decide.Decision:
    if (genes["grade"] == NOT_APPLICABLE).all():
        reason = "; ".join(dict.fromkeys(genes["reason"]))
        return decide.Decision("not_applicable", genes.iloc[:0], reason, reason)
    if group in ("outlook", "check"):
        moved = genes[genes["grade"].isin([*AS_EXPECTED, *COUNTS_AGAINST])]
        reason = "; ".join(f"{row.gene_name}: {row.reason}" for row in rows_as_tuples(moved))
        detail = evidence.NOT_TESTED if decide.untested(genes) else "no gene is shown to move"
        return decide.Decision(group, moved, reason or detail, detail)
    scored = genes[_scored(genes)]
    effectors = scored[scored["evidence_class"] == "effector"]
    deciding = scored if group == "cell_state" or rule == "none" else effectors
    if decide.untested(deciding):
        return decide.Decision(
            "undetermined", genes.iloc[:0], evidence.NOT_TESTED, evidence.NOT_TESTED
        )
    if group == "cell_state":
        return cell_state(scored, set_test)
    by_rule: dict[str, Callable[[], decide.Decision]] = {
        "antigen": lambda: decide.antigen(effectors, target),
        "efflux": lambda: decide.efflux(effectors, background),
        "effector_and_set": lambda: decide.effector_and_set(effectors, set_test),
        "none": lambda: decide.expression_only(scored, set_test),
    }
    return by_rule[rule]()


def _capped(decision: decide.Decision, ceiling: str) -> decide.Decision:
    """Lower a verdict to ``compatible`` where the mechanism's ceiling says so."""
    if ceiling == "compatible" and decision.verdict in decide.VERDICT_OF_GRADE.values():
        return decide.Decision("compatible", decision.genes, decision.reason)
    return decision


def scorecard(
    genes: pd.DataFrame,
    de: pd.DataFrame,
    concordance: pd.DataFrame,
    rules: pd.DataFrame,
    clinical_names: Mapping[str, str],
    target: str,
    confidence_of: Callable[[list[str]], Confidence],
) -> pd.DataFrame:
    """Give every mechanism of the catalogue its verdict.

    Parameters
    ----------
    genes : pandas.DataFrame
        From :func:`resistance.mechanisms.grades.gene_grades`.
    de, concordance : pandas.DataFrame
        The contrast's tables.
    rules : pandas.DataFrame
        One row a mechanism: ``group, mechanism, title, ceiling, rule, next_experiment``. A
        mechanism without a row is ``compatible`` at most.
    clinical_names : mapping of str to str
        Name to show by symbol.
    target : str
        Symbol of the drug's target; empty if there is none.
    confidence_of : callable
        Confidence of a statement that rests on the given symbols. It never exceeds moderate
        here: a mechanism's needs a functional row as well.

    Returns
    -------
    pandas.DataFrame
        Columns ``MECHANISMS``; mechanisms, cell states, outlook and checks in the catalogue's
        order.
    """
    tests = set_tests(genes, de)
    background = backgrounds(de, concordance)
    known: dict[Key, dict[str, Any]] = {
        (row.group, row.mechanism): row._asdict() for row in rows_as_tuples(rules)
    }
    untested = {"size": 0, "t": np.nan, "pvalue": np.nan, "padj": np.nan}
    records = []
    for group, mechanism in dict.fromkeys(zip(genes["group"], genes["mechanism"], strict=True)):
        rows = genes[(genes["group"] == group) & (genes["mechanism"] == mechanism)]
        title = mechanism.replace("_", " ").capitalize()
        rule: dict[str, str] = {**_NO_RULE, "title": title}
        rule.update(known.get((group, mechanism), {}))
        test = tests.get((group, mechanism), untested)
        decision = _decide(group, rule["rule"], rows, test, target, background)
        decision = _capped(decision, rule["ceiling"])
        records.append(
            _record(group, mechanism, rule, rows, test, decision, clinical_names, confidence_of)
        )
    return pd.DataFrame(records, columns=list(MECHANISMS))


def _record(
    group: str,
    mechanism: str,
    rule: Mapping[str, str],
    rows: pd.DataFrame,
    test: Mapping[str, Any],
    decision: decide.Decision,
    names: Mapping[str, str],
    confidence_of: Callable[[list[str]], Confidence],
) -> dict[str, Any]:
    expected = rows[rows["grade"].isin(AS_EXPECTED)]
    against = rows[rows["grade"].isin(COUNTS_AGAINST)]
    level, reason, first = "", decision.reason, ""
    if decision.verdict in words.CONSISTENT:
        deciding = rows_as_tuples(decision.genes)[0]
        first = evidence_of(deciding.grade, deciding)
    if decision.verdict in STATES_SOMETHING:
        found = confidence_of(list(decision.genes["gene_name"]))
        level = "moderate" if found.level == "high" else found.level
        if level == "low":
            reason = f"{reason}; confidence capped by {', '.join(found.capped_by)}"
    if group == "mechanism":
        decided = [
            (
                names.get(row.gene_name, row.gene_name),
                evidence_of(row.grade, row),
                DIRECTIONS[row.expected_direction],
            )
            for row in rows_as_tuples(decision.genes)
        ]
        sentence = words.mechanism_sentence(
            decision.verdict, rule["rule"], rule["title"], decided, decision.detail
        )
    else:
        sentence = words.state_sentence(
            decision.verdict,
            rule["title"],
            list(expected["gene_name"]),
            list(against["gene_name"]),
            decision.detail,
        )
    return {
        "group": group,
        "mechanism": mechanism,
        "title": rule["title"],
        "verdict": decision.verdict,
        "label": words.label(decision.verdict, rule["rule"], first),
        "confidence": level,
        "effectors": ";".join(rows.loc[rows["evidence_class"] == "effector", "gene_name"]),
        "n_genes": len(rows),
        "n_expected": len(expected),
        "n_against": len(against),
        "set_nes_stat": test["t"],
        "set_pvalue": test["pvalue"],
        "set_padj": test["padj"],
        "function": words.NOT_MEASURED,
        "next_experiment": rule["next_experiment"],
        "reason": reason,
        "sentence": sentence,
    }
