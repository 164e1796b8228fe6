import pandas as pd

from resistance.wording.preview import questions
from resistance.wording.preview_layers import functional_lines, gene_lines, protein_lines


def joined(lines) -> str:
    return " ".join(" ".join(lines).split())


def test_protein_says_what_it_joins_to(facts, protein) -> None:
    config = {
        "study": {"name": "S", "organism": "human"},
        "design": "~ condition",
        "concordance": {"paired": {"flow": "batch"}},
    }
    given = facts(
        protein=protein,
        config=config,
        in_counts=lambda name, identifier: name in ("CD123", "ABCB1"),
    )
    text = joined(protein_lines(given, questions(given)))
    assert text.startswith(
        "Protein: 5 measurements - blot (western blot, total): 2 genes, 1 in the"
    )
    assert "(not: NOPE); replicates: parental 1" in text
    assert (
        "flow (flow cytometry, surface): 1 gene, all in the counts; replicates: parental 2, "
        "resistant 1; of the same cultures as the RNA (rna_sample); paired by batch" in text
    )
    assert "no protein was measured in both arms" not in text


def test_contrasts_without_protein_are_named(facts, protein) -> None:
    rows = (
        ("k", "condition", "parental", "resistant"),
        ("d", "", "", "", "(B:resistant - B:parental) - (A:resistant - A:parental)"),
    )
    given = facts(rows, "~ line * condition", protein=protein[protein["condition"] == "parental"])
    text = joined(protein_lines(given, questions(given)))
    assert "k: no protein was measured in both arms" in text
    assert "d: no protein is compared; this contrast is a difference of differences" in text


def test_none_is_said(facts) -> None:
    given = facts()
    assert protein_lines(given, questions(given)) == ["Protein: none"]
    assert functional_lines(given) == ["Functional assays: none"]
    assert gene_lines(given) == []


def test_genes_of_interest_are_looked_for_in_the_counts(facts) -> None:
    config = {"study": {}, "genes_of_interest": ["CD123", "ABCB1", "GHOST1"]}
    given = facts(config=config, symbols={"cd123": "IL3RA"})
    (line,) = gene_lines(given)
    assert line == "Genes of interest: in the counts CD123, ABCB1; NOT in the counts: GHOST1"


def test_functional_assays_are_counted(facts) -> None:
    table = pd.DataFrame({"assay": ["dye_efflux", "adc_ic50", "dye_efflux"]})
    (line,) = functional_lines(facts(functional=table))
    assert "dye efflux (2 measurements)" in line
    assert "IC50 of the drug (1 measurement)" in line


def test_measurements_of_runs_are_of_the_same_cultures_and_left_out_ones_are_not(facts, protein):
    for sample, words in (("p2b", "of the same cultures"), ("bad", "2 of 3 measurements of the")):
        rows = protein.replace({"rna_sample": {"p2": sample}})
        given = facts(protein=rows)
        assert words in joined(protein_lines(given, questions(given)))
