from pathlib import Path

import pandas as pd
import pytest

from resistance.columns import CHECKS, VERDICTS
from resistance.evidence_columns import MECHANISMS
from resistance.readers import resources
from resistance.verdicts import summarise

CATALOGUE = Path(__file__).parents[2] / "resources/catalogue"
STUDY = {"organism": "human", "drug": {"class": "adc", "target": "IL3RA"}}
CONTRASTS = pd.DataFrame(
    [("a", "condition", "parental", "r1"), ("b", "condition", "parental", "r2")],
    columns=["id", "variable", "reference", "target"],
)
SAMPLES = pd.DataFrame(
    {
        "sample": [f"{c}_{i}" for c in ("parental", "r1", "r2") for i in (1, 2, 3)],
        "condition": ["parental"] * 3 + ["r1"] * 3 + ["r2"] * 3,
        "derivation": ["P"] * 3 + ["D1"] * 3 + ["D2"] * 3,
    }
)
MECHANISM_ROWS = pd.DataFrame(
    [
        dict.fromkeys(MECHANISMS, "")
        | {
            "group": "mechanism",
            "mechanism": mechanism,
            "verdict": "undetermined",
            "effectors": effectors,
            "next_experiment": experiment,
            "function": "not measured",
        }
        for mechanism, effectors, experiment in [
            ("antigen_loss", "IL3RA", "re-express CD123"),
            ("drug_efflux", "ABCB1;ABCG2", "zosuquidar"),
        ]
    ]
)


def no_checks(**row: str) -> pd.DataFrame:
    rows = [dict.fromkeys(CHECKS, "") | row] if row else []
    return pd.DataFrame(rows, columns=list(CHECKS))


@pytest.fixture
def pvek_table(concordance_row, concordance_frame) -> pd.DataFrame:
    return concordance_frame(
        concordance_row(
            *("IL3RA", "posttranscriptional_loss", (-0.1, 0.15), (-1.6, 0.2)),
            compartment="surface",
            tier="A",
        ),
        ("ABCB1", "concordant_up", (5.2, 0.45), (2.4, 0.25)),
        ("ABCG2", "not_measured", (0.2, 0.3)),
    )


@pytest.fixture
def run():
    def summary(tables: dict[str, pd.DataFrame], genes, checks=None, samples=SAMPLES, study=STUDY):
        return summarise(
            tables,
            dict.fromkeys(tables, MECHANISM_ROWS),
            no_checks() if checks is None else checks,
            samples,
            CONTRASTS,
            resources.read_mechanism_rules(CATALOGUE / "mechanism_rules.tsv"),
            resources.read_clinical_names(CATALOGUE / "clinical_names.tsv"),
            genes,
            study,
            "~ condition",
        )

    return summary


@pytest.mark.parametrize("status", ["fail", "note", "pass"])
def test_no_reads_of_a_pseudo_autosomal_gene(
    run, concordance_row, concordance_frame, status: str
) -> None:
    table = concordance_frame(concordance_row("IL3RA", "not_detected"))
    checks = no_checks(check="par_sentinel", scope="study", status=status, touches="CRLF2;IL3RA")
    sentence = run({"a": table}, ["IL3RA"], checks).loc[0, "sentence"]
    assert ("may not measure pseudo-autosomal genes" in sentence) == (status != "pass")


def test_one_contrast(run, pvek_table) -> None:
    table = run({"a": pvek_table}, ["IL3RA", "ABCB1"])
    assert list(table.columns) == list(VERDICTS)
    assert list(table["sentence"]) == [
        "Surface CD123 signal is lower; IL3RA mRNA is unchanged within 1.5-fold.",
        "P-glycoprotein (ABCB1) is higher in mRNA and protein; efflux was not measured.",
    ]
    assert list(table["confidence"]) == ["moderate", "moderate"]
    assert list(table["capped_by"]) == ["single_derivation"] * 2
    assert list(table["n_derivations"]) == ["1 v 1"] * 2
    assert list(table["clinical_name"]) == ["CD123", "P-gp"]
    assert list(table["next_experiment"]) == ["re-express CD123", "zosuquidar"]
    assert set(table["function"]) == {"not measured"}


