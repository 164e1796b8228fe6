import itertools
import math
import re

import pandas as pd
import pytest

from resistance.concordance.reasons import PROTEIN_STATUS_REASONS, REASONS
from resistance.wording import concordance as wording

FORBIDDEN = (
    "causes",
    "confirms",
    "proves",
    "supported",
    "post-translational",
    "mechanism identified",
    "not expressed",
    "antigen loss",
)
TIERED = (
    "posttranscriptional_loss",
    "posttranscriptional_gain",
    "transcript_only_up",
    "transcript_only_down",
)


def row(**given):
    base = {
        "gene_name": "IL3RA",
        "assay_id": "flow",
        "compartment": "surface",
        "rna_log2FoldChange": -0.1,
        "rna_ci_low": -0.43,
        "rna_ci_high": 0.23,
        "rna_status": "tested",
        "rna_zero_arm": "",
        "protein_log2FoldChange": -1.6,
        "protein_ci_low": -2.1,
        "protein_ci_high": -1.1,
        "protein_status": "estimated",
        "rna_equivalence_margin": math.log2(1.5),
        "protein_equivalence_margin": math.log2(1.5),
        "change_margin": math.log2(1.25),
        "explained_fraction": 0.5,
        "fraction": 0.5,
        "call": "inconclusive",
        "tier": "",
        "qualifier": "",
        "reason": "",
    }
    return {**base, **given}


def every_row():
    calls = [(c, t, "", "") for c in TIERED for t in "AB"]
    calls += [
        (c, "", "", q) for c in ("concordant_up", "concordant_down") for q in wording.QUALIFIERS
    ]
    calls += [
        (c, "", "", "")
        for c in (
            "opposite",
            "unchanged",
            "not_detected",
            "not_measured",
            "not_measurable",
            "not_applicable",
        )
    ]
    calls += [("inconclusive", tier, reason, "") for reason in REASONS for tier in ("", "C")]
    statuses = ("estimated", "censored_bound", "prior_based", "published", "conflict")
    statuses = tuple(dict.fromkeys([*statuses, *PROTEIN_STATUS_REASONS]))
    values = ((-0.1, -1.6), (12.34, -3.21), (math.nan, 0.004))
    ends = ((-12.1, 12.1), (-math.inf, 1.2), (-1.2, math.inf), (math.nan, math.nan))
    options = itertools.product(
        calls,
        [*wording.LAYERS, ""],
        statuses,
        values,
        ends,
        (0.5, 0.21, math.nan),
        ("tested", "", "no_replicates"),
        ("flow", ""),
    )
    for (call, tier, reason, qualifier), layer, status, (m, p), (
        low,
        high,
    ), f, rna, assay in options:
        tested = (
            tier in ("A", "B")
            or qualifier
            or call in ("opposite", "unchanged")
            or "concordant" in call
        )
        if tested and (math.isnan(m) or math.isnan(low)):
            continue
        yield row(
            call=call,
            tier=tier,
            reason=reason,
            qualifier=qualifier,
            compartment=layer,
            protein_status=status,
            rna_log2FoldChange=m,
            protein_log2FoldChange=p,
            rna_ci_low=math.nan,
            rna_ci_high=math.nan,
            protein_ci_low=low,
            protein_ci_high=high,
            explained_fraction=f,
            rna_status=rna,
            assay_id=assay,
        )
        yield row(
            call=call,
            tier=tier,
            reason=reason,
            qualifier=qualifier,
            compartment=layer,
            protein_status=status,
            rna_log2FoldChange=m,
            protein_log2FoldChange=p,
            rna_ci_low=-12.1,
            rna_ci_high=12.1,
            explained_fraction=f,
            rna_status=rna,
            rna_zero_arm="reference" if rna else "",
            assay_id=assay,
        )


def test_every_sentence_is_plain_short_and_free_of_forbidden_words() -> None:
    sentences = {wording.sentence(given) for given in every_row()}
    assert len(sentences) > 300
    for text in sentences:
        lower = text.lower()
        assert not [word for word in FORBIDDEN if word in lower], text
        assert len(text.split()) <= 30, text
        assert text.endswith("."), text
        assert "nan" not in re.findall(r"[a-z]+", lower), text
        assert "{" not in text
        assert "_" not in text.replace("below_detection", ""), text


def test_the_sentence_of_the_question() -> None:
    text = wording.sentence(row(call="posttranscriptional_loss", tier="A"))
    assert text == (
        "IL3RA: lower surface signal (log2FC -1.6, 95% CI -2.1 to -1.1). "
        "mRNA is unchanged within 1.5-fold."
    )


def test_tier_b_does_not_say_unchanged() -> None:
    text = wording.sentence(row(call="posttranscriptional_loss", tier="B"))
    assert text.endswith(
        ". The mRNA explains less than half of the fall; unchanged mRNA was not shown."
    )


def test_tier_c_says_that_the_layers_differ_and_no_more() -> None:
    open_call = {"call": "inconclusive", "tier": "C"}
    text = wording.sentence(row(**open_call, reason="difference_only"))
    assert text == (
        "IL3RA: log2FC mRNA -0.10, surface -1.6. "
        "The layers differ in size; which one moved is not settled."
    )
    text = wording.sentence(row(**open_call, reason="n1", protein_status="prior_based"))
    assert "declared prior. The layers differ in size" in text


