"""Problems of the table of functional assays."""

import io

import pandas as pd
import pytest

from resistance.problems import format_problems

FILE = "config/functional.tsv"
GOOD = """\
assay\tcondition\treplicate\tvalue\tunit\tmodulator
adc_ic50\tparental\t1\t0.11\tnM\t
adc_ic50\tparental\t2\t0.10\tnM\t
adc_ic50\tresistant\t1\t>50\tnM\t
adc_ic50\tresistant\t2\t48\tnM\t
adc_ic50\tparental\t1\t0.10\tnM\tzosuquidar
adc_ic50\tparental\t2\t0.12\tnM\tzosuquidar
adc_ic50\tresistant\t1\t1.9\tnM\tzosuquidar
adc_ic50\tresistant\t2\t1.7\tnM\tzosuquidar
dye_efflux\tparental\t1\t5000\tMFI\t
dye_efflux\tresistant\t1\t900\tMFI\t
inhibitor_alone\tparental\t1\t0.97\tfraction\tzosuquidar
inhibitor_alone\tresistant\t1\t0.99\tfraction\tzosuquidar
"""


@pytest.fixture
def functional(study):
    """The study with a functional table, and that table to damage: columns are filled by name."""
    study.config["functional"] = FILE
    frame = pd.read_csv(io.StringIO(GOOD), sep="\t", dtype=str, keep_default_na=False)
    frame.index += 2  # as a spreadsheet counts the rows

    def change(row: int = 0, **cells: str):
        for column, value in cells.items():
            if column not in frame:
                frame[column] = ""
            frame.loc[row if row else slice(None), column] = value
        study.files[FILE] = frame.to_csv(sep="\t", index=False)
        return study

    change.frame = frame
    change()
    return change


def text_of(study, number: int = 1) -> str:
    problems = study.problems()
    text = format_problems(problems)
    assert len(problems) == number, text
    return text


def test_a_good_table(functional) -> None:
    loaded, problems = functional().load()
    assert problems == []
    assert not [note for note in loaded.notes if FILE in note]


def test_a_missing_file(functional) -> None:
    study = functional()
    study.files[FILE] = None
    assert FILE in text_of(study)


@pytest.mark.parametrize("column", ["assay", "condition", "replicate", "value"])
def test_missing_column(functional, column) -> None:
    study = functional()
    study.files[FILE] = functional.frame.drop(columns=column).to_csv(sep="\t", index=False)
    assert f'The column "{column}" is missing.' in text_of(study)


def test_unknown_column(functional) -> None:
    text = text_of(functional(inhibitor="x"))
    assert 'Unknown column "inhibitor"' in text
    assert "modulator" in text


def test_unknown_assay(functional) -> None:
    text = text_of(functional(10, assay="dye_eflux"))
    assert f'{FILE}, row 10, column "assay", value "dye_eflux"' in text
    assert 'Did you mean "dye_efflux"?' in text


def test_header_without_rows_is_a_note(study) -> None:
    study.config["functional"] = FILE
    study.files[FILE] = GOOD.splitlines()[0] + "\n"
    loaded, problems = study.load()
    assert problems == study.problems() == []
    assert [f"{FILE}: the table has a header but no rows; it counts as not given."] == loaded.notes


def test_condition_that_the_design_lacks(functional) -> None:
    text = text_of(functional(11, condition="resistent"))
    assert f'{FILE}, row 11, column "condition", value "resistent"' in text
    assert "no such condition (1 rows)" in text
    assert 'Did you mean "resistant"?' in text


@pytest.mark.parametrize(
    ("row", "value", "part"),
    [
        (2, "", "There is no value"),
        (2, "low", "not a number"),
        (2, "0,11", "as a point, not as a comma"),
        (2, "1,120", "1120 if the comma separates thousands, or 1.120"),
        (2, "95%", "write unit = percent"),
        (2, "≥1000", 'Write ">1000"'),
        (2, ">", "not a number"),
        (2, "inf", "not a number"),
        (2, "0", "must be greater than zero"),
        (2, "-1.2", "If these are logarithms"),
        (10, ">5000", "Only a concentration or a half-life may be a bound"),
        (12, "97", "Write unit = percent"),
    ],
)
def test_wrong_value(functional, row, value, part) -> None:
    text = text_of(functional(row, value=value))
    assert f'{FILE}, row {row}, column "value"' in text
    assert part in text


@pytest.mark.parametrize(
    ("unit", "value", "part"),
    [
        ("fraction_effluxed", "1", "from 0 to less than 1"),
        ("fraction_effluxed", "80", "Write unit = percent_effluxed"),
        ("percent_effluxed", "100", "from 0 to less than 100"),
        ("percent_effluxed", "-3", "unit = MFI"),
    ],
)
def test_shares_pumped_out(functional, unit, value, part) -> None:
    functional(10, unit=unit, value="0.5")
    assert part in text_of(functional(11, unit=unit, value=value))
    assert functional(11, value="0").problems() == []


def test_unit_of_another_assay(functional) -> None:
    text = text_of(functional(10, unit="nM"))
    assert 'The assay "dye_efflux" is not measured in this unit.' in text
    assert "Allowed: MFI, fraction_retained" in text