def test_what_was_measured_of_a_pump_stands_on_its_own_card_alone(
    concordance_frame, monkeypatch, run
) -> None:
    table = concordance_frame(
        ("ABCB1", "concordant_up", (5.2, 0.45), (2.4, 0.25)),
        ("ABCG2", "concordant_up", (5.2, 0.45), (2.4, 0.25)),
    )
    both = "Co-stain CD123 and P-gp: bulk data cannot show that both changes live in one cell."
    rows = MECHANISM_ROWS.assign(
        function="P-gp limits this drug; P-gp is active", next_experiment=f"Measure it. {both}"
    )
    monkeypatch.setattr(f"{__name__}.MECHANISM_ROWS", rows)
    pgp, bcrp, _ = run({"a": table}, ["ABCB1", "ABCG2"]).to_dict("records")
    assert pgp["function"] == "P-gp limits this drug; P-gp is active"
    assert bcrp["function"] == "not measured"
    assert "P-gp limits this drug (measured)" in pgp["sentence"]
    assert "efflux was not measured" in bcrp["sentence"]
    assert pgp["next_experiment"] == f"Measure it. {both}"
    assert bcrp["next_experiment"] == "Measure it."


def test_a_block_before_the_payload_is_said_to_speak_against_efflux(
    concordance_frame, monkeypatch, run
) -> None:
    table = concordance_frame(("ABCB1", "concordant_up", (5.2, 0.45), (2.4, 0.25)))
    text = "block before payload action; no activity of P-gp is shown"
    monkeypatch.setattr(f"{__name__}.MECHANISM_ROWS", MECHANISM_ROWS.assign(function=text))
    found = run({"a": table}, ["ABCB1"]).iloc[0]
    assert found["function"] == (
        "block before payload action, which speaks against efflux; no activity of P-gp is shown"
    )
    assert (
        "block before payload action, which speaks against efflux (measured)" in found["sentence"]
    )
    assert len(found["sentence"].split()) <= 30


def test_target_is_added_once(run, pvek_table) -> None:
    assert list(run({"a": pvek_table}, ["ABCB1"])["gene_name"]) == ["ABCB1", "IL3RA"]
    assert list(run({"a": pvek_table}, ["CD123"])["gene_name"]) == ["IL3RA"]
    assert list(run({"a": pvek_table}, [], study={"organism": "human"})["gene_name"]) == []


def test_a_gene_without_protein_and_mechanism_asks_for_its_protein(
    run, concordance_frame, concordance_row
) -> None:
    table = concordance_frame(
        ("GREB1", "not_measured", (0.2, 0.3)),
        ("FTL", "inconclusive", (0.2, 0.3), (0.1, 0.5)),
        concordance_row("ABCB1", "not_measured", (0.0, 0.05), smallest_margin_rna=0.2),
    )
    found = run({"a": table}, ["GREB1", "FTL", "ABCB1"]).set_index("gene_name")
    assert found.loc["GREB1", "next_experiment"] == "Measure its protein in both arms."
    assert found.loc["FTL", "next_experiment"] == ""
    assert found.loc["ABCB1", "next_experiment"] == "zosuquidar"
    assert found.loc["ABCB1", "sentence"] == (
        "P-glycoprotein (ABCB1): mRNA is unchanged within 1.5-fold; its protein was not measured."
    )
    assert "no change of mRNA is shown" in found.loc["GREB1", "sentence"]


def test_two_names_of_one_gene_give_one_verdict(run, pvek_table) -> None:
    table = run({"a": pvek_table}, ["P-gp", "MDR1", "ABCB1", "NOWHERE", "CD123", "IL3RA"])
    assert list(table["gene_name"]) == ["ABCB1", "NOWHERE", "IL3RA"]


def test_genes_without_call_have_no_confidence(run, pvek_table) -> None:
    table = run({"a": pvek_table}, ["ABCG2", "NOSUCH"]).set_index("gene_name")
    assert table.loc["ABCG2", "call"] == "not_measured"
    assert table.loc["NOSUCH", "call"] == "not_measured"
    assert list(table.loc[["ABCG2", "NOSUCH"], "confidence"]) == ["", ""]
    assert "NOSUCH was not measured" in table.loc["NOSUCH", "sentence"]


def test_same_call_in_two_derivations_is_high(run, pvek_table, concordance_frame) -> None:
    other = concordance_frame(
        ("IL3RA", "concordant_down", (-2, 0.2), (-2, 0.2)),
        ("ABCB1", "concordant_up", (3, 0.4), (2, 0.3)),
    )
    table = run({"a": pvek_table, "b": other}, ["IL3RA", "ABCB1"])
    by_gene = table.set_index(["contrast", "gene_name"])["confidence"]
    assert list(by_gene.loc[["a", "b"], "ABCB1"]) == ["high", "high"]
    assert list(by_gene.loc[["a", "b"], "IL3RA"]) == ["moderate", "moderate"]
    # one and the same derivation does not replicate itself
    same = SAMPLES.assign(derivation=["P"] * 3 + ["D1"] * 6)
    again = run({"a": pvek_table, "b": other}, ["ABCB1"], samples=same)
    assert set(again.loc[again["gene_name"] == "ABCB1", "confidence"]) == {"moderate"}


