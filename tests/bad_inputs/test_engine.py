"""Questions that PyDESeq2's own code does not answer."""

import pytest

from resistance.problems import format_problems


@pytest.mark.parametrize(
    ("column", "value", "also"),
    [
        ("test", "lrt", {"reduced": "~ 1"}),
        ("alternative", "greater", {}),
        ("lfc_threshold", "1", {"alternative": "greaterAbs"}),
    ],
)
def test_only_two_sided_wald_tests(study, column, value, also) -> None:
    study.contrasts = study.contrasts.assign(**{column: value}, **also)
    assert study.problems() == []
    study.config["differential"] = {"engine": "pydeseq2"}
    text = format_problems(study.problems())
    assert "makes two-sided Wald tests against 0 only" in text
    assert f'column "{column}"' in text
    assert f'"{value}"' in text
    assert "engine: vectorised" in text


def test_no_factors_of_each_gene(study) -> None:
    table = study.counts.copy()
    table[[name for name in table if name != "gene_id"]] = "1200"
    study.files = {"lengths.tsv": table.to_csv(sep="\t", index=False)}
    study.config["differential"] = {"size_factors": {"offsets": "lengths.tsv"}}
    assert study.problems() == []
    study.config["differential"]["engine"] = "pydeseq2"
    assert "no factors of each gene" in format_problems(study.problems())


def test_plain_questions_pass(study) -> None:
    study.config["differential"] = {"engine": "pydeseq2"}
    study.contrasts = study.contrasts.assign(test="wald", alternative="two-sided")
    assert study.problems() == []
