"""Problems of the protein table."""

import pandas as pd
import pytest

from resistance.problems import format_problems

FILE = "config/protein.tsv"


def text_of(study, number: int = 1) -> str:
    problems = study.problems()
    text = format_problems(problems)
    assert len(problems) == number, text
    return text


def test_four_columns_are_enough(study) -> None:
    assert list(study.protein.columns) == ["gene", "condition", "replicate", "value"]
    assert study.problems() == []


def test_header_without_rows_is_a_note(study) -> None:
    study.config["concordance"] = {"prior": {"flow": {"sd": 0.3, "df": 4}}}
    study.protein = study.protein.iloc[:0]
    loaded, problems = study.load()
    assert problems == study.problems() == []
    assert loaded.notes == [f"{FILE}: the table has a header but no rows; it counts as not given."]
    study.protein = study.protein.drop(columns="value")
    assert 'The column "value" is missing.' in text_of(study)


@pytest.mark.parametrize("column", ["gene", "condition", "replicate", "value"])
def test_missing_column(study, column) -> None:
    study.protein = study.protein.drop(columns=column)
    assert f'The column "{column}" is missing.' in text_of(study)


def test_unknown_column(study) -> None:
    study.protein["backgruond"] = "1"
    text = text_of(study)
    assert 'Unknown column "backgruond"' in text
    assert 'Did you mean "background"?' in text


def test_condition_that_the_design_lacks(study) -> None:
    study.protein.loc[3:5, "condition"] = "resistent"
    text = text_of(study)
    assert f'{FILE}, row 5, column "condition", value "resistent"' in text
    assert "no such condition (3 rows)" in text
    assert "Allowed: parental, resistant" in text
    assert 'Did you mean "resistant"?' in text


def test_condition_without_protein_is_a_note(study) -> None:
    study.protein = study.protein[study.protein["condition"] == "parental"]
    loaded, problems = study.load()
    assert problems == []
    assert loaded.notes == [f'{FILE}: no protein was measured in condition "resistant".']


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ("high", "not a number"),
        ("12,5", "as a point, not as a comma"),
        ("1,120", "1120 if the comma separates thousands, or 1.120"),
        ("", "There is no value"),
        ("n/a", "There is no value"),
        ("0", "must be greater than zero"),
        ("-3.2", "say so in the column scale"),
        ("inf", "not a number"),
    ],
)
def test_wrong_value(study, value, part) -> None:
    study.protein.loc[4, "value"] = value
    text = text_of(study)
    assert f'{FILE}, row 6, column "value"' in text
    assert part in text


def test_values_that_software_leaves_out(study) -> None:
    study.protein["assay_type"] = "lfq_ms"
    study.protein.loc[:2, "value"] = ["0", "", "Filtered"]
    assert study.problems() == []


def test_censored_values(study) -> None:
    study.protein["censored"] = "none"
    study.protein["lod"] = ""
    study.protein.loc[3, ["value", "censored", "lod"]] = ["", "left", "50"]
    study.protein.loc[4, ["value", "censored", "lod"]] = ["0", "left", "50"]
    assert study.problems() == []


def test_negative_logarithms(study) -> None:
    study.protein["scale"] = "log2"
    study.protein.loc[4, "value"] = "-3.2"
    assert study.problems() == []


def test_duplicate_measurement(study) -> None:
    study.protein.loc[4, "replicate"] = "1"
    text = text_of(study)
    assert f'{FILE}, row 6, column "replicate", value "1"' in text
    assert "The same measurement stands in row 5" in text


@pytest.mark.parametrize(
    "column",
    ["compartment", "line", "derivation", "batch", "timepoint", "sample", "protein_id"],
)
def test_what_tells_measurements_apart(study, column) -> None:
    study.protein.loc[4, "replicate"] = "1"
    values = ["total", "surface"] if column == "compartment" else ["a", "b"]
    study.protein[column] = values[0]
    study.protein.loc[4, column] = values[1]
    assert study.problems() == []


@pytest.mark.parametrize(("column", "values"), [("scale", ["linear", "log2"]),
                                                ("unit", ["MFI", "ABC"])])  # fmt: skip
def test_mixture_within_an_assay(study, column, values) -> None:
    study.protein["assay_id"] = "flow"
    study.protein[column] = values[0]
    study.protein.loc[7, column] = values[1]
    text = text_of(study)
    assert f'{FILE}, row 9, column "{column}", value "{values[1]}"' in text
    assert f"mixes several values of {column}" in text
    study.protein.loc[7, "assay_id"] = "another"
    assert study.problems() == []


def test_a_mixture_points_at_the_rarer_value(study) -> None:
    study.protein["assay_id"] = "flow"
    study.protein["scale"] = "linear"
    study.protein.loc[study.protein.index[0], "scale"] = "log2"
    assert f'{FILE}, row 2, column "scale", value "log2"' in text_of(study)


def test_npx_is_a_logarithm(study) -> None:
    study.protein["unit"] = "NPX"
    assert study.problems() == []
    study.protein["scale"] = "linear"
    assert "NPX values are logarithms to base 2" in text_of(study)


@pytest.mark.parametrize(
    ("column", "value"), [("unit", "%"), ("assay_id", "Freq. of Parent"), ("unit", "Percent")]
)
def test_percentage_of_positive_cells(study, column, value) -> None:
    study.protein[column] = value
    text = text_of(study)
    assert "12 rows give a percentage of positive cells" in text
    assert "geometric mean" in text


def test_ratios_to_the_target(study) -> None:
    study.protein.loc[study.protein["condition"] == "resistant", "value"] = "1.0"
    study.protein["unit"] = "ratio"
    text = text_of(study)
    assert 'condition "resistant"' in text
    assert "two-sample test" in text


