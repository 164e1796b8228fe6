import pandas as pd
import pytest

from resistance.inputs.cross_checks import cross_check, size_factor_block

BLOCK = {"method": "auto", "column": "", "control_genes": [], "offsets": ""}
CONFIG = {
    "study": {"simulated": False},
    "samples": "s.tsv",
    "contrasts": "k.tsv",
    "protein": "p.tsv",
    "design": "~ k",
    "exclude_samples": [],
    "differential": {"size_factors": BLOCK},
    "concordance": {"systematic_sd": {}},
}
SAMPLES = pd.DataFrame(
    {"sample": ["A", "B", "C", "D", "D2"], "k": list("aabbb"), "replicate_of": [""] * 4 + ["D"]},
    index=range(2, 7),
)
CONTRASTS = pd.DataFrame(
    [["x", "k", "a", "b"]], columns=["id", "variable", "reference", "target"], index=[2]
)


def test_everything_is_held_against_the_samples_as_they_will_be() -> None:
    checked = cross_check(CONFIG, SAMPLES, CONTRASTS, None)
    assert checked.problems == []
    assert list(checked.rows.kept["sample"]) == ["A", "B", "C", "D"]
    assert checked.notes == ["D: the counts of D2 are added (replicate_of)."]
    checked = cross_check({**CONFIG, "exclude_samples": ["B"]}, SAMPLES, CONTRASTS, None)
    assert 'k "a" has one sample: its scatter cannot be seen.' in checked.notes


@pytest.mark.parametrize(
    "samples",
    [
        SAMPLES.assign(replicate_of=["", "", "", "", "Z"]),
        SAMPLES.assign(sample=["A", "B", "C", "D", "D"]),
    ],
)
def test_rows_with_problems_stay_as_they_are(samples) -> None:
    checked = cross_check(CONFIG, samples, CONTRASTS, None)
    assert len(checked.problems) == 1
    assert checked.rows.kept is samples


def test_without_a_sheet() -> None:
    assert cross_check(CONFIG, None, CONTRASTS, None) == (None, [], [])


@pytest.mark.parametrize(
    "wrong",
    [{"method": 1}, {"column": []}, {"control_genes": [1]}, {"control_genes": 1}, {"offsets": {}}],
)
def test_a_block_of_wrong_types_is_passed_over(wrong) -> None:
    assert size_factor_block(CONFIG) is BLOCK
    assert size_factor_block({"differential": {"size_factors": {**BLOCK, **wrong}}}) is None
    for value in ("x", {}, {"size_factors": 3}):
        assert size_factor_block({"differential": value}) is None
