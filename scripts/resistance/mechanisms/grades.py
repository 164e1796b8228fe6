"""One exclusive grade per catalogue gene: whether it moves as the mechanism expects.

Grades are relative to ``expected_direction`` and are given in a fixed order, the first that
applies (design study, section 5). A concordance call decides where there is one; the layers' own
tests decide only what no call covers. Where a gene has several protein assays, each is graded and
the gene gets the first grade of the order: a single assay that contradicts is not outvoted. For
the drug's target a surface assay goes before a total one, because the antibody binds the surface.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from resistance.columns import CONCORDANCE
from resistance.concordance.combine import CONFLICT, without_members
from resistance.evidence_columns import MECHANISM_GENES
from resistance.mechanisms.frames import rows_as_tuples
from resistance.mechanisms.layers import layers_of, movements, protein_unchanged
from resistance.mechanisms.scope import DIRECTIONS
from resistance.wording import evidence
from resistance.wording import mechanisms as words

ORDER: Final = (
    "layers_conflict",
    "against_expected",
    "consistent_both",
    "consistent_protein_only",
    "transcript_only_protein_unmeasured",
    "no_change_shown",
    "expected_change_excluded",
    "inconclusive",
    "not_measured",
)
AS_EXPECTED: Final = (
    "consistent_both",
    "consistent_protein_only",
    "transcript_only_protein_unmeasured",
)
COUNTS_AGAINST: Final = ("layers_conflict", "against_expected")
RULED_OUT: Final = ("no_change_shown", "expected_change_excluded")
#: Genes that are listed but never graded.
NOT_SCORED: Final = "not_scored"
NOT_APPLICABLE: Final = "not_applicable"


def grade_row(row: Any, sign: int) -> tuple[str, str]:
    """Grade one concordance row relative to the expected direction.

    Parameters
    ----------
    row : named tuple
        A row of the concordance table.
    sign : int
        +1 or -1, the expected direction.

    Returns
    -------
    tuple of (str, str)
        The first grade of :data:`ORDER` that applies, and its reason in words.
    """
    rna, protein = layers_of(row)
    on_rna, on_protein = movements(row, rna, protein)
    clause = words.as_clause(row.reason, row.rna_status, row.protein_status)
    if row.call == "not_applicable":
        return "not_measured", clause
    if on_rna * on_protein < 0:
        return "layers_conflict", "mRNA and protein move in opposite directions"
    if on_rna == sign and on_protein == 0 and protein_unchanged(row, protein):
        return "layers_conflict", "mRNA moves as expected while the protein is shown unchanged"
    if -sign in (on_rna, on_protein):
        return "against_expected", words.moved(on_rna, on_protein)
    if row.call == ("concordant_up" if sign > 0 else "concordant_down"):
        return "consistent_both", words.moved(on_rna, on_protein)
    if row.call == ("posttranscriptional_gain" if sign > 0 else "posttranscriptional_loss"):
        return _as_expected("consistent_protein_only", row)
    if on_protein == sign and not rna.tested:
        return _as_expected("consistent_protein_only", row)
    if on_rna == sign and not protein.tested:
        return _as_expected("transcript_only_protein_unmeasured", row)
    if row.call == "unchanged":
        return "no_change_shown", "shown unchanged in mRNA and protein"
    # a layer that was measured and not tested excludes nothing
    measured = [layer for layer in (rna, protein) if layer.tested or math.isfinite(layer.change)]
    if protein.tested and all(layer.excludes(sign) for layer in measured):
        return "expected_change_excluded", words.excluded(sign, rna.tested)
    if not (math.isfinite(rna.change) or math.isfinite(protein.change)):
        return "not_measured", clause
    if row.rna_status == "no_replicates" and not protein.tested:
        return "inconclusive", evidence.NOT_TESTED
    return "inconclusive", words.inconclusive(
        on_rna, on_protein, row.call, clause if row.reason else ""
    )


def evidence_of(grade: str, row: Any) -> str:
    """Name the evidence of a gene that was graded as expected.

    Parameters
    ----------
    grade : str
    row : named tuple
        Columns ``call, tier, rna_status, protein_status``.

    Returns
    -------
    str
        A key of ``wording.evidence.KINDS``; empty for another grade.
    """
    if grade not in AS_EXPECTED:
        return ""
    return evidence.kind(grade, row.call, row.tier, row.rna_status, row.protein_status)


def _as_expected(grade: str, row: Any) -> tuple[str, str]:
    return grade, evidence.KINDS[evidence_of(grade, row)].reason


def rows_of(concordance: pd.DataFrame, ensembl_id: str, symbol: str) -> pd.DataFrame:
    """Return a gene's concordance rows: by Ensembl id, else by symbol, else by id of the counts.

    Parameters
    ----------
    concordance : pandas.DataFrame
    ensembl_id, symbol : str

    Returns
    -------
    pandas.DataFrame
        Possibly empty.
    """
    if ensembl_id:
        rows = concordance[concordance["ensembl_id"] == ensembl_id]
        if len(rows):
            return rows
    named = concordance["gene_name"] == symbol
    return concordance[named if named.any() else concordance["gene_id"] == symbol]


def assays_that_count(rows: pd.DataFrame, antigen: bool) -> pd.DataFrame:
    """Keep the rows whose assay can decide about a gene.

    Parameters
    ----------
    rows : pandas.DataFrame
        One gene's concordance rows.
    antigen : bool
        The gene is the drug's target: rows of the surface are kept alone, as far as they were
        tested or disagree.

    Returns
    -------
    pandas.DataFrame
        Rows with a tested protein estimate where there are any; else all. The row of several
        assays of one compartment stands in place of its members.
    """
    rows = without_members(rows)
    surface = rows["compartment"] == "surface"
    if antigen and (surface & (rows["protein_status"] == CONFLICT)).any():
        return rows[surface]
    tested = rows[rows["protein_log2FoldChange"].notna() & (rows["protein_lfcSE"] > 0)]
    if antigen and (tested["compartment"] == "surface").any():
        return tested[tested["compartment"] == "surface"]
    return tested if len(tested) else rows


def grade_gene(rows: pd.DataFrame, sign: int, antigen: bool) -> tuple[str, str, Any]:
    """Grade one gene over its assays.

    Parameters
    ----------
    rows : pandas.DataFrame
        The gene's concordance rows, at least one.
    sign : int
        Expected direction; 0 where none is expected: such a gene is never scored.
    antigen : bool
        The gene is the drug's target.

    Returns
    -------
    tuple of (str, str, named tuple)
        Grade, reason, and the row that decided.
    """
    kept = rows_as_tuples(assays_that_count(rows, antigen))
    if sign == 0:
        moves = movements(kept[0], *layers_of(kept[0]))
        return NOT_SCORED, words.not_scored(*moves), kept[0]
    graded = [(*grade_row(row, sign), row) for row in kept]
    return min(graded, key=lambda item: ORDER.index(item[0]))


def gene_grades(
    catalogue: pd.DataFrame,
    out_of_scope: pd.Series,
    concordance: pd.DataFrame,
    target: str,
) -> pd.DataFrame:
    """Grade every gene of the catalogue.

    Parameters
    ----------
    catalogue : pandas.DataFrame
        One row a gene of a mechanism (``readers.resources.CATALOGUE``).
    out_of_scope : pandas.Series
        Reasons on the catalogue's index, empty where the row applies to the study.
    concordance : pandas.DataFrame
        The contrast's concordance table.
    target : str
        Symbol of the drug's target; empty if there is none.

    Returns
    -------
    pandas.DataFrame
        Columns ``MECHANISM_GENES``, in the catalogue's order. ``grade`` is one of :data:`ORDER`,
        :data:`NOT_SCORED` (no direction is expected) or :data:`NOT_APPLICABLE`.
    """
    records = []
    for entry, why in zip(rows_as_tuples(catalogue), out_of_scope, strict=True):
        rows = rows_of(concordance, entry.ensembl_id, entry.gene)
        row: Any = None
        if why:
            grade, reason = NOT_APPLICABLE, why
            row = next(iter(rows_as_tuples(rows)), None)
        elif rows.empty:
            grade, reason = "not_measured", "the counts and the protein table lack this gene"
        else:
            antigen = bool(target) and entry.gene == target
            grade, reason, row = grade_gene(rows, DIRECTIONS[entry.expected_direction], antigen)
        records.append(_record(entry, grade, reason, row))
    return pd.DataFrame(records, columns=list(MECHANISM_GENES)).astype(
        {name: float for name, kind in MECHANISM_GENES.items() if kind is float}
    )


def _record(entry: Any, grade: str, reason: str, row: Any) -> dict[str, Any]:
    copied: Sequence[str] = (
        "rna_log2FoldChange",
        "rna_lfcSE",
        "rna_padj",
        "rna_status",
        "protein_log2FoldChange",
        "protein_lfcSE",
        "protein_status",
        "call",
        "tier",
    )
    measured = {
        name: getattr(row, name) if row is not None else ("" if CONCORDANCE[name] is str else None)
        for name in copied
    }
    return {
        "group": entry.group,
        "mechanism": entry.mechanism,
        "gene_id": row.gene_id if row is not None else "",
        "ensembl_id": entry.ensembl_id,
        "gene_name": entry.gene,
        "role": entry.role,
        "evidence_class": entry.evidence_class,
        "expected_direction": entry.expected_direction,
        **measured,
        "protein_assay_id": row.assay_id if row is not None else "",
        "grade": grade,
        "reason": reason,
        "rationale": entry.rationale,
        "source": entry.source,
    }
