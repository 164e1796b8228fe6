import numpy as np
import pandas as pd
import pytest

from resistance.evidence_columns import MECHANISMS
from resistance.functional.conclusions import (
    BEFORE_PAYLOAD,
    FROM_PAYLOAD_ON,
    FUNCTION,
    INTERVENTION,
    Conclusion,
)
from resistance.genes_of_interest import display_names
from resistance.mechanisms.confidence import Confidence
from resistance.mechanisms.grades import gene_grades
from resistance.mechanisms.scope import out_of_scope, study_fields
from resistance.mechanisms.setting import Setting
from resistance.mechanisms.verdicts import scorecard
from resistance.wording.ladder import REPLICATE
from resistance.wording.mechanisms import CONSISTENT, LABELS

FORBIDDEN = (
    *("causes", "confirms", "proves", "supported", "post-translational"),
    *("mechanism identified", "not expressed"),
)

LIMITS = Conclusion("pump_limits_drug", "ABCB1", "A sentence.", 1, INTERVENTION)
NOT_LIMITING = Conclusion("pump_not_limiting", "ABCB1", "A sentence.", -1, INTERVENTION)
IMPAIRED = Conclusion("internalisation_impaired", "IL3RA", "A sentence.", 1, FUNCTION)
UNCHANGED = Conclusion("internalisation_unchanged", "IL3RA", "A sentence.", -1, FUNCTION)
LOSS = ("IL3RA", "posttranscriptional_loss", (-0.1, 0.15), (-1.6, 0.2))


def block_before_payload() -> dict[str, list[Conclusion]]:
    """The drug is resisted, the free payload is not."""
    return {
        mechanism: [Conclusion("block_before_payload", "", "A sentence.", supports, INTERVENTION)]
        for mechanism, supports in [
            *((name, 0) for name in BEFORE_PAYLOAD),
            *((name, -1) for name in FROM_PAYLOAD_ON),
        ]
    }


@pytest.fixture
def assess(catalogue, rules, clinical_names, differential_frame, concordance_frame):
    """Run the whole path for a study: scorecard and graded genes."""

    def run(
        study,
        *rows,
        changes: dict[str, float] | None = None,
        level: str = "moderate",
        tier_cap: str = "",
        functional=None,
        catalogue_of=catalogue,
        **others,
    ):
        rng = np.random.default_rng(11)
        background = pd.Series(rng.normal(0, 0.5, 3000), index=[f"id_bg{i}" for i in range(3000)])
        own = pd.Series(
            {f"id_{gene}": value for gene, value in (changes or {}).items()}, dtype=float
        )
        de = differential_frame(pd.concat([background, own]))
        concordance = concordance_frame(*rows)
        target = study_fields(study, clinical_names)["target"]
        scope = out_of_scope(catalogue_of, study, clinical_names)
        genes = gene_grades(catalogue_of, scope, concordance, target)

        def confidence_of(symbols, *, prior_based, function_agrees):
            if level == "low":
                return Confidence("low", ("a_failed_check",), tier_cap)
            capped = () if function_agrees else ("function",)
            return Confidence("moderate" if capped else level, capped)

        setting = Setting(
            rules,
            display_names(clinical_names),
            target,
            confidence_of,
            "1 v 1",
            functional=functional or {},
            **others,
        )
        table, ladder = scorecard(genes, de, concordance, setting)
        run.de, run.concordance = de, concordance
        run.ladder = ladder.set_index(["mechanism", "rung"])
        return table.set_index("mechanism", drop=False), genes

    return run


def mrna(catalogue, mechanism: str, shift: float) -> tuple[list, dict[str, float]]:
    """Rows and changes of a mechanism whose genes all move by ``shift`` as expected."""
    of = catalogue[(catalogue["mechanism"] == mechanism)]
    of = of[of["expected_direction"] != "either"]
    changes = {
        row.gene: shift if row.expected_direction == "up" else -shift for row in of.itertuples()
    }
    return [(gene, "not_measured", (x, 0.2)) for gene, x in changes.items()], changes


