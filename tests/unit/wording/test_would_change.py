from itertools import product

import pytest

from resistance.genes_of_interest import CALLS
from resistance.mechanisms.frames import rows_as_tuples
from resistance.wording.mechanisms import BY_FUNCTION, CONSISTENT, LABELS
from resistance.wording.would_change import of_gene, of_mechanism

FORBIDDEN = (
    *("causes", "confirms", "proves", "supported", "post-translational"),
    *("mechanism identified", "not expressed"),
)
NO_CALLS = ("inconclusive", "not_measured", "not_detected", "not_measurable", "not_applicable")


@pytest.fixture
def row(concordance_row, concordance_frame):
    def build(call: str, **others):
        return rows_as_tuples(concordance_frame(concordance_row("IL3RA", call, **others)))[0]

    return build


@pytest.mark.parametrize("call", [*CALLS, *NO_CALLS])
def test_every_call(row, call: str) -> None:
    text = of_gene(row(call), "CD123", "1 v 1", "drug at harvest")
    assert text.startswith("a repeat in which these checks pass: drug at harvest")
    assert not [word for word in FORBIDDEN if word in text]
    text = of_gene(row(call), "CD123", "1 v 1", "")
    assert ("second derivation" in text) == (call in CALLS)


@pytest.mark.parametrize("call", [*CALLS, *NO_CALLS])
def test_failed_checks_go_before_what_30_words_leave_out(row, call: str) -> None:
    checks = "drug at harvest, bound drug may hide the epitope"
    text = of_gene(row(call), "CD123", "1 v 1", checks)
    assert len(text.split()) <= 30
    assert text.startswith(f"a repeat in which these checks pass: {checks}")


def test_a_call_in_two_derivations_asks_for_no_third(row) -> None:
    assert "derivation" not in of_gene(row("concordant_up"), "CD123", "1 v 2", "")
    assert "derivation" in of_gene(row("concordant_up"), "CD123", "unknown", "")


def test_inconclusive_gene_says_how_many_replicates(row) -> None:
    text = of_gene(row("inconclusive", replicates_needed=5.2), "CD123", "1 v 1", "")
    assert text == "6 replicates per arm: 80% power at the observed estimate"
    assert of_gene(row("inconclusive"), "CD123", "1 v 1", "") == "a more precise measurement"


@pytest.mark.parametrize(
    ("statuses", "says"),
    [
        ({"protein_status": "n1"}, "two more replicates per arm"),
        ({"protein_status": "n2"}, "two more replicates per arm"),
        ({"protein_status": "published"}, "the SD or the replicates behind the ratio"),
        ({"protein_status": "conflict"}, "which assay is right: clone, gating, linearity"),
        ({"rna_status": "no_replicates"}, "RNA of two more samples per arm"),
        ({"protein_status": "estimated"}, "a more precise measurement"),
    ],
)
def test_what_is_not_settled_asks_for_what_its_reason_lacks(row, statuses, says) -> None:
    assert of_gene(row("inconclusive", **statuses), "CD123", "1 v 1", "").endswith(says)
    assert says not in of_gene(row("inconclusive", **statuses), "CD123", "1 v 1", "a check")


def test_every_verdict_on_a_mechanism() -> None:
    verdicts = {*LABELS, *CONSISTENT, *BY_FUNCTION}
    for verdict, assay in product(verdicts, ("", "dye efflux")):
        text = of_mechanism("mechanism", verdict, assay, "1 v 1")
        assert bool(text) == (verdict not in ("not_applicable", "outlook", "check"))
        assert not [word for word in FORBIDDEN if word in text]
    assert of_mechanism("cell_state", "undetermined", "", "1 v 1") == ""
    assert of_mechanism("mechanism", "undetermined", "dye efflux", "1 v 1") == (
        "a result of an assay of its function (dye efflux) or of an intervention, either way"
    )
