import dataclasses

import numpy as np
import pandas as pd
import pytest

from resistance.checks import design
from resistance.design.formula import parse_design


def test_rank(make):
    context = make(batch=list("aaabbb"))
    lost = dataclasses.replace(context.coding, design=parse_design("~ condition + batch"))
    lost = dataclasses.replace(lost, levels={**lost.levels, "batch": ("a", "b")})
    (row,) = design.design_rank(dataclasses.replace(context, coding=lost))
    assert (row["status"], row["value"], row["threshold"]) == ("fail", "2", "3")
    assert "batch_b_vs_a" in row["message"]


@pytest.mark.parametrize(
    ("arms", "status"), [("ppprrr", "pass"), ("pprr", "note"), ("ppr", "note"), ("pr", "fail")]
)
def test_residual_degrees_of_freedom(make, arms, status):
    (row,) = design.residual_df(make(arms))
    assert row["status"] == status


@pytest.mark.parametrize(
    ("arms", "status", "value"),
    [("ppprrr", "pass", "3 v 3"), ("pprrr", "note", "2 v 3"), ("pppr", "fail", "3 v 1")],
)
def test_samples_per_arm(make, arms, status, value):
    (row,) = design.replicates(make(arms))
    assert (row["status"], row["value"]) == (status, value)


def test_one_derivation_limits_the_inference(make):
    (row,) = design.single_derivation(make(derivation=list("aaabbb")))
    assert (row["check"], row["status"], row["value"]) == ("single_derivation", "note", "1 v 1")
    assert "inference limited to this pair of lines" in row["message"]


def test_two_derivations_pass(make):
    (row,) = design.single_derivation(make(derivation=list("aabccd")))
    assert (row["status"], row["value"]) == ("pass", "2 v 2")


def test_technical_replicates_are_summed_and_said(make):
    parts = ["", "a;b", "", "c", "", ""]
    (row,) = design.technical_replicates(make(replicate_of=[""] * 6, summed_from=parts))
    assert (row["status"], row["value"]) == ("pass", "0")
    assert row["message"].startswith("Technical replicates that were summed: 3, into s1, s3;")
    # those of samples outside of the contrast do not count
    table = make(arms="pprrqq", replicate_of=[""] * 6, summed_from=["", "", "", "", "", "a"])
    (row,) = design.technical_replicates(table)
    assert row["message"].startswith("No sample is marked")


@pytest.mark.parametrize("value", ["unknown", ""])
def test_technical_replicates_may_be_unknown(make, value):
    (row,) = design.technical_replicates(make(replicate_of=["", value, "", "", "", ""]))
    assert row["status"] == ("not_assessable" if value else "pass")


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ("xxxyyy", "fail"),
        ("xyzxyz", "pass"),
        ("xxxxxx", "pass"),
        ("xxyyyz", "pass"),
        ("uvwxyz", "note"),
    ],
)
def test_batches(make, values, status):
    (row,) = design.batch_confounded(make(batch=list(values)))
    assert row["status"] == status


@pytest.mark.parametrize(
    ("values", "status"),
    [
        (["10", "11", "12", "30", "31", "32"], "fail"),
        (["10", "12", "14", "11", "13", "15"], "note"),
        (["10", "11", "12", "10", "11", "12"], "pass"),
    ],
)
def test_passages(make, values, status):
    (row,) = design.passage_confounded(make(passage=values))
    assert row["status"] == status


def test_cramers_v():
    one = pd.Series(list("aabb"))
    assert design.cramers_v(one, pd.Series(list("xxyy"))) == pytest.approx(1)
    assert design.cramers_v(one, pd.Series(list("xyxy"))) == pytest.approx(0)
    assert np.isnan(design.cramers_v(one, pd.Series(list("xxxx"))))


def test_no_name_of_a_statistic_in_the_sentence(make):
    (row,) = design.batch_confounded(make(batch=list("xxyyyz")))
    assert row["message"] == "Batch and arm are not fixed by each other."
    assert "Cramer's V" in row["threshold"]
    assert 0 < float(row["value"]) < 1


def test_an_interaction_says_where_the_contrast_is_taken(make):
    context = make("pprrpprr", design="~ condition * line", line=list("bbbbaaaa"))
    (row,) = design.interaction(context)
    assert (row["status"], row["item"], row["value"]) == ("note", "k", "line = a")
    assert 'at "line" = "a" (2 v 2 samples)' in row["message"]
    assert "protein's arms" in row["message"]
    (row,) = design.interaction(
        make("pprrpprr", design="~ condition + line", line=list("bbaabbaa"))
    )
    assert row["status"] == "pass"