def test_pvek_like(assess, pvek, concordance_row) -> None:
    table, genes = assess(
        pvek,
        concordance_row(
            *("IL3RA", "posttranscriptional_loss", (-0.1, 0.15), (-1.6, 0.2)),
            compartment="surface",
            tier="A",
        ),
        ("ABCB1", "concordant_up", (5.2, 0.45), (2.4, 0.25)),
        changes={"IL3RA": -0.1, "ABCB1": 5.2},
    )
    assert list(table.columns) == list(MECHANISMS)
    antigen, efflux = table.loc["antigen_loss"], table.loc["drug_efflux"]
    assert antigen["verdict"] == "consistent_protein_only"
    assert antigen["label"] == "lower antigen: consistent in protein only"
    assert efflux["verdict"] == "consistent_both"
    assert efflux["label"] == "consistent in mRNA and protein"
    assert efflux["sentence"] == (
        "P-gp increased at both levels, consistent with efflux; efflux not measured."
    )
    assert efflux["effectors"] == "ABCB1;ABCG2;ABCC1;ABCC2"
    assert set(table["function"]) == {"not measured"}
    others = table[table["group"] == "mechanism"].drop(index=["antigen_loss", "drug_efflux"])
    assert set(others["verdict"]) == {"undetermined"}
    assert set(table.loc[table["group"] == "outlook", "verdict"]) == {"outlook"}
    assert set(table.loc[table["group"] == "check", "verdict"]) == {"check"}
    assert set(table.loc[table["confidence"] != "", "mechanism"]) == {"antigen_loss", "drug_efflux"}


def test_every_group_appears_once(assess, pvek, catalogue) -> None:
    table, _ = assess(pvek)
    pairs = catalogue[["group", "mechanism"]].drop_duplicates()
    assert list(zip(table["group"], table["mechanism"], strict=True)) == list(
        pairs.itertuples(index=False, name=None)
    )
    assert not (table["verdict"] == "").any()


def test_endocrine_and_other_organisms_are_not_scored(assess, pvek) -> None:
    endocrine = {"organism": "human", "drug": {"class": "endocrine", "target": "ESR1"}}
    table, _ = assess(
        endocrine, ("ABCG2", "not_measured", (5.5, 0.3)), changes={"ABCG2": 5.5, "IL3RA": -3.0}
    )
    out = [
        *("antigen_loss", "antigen_turnover", "internalisation", "lysosomal_trafficking"),
        *("linker_cleavage", "payload_dna_damage"),
    ]
    assert set(table.loc[out, "verdict"]) == {"not_applicable"}
    assert table.loc[out, "reason"].str.contains("the study").all()
    assert table.loc["drug_efflux", "verdict"] == "consistent_transcript_only"
    assert "efflux not measured" in table.loc["drug_efflux", "sentence"]

    table, genes = assess(pvek | {"organism": "other"})
    assert set(table["verdict"]) == {"not_applicable"}
    assert set(genes["grade"]) == {"not_applicable"}
    assert table["reason"].str.contains("human genes").all()


def test_payload_needs_effector_and_set(assess, pvek, catalogue) -> None:
    rows, changes = mrna(catalogue, "payload_dna_damage", 1.5)
    table, _ = assess(pvek, *rows, changes=changes)
    found = table.loc["payload_dna_damage"]
    assert found["verdict"] == "consistent_transcript_only"
    assert found["set_nes_stat"] > 0
    assert found["set_padj"] < 0.05

    alone = [("SLFN11", "not_measured", (-2.0, 0.2))]
    table, _ = assess(pvek, *alone, changes={"SLFN11": -2.0})
    assert table.loc["payload_dna_damage", "verdict"] == "compatible"
    assert table.loc["payload_dna_damage", "confidence"] == ""


