"""Problems of sample sheet, contrasts and design."""

import pytest

from resistance.problems import format_problems

SHEET = "config/samples.tsv"
CONTRASTS = "config/contrasts.tsv"


def text_of(study, number: int = 1) -> str:
    problems = study.problems()
    text = format_problems(problems)
    assert len(problems) == number, text
    return text


@pytest.mark.parametrize("name", [SHEET, CONTRASTS, "config/protein.tsv", "counts.tsv"])
def test_missing_file(study, name) -> None:
    study.files = {name: None}
    text = text_of(study)
    assert f"{name}\n   The file does not exist." in text


def test_missing_file_suggests_a_neighbour(study) -> None:
    study.config["samples"] = "config/sample.tsv"
    assert 'Did you mean "samples.tsv"?' in text_of(study)


@pytest.mark.parametrize("name", [SHEET, CONTRASTS, "config/protein.tsv", "counts.tsv"])
@pytest.mark.parametrize("content", ["", "\n\n  \n", "\ufeff"])
def test_empty_file(study, name, content) -> None:
    study.files = {name: content}
    assert f"{name}\n   The file is empty." in text_of(study)


@pytest.mark.parametrize("name", [SHEET, CONTRASTS, "config/protein.tsv", "counts.tsv"])
@pytest.mark.parametrize(
    ("separator", "word"), [(";", "semicolons"), ("|", "vertical bars"), (" ", "spaces")]
)
def test_wrong_separator(study, name, separator, word) -> None:
    study.write()
    text = (study.base / name).read_text()
    study.files = {name: text.replace("\t", separator)}
    if name == "counts.tsv":  # Excel writes semicolons where commas are decimal, R spaces
        assert study.problems() == []
        return
    said = text_of(study)
    assert f"{name}, row 1" in said
    assert f"separated by {word}" in said
    assert "tabs (TSV) or commas (CSV)" in said


@pytest.mark.parametrize("name", [SHEET, CONTRASTS, "config/protein.tsv", "counts.tsv"])
def test_commas_tabs_line_ends_and_byte_order_mark_simply_work(study, name) -> None:
    study.write()
    text = (study.base / name).read_text()
    study.files = {name: "\ufeff" + text.replace("\t", ",").replace("\n", "\r\n") + "\r\n\r\n"}
    assert study.problems() == []


def test_header_without_rows(study) -> None:
    study.files = {CONTRASTS: "id\tvariable\treference\ttarget\n"}
    assert "a header but no rows" in text_of(study)


def test_ragged_row(study) -> None:
    study.files = {SHEET: study.samples.to_csv(sep="\t", index=False).replace("P2\tp", "P2 p")}
    text = text_of(study)
    assert f'{SHEET}, row 3, value "P2 parental"' in text
    assert "1 column where the header has 2" in text


def test_workbook(study, tmp_path) -> None:
    study.write()
    (tmp_path / SHEET).write_bytes(b"PK\x03\x04 and more")
    study.write = lambda: None
    assert "a workbook, not a text table" in text_of(study)


def test_duplicate_sample(study) -> None:
    study.samples.loc[4, "sample"] = "R1"
    text = text_of(study)
    assert f'{SHEET}, row 6, column "sample", value "R1"' in text
    assert "row 5 already" in text


def test_empty_sample_name(study) -> None:
    study.samples.loc[4, "sample"] = ""
    assert f'{SHEET}, row 6, column "sample"\n   The cell is empty.' in text_of(study)


def test_reserved_sample_name(study) -> None:
    study.samples.loc[4, "sample"] = "gene_name"
    study.counts = study.counts.rename(columns={"R2": "gene_name"})
    assert "taken by a column of the results" in text_of(study)


def test_missing_sample_column(study) -> None:
    study.samples = study.samples.rename(columns={"sample": "Sample"})
    text = format_problems(study.problems())
    assert 'The column "sample" is missing.' in text
    assert 'Is it the column "Sample"?' in text


def test_value_outside_a_choice(study) -> None:
    study.samples["drug_at_harvest"] = ["no", "no", "nein", "", "unknown", "yes"]
    text = text_of(study)
    assert f'{SHEET}, row 4, column "drug_at_harvest", value "nein"' in text
    assert "yes, no, unknown" in text


def test_optional_number_is_a_number(study) -> None:
    study.samples["il3_ng_ml"] = ["10", "10.5", "", "unknown", "ten", "0"]
    assert 'row 6, column "il3_ng_ml", value "ten"' in text_of(study)


def test_column_twice(study) -> None:
    study.files = {SHEET: "sample\tcondition\tcondition\nP1\ta\tb\n"}
    assert "The column stands there 2 times." in format_problems(study.problems())


def test_unknown_level(study) -> None:
    study.contrasts.loc[0, "target"] = "resistent"
    text = text_of(study)
    assert f'{CONTRASTS}, row 2, column "target", value "resistent"' in text
    assert "Allowed: parental, resistant" in text
    assert 'Did you mean "resistant"?' in text


