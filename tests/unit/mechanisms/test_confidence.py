import pandas as pd
import pytest

from resistance.columns import CHECKS
from resistance.mechanisms.confidence import arms, confidence, relevant_checks

CONTRASTS = pd.DataFrame(
    [("r_vs_p", "condition", "parental", "resistant")],
    columns=["id", "variable", "reference", "target"],
)


def sheet(derivations: list[str] | None = None, **columns: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "sample": ["p1", "p2", "p3", "r1", "r2", "r3", "other"],
            "condition": ["parental"] * 3 + ["resistant"] * 3 + ["third"],
        }
    )
    if derivations:
        frame["derivation"] = [*["P"] * 3, *derivations, "X"]
    return frame.assign(**columns)


def checks(*rows: tuple[str, str, str, str, str]) -> pd.DataFrame:
    """Rows of (check, scope, item, status, touches)."""
    named = [
        dict.fromkeys(CHECKS, "")
        | dict(zip(("check", "scope", "item", "status", "touches"), row, strict=True))
        for row in rows
    ]
    return pd.DataFrame(named, columns=list(CHECKS))


def sides(derivations: list[str] | None = None, **columns: list[str]):
    return arms(sheet(derivations, **columns), CONTRASTS, "r_vs_p", "~ condition")


def test_arms() -> None:
    found = sides(["R", "R", "R"])
    assert found.reference == ("p1", "p2", "p3")
    assert found.n_derivations == "1 v 1"
    assert sides(["R1", "R2", "R3"]).n_derivations == "1 v 3"


@pytest.mark.parametrize("derivations", [None, ["R", "", "R"], ["R", "unknown", "R"]])
def test_gaps_in_the_sheet_are_unknown(derivations) -> None:
    assert sides(derivations).n_derivations == "unknown"


@pytest.mark.parametrize(
    ("rows", "level", "capped"),
    [
        ([], "moderate", ("single_derivation",)),
        ([("pca", "study", "", "pass", "all")], "moderate", ("single_derivation",)),
        ([("pca", "study", "", "note", "all")], "moderate", ("single_derivation",)),
        ([("pca", "study", "", "fail", "all")], "low", ("pca", "single_derivation")),
        ([("par", "gene", "IL3RA", "fail", "IL3RA")], "low", ("par", "single_derivation")),
        ([("par", "gene", "IL3RA", "fail", "IL3RA;CSF2RA")], "low", ("par", "single_derivation")),
        ([("amplicon", "gene", "ABCB1", "fail", "ABCB1")], "moderate", ("single_derivation",)),
        ([("batch", "contrast", "b_vs_a", "fail", "all")], "moderate", ("single_derivation",)),
        ([("size", "sample", "other", "fail", "all")], "moderate", ("single_derivation",)),
        ([("size", "sample", "r2", "fail", "all")], "low", ("size", "single_derivation")),
        (
            [("drug", "study", "", "not_assessable", "all")],
            "moderate",
            ("single_derivation", "drug"),
        ),
        (
            [("single_derivation", "contrast", "r_vs_p", "fail", "all")],
            "moderate",
            ("single_derivation",),
        ),
    ],
)
def test_one_derivation(rows, level: str, capped: tuple[str, ...]) -> None:
    found = confidence(checks(*rows), "r_vs_p", sides(["R"] * 3), ["IL3RA"], replicated=False)
    assert (found.level, found.capped_by) == (level, capped)


def test_high_needs_independent_derivations_and_every_check() -> None:
    one_each = sides(["R1", "R2", "R3"])
    clean, open_ = checks(), checks(("drug", "study", "", "not_assessable", "all"))
    assert confidence(clean, "r_vs_p", one_each, ["A"], replicated=False).level == "high"
    assert confidence(open_, "r_vs_p", one_each, ["A"], replicated=False).level == "moderate"
    assert confidence(clean, "r_vs_p", sides(["R"] * 3), ["A"], replicated=True).level == "high"
    pooled = sides(["R1", "R1", "R2"])
    assert confidence(clean, "r_vs_p", pooled, ["A"], replicated=False).level == "moderate"


def test_unknown_derivations_cap_like_one() -> None:
    found = confidence(checks(), "r_vs_p", sides(), ["A"], replicated=False)
    assert (found.level, found.capped_by) == ("moderate", ("single_derivation",))