@pytest.mark.parametrize(
    "mechanism",
    ["antigen_turnover", "internalisation", "lysosomal_trafficking", "linker_cleavage"],
)
def test_function_is_never_shown_by_expression(assess, pvek, catalogue, mechanism: str) -> None:
    rows, changes = mrna(catalogue, mechanism, 2.0)
    table, _ = assess(pvek, *rows, changes=changes)
    assert table.loc[mechanism, "verdict"] == "compatible"
    rows, changes = mrna(catalogue, mechanism, -2.0)
    table, _ = assess(pvek, *rows, changes=changes)
    assert table.loc[mechanism, "verdict"] == "undetermined"


def test_ceiling_lowers_a_verdict(assess, pvek, rules) -> None:
    rules.loc[rules["mechanism"] == "drug_efflux", "ceiling"] = "compatible"
    row = ("ABCB1", "concordant_up", (5.2, 0.45), (2.4, 0.25))
    table, _ = assess(pvek, row, changes={"ABCB1": 5.2})
    assert table.loc["drug_efflux", "verdict"] == "compatible"


def test_antigen_without_its_mrna(assess, pvek, concordance_row) -> None:
    row = concordance_row(
        *("IL3RA", "not_measurable", None, (-1.6, 0.2)),
        compartment="surface",
        rna_status="all_zero",
    )
    found = assess(pvek, row)[0].loc["antigen_loss"]
    assert found["verdict"] == "consistent_protein_only"
    assert found["label"] == "lower antigen: consistent in protein; mRNA not measured"
    assert found["sentence"].startswith("CD123 is lower in protein; its mRNA was not measured; ")


def test_one_sample_in_an_arm_tests_nothing(assess, pvek, catalogue, concordance_row) -> None:
    """No text may read as if a test had found no change."""
    rows = [
        concordance_row(
            *(gene, "not_measured"),
            rna_log2FoldChange=2.0,
            rna_status="no_replicates",
            reason="protein was not measured",
        )
        for gene in dict.fromkeys(catalogue["gene"])
    ]
    table, _ = assess(pvek, *rows)
    scored = table[table["verdict"] != "not_applicable"]
    assert set(scored["verdict"]) == {"undetermined", "outlook", "check"}
    assert scored["sentence"].str.contains("not tested: one sample in an arm").all()
    assert set(scored["reason"]) == {"not tested: one sample in an arm"}
    assert not scored["sentence"].str.contains("shown to move|0 of|too few").any()


def test_cell_state_shifts(assess, pvek, catalogue) -> None:
    rows, changes = mrna(catalogue, "pdc_identity", 1.5)
    table, _ = assess(pvek, *rows, changes=changes)
    found = table.loc["pdc_identity"]
    assert found["verdict"] == "shifted"
    assert "no resistance verdict" in found["sentence"]


def test_low_confidence_names_the_check(assess, pvek) -> None:
    row = ("ABCB1", "concordant_up", (5.2, 0.45), (2.4, 0.25))
    table, _ = assess(pvek, row, changes={"ABCB1": 5.2}, level="low")
    assert table.loc["drug_efflux", "confidence"] == "low"
    assert "a_failed_check" in table.loc["drug_efflux", "reason"]
    # without a functional row a mechanism never exceeds moderate
    table, _ = assess(pvek, row, changes={"ABCB1": 5.2}, level="high")
    assert table.loc["drug_efflux", "confidence"] == "moderate"
    assert table.loc["drug_efflux", "capped_by"] == "function"
    table, _ = assess(
        pvek, row, changes={"ABCB1": 5.2}, level="high", functional={"drug_efflux": [LIMITS]}
    )
    assert table.loc["drug_efflux", ["confidence", "capped_by"]].tolist() == ["high", ""]