def test_open_check_prevents_high(run, pvek_table) -> None:
    open_ = no_checks(check="drug", scope="study", status="not_assessable", touches="all")
    table = run({"a": pvek_table, "b": pvek_table}, ["ABCB1"], open_)
    assert set(table["confidence"]) == {"moderate"}
    assert set(table["capped_by"]) == {"drug"}


def test_failed_check_of_one_gene_caps_that_gene(run, pvek_table) -> None:
    par = no_checks(check="par", scope="gene", item="IL3RA", status="fail", touches="IL3RA")
    table = run({"a": pvek_table}, ["IL3RA", "ABCB1"], par).set_index("gene_name")
    assert table.loc["IL3RA", "confidence"] == "low"
    assert table.loc["IL3RA", "capped_by"] == "par;single_derivation"
    assert table.loc["ABCB1", "confidence"] == "moderate"


def test_pump_out_of_scope_says_nothing_about_efflux(run, pvek_table, monkeypatch) -> None:
    monkeypatch.setitem(
        globals(), "MECHANISM_ROWS", MECHANISM_ROWS.assign(verdict="not_applicable")
    )
    table = run({"a": pvek_table}, ["ABCB1"]).set_index("gene_name")
    assert table.loc["ABCB1", "next_experiment"] == ""
    assert "efflux" not in table.loc["ABCB1", "sentence"]


def test_no_gene_of_interest(run, pvek_table) -> None:
    table = run({"a": pvek_table}, [], study={"organism": "other"})
    assert list(table.columns) == list(VERDICTS)
    assert list(table["sentence"]) == []


def test_masked_epitope_withholds_the_call(run, pvek_table) -> None:
    masked = no_checks(
        check="epitope_masking", title="Bound drug", scope="contrast", item="a", status="fail",
        touches="IL3RA",
    )  # fmt: skip
    table = run({"a": pvek_table}, ["IL3RA", "ABCB1"], masked).set_index("gene_name")
    found = table.loc["IL3RA"]
    assert found[["call", "tier", "confidence"]].tolist() == ["inconclusive", "C", "low"]
    assert found["capped_by"].startswith("epitope_masking")
    assert "bound drug may hide the epitope" in found["sentence"]
    assert found["would_change"] == "a repeat in which these checks pass: bound drug"
    assert table.loc["ABCB1", "call"] == "concordant_up"


def test_failed_check_stands_in_the_sentence(run, pvek_table) -> None:
    failed = no_checks(
        check="drug_at_harvest", title="Drug at harvest", scope="contrast", item="a",
        status="fail", touches="all",
    )  # fmt: skip
    sentences = run({"a": pvek_table}, ["IL3RA", "ABCB1"], failed)["sentence"]
    assert sentences.str.endswith("; low confidence: drug at harvest.").all()
    assert (sentences.str.split().str.len() <= 30).all()


def test_tier_c_and_assumed_scatter_are_low(run, concordance_row, concordance_frame) -> None:
    table = concordance_frame(
        concordance_row("IL3RA", "inconclusive", (0, 0.2), (-1, 0.3), tier="C",
                        reason="difference_only"),
        concordance_row("ABCB1", "concordant_up", (2, 0.2), (2, 0.2),
                        protein_status="prior_based"),
        concordance_row("ABCG2", "inconclusive", (0, 0.2), (0, 0.9), reason="between_margins"),
    )  # fmt: skip
    found = run({"a": table}, ["IL3RA", "ABCB1", "ABCG2"]).set_index("gene_name")
    assert found["confidence"].tolist() == ["low", "low", ""]
    assert found["capped_by"].tolist() == [
        "tier_c;single_derivation",
        "prior_based;single_derivation",
        "",
    ]
    assert "which one moved is open" in found.loc["IL3RA", "sentence"]
    assert found.loc["ABCB1", "sentence"].endswith("low confidence: the scatter was assumed.")


def test_function_of_an_effector_is_that_of_its_mechanism(run, pvek_table, monkeypatch) -> None:
    measured = MECHANISM_ROWS.copy()
    measured.loc[measured["mechanism"] == "drug_efflux", "function"] = "P-gp limits this drug"
    monkeypatch.setitem(globals(), "MECHANISM_ROWS", measured)
    table = run({"a": pvek_table}, ["IL3RA", "ABCB1"]).set_index("gene_name")
    assert table["function"].tolist() == ["not measured", "P-gp limits this drug"]
    assert table.loc["ABCB1", "sentence"].endswith("P-gp limits this drug (measured).")


def test_each_verdict_says_what_would_change_it(run, pvek_table) -> None:
    table = run({"a": pvek_table}, ["IL3RA", "ABCB1", "ABCG2", "NOSUCH"])
    assert (table["would_change"] != "").all()
