"""A run ends with ten lines at most."""

import pandas as pd

from resistance.columns import CHECKS, VERDICTS
from resistance.evidence_columns import MECHANISMS
from resistance.wording.ending import VERDICTS as SHOWN
from resistance.wording.ending import lines, places
from resistance.wording.summary import NOTICE, SIMULATED


def table(columns, *rows) -> pd.DataFrame:
    return pd.DataFrame([dict.fromkeys(columns, "") | row for row in rows], columns=list(columns))


def verdicts(n: int = 1) -> pd.DataFrame:
    row = {"contrast": "a", "sentence": "CD123 is lower.", "confidence": "low"}
    return table(VERDICTS, *[row] * n)


def checks(**statuses: list[str]) -> pd.DataFrame:
    rows = [{"title": title, "status": key} for key, titles in statuses.items() for title in titles]
    return table(CHECKS, {"title": "Design", "status": "pass"}, *rows)


MECHANISM = {"group": "mechanism", "title": "Drug efflux"}
SETTLED = {**MECHANISM, "verdict": "consistent_both", "label": "consistent in mRNA and protein"}
OPEN = {**MECHANISM, "verdict": "undetermined", "label": "undetermined"}


def test_one_contrast() -> None:
    mechanisms = {"a": table(MECHANISMS, SETTLED, OPEN, OPEN)}
    assert lines(verdicts(), mechanisms, checks(), True) == [
        SIMULATED,
        "CD123 is lower. [low confidence]",
        "Mechanisms: drug efflux: consistent in mRNA and protein; 2 undetermined.",
        "Gates: none failed.",
        NOTICE,
    ]


def test_a_label_that_names_its_mechanism_is_not_doubled() -> None:
    own = {**SETTLED, "label": "drug efflux: consistent"}
    said = lines(verdicts(), {"a": table(MECHANISMS, own)}, checks(), False)
    assert "Mechanisms: drug efflux: consistent." in said


def test_gates_are_named_by_status() -> None:
    found = checks(fail=["Batch", "Batch"], note=["A", "B", "C", "D"], not_assessable=["Medium"])
    said = lines(verdicts(), {"a": table(MECHANISMS)}, found, False)
    assert said[1] == (
        "Gates: 2 failed (Batch); 4 noted (A, B, C, 1 more); 1 could not be checked (Medium)."
    )


def test_many_contrasts_and_genes_stay_short() -> None:
    mechanisms = {name: table(MECHANISMS, SETTLED) for name in "abcd"}
    said = lines(verdicts(40), mechanisms, checks(fail=["x"]), True)
    ends = places("/study/results/report.html", ["results/summary.txt"])
    assert len(said) + len(ends) <= 12
    assert said[1] == "a: CD123 is lower. [low confidence]"
    assert f"... and {40 - SHOWN} more verdicts: results/summary.txt" in said


def test_no_gene_of_interest() -> None:
    said = lines(verdicts(0), {"a": table(MECHANISMS)}, checks(), False)
    assert said[0] == "No gene of interest was asked for."


def test_files_beside_the_page_are_named_where_there_are_any() -> None:
    assert places("/a/report.html", []) == ["Report: /a/report.html"]
    assert places("/a/report.html", ["b", "c"])[1] == "Beside it: b, c"
