"""What published resistant lines showed comes out of studies simulated in their image.

Direction of Poussard 2026 (surface CD123 lower, its mRNA not, ABCB1 higher in both): the example.
"""

import re
import shutil
from dataclasses import replace

import pandas as pd
import pytest
from small import configuration, functional_table

import literature_studies as literature
from workflow_runs import ROOT, Run, finished, run_small, snakemake, write_study

pytestmark = pytest.mark.e2e

ONLY = "resistant_vs_parental"
CONSISTENT = {"consistent_both", "consistent_protein_only", "consistent_transcript_only"}


def mechanisms(run: Run, contrast: str = ONLY) -> pd.DataFrame:
    return run.table(f"{contrast}/mechanisms.tsv").set_index("mechanism")


def verdict(run: Run, gene: str, contrast: str = ONLY) -> pd.Series:
    table = run.table("verdicts.tsv").fillna("")
    return table[(table["gene_name"] == gene) & (table["contrast"] == contrast)].squeeze()


def grade(run: Run, mechanism: str, gene: str, contrast: str = ONLY) -> str:
    table = run.table(f"{contrast}/mechanism_genes.tsv")
    rows = table[(table["mechanism"] == mechanism) & (table["gene_name"] == gene)]
    return rows["grade"].item()


def rungs(run: Run, mechanism: str, contrast: str = ONLY) -> dict[str, str]:
    table = run.table(f"{contrast}/ladder.tsv")
    rows = table[table["mechanism"] == mechanism]
    return dict(zip(rows["rung"], rows["state"], strict=True))


def with_a_verdict(run: Run, contrast: str = ONLY) -> set[str]:
    table = mechanisms(run, contrast)
    return set(table.index[table["verdict"].isin(CONSISTENT)])


def words(run: Run) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", run.report))


