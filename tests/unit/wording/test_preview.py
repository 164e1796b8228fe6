import pandas as pd
import pytest

from resistance.inputs.sample_rows import resolve
from resistance.wording.preview import WIDTH, Facts, bullet, head, questions


def said(given: Facts) -> str:
    return "\n".join(head(given, questions(given)))


def test_samples_stand_by_arm_with_runs_and_exclusions(facts) -> None:
    text = said(facts())
    assert "  - parental (3): p1, p2, p3\n  - resistant (3): r1, r2, r3\n" in text
    assert "technical replicates, summed: p2 + p2b" in text
    assert "left out (exclude_samples): bad" in text


def test_contrasts_are_put_into_words(facts) -> None:
    text = " ".join(said(facts()).split())
    assert (
        "k: positive log2FoldChange = higher in resistant than in parental; 3 against 3 samples; "
        "residual df 4" in text
    )


def test_formulas_interactions_subsets_and_lrt(facts) -> None:
    rows = (
        ("f", "", "", "", "B:resistant - B:parental"),
        ("d", "", "", "", "(B:resistant - B:parental) - (A:resistant - A:parental)"),
        ("l", "", "", "", "", "lrt", "~ line"),
        ("s", "condition", "parental", "resistant", "", "", "", "line = B"),
    )
    text = " ".join(said(facts(rows, "~ line * condition")).split())
    assert (
        "f: positive log2FoldChange = higher in B:resistant than in B:parental; 2 against 1" in text
    )
    assert (
        "d: log2FoldChange = (B:resistant - B:parental) - (A:resistant - A:parental); 6 samples"
        in text
    )
    assert "l: tested: likelihood ratio of ~ line" in text
    assert "against ~ line, which is about" in text
    assert "s: positive log2FoldChange" in text
    assert (
        "fitted on the samples with line = B; 2 against 1 samples; design ~ condition; residual df"
        in text
    )


def test_two_samples_are_no_plural(facts, sheet) -> None:
    rows = (("s", "condition", "parental", "resistant", "", "", "", "line = A"),)
    given = facts(rows, rows=resolve(sheet[sheet["sample"].isin(["p1", "r1"])], []))
    assert "1 against 1 sample;" in said(given)


@pytest.mark.parametrize("n", [3, 90])
def test_many_samples_and_contrasts_stay_short(facts, n) -> None:
    sheet = pd.DataFrame(
        {
            "sample": [f"s{i}" for i in range(2 * n)],
            "condition": [f"c{i // 2}" for i in range(2 * n)],
        },
        index=range(2, 2 * n + 2),
    )
    rows = [(f"k{i}", "condition", "c0", f"c{i}") for i in range(1, n)]
    lines = head(given := facts(rows, rows=resolve(sheet, [])), questions(given))
    assert len(lines) < 50
    assert max(map(len, lines)) <= WIDTH


def test_long_names_stay_whole() -> None:
    name = "x" * 150
    assert name in "".join(bullet(f"a {name} b"))
    assert bullet("a-b " * 40)[0].startswith("  - a-b")
