import pandas as pd

from resistance.inputs.sample_rows import resolve
from resistance.wording.preview import questions
from resistance.wording.preview_limits import limits


def said(given) -> str:
    return "\n".join(limits(given, questions(given)))


def test_what_is_absent_is_said(facts) -> None:
    text = said(facts())
    assert "No protein: whether a change of mRNA reaches the protein is not answered." in text
    assert "No efflux assay" in text
    assert "No internalisation assay" in text
    assert "derivations is unknown" in text
    assert "no p values" not in text


def test_one_derivation_or_an_unknown_one(facts, sheet) -> None:
    for values, words in (
        (["D1"] * 8, "one resistant derivation (D1)"),
        (["D1", "D1", "", "D1", "D1", "D2", "unknown", ""], "derivations is unknown"),
    ):
        rows = resolve(sheet.assign(derivation=values), ["bad"])
        assert words in said(facts(rows=rows))
    rows = resolve(sheet.assign(derivation=["D1"] * 4 + ["D1", "D2", "D3", ""]), ["bad"])
    assert "derivation" not in said(facts(rows=rows))


def test_arms_without_replicates(facts, sheet) -> None:
    single = resolve(sheet[sheet["sample"].isin(["p1", "r1"])], [])
    assert "no p values" in said(facts(rows=single))
    three = resolve(sheet[sheet["sample"].isin(["p1", "r1", "r2"])], [])
    text = said(facts(rows=three))
    assert "an arm has one sample" in text
    assert "no p values" not in text


def test_genes_without_a_protein_and_a_target_without_a_surface_assay(facts, protein) -> None:
    drug = {"drug": {"target": "CD123"}}
    config = {"study": {"organism": "human", **drug}, "design": "~ condition"}
    config["genes_of_interest"] = ["ABCB1", "IL3RA", "TP53"]
    symbols = {"cd123": "IL3RA"}
    assert said(facts(config=config, protein=protein, symbols=symbols)).count("TP53") == 1
    assert "No protein for TP53." in said(facts(config=config, protein=protein, symbols=symbols))
    total = protein.assign(compartment="total")
    assert "No surface assay of the drug's target CD123" in said(
        facts(config=config, protein=total, symbols=symbols)
    )


def test_functional_assays_close_what_they_measure(facts) -> None:
    text = said(facts(functional=pd.DataFrame({"assay": ["dye_efflux"]})))
    assert "No efflux assay" not in text
    assert "No internalisation assay" in text


def test_organism_and_lost_genes(facts) -> None:
    config = {"study": {"organism": "other"}, "design": "~ condition"}
    text = said(facts(config=config, lost=("IL3RA", "CD99")))
    assert "Organism other: no embedded gene sets and no catalogue of mechanisms." in text
    assert "IL3RA, CD99: the counts dropped the reads that X and Y share" in text