@pytest.mark.parametrize(
    "call",
    [
        {"call": "posttranscriptional_loss", "tier": "A"},
        {"call": "posttranscriptional_loss", "tier": "B"},
        {"call": "concordant_down"},
        {"call": "opposite"},
        {"call": "inconclusive", "reason": "n1", "protein_status": "published"},
    ],
)
def test_a_fall_at_the_surface_is_always_a_lower_surface_signal(call) -> None:
    assert "lower surface signal" in wording.sentence(row(**call, rna_log2FoldChange=0.4))


@pytest.mark.parametrize(
    ("p", "words"),
    [(-1.0, "lower surface signal"), (0.9, "higher surface signal"), (-0.2, "little change of")],
)
def test_a_published_ratio_is_consistent_with_its_direction(p: float, words: str) -> None:
    text = wording.sentence(row(reason="n1", protein_status="published", protein_log2FoldChange=p))
    assert text.startswith("IL3RA: one ratio without SD (log2FC ")
    assert f"not tested); consistent with {words}" in text


def test_assays_that_disagree_are_named_as_such() -> None:
    text = wording.sentence(
        row(reason="assay_conflict", protein_status="conflict", protein_log2FoldChange=math.nan)
    )
    assert "surface not known): the assays of this compartment disagree" in text


def test_all_sentences_of_a_table_are_those_of_its_rows() -> None:
    given = list(every_row())[::997]
    assert wording.sentences(pd.DataFrame(given)) == [wording.sentence(one) for one in given]


def test_a_western_names_its_own_margin() -> None:
    text = wording.sentence(
        row(
            call="transcript_only_up", tier="A", compartment="total", protein_equivalence_margin=1.0
        )
    )
    assert "total protein is unchanged within 2-fold" in text


def test_a_bound_is_worded_as_a_bound() -> None:
    text = wording.sentence(
        row(call="posttranscriptional_loss", tier="A", protein_ci_low=-math.inf)
    )
    assert "log2FC at most -1.6" in text
    assert "95% CI" not in text


@pytest.mark.parametrize(
    ("bound", "words"),
    [
        ({"protein_ci_low": -math.inf}, "at most -1.6"),
        ({"protein_ci_high": math.inf}, "at least -1.6"),
        ({"protein_ci_low": math.nan, "protein_status": "censored"}, "not known"),
    ],
)
@pytest.mark.parametrize(
    "call",
    [
        {"call": "concordant_down"},
        {"call": "opposite"},
        {"call": "inconclusive", "reason": "censored"},
        {"call": "not_measured", "rna_status": ""},
    ],
)
def test_no_sentence_gives_a_bound_as_an_estimate(bound, words: str, call) -> None:
    text = wording.sentence(row(**call, **bound))
    assert words in text
    assert text.count("-1.6") == (0 if words == "not known" else 1)


def test_no_interval_is_printed_where_an_arm_has_no_reads() -> None:
    text = wording.sentence(row(call="concordant_down", rna_zero_arm="target"))
    assert "; no reads in target)" in text
    text = wording.sentence(row(call="transcript_only_down", tier="A", rna_zero_arm="target"))
    assert "95% CI" not in text
    assert "no reads in target" in text


@pytest.mark.parametrize(
    ("reason", "rna", "protein", "words"),
    [
        ("lost_to_fdr", "tested", "estimated", wording.INCONCLUSIVE["lost_to_fdr"]),
        ("n1", "tested", "n1", "protein measured once in an arm: not tested"),
        ("n1", "no_replicates", "estimated", "mRNA not tested: one sample in an arm"),
        ("n1", "no_replicates", "n1", "mRNA not tested: one sample in an arm"),
        ("rna_underpowered", "outlier", "", "one sample dominates the mRNA estimate"),
        ("A sentence of its own.", "tested", "", "A sentence of its own"),
        ("", "tested", "", ""),
    ],
)
def test_why(reason: str, rna: str, protein: str, words: str) -> None:
    assert wording.why(reason, rna, protein).startswith(words)
    assert not wording.why(reason, rna, protein).endswith(".")


def test_compression_is_named_where_the_protein_lags() -> None:
    text = wording.sentence(
        row(call="transcript_only_up", tier="B", explained_fraction=0.2, compartment="total")
    )
    assert "less than half of what this assay would show" in text
    text = wording.sentence(row(call="posttranscriptional_loss", tier="B", explained_fraction=0.2))
    assert "of what this assay would show" not in text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"assay_id": "", "compartment": ""}, "protein was not measured; mRNA log2FC -0.10"),
        ({"rna_status": ""}, "the counts lack this gene; surface signal log2FC -1.6"),
        ({"rna_status": "", "assay_id": ""}, "neither mRNA nor protein was measured"),
        (
            {"rna_status": "no_replicates", "assay_id": "", "rna_ci_low": math.nan},
            "mRNA log2FC -0.10, not tested: one sample in an arm.",
        ),
        (
            {"rna_zero_arm": "target", "assay_id": "", "rna_ci_low": math.nan},
            "mRNA log2FC -0.10; no reads in target.",
        ),
    ],
)
def test_not_measured_says_which_layer(given, words: str) -> None:
    assert words in wording.sentence(row(call="not_measured", **given))


@pytest.mark.parametrize(
    ("value", "text"), [(-0.001, "0.00"), (1.25, "1.2"), (-0.25, "-0.25"), (-3.0, "-3.0")]
)
def test_number(value: float, text: str) -> None:
    assert wording.number(value) == text
