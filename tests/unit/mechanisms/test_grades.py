import math

import pandas as pd
import pytest

from resistance.evidence_columns import MECHANISM_GENES
from resistance.mechanisms.frames import rows_as_tuples
from resistance.mechanisms.grades import (
    AS_EXPECTED,
    ORDER,
    assays_that_count,
    gene_grades,
    grade_gene,
    grade_row,
    rows_of,
)

MIRROR = {
    "concordant_up": "concordant_down",
    "posttranscriptional_gain": "posttranscriptional_loss",
    "transcript_only_up": "transcript_only_down",
}
MIRROR |= {down: up for up, down in MIRROR.items()}

#: call, mRNA (log2FC, SE), protein, tier, grade for a gene expected to rise.
CASES = {
    "opposite": ("opposite", (2, 0.2), (-2, 0.2), "", "layers_conflict"),
    "mRNA up, protein shown unchanged": (
        *("transcript_only_up", (2, 0.2), (0.0, 0.1), "A"),
        "layers_conflict",
    ),
    "mRNA up without call, protein TOST": (
        *("inconclusive", (2, 0.2), (0.0, 0.1), ""),
        "layers_conflict",
    ),
    "mRNA down alone": ("not_measured", (-2, 0.2), None, "", "against_expected"),
    "both down": ("concordant_down", (-2, 0.2), (-2, 0.2), "", "against_expected"),
    "protein down": ("posttranscriptional_loss", (0, 0.1), (-2, 0.2), "A", "against_expected"),
    "both up": ("concordant_up", (2, 0.2), (2, 0.2), "", "consistent_both"),
    "protein up": ("posttranscriptional_gain", (0, 0.1), (2, 0.2), "A", "consistent_protein_only"),
    "protein up, no mRNA": ("not_measured", None, (2, 0.2), "", "consistent_protein_only"),
    "protein up, mRNA not measurable": (
        *("not_measurable", None, (2, 0.2), ""),
        "consistent_protein_only",
    ),
    "mRNA up, no protein": (
        *("not_measured", (2, 0.2), None, ""),
        "transcript_only_protein_unmeasured",
    ),
    "unchanged": ("unchanged", (0, 0.1), (0, 0.1), "", "no_change_shown"),
    "rise excluded": ("inconclusive", (-0.3, 0.2), (-0.3, 0.2), "", "expected_change_excluded"),
    "rise excluded in mRNA only": ("inconclusive", (-0.3, 0.2), (0.3, 0.4), "", "inconclusive"),
    "rise excluded, protein unmeasured": (
        *("not_measured", (-0.3, 0.2), None, ""),
        "inconclusive",
    ),
    "both move, call lost": ("inconclusive", (2, 0.2), (2, 0.2), "", "inconclusive"),
    "protein follows by less than half": (
        *("transcript_only_up", (2, 0.2), (0.2, 0.3), "B"),
        "inconclusive",
    ),
    "protein moves, mRNA open": ("inconclusive", (0.5, 0.5), (2, 0.2), "", "inconclusive"),
    "nothing measured": ("not_measured", None, None, "", "not_measured"),
    "no reads": ("not_detected", None, None, "", "not_measured"),
    "not applicable": ("not_applicable", None, None, "", "not_measured"),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("sign", [1, -1])
def test_grade(concordance_row, concordance_frame, name: str, sign: int) -> None:
    """Each grade, and the same for a gene expected to fall with both arms swapped."""
    call, rna, protein, tier, expected = CASES[name]
    if sign < 0:
        call = MIRROR.get(call, call)
        rna, protein = ((-layer[0], layer[1]) if layer else None for layer in (rna, protein))
    frame = concordance_frame(concordance_row("A", call, rna, protein, tier=tier))
    grade, reason = grade_row(rows_as_tuples(frame)[0], sign)
    assert grade == expected
    assert reason


def test_every_grade_has_a_case() -> None:
    assert {case[-1] for case in CASES.values()} == set(ORDER)


def test_censored_bound_excludes_nothing(concordance_row, concordance_frame) -> None:
    row = concordance_row(
        "A", "inconclusive", (-0.3, 0.2), (-0.3, 0.2), protein_status="censored_bound"
    )
    assert grade_row(rows_as_tuples(concordance_frame(row))[0], 1)[0] == "inconclusive"


@pytest.mark.parametrize("given", [{"protein_method": "tobit"}, {"protein_status": "prior_based"}])
def test_neither_censored_fit_nor_declared_spread_shows_absence(
    concordance_row, concordance_frame, given: dict
) -> None:
    flat = ("A", "inconclusive", (0.0, 0.05), (0.0, 0.05))
    sure, doubtful = (
        grade_row(rows_as_tuples(concordance_frame(concordance_row(*flat, **more)))[0], 1)[0]
        for more in ({}, given)
    )
    assert (sure, doubtful) == ("expected_change_excluded", "inconclusive")


def test_a_declared_spread_decides_nothing(concordance_row, concordance_frame) -> None:
    fall = ("A", "inconclusive", (math.nan, math.nan), (-2.0, 0.2))
    row = concordance_row(*fall, protein_status="prior_based", rna_status="no_replicates")
    assert grade_row(rows_as_tuples(concordance_frame(row))[0], -1)[0] not in AS_EXPECTED


def test_single_replicate_of_protein_does_not_hide_the_transcript(
    concordance_row, concordance_frame
) -> None:
    row = concordance_row(
        *("A", "inconclusive", (2, 0.2)),
        assay_id="wb",
        protein_log2FoldChange=2.1,
        protein_status="n1",
        reason="n1",
    )
    grade, reason = grade_row(rows_as_tuples(concordance_frame(row))[0], 1)
    assert grade == "transcript_only_protein_unmeasured"
    assert reason == "mRNA moves as expected; protein measured once: not tested"


@pytest.mark.parametrize(
    ("call", "status", "words"),
    [
        ("not_measurable", "all_zero", "mRNA was not measured"),
        ("not_measured", "", "mRNA was not measured"),
        ("not_detected", "all_zero", "no sample has a read of the mRNA"),
        ("inconclusive", "no_replicates", "mRNA was not tested"),
    ],
)
def test_protein_alone_says_why_the_mrna_is_silent(
    concordance_row, concordance_frame, call: str, status: str, words: str
) -> None:
    row = concordance_row("IL3RA", call, None, (-1.6, 0.2), rna_status=status)
    grade, reason = grade_row(rows_as_tuples(concordance_frame(row))[0], -1)
    assert grade == "consistent_protein_only"
    assert reason == f"the protein moves as expected; {words}"


def test_reasons_are_words(concordance_row, concordance_frame) -> None:
    row = concordance_row("A", "inconclusive", (0.3, 0.4), (0.3, 0.4), reason="lost_to_fdr")
    _, reason = grade_row(rows_as_tuples(concordance_frame(row))[0], 1)
    assert reason == "the evidence does not hold after correction for the number of genes"


def test_an_estimate_without_replicates_was_not_tested(concordance_row, concordance_frame) -> None:
    row = concordance_row(
        *("A", "not_measured"),
        rna_log2FoldChange=3.0,
        rna_status="no_replicates",
        reason="protein was not measured",
    )
    graded = grade_row(rows_as_tuples(concordance_frame(row))[0], 1)
    assert graded == ("inconclusive", "not tested: one sample in an arm")


def test_an_assay_that_contradicts_is_not_outvoted(concordance_row, concordance_frame) -> None:
    rows = concordance_frame(
        concordance_row("A", "concordant_up", (2, 0.2), (2, 0.2), assay_id="ms"),
        concordance_row("A", "opposite", (2, 0.2), (-2, 0.2), assay_id="wb"),
        concordance_row("A", "concordant_up", (2, 0.2), (2, 0.2), assay_id="flow"),
    )
    grade, _, row = grade_gene(rows, 1, antigen=False)
    assert (grade, row.assay_id) == ("layers_conflict", "wb")


@pytest.mark.parametrize(
    ("antigen", "grade"), [(True, "consistent_protein_only"), (False, "layers_conflict")]
)
def test_surface_goes_before_total_for_the_antigen(
    concordance_row, concordance_frame, antigen: bool, grade: str
) -> None:
    rows = concordance_frame(
        concordance_row("A", "opposite", (-2, 0.2), (2, 0.2), compartment="total"),
        concordance_row(
            "A", "posttranscriptional_loss", (0, 0.1), (-2, 0.2), compartment="surface"
        ),
    )
    assert grade_gene(rows, -1, antigen)[0] == grade


def test_untested_assays_step_back(concordance_row, concordance_frame) -> None:
    rows = concordance_frame(
        concordance_row("A", "inconclusive", (2, 0.2), assay_id="wb", protein_status="n1"),
        concordance_row("A", "concordant_up", (2, 0.2), (2, 0.2)),
    )
    assert list(assays_that_count(rows, antigen=True)["call"]) == ["concordant_up"]


def test_either_direction_is_never_scored(concordance_frame) -> None:
    rows = concordance_frame(("A", "concordant_up", (2, 0.2), (2, 0.2)))
    grade, reason, _ = grade_gene(rows, 0, antigen=False)
    assert grade == "not_scored"
    assert "mRNA up, protein up" in reason


def test_rows_are_found_by_ensembl_id_then_by_symbol(concordance_row, concordance_frame) -> None:
    frame = concordance_frame(
        concordance_row("MDR1", "inconclusive", ensembl_id="ENSG00000085563"),
        concordance_row("ABCB1", "unchanged"),
    )
    assert list(rows_of(frame, "ENSG00000085563", "ABCB1")["gene_name"]) == ["MDR1"]
    assert list(rows_of(frame, "ENSG00000000000", "ABCB1")["gene_name"]) == ["ABCB1"]
    assert rows_of(frame, "", "ABCG2").empty
    # organisms without an annotation: the catalogue may name the id of the counts
    assert list(rows_of(frame, "", "id_ABCB1")["gene_name"]) == ["ABCB1"]


def test_whole_catalogue(catalogue, concordance_frame) -> None:
    scope = pd.Series("", index=catalogue.index)
    scope[catalogue["mechanism"] == "linker_cleavage"] = "the study names no linker"
    frame = concordance_frame(("ABCB1", "concordant_up", (5, 0.4), (2, 0.2)))
    genes = gene_grades(catalogue, scope, frame, "IL3RA")
    assert list(genes.columns) == list(MECHANISM_GENES)
    assert list(genes["gene_name"]) == list(catalogue["gene"])
    by_name = genes.drop_duplicates("gene_name").set_index("gene_name")
    assert by_name.loc["ABCB1", "grade"] == "consistent_both"
    assert by_name.loc["ABCB1", "protein_assay_id"] == "flow1"
    assert by_name.loc["CTSB", "grade"] == "not_applicable"
    assert by_name.loc["CTSB", "reason"] == "the study names no linker"
    assert by_name.loc["ABCG2", "grade"] == "not_measured"
    assert genes["reason"].ne("").all()


def test_empty_concordance(catalogue, concordance_frame) -> None:
    genes = gene_grades(catalogue, pd.Series("", index=catalogue.index), concordance_frame(), "")
    assert set(genes["grade"]) == {"not_measured"}