def test_mixed_units(functional) -> None:
    text = text_of(functional(5, unit="uM"))
    assert 'The assay "adc_ic50" mixes several units: nM, uM.' in text
    assert f'{FILE}, row 5, column "unit", value "uM"' in text


def test_a_unit_that_decides_what_higher_means(functional) -> None:
    functional(10, unit="")
    text = text_of(functional(11, unit=""))
    assert 'The assay "dye_efflux" needs a unit (2 rows)' in text


def test_units_of_an_ic50_may_be_left_out_of_all_rows(functional) -> None:
    for row in range(2, 10):
        functional(row, unit="")
    assert functional().problems() == []
    assert "other rows of this assay give one" in text_of(functional(3, unit="nM"))


def test_duplicate_measurement(functional) -> None:
    text = text_of(functional(3, replicate="1"))
    assert "The same measurement stands in row 2" in text
    assert "average technical ones first" in text


@pytest.mark.parametrize(
    ("row", "comparator", "part"),
    [
        (2, "zosuquidar", "A row without a modulator has no comparator."),
        (6, "zosuquidar", "A modulator cannot be compared with itself."),
        (6, "scrambled", 'No row of the assay "adc_ic50" has this modulator.'),
        (12, "zosuquidar", "Viability is relative to untreated cells"),
    ],
)
def test_wrong_comparator(functional, row, comparator, part) -> None:
    text = text_of(functional(row, comparator=comparator))
    assert part in text
    assert f'{FILE}, row {row}, column "comparator", value "{comparator}"' in text


def test_two_comparators_for_one_modulator(functional) -> None:
    for row in range(2, 6):
        functional(row, modulator="mock")
    functional(6, comparator="mock")
    functional(7, comparator="mock")
    assert "compares the same modulator with another comparator" in text_of(functional(), 2)


def test_viability_without_an_inhibitor(functional) -> None:
    assert 'A row of "inhibitor_alone" must name the inhibitor.' in text_of(
        functional(12, modulator="")
    )


def test_mechanism_that_the_catalogue_lacks(functional) -> None:
    text = text_of(functional(6, mechanism="drug_eflux"))
    assert f'{FILE}, row 6, column "mechanism", value "drug_eflux"' in text
    assert 'Did you mean "drug_efflux"?' in text


def test_two_mechanisms_of_one_series(functional) -> None:
    functional(6, mechanism="drug_efflux")
    text = text_of(functional(7, mechanism="apoptosis"))
    assert "several mechanisms" in text
    assert "adc_ic50, zosuquidar" in text


def test_unknown_gene(functional) -> None:
    text = text_of(functional(10, gene="ABCB99"))
    assert f'{FILE}, row 10, column "gene", value "ABCB99"' in text
    for gene in ("ABCB1", "MDR1", "ENSG00000085563"):
        assert functional(10, gene=gene).problems() == []


def test_genes_wait_for_an_organism(functional) -> None:
    study = functional(10, gene="ABCB99")
    study.config["study"]["organism"] = "humam"
    assert "organism" in text_of(study)


def notes(study) -> list[str]:
    loaded, problems = study.load()
    assert problems == []
    return [note for note in loaded.notes if FILE in note]


def test_an_inhibitor_in_one_arm_is_a_note(functional) -> None:
    study = functional()
    study.files[FILE] = functional.frame.drop(index=[6, 7]).to_csv(sep="\t", index=False)
    assert notes(study) == [
        f"{FILE}: adc_ic50 with zosuquidar was not measured in parental; the arms cannot be "
        "compared there."
    ]


def test_nothing_to_compare_an_inhibitor_with_is_a_note(functional) -> None:
    study = functional()
    study.files[FILE] = functional.frame.drop(index=[4, 5]).to_csv(sep="\t", index=False)
    assert any("nothing to compare its inhibitors with" in note for note in notes(study))


def test_toxicity_that_was_not_given_is_a_note(functional) -> None:
    study = functional()
    study.files[FILE] = functional.frame.drop(index=[12, 13]).to_csv(sep="\t", index=False)
    (note,) = notes(study)
    assert "toxicity of zosuquidar alone was not given" in note


def test_an_inhibitor_that_is_not_known_is_a_note(functional) -> None:
    for row in (6, 7, 8, 9, 12, 13):
        functional(row, modulator="zosuquidr")
    (note,) = notes(functional())
    assert 'Did you mean "zosuquidar"?' in note


def test_simulated_rows_in_a_real_study(functional) -> None:
    assert "does not say study.simulated: true" in text_of(functional(simulated="yes"))


def test_real_rows_in_a_simulated_study(functional) -> None:
    study = functional(simulated="no")
    study.config["study"]["simulated"] = True
    study.samples["simulated"] = "yes"
    study.protein["simulated"] = "yes"
    assert f"{FILE}, row 2" in text_of(study)


def test_problems_of_all_kinds_are_listed_together(functional) -> None:
    for row in (6, 7):
        functional(row, condition="elsewhere")
    functional(3, value="x")
    text = text_of(functional(10, unit="nM"), 3)
    assert "no such condition (2 rows)" in text
