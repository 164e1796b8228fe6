"""The rule by which the graded genes of one mechanism become a verdict.

Only effectors decide where a mechanism has a verdict of its own. Every rule is pure: it sees the
effectors' grades, the set test and the background of the experiment.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from resistance.mechanisms.frames import rows_as_tuples
from resistance.mechanisms.grades import AS_EXPECTED, COUNTS_AGAINST, RULED_OUT
from resistance.mechanisms.layers import ALPHA
from resistance.mechanisms.scope import DIRECTIONS
from resistance.wording import mechanisms as words

VERDICT_OF_GRADE: Final[dict[str, str]] = {
    "consistent_both": "consistent_both",
    "consistent_protein_only": "consistent_protein_only",
    "transcript_only_protein_unmeasured": "consistent_transcript_only",
}
#: Smaller sets have no set test: there most genes have to move as expected and none against.
MOST: Final = 0.5
#: Share of random draws in which one of k pumps may pass.
PUMP_LIMIT: Final = 0.05


@dataclass(frozen=True)
class Decision:
    """What a rule decided.

    Attributes
    ----------
    verdict : str
        A code of ``wording.mechanisms.LABELS``.
    genes : pandas.DataFrame
        Rows of the mechanism's graded genes on which the verdict rests, best first.
    reason : str
        Why, in words; shown in the column ``reason``.
    detail : str
        Clause for the sentence.
    expression : str
        The verdict that expression alone gave, where a functional assay changed it.
    """

    verdict: str
    genes: pd.DataFrame
    reason: str
    detail: str = ""
    expression: str = ""


def _as_expected(genes: pd.DataFrame) -> pd.DataFrame:
    """Rows graded as expected, the strongest grade first."""
    rows = genes[genes["grade"].isin(AS_EXPECTED)]
    return rows.iloc[rows["grade"].map(AS_EXPECTED.index).argsort(kind="stable")]


def _listed(genes: pd.DataFrame) -> str:
    return "; ".join(f"{row.gene_name}: {row.reason}" for row in rows_as_tuples(genes))


def untested(genes: pd.DataFrame) -> bool:
    """Say whether no gene has a test, for want of replicates of the mRNA.

    Parameters
    ----------
    genes : pandas.DataFrame
        Graded genes.

    Returns
    -------
    bool
        False where the counts lack every gene: that is "not measured".
    """
    single = genes["rna_status"] == "no_replicates"
    tested = (genes["rna_status"] == "tested") | (genes["protein_lfcSE"] > 0)
    return bool(single.any() and not tested.any())


def without_expected_change(effectors: pd.DataFrame) -> Decision:
    """Decide where no effector moves as expected.

    Parameters
    ----------
    effectors : pandas.DataFrame
        Graded effectors in scope.

    Returns
    -------
    Decision
        ``no_change_shown`` or ``expected_change_excluded`` where that holds for every effector;
        ``layers_conflict`` where an effector's layers disagree; else ``undetermined``: a change
        that was not shown is not thereby excluded.
    """
    reason = _listed(effectors)
    grades = effectors["grade"]
    if len(grades) and grades.isin(RULED_OUT).all():
        same = grades.eq("no_change_shown").all()
        verdict = "no_change_shown" if same else "expected_change_excluded"
        return Decision(verdict, effectors, reason)
    conflict = effectors[grades == "layers_conflict"]
    if len(conflict):
        return Decision("layers_conflict", conflict, reason)
    against = effectors[grades == "against_expected"]
    if len(against):
        verb = "moves" if len(against) == 1 else "move"
        detail = f"{', '.join(against['gene_name'])} {verb} against the expected direction"
    elif len(grades) and grades.eq("not_measured").all():
        detail = reason if len(grades) == 1 else "no effector was measured"
    else:
        detail = "no effector is shown to move as expected"
    return Decision("undetermined", effectors.iloc[:0], reason or detail, detail)


def antigen(effectors: pd.DataFrame, target: str) -> Decision:
    """Decide about lower antigen: the drug's target alone counts.

    Parameters
    ----------
    effectors : pandas.DataFrame
    target : str
        Symbol of the drug's target.

    Returns
    -------
    Decision
        A fall that was not shown leaves it ``undetermined``; one that is excluded says nothing
        about what happens after binding.
    """
    own = effectors[effectors["gene_name"] == target]
    falls = _as_expected(own)
    if falls.empty:
        return without_expected_change(own)
    return Decision(VERDICT_OF_GRADE[falls["grade"].iloc[0]], falls, _listed(falls))


def background_share(
    change: pd.Series, se: pd.Series, gene_id: str, own: tuple[float, float], sign: int
) -> float:
    """Return the share of tested genes that move at least as far as a gene does.

    A gene's distance is its change in the expected direction less one standard error, for the
    gene and for the background alike: then a random gene lies in the top share x with
    probability x. The gene counts as one of the background whether its own test was kept or set
    aside (too few reads for the FDR), so that its rank does not hang on that.

    Parameters
    ----------
    change, se : pandas.Series
        log2 fold changes and standard errors of all tested genes, by gene id.
    gene_id : str
    own : tuple of (float, float)
        The gene's own log2 fold change and standard error.
    sign : int
        Expected direction.

    Returns
    -------
    float
        In (0, 1]; 1 where the gene has no estimate with an error.
    """
    x, error = own
    distance = sign * x - error
    if math.isnan(distance):
        return 1.0
    others = (sign * change - se).dropna()
    if gene_id:
        others = others[others.index != gene_id]
    return float((1 + (others >= distance).sum()) / (1 + len(others)))


def efflux(
    effectors: pd.DataFrame, backgrounds: Mapping[str, tuple[pd.Series, pd.Series]]
) -> Decision:
    """Decide about efflux: one pump that rises further than nearly all genes is enough.

    With k pumps in scope a pump has to lie in the top 5%/k of the tested genes; otherwise one of
    four random genes gives a verdict in 14-34% of draws on MCF7. A pump that falls does not
    contradict one that rises.

    Parameters
    ----------
    effectors : pandas.DataFrame
        Graded pumps in scope.
    backgrounds : mapping of str to (pandas.Series, pandas.Series)
        Changes and standard errors of all tested genes by gene id: under ``""`` those of the
        mRNA, under each assay id those of that protein assay. A pump that moves in protein only
        is held against its own assay.

    Returns
    -------
    Decision
        ``compatible``, with the background share, where a pump rises but not far enough.
    """
    moved = _as_expected(effectors)
    if moved.empty:
        return without_expected_change(effectors)
    limit = PUMP_LIMIT / len(effectors)
    shares, notes = [], []
    for row in rows_as_tuples(moved):
        assay, own = "", (row.rna_log2FoldChange, row.rna_lfcSE)
        if row.grade == "consistent_protein_only":
            assay, own = row.protein_assay_id, (row.protein_log2FoldChange, row.protein_lfcSE)
        change, se = backgrounds[assay]
        sign = DIRECTIONS[row.expected_direction]
        shares.append(background_share(change, se, row.gene_id, own, sign))
        note = words.background(shares[-1], limit, assay or "mRNA")
        notes.append(f"{row.gene_name}: {row.reason}; {note}")
    reason = "; ".join(notes)
    far = moved[[share <= limit for share in shares]]
    if len(far):
        return Decision(VERDICT_OF_GRADE[far["grade"].iloc[0]], far, reason)
    least = min(shares)
    detail = f"but {100 * least:.2g}% of all genes move as far"
    return Decision("compatible", moved, reason, detail)


def effector_and_set(effectors: pd.DataFrame, set_test: Mapping[str, Any]) -> Decision:
    """Decide where an effector and the set of all genes must agree.

    Parameters
    ----------
    effectors : pandas.DataFrame
    set_test : mapping
        ``t`` and ``padj`` of the sign-aligned set; NaN where there was no set test.

    Returns
    -------
    Decision
        ``compatible`` where an effector moves as expected, and either the set is not shown to or
        another effector counts against; ``undetermined`` where both hold.
    """
    moved = _as_expected(effectors)
    if moved.empty:
        return without_expected_change(effectors)
    against = effectors[effectors["grade"].isin(COUNTS_AGAINST)]
    passes = set_test["padj"] < ALPHA and set_test["t"] > 0
    reason = _listed(pd.concat([moved, against]))
    if passes and against.empty:
        return Decision(VERDICT_OF_GRADE[moved["grade"].iloc[0]], moved, reason)
    against_names = ", ".join(against["gene_name"])
    if passes:
        detail = f"but {against_names} {'does' if len(against) == 1 else 'do'} not"
    elif against.empty:
        detail = "but the set of genes is not shown to"
    else:
        detail = f"{', '.join(moved['gene_name'])} as expected, {against_names} against"
        return Decision("undetermined", moved.iloc[:0], f"{reason}; {detail}", detail)
    return Decision("compatible", moved, f"{reason}; {detail}", detail)


def expression_only(genes: pd.DataFrame, set_test: Mapping[str, Any]) -> Decision:
    """Decide where expression cannot show function: ``compatible`` at most.

    The set has to move as expected (set test at BH < .05) and at least one gene with it; a set too
    small for a test needs more than half of its scored genes as expected and none against.

    Parameters
    ----------
    genes : pandas.DataFrame
        Graded genes in scope with an expected direction.
    set_test : mapping
        ``size``, ``t`` and ``padj``.

    Returns
    -------
    Decision
    """
    moved = _as_expected(genes)
    against = genes["grade"].isin(COUNTS_AGAINST).sum()
    counts = f"{len(moved)} of {len(genes)} scored genes move as expected, {against} against"
    if pd.notna(set_test["padj"]):
        enough = set_test["padj"] < ALPHA and set_test["t"] > 0 and len(moved) > 0
    else:
        enough = len(moved) > MOST * len(genes) and against == 0
        counts += "; too few tested genes for a set test"
    if enough:
        return Decision("compatible", moved, counts)
    return Decision("undetermined", moved.iloc[:0], counts, counts)