def test_swapped_arms_turn_the_sets(assess, pvek, catalogue) -> None:
    rows, changes = mrna(catalogue, "apoptosis", 0.8)
    forward, _ = assess(pvek, *rows, changes=changes)
    turned = [(gene, call, (-x, s)) for gene, call, (x, s) in rows]
    backward, _ = assess(pvek, *turned, changes={gene: -x for gene, x in changes.items()})
    assert forward.loc["apoptosis", "set_nes_stat"] > 0 > backward.loc["apoptosis", "set_nes_stat"]
    assert forward.loc["apoptosis", "n_expected"] == backward.loc["apoptosis", "n_against"]


def test_random_genes_in_place_of_the_pumps(assess, pvek, catalogue) -> None:
    """Pumps that move like the rest of a much-changed experiment rarely give a verdict."""
    rng = np.random.default_rng(7)
    given = 0
    for _ in range(15):
        pumps = dict(zip(("ABCB1", "ABCG2", "ABCC1", "ABCC2"), rng.normal(0, 0.5, 4), strict=True))
        rows = [(gene, "not_measured", (x, 0.02)) for gene, x in pumps.items()]
        table, _ = assess(pvek, *rows, changes=pumps)
        given += table.loc["drug_efflux", "verdict"].startswith("consistent")
    assert given <= 2


def test_internalisation_that_is_measured(assess, pvek) -> None:
    table, _ = assess(pvek, functional={"internalisation": [IMPAIRED]})
    found = table.loc["internalisation"]
    assert found["verdict"] == "function_shown"
    assert found["label"] == "internalisation impaired (measured)"
    assert found["function"] == "internalisation impaired"
    assert found["confidence"] == "moderate"
    assert assess.ladder.loc[("internalisation", "function"), "state"] == "filled"
    assert "not measured" not in found["sentence"]
    table, _ = assess(pvek, functional={"internalisation": [UNCHANGED]})
    found = table.loc["internalisation"]
    assert found["verdict"] == "function_against"
    assert found["label"] == "internalisation unchanged (measured); speaks against it"
    assert found["sentence"].endswith("this speaks against it.")
    assert assess.ladder.loc[("internalisation", "function"), "state"] == "against"


def test_high_antigen_that_does_not_internalise(assess, pvek, concordance_row) -> None:
    """A very-high-CD123 model: open by expression alone, decided by functional rows."""
    row = concordance_row("IL3RA", "concordant_up", (2.0, 0.1), (2.0, 0.1), compartment="surface")
    table, _ = assess(pvek, row)
    assert set(table.loc[[*BEFORE_PAYLOAD, *FROM_PAYLOAD_ON], "verdict"]) == {"undetermined"}
    assert table.loc["antigen_loss", "sentence"].endswith("internalisation not measured.")
    functional = block_before_payload()
    functional["internalisation"].append(IMPAIRED)
    table, _ = assess(pvek, row, functional=functional)
    antigen = table.loc["antigen_loss"]
    assert antigen["function"] == "block before payload action; internalisation impaired"
    assert "internalisation not measured" not in antigen["sentence"]
    assert table.loc["internalisation", "label"] == (
        "internalisation impaired; block before payload action (measured)"
    )
    assert table.loc["antigen_loss", "verdict"] == "undetermined"
    linker = table.loc["linker_cleavage"]
    assert linker["label"] == "undetermined"
    assert "block before payload action (measured); function not measured" in linker["sentence"]
    assert assess.ladder.loc[("linker_cleavage", "intervention"), "state"] == "open"
    for mechanism in FROM_PAYLOAD_ON:
        assert table.loc[mechanism, "verdict"] == "function_against"
        assert assess.ladder.loc[(mechanism, "intervention"), "state"] == "against"


