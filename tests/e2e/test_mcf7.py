"""Real data of another drug class: four endocrine-resistant clones, no protein."""

import pandas as pd
import pytest

from browsing import check_page, chromium
from resistance.checks.codes import CONFOUNDERS

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("mcf7")]

CLONES = ["TAMR_A", "LTED_E", "LTED_B_1", "LTED_B_2"]


def test_efflux_pump_of_the_tamoxifen_clone(mcf7) -> None:
    table = mcf7.table("TAMR_A_vs_WT/differential_expression.tsv").set_index("gene_name")
    assert table.loc["ABCG2", "log2FoldChange"] == pytest.approx(5.48, abs=0.05)
    assert table.loc["ABCG2", "padj"] < 1e-15


@pytest.mark.parametrize("name", CLONES)
def test_oestrogen_targets_fall_in_every_clone(mcf7, name: str) -> None:
    table = mcf7.table(f"{name}_vs_WT/differential_expression.tsv").set_index("gene_name")
    assert (table.loc[["GREB1", "PGR", "TFF1"], "log2FoldChange"] < -2).all()
    assert len(table) == 19959


@pytest.mark.parametrize("name", CLONES)
def test_no_protein_no_call(mcf7, name: str) -> None:
    table = mcf7.table(f"{name}_vs_WT/concordance.tsv")
    calls = table.set_index("gene_name")["call"]
    counts = pd.read_csv(
        mcf7.directory / "results/inputs/counts.tsv.gz", sep="\t", index_col="gene_id"
    )
    silent = set(counts.index[(counts == 0).all(axis=1)])
    zero = table["gene_id"].isin(silent)
    assert calls["IL3RA"] == "not_detected"
    assert set(table.loc[zero, "call"]) == {"not_detected"}
    assert set(table.loc[~zero, "call"]) == {"not_measured"}
    assert not table["sentence"].str.contains("lost|loss", case=False).any()
    panel = {"ABCB1", "ABCG2", "GREB1", "PGR", "TFF1", "BCL2", "SLFN11"}
    assert panel <= set(calls.index)


@pytest.mark.parametrize("name", CLONES)
def test_adc_mechanisms_do_not_apply_to_an_endocrine_drug(mcf7, name: str) -> None:
    verdicts = mcf7.table(f"{name}_vs_WT/mechanisms.tsv").set_index("mechanism")
    out_of_scope = [
        *("antigen_loss", "antigen_turnover", "internalisation", "lysosomal_trafficking"),
        *("linker_cleavage", "payload_dna_damage"),
    ]
    assert set(verdicts.loc[out_of_scope, "verdict"]) == {"not_applicable"}
    assert verdicts.loc[out_of_scope, "reason"].notna().all()
    assert verdicts.loc["drug_efflux", "verdict"] != "not_applicable"


def test_efflux_of_the_tamoxifen_clone_rests_on_the_transcript_alone(mcf7) -> None:
    verdicts = mcf7.table("TAMR_A_vs_WT/mechanisms.tsv").set_index("mechanism")
    assert verdicts.loc["drug_efflux", "verdict"] == "consistent_transcript_only"
    assert "not measured" in verdicts.loc["drug_efflux", "sentence"]


def test_oestrogen_response_falls(mcf7) -> None:
    for name in CLONES:
        table = mcf7.table(f"{name}_vs_WT/enrichment.tsv").set_index("term")
        for term in ("HALLMARK_ESTROGEN_RESPONSE_EARLY", "HALLMARK_ESTROGEN_RESPONSE_LATE"):
            assert table.loc[term, "nes"] < 0, (name, term)
            assert table.loc[term, "padj"] < 0.05, (name, term)


def test_fields_that_the_sheet_lacks_are_not_assessable(mcf7) -> None:
    checks = mcf7.table("checks.tsv")
    status = checks.groupby("check")["status"].agg(set)
    for check in ("drug_at_harvest", "single_derivation"):
        assert status[check] == {"not_assessable"}, check


def test_the_confounders_that_fire_are_those_that_can_be_defended(mcf7) -> None:
    """PAR1 lost its reads; a clone that lives without oestrogen grows more slowly."""
    checks = mcf7.table("checks.tsv")
    fired = checks[checks["check"].isin(CONFOUNDERS) & checks["status"].isin(["note", "fail"])]
    found = {(row.check, row.item): row.status for row in fired.itertuples()}
    assert found == {
        ("par_sentinel", "SLC25A6"): "fail",
        ("proliferation", "LTED_E_vs_WT"): "fail",
        ("proliferation", "LTED_B_1_vs_WT"): "note",
    }


def test_real_data_are_not_called_simulated(mcf7) -> None:
    assert "simulated" not in mcf7.table("TAMR_A_vs_WT/differential_expression.tsv").columns
    assert "planted" not in mcf7.report


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_page_in_a_browser(mcf7, width: int) -> None:
    with chromium() as browser:
        check_page(browser, mcf7.directory / "results/report.html", width)


def test_oestrogen_response_is_shared_by_all_clones(mcf7) -> None:
    table = mcf7.table("pathway_comparison.tsv").set_index("term")
    for term in ("HALLMARK_ESTROGEN_RESPONSE_EARLY", "HALLMARK_ESTROGEN_RESPONSE_LATE"):
        assert table.loc[term, "pattern"] == "all_down"
        assert table.loc[term, "n_down"] == len(CLONES)
        assert "PGR" in table.loc[term, "common_leading_edge"].split(";")


@pytest.mark.parametrize("name", CLONES)
def test_oestrogen_response_names_a_leading_group(mcf7, name: str) -> None:
    groups = mcf7.table(f"{name}_vs_WT/pathway_groups.tsv")
    best = groups[(groups["direction"] == "down") & (groups["is_best"] == "yes")]
    place = best.set_index("label")["group"]
    found = [g for label, g in place.items() if label.startswith("HALLMARK_ESTROGEN_RESPONSE")]
    assert min(found) <= 3
    assert groups["group"].min() == 1
    assert set(groups["padj"] < 0.05) == {True}


def test_no_replicate_stands_apart_and_scores_fall(mcf7) -> None:
    assert "aberrant" not in set(mcf7.table("pathway_score_samples.tsv")["status"])
    for name in CLONES:
        tests = mcf7.table(f"{name}_vs_WT/pathway_score_tests.tsv").set_index("term")
        assert tests.loc["HALLMARK_ESTROGEN_RESPONSE_EARLY", "difference"] < 0