@pytest.mark.parametrize(
    ("status", "level", "alone"), [("note", "moderate", "moderate"), ("fail", "low", "low")]
)
def test_a_confounder_that_fires_caps(status: str, level: str, alone: str) -> None:
    fired = checks(("par1_dosage", "contrast", "r_vs_p", status, "IL3RA"))
    one_each = sides(["R1", "R2", "R3"])
    found = confidence(fired, "r_vs_p", one_each, ["IL3RA"], replicated=False)
    assert (found.level, found.capped_by) == (level, ("par1_dosage",))
    assert confidence(fired, "r_vs_p", one_each, ["ABCB1"], replicated=False).level == "high"
    single = confidence(fired, "r_vs_p", sides(["R"] * 3), ["IL3RA"], replicated=False)
    assert single.level == alone
    assert set(single.capped_by) == {"par1_dosage", "single_derivation"}


def test_a_note_on_the_fit_does_not_cap() -> None:
    noted = checks(("replaced_outliers", "study", "", "note", "all"))
    found = confidence(noted, "r_vs_p", sides(["R1", "R2", "R3"]), ["A"], replicated=False)
    assert (found.level, found.capped_by) == ("high", ())


@pytest.mark.parametrize(
    ("asked", "level", "capped"),
    [
        ({"tier": "A"}, "high", ()),
        ({"tier": "C"}, "low", ("tier_c",)),
        ({"prior_based": True}, "low", ("prior_based",)),
        ({"function_agrees": True}, "high", ()),
        ({"function_agrees": False}, "moderate", ("function",)),
    ],
)
def test_what_else_a_call_rests_on(asked, level: str, capped: tuple[str, ...]) -> None:
    one_each = sides(["R1", "R2", "R3"])
    found = confidence(checks(), "r_vs_p", one_each, ["A"], replicated=False, **asked)
    assert (found.level, found.capped_by) == (level, capped)
    # one derivation never exceeds moderate, whatever else is known
    single = confidence(checks(), "r_vs_p", sides(["R"] * 3), ["A"], replicated=False, **asked)
    assert single.level == ("low" if level == "low" else "moderate")


def test_a_masked_epitope_leaves_tier_c() -> None:
    hidden = checks(("epitope_masking", "contrast", "r_vs_p", "fail", "IL3RA"))
    one_each = sides(["R1", "R2", "R3"])
    found = confidence(hidden, "r_vs_p", one_each, ["IL3RA"], replicated=False, tier="A")
    assert (found.level, found.tier_cap) == ("low", "C")
    assert confidence(hidden, "r_vs_p", one_each, ["ABCB1"], replicated=False).tier_cap == ""


def test_relevant_checks_keep_their_columns() -> None:
    table = checks(("a", "study", "", "pass", ""), ("b", "study", "", "pass", "all"))
    assert list(relevant_checks(table, "r_vs_p", sides(), ["A"])["check"]) == ["b"]
    assert list(relevant_checks(table.iloc[:0], "r_vs_p", sides(), ["A"]).columns) == list(CHECKS)


def test_a_contrast_without_arms_is_touched_by_the_checks_of_its_models_samples() -> None:
    table = pd.DataFrame(
        [
            {
                **{"id": "k", "test": "lrt", "reduced": "~ 1"},
                **{"subset": "condition = parental|resistant"},
            }
        ]
    )
    found = arms(sheet(["R"] * 3), table, "k", "~ condition")
    assert (found.reference, found.target, found.n_derivations) == ((), (), "unknown")
    assert found.without_arms == ("p1", "p2", "p3", "r1", "r2", "r3")
    listed = checks(("a", "sample", "p1", "fail", "all"), ("b", "sample", "other", "fail", "all"))
    assert relevant_checks(listed, "k", found, ["G"])["check"].tolist() == ["a"]


def test_the_arms_of_a_subset_hold_its_samples_only() -> None:
    table = CONTRASTS.assign(exclude_samples="p2;r1")
    found = arms(sheet(["R"] * 3), table, "r_vs_p", "~ condition")
    assert (found.reference, found.target) == (("p1", "p3"), ("r2", "r3"))