def test_unknown_variable(study) -> None:
    study.contrasts.loc[0, "variable"] = "conditon"
    text = format_problems(study.problems())
    assert f'{CONTRASTS}, row 2, column "variable", value "conditon"' in text
    assert 'Did you mean "condition"?' in text


def test_reference_is_target(study) -> None:
    study.contrasts.loc[0, "target"] = "parental"
    assert "Reference and target are the same level." in text_of(study)


def test_duplicate_contrast(study) -> None:
    study.contrasts.loc[1] = ["rvp", "condition", "resistant", "parental"]
    assert f'{CONTRASTS}, row 3, column "id", value "rvp"' in text_of(study)


def test_contrasts_that_differ_in_case(study) -> None:
    study.contrasts.loc[1] = ["RVP", "condition", "resistant", "parental"]
    assert "in upper and lower case only" in text_of(study)


@pytest.mark.parametrize("name", ["a b", "../up", "a/b", ".hidden", "é"])
def test_contrast_that_is_no_folder(study, name) -> None:
    study.contrasts.loc[0, "id"] = name
    text = text_of(study)
    assert f'column "id", value "{name}"' in text
    assert "letters (A-Z, a-z), digits" in text


def test_unknown_contrast_column(study) -> None:
    study.contrasts["refrence"] = "x"
    assert 'Did you mean "reference"?' in text_of(study)


@pytest.mark.parametrize(
    ("design", "part"),
    [
        ("~ __import__('os').system('id')", "__"),
        ("~ I(condition)", "a call"),
        ("condition", 'does not start with "~"'),
        ("~ condition^2", "a power"),
        ("~ condition - 1", "a minus"),
        ("~", "names no variable"),
    ],
)
def test_design_outside_the_grammar(study, design, part) -> None:
    study.config["design"] = design
    text = text_of(study)
    assert f'config/config.yaml, column "design", value "{design}"' in text
    assert part in text
    assert "names of sample-sheet columns" in text


def test_design_variable_that_is_no_column(study) -> None:
    study.config["design"] = "~ bach"
    study.samples["batch"] = ["1", "2", "3"] * 2
    text = text_of(study)
    assert '"bach" of the design is no column' in text
    assert 'Did you mean "batch"?' in text


def test_empty_design_cell(study) -> None:
    study.samples.loc[2, "condition"] = ""
    assert f'{SHEET}, row 4, column "condition"' in text_of(study)


def test_contrast_outside_the_design(study) -> None:
    study.samples["dose"] = ["low", "high", "low"] * 2
    study.contrasts.loc[1] = ["dose", "dose", "low", "high"]
    text = text_of(study)
    assert f'{CONTRASTS}, row 3, column "variable", value "dose"' in text
    assert 'Add "+ dose" to design' in text


def test_design_not_of_full_rank(study) -> None:
    study.samples["batch"] = ["day1"] * 3 + ["day2"] * 3
    study.config["design"] = "~ batch + condition"
    text = text_of(study)
    assert "not of full rank: condition_resistant_vs_parental" in text
    assert '"condition" cannot be told apart from "batch"' in text


def test_variable_with_one_level(study) -> None:
    study.samples["batch"] = "day1"
    study.config["design"] = "~ batch + condition"
    text = text_of(study)
    assert '"batch" of the design has the same value in all samples' in text


def test_level_names_none_and_na_simply_work(study) -> None:
    study.samples["condition"] = ["None"] * 3 + ["NA"] * 3
    study.contrasts.loc[0, ["reference", "target"]] = ["None", "NA"]
    study.config["protein"] = None
    assert study.problems() == []
    assert set(study.load()[0].samples["condition"]) == {"None", "NA"}


def test_sample_names_with_spaces_dashes_and_digits_simply_work(study) -> None:
    names = ["1 parental", "2-parental", "P (3)", "R.1", "R#2", "0"]
    study.samples["sample"] = names
    study.counts.columns = ["gene_id", *names]
    assert study.problems() == []


def test_spaces_around_cells_are_taken_away_and_noted(study) -> None:
    study.samples.loc[0, "condition"] = " parental "
    loaded, problems = study.load()
    assert problems == []
    assert loaded.samples["condition"].iloc[0] == "parental"
    assert "spaces around 1 cell(s)" in loaded.notes[0]


def test_arm_with_one_sample_is_a_note(study) -> None:
    study.samples = study.samples.iloc[:4]
    loaded, problems = study.load()
    assert problems == []
    assert loaded.notes == ['condition "resistant" has one sample: its scatter cannot be seen.']


def test_further_columns_are_variables(study) -> None:
    study.samples["anything"] = "x"
    assert study.problems() == []


def test_many_problems_of_one_kind_are_cut(study) -> None:
    study.protein["condition"] = [f"level{i}" for i in range(len(study.protein))]
    study.protein["value"] = "x"
    study.protein = study.protein.loc[study.protein.index.repeat(3)].assign(
        replicate=lambda f: [str(i) for i in range(len(f))]
    )
    text = format_problems(study.problems())
    assert 'And 16 more cells of column "value" that are no numbers.' in text