def test_pump_that_rises_and_does_not_limit_the_drug(assess, pvek) -> None:
    row = ("ABCB1", "concordant_up", (5.2, 0.45), (2.4, 0.25))
    table, _ = assess(pvek, row, changes={"ABCB1": 5.2}, functional={"drug_efflux": [NOT_LIMITING]})
    found = table.loc["drug_efflux"]
    assert found["verdict"] == "function_against"
    assert found["sentence"] == (
        "P-gp increased at both levels, but P-gp does not limit this drug (measured): this "
        "speaks against efflux."
    )
    # another pump than the one that was inhibited
    row = ("ABCG2", "concordant_up", (5.2, 0.45), (2.4, 0.25))
    table, _ = assess(pvek, row, changes={"ABCG2": 5.2}, functional={"drug_efflux": [NOT_LIMITING]})
    found = table.loc["drug_efflux"]
    assert found["verdict"] == "consistent_both"
    assert found["function"] == "P-gp does not limit this drug"


def test_next_experiment_follows_the_ladder(assess, pvek, concordance_row) -> None:
    pump = ("ABCB1", "concordant_up", (5.2, 0.45), (2.4, 0.25))
    antigen = concordance_row(*LOSS, compartment="surface", tier="A")
    changes = {"IL3RA": -0.1, "ABCB1": 5.2}
    table, _ = assess(pvek, antigen, pump, changes=changes)
    for mechanism in ("antigen_loss", "drug_efflux"):
        assert "Co-stain CD123 and P-gp" in table.loc[mechanism, "next_experiment"]
    others = table.drop(index=["antigen_loss", "drug_efflux"])
    assert not others["next_experiment"].str.contains("Co-stain").any()
    table, _ = assess(pvek, pump, changes=changes)
    assert "Co-stain" not in table.loc["drug_efflux", "next_experiment"]
    table, _ = assess(pvek, pump, changes=changes, functional={"drug_efflux": [LIMITS]})
    assert table.loc["drug_efflux", "next_experiment"] == REPLICATE
    table, _ = assess(*(pvek, antigen, pump), changes=changes, functional={"drug_efflux": [LIMITS]})
    assert table.loc["drug_efflux", "next_experiment"].startswith(f"{REPLICATE} Co-stain CD123")


def test_masked_epitope_withholds_lower_antigen(assess, pvek, concordance_row) -> None:
    antigen = concordance_row(*LOSS, compartment="surface", tier="A")
    table, _ = assess(pvek, antigen, level="low", tier_cap="C")
    found = table.loc["antigen_loss"]
    assert found["verdict"] == "undetermined"
    assert found["label"] == "undetermined; bound drug may hide the epitope"
    assert "anti-human-Fc" in found["next_experiment"]
    assert assess.ladder.loc[("antigen_loss", "protein"), "state"] == "not_shown"
    # mRNA that falls as well is not hidden by a bound drug
    both = concordance_row("IL3RA", "concordant_down", (-2, 0.2), (-2, 0.2), compartment="surface")
    table, _ = assess(pvek, both, level="low", tier_cap="C", changes={"IL3RA": -2.0})
    assert table.loc["antigen_loss", ["verdict", "confidence"]].tolist() == [
        "consistent_both",
        "low",
    ]


def test_a_set_s_own_genes_reach_the_confidence(assess, pvek, rules, catalogue) -> None:
    seen = []

    def confidence_of(symbols, *, prior_based, function_agrees):
        seen.append(set(symbols))
        return Confidence("low", ("proliferation",))

    rows, changes = mrna(catalogue, "payload_dna_damage", 2.0)
    _, genes = assess(pvek, *rows, changes=changes)
    setting = Setting(rules, {}, "IL3RA", confidence_of)
    card = scorecard(genes, assess.de, assess.concordance, setting).mechanisms
    found = card.set_index("mechanism").loc["payload_dna_damage"]
    assert found["verdict"] == "consistent_transcript_only"
    assert any({"SLFN11", "BRCA1"} <= symbols for symbols in seen)
    assert found["reason"].endswith("follow proliferation")


def test_a_surface_that_falls_is_said_to_be_a_signal(assess, pvek, concordance_row) -> None:
    antigen = concordance_row(*LOSS, compartment="surface", tier="A")
    place = pd.DataFrame([{"gene_name": "IL3RA", "surface": "lower", "total_assay_id": ""}])
    table, _ = assess(pvek, antigen, localisation=place)
    assert table.loc["antigen_loss", "sentence"].startswith(
        "CD123 decreased in surface signal only"
    )


