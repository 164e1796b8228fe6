"""Problems of excluded samples and technical replicates."""

import pytest

from resistance.problems import format_problems

SHEET = "config/samples.tsv"


def text_of(study, number: int = 1) -> str:
    problems = study.problems()
    text = format_problems(problems)
    assert len(problems) == number, text
    return text


def replicates(study, **of: str) -> None:
    """Add samples of counts that are technical replicates."""
    study.samples["replicate_of"] = ""
    for name, sample in of.items():
        level = "parental" if name.startswith("P") else "resistant"
        study.samples.loc[len(study.samples)] = [name, level, sample]
        study.counts[name] = study.counts["P1"]


def test_replicates_and_exclusions_are_no_problem(study) -> None:
    replicates(study, P4="P1", P5="P4", R4="unknown", R5="")
    study.config["exclude_samples"] = ["R5", "P3"]
    assert study.problems() == []
    loaded = study.load()[0]
    assert list(loaded.samples["sample"]) == ["P1", "P2", "R1", "R2", "R3", "R4"]
    assert loaded.rows.summed == {"P4": "P1", "P5": "P1"}
    assert "exclude_samples leaves out P3, R5." in loaded.notes
    assert "P1: the counts of P4, P5 are added (replicate_of)." in loaded.notes


def test_a_sample_that_is_left_out_needs_no_counts_and_no_levels(study) -> None:
    study.samples.loc[6] = ["X", ""]
    assert len(study.problems()) == 2
    study.config["exclude_samples"] = ["X"]
    assert study.problems() == []


def test_a_technical_replicate_needs_counts(study) -> None:
    replicates(study, P4="P1")
    study.counts = study.counts.drop(columns="P4")
    text = text_of(study)
    assert f'{SHEET}, row 8, column "sample", value "P4"' in text
    assert "have no column for this sample" in text


def test_the_rank_is_that_of_the_samples_as_they_will_be(study) -> None:
    # the sixth sample alone tells batch and condition apart
    study.samples["batch"] = list("aaabba")
    study.config["design"] = "~ batch + condition"
    assert study.problems() == []
    study.config["exclude_samples"] = ["R3"]
    assert "not of full rank" in text_of(study)


def test_an_arm_of_one_sample_is_noted_after_the_sum(study) -> None:
    study.samples["replicate_of"] = ["", "P1", "P1", "", "", ""]
    assert 'condition "parental" has one sample' in " ".join(study.load()[0].notes)


@pytest.mark.parametrize("value", ["R1, R2", 3, [3], ["R1", "R1"]])
def test_wrong_types(study, value) -> None:
    study.config["exclude_samples"] = value
    assert 'config/config.yaml, column "exclude_samples' in text_of(study)


def test_unknown_exclusion(study) -> None:
    study.config["exclude_samples"] = ["r3"]
    text = text_of(study)
    assert 'config/config.yaml, column "exclude_samples", value "r3"' in text
    assert "Allowed: P1, P2, P3, R1, R2, R3" in text
    assert 'Did you mean "R3"?' in text


def test_an_arm_that_is_left_out_is_said_once(study) -> None:
    study.config["exclude_samples"] = ["R1", "R2", "R3"]
    text = text_of(study)
    assert 'condition is "resistant" is left out, but a contrast compares it' in text


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ("P9", "The sample sheet has no such sample."),
        ("P4", "The sample is a replicate of itself."),
        ("R1", '"P4" is a technical replicate of "R1" (row 5), but differs from it in "condition"'),
    ],
)
def test_a_replicate_of_the_wrong_sample(study, of, said) -> None:
    replicates(study, P4=of)
    text = text_of(study)
    assert f"{SHEET}, row 8" in text
    assert said in text
    assert "Allowed: " in text


def test_a_circle(study) -> None:
    replicates(study, P4="P5", P5="P4")
    text = text_of(study)
    assert "These are replicates of each other: P4 -> P5 -> P4." in text


def test_a_replicate_of_an_excluded_sample(study) -> None:
    replicates(study, P4="P1")
    study.config["exclude_samples"] = ["P1"]
    assert 'exclude_samples leaves out "P1", the sample of this replicate' in text_of(study)
    study.config["exclude_samples"] = ["P1", "P4"]
    assert study.problems() == []


def test_the_column_of_the_results_is_taken(study) -> None:
    study.samples["summed_from"] = ""
    assert 'column "summed_from"' in text_of(study)


def test_protein_of_samples_that_are_summed_or_left_out(study) -> None:
    replicates(study, P4="P1")
    study.config["exclude_samples"] = ["P3"]
    study.protein["rna_sample"] = ["P4", "P3", "P1"] + [""] * (len(study.protein) - 3)
    assert study.problems() == []
    notes = " ".join(study.load()[0].notes)
    assert "1 rows name an RNA sample that exclude_samples leaves out (P3)" in notes
    study.protein.loc[0, "rna_sample"] = "P8"
    assert 'column "rna_sample", value "P8"' in text_of(study)
