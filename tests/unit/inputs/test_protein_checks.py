import pandas as pd

from resistance.inputs.protein_checks import check_protein

SAMPLES = pd.DataFrame({"sample": ["s1", "s2"], "k": ["a", "b"], "other": ["c", "d"]}, index=[2, 3])
CONTRASTS = pd.DataFrame([["x", "k", "a", "b"]], columns=["id", "variable", "reference", "target"])


def table(genes: int) -> pd.DataFrame:
    frame = pd.DataFrame(
        [(f"G{g}", c, str(r), f"{10 + g + r}") for g in range(genes) for c in "ab" for r in (1, 2)],
        columns=["gene", "condition", "replicate", "value"],
    )
    return frame.set_index(frame.index + 2)


def test_a_proteome_has_no_problems() -> None:
    protein = table(6000)
    assert check_protein(protein, SAMPLES, CONTRASTS, "p") == ([], [])


def test_levels_of_other_variables_are_no_condition() -> None:
    protein = table(1)
    protein.loc[2, "condition"] = "c"
    (problem,) = check_protein(protein, SAMPLES, CONTRASTS, "p")[0]
    assert problem.value == "c"
    assert problem.allowed == "a, b"


def test_without_contrasts_or_samples_the_rest_is_checked() -> None:
    protein = table(1)
    protein.loc[2, "value"] = "x"
    for samples, contrasts in ((SAMPLES, pd.DataFrame()), (pd.DataFrame(), CONTRASTS)):
        problems, _ = check_protein(protein, samples, contrasts, "p")
        assert [problem.value for problem in problems] == ["x"]


def test_arms_of_one_that_are_not_compared_are_left_alone() -> None:
    protein = table(1).assign(value="1")
    contrasts = CONTRASTS.assign(reference="b", target="c")
    sheet = SAMPLES.assign(k=["b", "c"])
    problems, _ = check_protein(protein[protein["condition"] == "a"], sheet, contrasts, "p")
    assert [problem.column for problem in problems] == ["condition"]