def test_antigen_at_background(assess, pvek, concordance_row) -> None:
    antigen = concordance_row(*LOSS, compartment="surface", tier="A")
    table, _ = assess(pvek, antigen, at_background=frozenset({"IL3RA"}))
    assert table.loc["antigen_loss", "label"] == (
        "lower antigen (signal at background): consistent in protein only"
    )


def test_assumed_scatter_reaches_the_confidence(assess, pvek, rules, concordance_row) -> None:
    seen = []

    def confidence_of(symbols, *, prior_based, function_agrees):
        seen.append((tuple(symbols), prior_based, function_agrees))
        return Confidence("low", ("prior_based",))

    row = concordance_row(*LOSS, compartment="surface", protein_status="prior_based", tier="A")
    _, genes = assess(pvek, row)
    setting = Setting(rules, {}, "IL3RA", confidence_of)
    scorecard(genes, assess.de, assess.concordance, setting)
    assert (("IL3RA",), True, False) in seen


def test_every_row_says_what_would_change_it(assess, pvek) -> None:
    row = ("ABCB1", "concordant_up", (5.2, 0.4), (2.4, 0.2))
    table, _ = assess(pvek, row, changes={"ABCB1": 5.2})
    scored = table[(table["group"] == "mechanism")]
    assert (scored["would_change"] != "").all()
    assert set(table["n_derivations"]) == {"1 v 1"}


def test_ladder_has_five_rungs_of_each_mechanism_in_scope(assess, pvek) -> None:
    table, _ = assess(pvek)
    scope = table[(table["group"] == "mechanism") & (table["verdict"] != "not_applicable")]
    counts = assess.ladder.groupby(level="mechanism", sort=False).size()
    assert list(counts.index) == list(scope["mechanism"])
    assert set(counts) == {5}
    assess(pvek | {"organism": "other"})
    assert assess.ladder.empty


def test_effectors_are_those_in_scope(assess, pvek, catalogue) -> None:
    other = pvek["drug"] | {"target": "TNFRSF8"}
    table, _ = assess(pvek | {"drug": other})
    assert table.loc["antigen_loss", "verdict"] == "not_applicable"
    own = (
        catalogue[catalogue["gene"] == "IL3RA"]
        .iloc[:1]
        .assign(gene="TNFRSF8", applies_to="class=adc;target=TNFRSF8")
    )
    both = pd.concat([catalogue, own], ignore_index=True)
    table, _ = assess(pvek | {"drug": other}, catalogue_of=both)
    assert table.loc["antigen_loss", "effectors"] == "TNFRSF8"
    assert table.loc["antigen_loss", "next_experiment"].startswith("Measure surface CD30")


def test_words(assess, pvek, catalogue) -> None:
    """No forbidden word, at most 30 words, a known label; over many scorecards."""
    studies = [pvek, {"organism": "other"}, {"organism": "human"}]
    scorecards = [assess(study)[0] for study in studies]
    for shift in (2.0, -2.0, 0.3, 0.0):
        rows, changes = [], {}
        for mechanism in dict.fromkeys(catalogue["mechanism"]):
            more_rows, more_changes = mrna(catalogue, mechanism, shift)
            rows += more_rows
            changes |= more_changes
        scorecards.append(assess(pvek, *rows, changes=changes)[0])
    texts = pd.concat(scorecards)
    assert set(texts["verdict"]) >= {"undetermined", "compatible", "shifted", "not_applicable"}
    assert set(texts["verdict"]) <= {*LABELS, *CONSISTENT}
    long = [s for s in set(texts["sentence"]) if len(s.split()) > 30]
    assert not long
    for column in ("sentence", "reason", "label"):
        text = " ".join(texts[column]).lower()
        assert not [word for word in FORBIDDEN if word in text]