def test_ratios_to_the_reference(study) -> None:
    study.protein.loc[study.protein["condition"] == "parental", "value"] = "1"
    assert "unit = ratio" in text_of(study)
    study.protein["unit"] = "ratio"
    assert study.problems() == []


@pytest.mark.parametrize(
    ("column", "value", "part"),
    [
        ("background", "low", "not a number"),
        ("background", "-5", "too small"),
        ("loading_value", "0", "greater than 0"),
        ("n_events", "many", "not a number"),
        ("compartment", "membrane", "surface, total, intracellular, secreted"),
        ("assay_type", "Flow", 'Did you mean "flow"?'),
        ("rna_sample", "P9", "The sample sheet has no such sample"),
    ],
)
def test_wrong_cell_of_an_optional_column(study, column, value, part) -> None:
    study.protein["assay_id"] = "one"
    study.protein[column] = ""
    study.protein.loc[2, column] = value
    text = format_problems(study.problems())
    assert f'{FILE}, row 4, column "{column}", value "{value}"' in text
    assert part in text


def test_two_names_of_one_gene(study) -> None:
    twin = study.protein[study.protein["gene"] == "ABCB1"].assign(gene="P-gp")
    study.protein = pd.concat([study.protein, twin.iloc[:1]])
    text = text_of(study)
    assert f'{FILE}, row 14, column "gene", value "P-gp"' in text
    assert '"P-gp" and "ABCB1" in row 8 are names of one gene (ENSG00000085563)' in text
    study.config["study"]["organism"] = "other"
    assert study.problems() == []


@pytest.mark.parametrize("change", [{"replicate": "9"}, {"assay_id": "blot"}, {"gene": "CD33"}])
def test_two_names_that_do_not_collide(study, change) -> None:
    study.protein["assay_id"] = "flow"
    twin = study.protein[study.protein["gene"] == "ABCB1"].iloc[:1].assign(gene="MDR1")
    study.protein = pd.concat([study.protein, twin.assign(**change)])
    assert study.problems() == []


def test_id_of_another_gene(study) -> None:
    study.protein["ensembl_id"] = ""
    study.protein.loc[study.protein["gene"] == "IL3RA", "ensembl_id"] = "ENSG00000085563"
    text = text_of(study)
    assert f'{FILE}, row 2, column "ensembl_id", value "ENSG00000085563"' in text
    assert "IL3RA is ENSG00000185291, not the id that is given" in text
    assert "that of ABCB1 (6 rows)" in text


def test_misspelled_gene_is_a_note(study) -> None:
    study.protein["gene"] = study.protein["gene"].replace("IL3RA", "IL3RAA")
    loaded, problems = study.load()
    assert problems == []
    (note,) = loaded.notes
    assert 'IL3RAA: did you mean "IL3RA"?' in note
    # a name of the counts is known
    study.counts["gene_id"] = study.counts["gene_id"].replace("IL3RA", "IL3RAA")
    assert study.load()[0].notes == []


def test_rna_sample_of_another_condition(study) -> None:
    study.protein["sample"] = study.protein["condition"] + study.protein["replicate"]
    study.protein["rna_sample"] = ["P1", "P2", "P3", "R1", "R2", "R3"] * 2
    assert study.problems() == []
    study.protein.loc[[2, 8], "rna_sample"] = "R3"
    text = format_problems(study.problems())
    assert f'{FILE}, row 4, column "condition", value "parental"' in text
    assert 'The RNA sample "R3" is "resistant" in column "condition"' in text


def test_two_protein_samples_of_one_rna_sample(study) -> None:
    study.protein["rna_sample"] = ["P1", "P1", "P3", "R1", "R2", "R3"] * 2
    text = text_of(study)
    assert 'Several protein samples name the RNA sample "P1"' in text
    assert "replicate_type = technical" in text


@pytest.mark.parametrize(
    ("settings", "parts"),
    [
        ({"paired": {"protien": "replicate"}}, ["paired.protien", 'Did you mean "protein"?']),
        ({"paired": {"protein": "batch"}}, ['no column "batch" to pair by']),
        ({"paired": {"protein": "bach"}}, ["paired.protein", 'Did you mean "batch"?']),
        ({"prior": {"flow": {"sd": 0.3, "df": 4}}}, ["prior.flow", "no such assay"]),
        ({"prior": {"protein": {"sd": 0.3}}}, ["prior.protein.df", "missing"]),
        ({"prior": {"protein": {"sd": 0, "df": 4}}}, ["prior.protein.sd", "greater than 0"]),
    ],
)
def test_settings_of_an_assay(study, settings, parts) -> None:
    study.config["concordance"] = settings
    text = text_of(study)
    for part in parts:
        assert part in text


def test_pairs_by_replicate(study) -> None:
    study.config["concordance"] = {"paired": {"protein": "replicate"}}
    assert study.problems() == []
    study.protein["replicate"] = study.protein["condition"] + study.protein["replicate"]
    assert "there is no pair" in text_of(study)


def test_weak_measurements_are_notes(study) -> None:
    study.config["study"]["drug"] = {"name": "x", "class": "adc", "target": "IL3RA"}
    study.protein = study.protein.assign(
        assay_type="flow", compartment="surface", n_events="120", replicate_type="passage"
    )
    loaded, problems = study.load()
    assert problems == []
    text = "\n".join(loaded.notes)
    assert "flow measurements on fewer than 500 events: 12" in text
    assert "without background: 12" in text
    assert "are passages of one culture" in text
    assert "clone_competes_with_drug is not stated for surface IL3RA." in text
