import pandas as pd
import pytest

from resistance.genes_of_interest import deciding_row, display_names, find_gene


def test_first_clinical_name_is_shown() -> None:
    names = pd.DataFrame(
        [("ABCB1", "P-gp"), ("ABCB1", "MDR1"), ("IL3RA", "CD123")],
        columns=["symbol", "clinical_name"],
    )
    assert display_names(names) == {"ABCB1": "P-gp", "IL3RA": "CD123"}


@pytest.mark.parametrize("name", ["ABCB1", "ENSG00000085563", "id_ABCB1", "p-GP"])
def test_gene_is_found_by_any_of_its_names(concordance_row, concordance_frame, name: str) -> None:
    frame = concordance_frame(
        ("IL3RA", "unchanged"),
        concordance_row("ABCB1", "unchanged", ensembl_id="ENSG00000085563"),
    )
    assert list(find_gene(frame, name, {"p-gp": "ABCB1"})["gene_name"]) == ["ABCB1"]
    assert find_gene(frame, "FOO", {}).empty


def rows(row, frame, *assays):
    """Rows of one gene: (call, compartment, tier, q of the protein-only family)."""
    return frame(
        *[
            row(
                *("A", call, (0.0, 0.1), (-1.0, 0.2)),
                compartment=compartment,
                tier=tier,
                q_protein_only=q,
                assay_id=f"assay{i}",
            )
            for i, (call, compartment, tier, q) in enumerate(assays)
        ]
    )


def test_surface_decides_for_the_antigen_even_without_a_call(
    concordance_row, concordance_frame
) -> None:
    table = rows(
        *(concordance_row, concordance_frame),
        ("concordant_down", "total", "", 0.001),
        ("inconclusive", "surface", "", 0.2),
    )
    assert deciding_row(table, antigen=True).compartment == "surface"
    assert deciding_row(table, antigen=False).compartment == "total"


def test_tier_then_q_decide_between_calls(concordance_row, concordance_frame) -> None:
    table = rows(
        *(concordance_row, concordance_frame),
        ("posttranscriptional_loss", "total", "B", 0.0001),
        ("posttranscriptional_loss", "total", "A", 0.03),
        ("posttranscriptional_loss", "total", "A", 0.01),
    )
    assert deciding_row(table, antigen=False).assay_id == "assay2"
    backwards = deciding_row(table.iloc[::-1], antigen=False)
    assert backwards.assay_id == "assay2"


def test_gene_without_protein(concordance_frame) -> None:
    table = concordance_frame(("A", "not_measured", (2.0, 0.2)))
    assert deciding_row(table, antigen=True).call == "not_measured"


def test_the_combined_row_decides_in_place_of_its_members(
    concordance_row, concordance_frame
) -> None:
    table = rows(
        *(concordance_row, concordance_frame),
        ("posttranscriptional_loss", "surface", "A", 0.0001),
        ("inconclusive", "surface", "", 0.3),
        ("posttranscriptional_loss", "surface", "B", 0.01),
    )
    table.loc[2, ["assay_id", "combined_from"]] = ["combined", "assay0;assay1"]
    for antigen in (True, False):
        assert deciding_row(table, antigen).assay_id == "combined"


def test_surface_assays_that_disagree_leave_the_antigen_open(
    concordance_row, concordance_frame
) -> None:
    table = rows(
        *(concordance_row, concordance_frame),
        ("posttranscriptional_loss", "surface", "A", 0.0001),
        ("unchanged", "surface", "", 0.3),
        ("inconclusive", "surface", "", float("nan")),
        ("posttranscriptional_loss", "total", "A", 0.0001),
    )
    table.loc[2, ["assay_id", "combined_from", "reason"]] = [
        "combined",
        "assay0;assay1",
        "assay_conflict",
    ]
    table.loc[2, ["protein_log2FoldChange", "protein_lfcSE"]] = float("nan")
    assert deciding_row(table, antigen=True).reason == "assay_conflict"
    assert deciding_row(table, antigen=False).compartment == "total"


def test_levels_that_differ_tell_more_than_nothing(concordance_row, concordance_frame) -> None:
    table = rows(
        *(concordance_row, concordance_frame),
        ("inconclusive", "total", "", 0.1),
        ("inconclusive", "total", "C", 0.2),
    )
    assert deciding_row(table, antigen=False).tier == "C"
