import pytest

from resistance.wording.evidence import KINDS, change, kind

ALONE = "consistent_protein_only"
RNA = "transcript_only_protein_unmeasured"


@pytest.mark.parametrize(
    ("grade", "call", "tier", "rna", "protein", "expected"),
    [
        ("consistent_both", "concordant_up", "", "tested", "estimated", "both"),
        (ALONE, "posttranscriptional_loss", "A", "tested", "estimated", "protein_only"),
        (ALONE, "posttranscriptional_loss", "B", "tested", "estimated", "protein_exceeds"),
        (ALONE, "not_measurable", "", "all_zero", "estimated", "rna_not_measured"),
        (ALONE, "not_measured", "", "", "estimated", "rna_not_measured"),
        (ALONE, "not_detected", "", "all_zero", "estimated", "rna_not_detected"),
        (ALONE, "inconclusive", "", "no_replicates", "estimated", "rna_not_tested"),
        (RNA, "not_measured", "", "tested", "", "protein_not_measured"),
        (RNA, "not_measured", "", "tested", "not_in_contrast", "protein_not_measured"),
        (RNA, "inconclusive", "", "tested", "n1", "protein_once"),
        (RNA, "inconclusive", "", "tested", "prior_based", "protein_once"),
        (RNA, "inconclusive", "", "tested", "no_variance", "protein_not_tested"),
    ],
)
def test_kind(grade: str, call: str, tier: str, rna: str, protein: str, expected: str) -> None:
    assert kind(grade, call, tier, rna, protein) == expected


@pytest.mark.parametrize("name", sorted(set(KINDS) - {"protein_only", "both"}))
def test_only_an_equivalence_reads_as_protein_only(name: str) -> None:
    text = f"{KINDS[name].label} {change(name, -1)} {KINDS[name].reason}"
    assert "only" not in text
    assert "unchanged" not in text


def test_direction() -> None:
    assert change("rna_not_measured", -1) == "is lower in protein; its mRNA was not measured"
    assert change("both", 1) == "increased at both levels"