@pytest.fixture(scope="module")
def brentuximab(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run_small(literature.BRENTUXIMAB, tmp_path_factory.mktemp("brentuximab"))


@pytest.fixture(scope="module")
def pbd(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run_small(literature.PBD, tmp_path_factory.mktemp("pbd"))


@pytest.fixture(scope="module")
def tagraxofusp(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run_small(literature.TAGRAXOFUSP, tmp_path_factory.mktemp("tagraxofusp"))


@pytest.fixture(scope="module")
def expression_alone(tmp_path_factory: pytest.TempPathFactory) -> Run:
    design = replace(literature.NO_UPTAKE, functions=())
    return run_small(design, tmp_path_factory.mktemp("no_uptake"))


@pytest.fixture(scope="module")
def with_function(expression_alone: Run, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run the same study once more, with the functional table that came later."""
    directory = tmp_path_factory.mktemp("function") / "study"
    shutil.copytree(expression_alone.directory, directory)
    design = literature.NO_UPTAKE
    table = functional_table(design, seed=1)
    write_study(directory, configuration(design), {"functional.tsv": table})
    return finished(snakemake(ROOT / "Snakefile", directory))


@pytest.mark.xdist_group("brentuximab")
class TestBrentuximab:
    """Of two lines one lost CD30, the other gained MDR1: the arms must not be mixed up."""

    def test_the_line_that_lost_cd30(self, brentuximab: Run) -> None:
        found = mechanisms(brentuximab, "karpas").loc["antigen_loss"]
        assert (found["verdict"], found["confidence"]) == ("consistent_both", "moderate")
        assert found["sentence"] == (
            "CD30 decreased in mRNA and surface signal, consistent with lower antigen; "
            "internalisation not measured."
        )
        assert with_a_verdict(brentuximab, "karpas") == {"antigen_loss"}
        assert rungs(brentuximab, "antigen_loss", "karpas") == {
            "mrna": "filled",
            "protein": "filled",
            "localisation": "filled",
            "function": "open",
            "intervention": "open",
        }
        assert verdict(brentuximab, "TNFRSF8", "karpas")["call"] == "concordant_down"

    def test_its_mdr1_is_shown_unchanged(self, brentuximab: Run) -> None:
        assert verdict(brentuximab, "ABCB1", "karpas")["call"] == "unchanged"
        assert grade(brentuximab, "drug_efflux", "ABCB1", "karpas") == "no_change_shown"
        # one pump is excluded, the others are not: open, not ruled out
        assert mechanisms(brentuximab, "karpas").loc["drug_efflux", "verdict"] == "undetermined"

    def test_the_line_that_gained_mdr1(self, brentuximab: Run) -> None:
        found = mechanisms(brentuximab, "l428").loc["drug_efflux"]
        assert (found["verdict"], found["confidence"]) == ("consistent_both", "moderate")
        assert found["sentence"] == (
            "P-gp increased at both levels, consistent with efflux; efflux not measured."
        )
        assert with_a_verdict(brentuximab, "l428") == {"drug_efflux"}
        ladder = rungs(brentuximab, "drug_efflux", "l428")
        assert (ladder["mrna"], ladder["protein"]) == ("filled", "filled")
        assert (ladder["function"], ladder["intervention"]) == ("open", "open")
        assert verdict(brentuximab, "ABCB1", "l428")["call"] == "concordant_up"

    def test_its_cd30_is_kept(self, brentuximab: Run) -> None:
        found = mechanisms(brentuximab, "l428").loc["antigen_loss"]
        assert (found["verdict"], found["confidence"]) == ("no_change_shown", "moderate")
        assert found["sentence"] == (
            "The expected change of CD30 is excluded; internalisation not measured."
        )
        assert grade(brentuximab, "antigen_loss", "TNFRSF8", "l428") == "no_change_shown"
        ladder = rungs(brentuximab, "antigen_loss", "l428")
        assert (ladder["mrna"], ladder["protein"]) == ("against", "against")
        assert verdict(brentuximab, "TNFRSF8", "l428")["call"] == "unchanged"

    def test_the_target_is_the_study_s_own(self, brentuximab: Run) -> None:
        for contrast in ("karpas", "l428"):
            # nothing of CD123 is scored where the drug binds CD30
            assert grade(brentuximab, "antigen_loss", "IL3RA", contrast) == "not_applicable"
            found = mechanisms(brentuximab, contrast)
            assert found.loc["antigen_turnover", "verdict"] == "not_applicable"
            assert found.loc["payload_dna_damage", "verdict"] == "not_applicable"


@pytest.mark.xdist_group("pbd")
def test_pbd_lines_pump_by_abcg2_and_abcc2_not_by_abcb1(pbd: Run) -> None:
    found = mechanisms(pbd).loc["drug_efflux"]
    assert (found["verdict"], found["confidence"]) == ("consistent_both", "moderate")
    assert found["sentence"] == (
        "BCRP increased at both levels and MRP2 increased at both levels, consistent with "
        "efflux; efflux not measured."
    )
    assert with_a_verdict(pbd) == {"drug_efflux"}
    assert "ABCG2" in found["next_experiment"]
    assert "zosuquidar" not in found["next_experiment"]
    assert verdict(pbd, "ABCG2")["call"] == verdict(pbd, "ABCC2")["call"] == "concordant_up"
    assert verdict(pbd, "ABCB1")["call"] == "unchanged"
    assert grade(pbd, "drug_efflux", "ABCB1") == "no_change_shown"
    # the target of this conjugate is not in the catalogue: said, not scored
    assert mechanisms(pbd).loc["antigen_loss", "verdict"] == "not_applicable"


@pytest.mark.xdist_group("tagraxofusp")
def test_tagraxofusp_resistance_keeps_cd123_and_loses_dph1(tagraxofusp: Run) -> None:
    found = mechanisms(tagraxofusp)
    assert with_a_verdict(tagraxofusp) == set()
    assert found.loc["antigen_loss", "verdict"] == "no_change_shown"
    assert found.loc["antigen_loss", "sentence"] == (
        "The expected change of CD123 is excluded; internalisation not measured."
    )
    # excluded is the fall of the antigen, not that it is taken up less
    assert found.loc["internalisation", "verdict"] == "undetermined"
    assert verdict(tagraxofusp, "IL3RA")["call"] == "unchanged"
    assert grade(tagraxofusp, "antigen_loss", "IL3RA") == "no_change_shown"
    ladder = rungs(tagraxofusp, "antigen_loss")
    assert (ladder["mrna"], ladder["protein"]) == ("against", "against")
    assert found.loc["cross_resistance_tagraxofusp", "verdict"] == "outlook"
    assert found.loc["cross_resistance_tagraxofusp", "sentence"] == (
        "Outlook: tagraxofusp: as listed in the catalogue: DPH1; no verdict."
    )
    assert grade(tagraxofusp, "cross_resistance_tagraxofusp", "DPH1") == (
        "transcript_only_protein_unmeasured"
    )
    assert verdict(tagraxofusp, "DPH1")["sentence"] == (
        "DPH1 mRNA is lower; its protein was not measured."
    )


@pytest.mark.xdist_group("no_uptake")
class TestNoUptake:
    """Very high CD123 that does not internalise: expression alone cannot know."""

    def test_expression_alone_is_undetermined(self, expression_alone: Run) -> None:
        found = mechanisms(expression_alone)
        own = found[found["group"] == "mechanism"]
        assert set(own["verdict"]) == {"undetermined"}
        assert own["sentence"].str.contains("undetermined").all()
        assert own["sentence"].str.contains("not measured").all()
        assert verdict(expression_alone, "IL3RA")["call"] == "concordant_up"
        assert grade(expression_alone, "antigen_loss", "IL3RA") == "against_expected"
        ladder = rungs(expression_alone, "internalisation")
        assert ladder.pop("mrna") == "not_shown"
        assert set(ladder.values()) == {"open"}
        assert not re.search(r"\bno (resistance )?mechanism\b", words(expression_alone), re.I)

    def test_function_places_the_block(self, with_function: Run) -> None:
        table = with_function.table(f"{ONLY}/functional.tsv").fillna("")
        said = table[table["conclusion"] != ""].set_index("assay")["conclusion"]
        assert dict(said) == {
            "internalisation_rate": "internalisation_impaired",
            "payload_ic50": "block_before_payload",
        }
        found = mechanisms(with_function)
        assert found.loc["internalisation", "verdict"] == "function_shown"
        assert found.loc["internalisation", "sentence"] == (
            "Internalisation: internalisation impaired; block before payload action (measured); "
            "expression does not show it."
        )
        text = words(with_function)
        assert "Block before payload action: resistant cells resist the drug" in text
        assert "Internalisation impaired: the rate is lower in resistant cells" in text

    def test_function_fills_the_ladder(self, with_function: Run) -> None:
        found = mechanisms(with_function)
        assert rungs(with_function, "internalisation")["function"] == "filled"
        # the payload acts: that speaks against what lies at or after it
        for mechanism in ("drug_efflux", "payload_dna_damage", "apoptosis"):
            assert rungs(with_function, mechanism)["intervention"] == "against"
            assert found.loc[mechanism, "verdict"] == "function_against"
        # a block before the payload tells none of the earlier steps from the others
        for mechanism in ("antigen_loss", "antigen_turnover", "linker_cleavage"):
            assert rungs(with_function, mechanism)["intervention"] == "open"
            assert found.loc[mechanism, "verdict"] == "undetermined"
