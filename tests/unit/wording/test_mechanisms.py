import pytest

from resistance.wording import mechanisms as words
from resistance.wording.evidence import KINDS


def test_model_sentence() -> None:
    assert words.mechanism_sentence(
        "consistent_both", "efflux", "Drug efflux", [("P-gp", "both", 1)], ""
    ) == ("P-gp increased at both levels, consistent with efflux; efflux not measured.")


def test_antigen_is_lower_never_lost() -> None:
    sentence = words.mechanism_sentence(
        *("consistent_protein_only", "antigen", "Lower antigen"),
        [("CD123", "protein_only", -1)],
        "",
    )
    assert sentence == (
        "CD123 decreased at the protein level only, consistent with lower antigen; "
        "internalisation not measured."
    )
    assert words.label("consistent_both", "antigen", "both").startswith("lower antigen: ")
    assert words.label("undetermined", "antigen") == "undetermined"


def test_protein_without_its_mrna_is_not_protein_only() -> None:
    sentence = words.mechanism_sentence(
        *("consistent_protein_only", "antigen", "Lower antigen"),
        [("CD123", "rna_not_measured", -1)],
        "",
    )
    assert sentence == (
        "CD123 is lower in protein; its mRNA was not measured; consistent with lower antigen; "
        "internalisation not measured."
    )
    assert words.label("consistent_protein_only", "antigen", "rna_not_measured") == (
        "lower antigen: consistent in protein; mRNA not measured"
    )


@pytest.mark.parametrize("evidence", sorted(KINDS))
def test_evidence_of_two_genes_fits_a_sentence(evidence: str) -> None:
    genes = [("P-gp", evidence, 1), ("BCRP", evidence, 1)]
    sentence = words.mechanism_sentence(
        "consistent_both", "effector_and_set", "DNA repair", genes, ""
    )
    assert len(sentence.split()) <= 30
    assert "consistent with DNA repair; function not measured." in sentence


def test_compatible_prints_the_background() -> None:
    sentence = words.mechanism_sentence(
        *("compatible", "efflux", "Drug efflux"),
        [("P-gp", "both", 1), ("BCRP", "both", 1)],
        "but 4% of all genes move as far",
    )
    assert sentence == (
        "P-gp and BCRP move as expected (but 4% of all genes move as far): compatible with "
        "efflux; efflux not measured."
    )


@pytest.mark.parametrize("verdict", sorted({*words.LABELS, *words.CONSISTENT} - {"not_applicable"}))
@pytest.mark.parametrize("rule", ["antigen", "efflux", "effector_and_set", "none"])
def test_every_mechanism_sentence_names_the_missing_function(verdict: str, rule: str) -> None:
    genes = [(f"GENE{i}", "protein_not_measured", 1) for i in range(6)]
    sentence = words.mechanism_sentence(verdict, rule, "DNA repair", genes, "a reason")
    assert "not measured" in sentence
    assert sentence.endswith(".")
    assert len(sentence.split()) <= 30


def test_long_lists_are_counted() -> None:
    sentence = words.state_sentence("outlook", "Outlook", list("ABCDE"), ["F"], "")
    assert sentence == (
        "Outlook: as listed in the catalogue: A, B, C and 2 more; the other way: F; no verdict."
    )


@pytest.mark.parametrize("verdict", sorted(words.LABELS))
def test_states_end_with_a_full_stop(verdict: str) -> None:
    sentence = words.state_sentence(verdict, "pDC identity", [], [], "a reason")
    assert sentence.startswith("pDC identity: ")
    assert sentence.endswith(".")


def test_clauses() -> None:
    clause = words.as_clause("lost_to_fdr", "tested", "estimated")
    assert clause == "the evidence does not hold after correction for the number of genes"
    assert words.as_clause("", "", "") == "not measured"
    assert words.moved(1, -1) == "mRNA up, protein down"
    assert words.background(0.0123, 0.0125, "mRNA") == "1.2% of mRNA values move as far; limit 1.2%"
