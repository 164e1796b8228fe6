import pandas as pd
import pytest

from resistance.new_study import guess


@pytest.mark.parametrize(
    ("samples", "levels", "reference", "known"),
    [
        (["GEN2.2_par_1", "GEN2.2_par_2", "GEN2.2_res_1", "GEN2.2_res_2"], "par res", "par", True),
        (["WT_1A", "WT_1B", "WT_2A", "rrp6_1A", "rrp6_1B"], "WT rrp6", "WT", True),
        (
            ["untreated1", "untreated2", "treated1", "treated2"],
            "untreated treated",
            "untreated",
            True,
        ),
        (["MET_1", "MET_2", "CTL_1", "CTL_2"], "MET CTL", "CTL", True),
        (["P1", "P2", "R1", "R2"], "P R", "P", True),
        (["1_par", "2_par", "1_res", "2_res"], "par res", "par", True),
        (["RNA_WT_rep1", "RNA_WT_rep2", "RNA_x_rep1", "RNA_x_rep2"], "WT x", "WT", True),
        (["HBR_1", "HBR_2", "UHR_1", "UHR_2"], "HBR UHR", "HBR", False),
        (["K_parental_A", "K_parental_B", "K_res_A", "K_res_B"], "parental res", "parental", True),
        (["a-par-n1", "a-par-n2", "a-R-n1", "a-R-n2", "a-Q-n1"], "par R Q", "par", True),
    ],
)
def test_conditions_of_names(samples, levels, reference, known) -> None:
    found = guess.conditions(samples)
    assert list(found) == samples
    assert list(dict.fromkeys(found.values())) == levels.split()
    assert guess.reference(list(found.values())) == (reference, known)
    # the order of the columns tells nothing
    assert guess.conditions(samples[::-1]) == found


@pytest.mark.parametrize(
    "samples", [["SRR1", "SRR2", "SRR3"], ["S1", "S2"], ["ctrl", "drug"], ["a"], [""], []]
)
def test_names_that_tell_nothing(samples) -> None:
    assert guess.conditions(samples) == {}


SHEET = pd.DataFrame(
    {
        "id": ["s1", "s2", "s3", "s4"],
        "celltype": ["a", "a", "b", "b"],
        "dex": ["control", "treated", "control", "treated"],
        "one": ["x"] * 4,
        "gap": ["x", "x", "", ""],
    }
)


def test_the_column_that_says_what_is_compared() -> None:
    assert guess.condition_column(SHEET) == "dex"
    assert guess.condition_column(SHEET.drop(columns="dex")) == "celltype"
    assert guess.condition_column(SHEET[["id", "one", "gap"]]) == ""


def test_columns_within_which_conditions_can_be_compared() -> None:
    assert guess.blocks(SHEET, "dex") == ["celltype"]
    assert guess.blocks(SHEET.assign(celltype=SHEET["dex"]), "dex") == []
    assert guess.blocks(SHEET[["dex", "id", "gap"]], "dex") == []


def test_the_column_that_names_the_samples() -> None:
    columns = {name: [f"map/{name}.bam", name] for name in ("s1", "s2", "s3")}
    assert guess.sample_column(SHEET, columns) == "id"
    assert guess.sample_column(SHEET, {"q1": ["q1"]}) == ""
    assert guess.sample_column(SHEET.iloc[:, :0], columns) == ""


@pytest.mark.parametrize(
    ("ids", "organism"),
    [
        (["ENSG00000185291.3", "ENSG00000000003", "ERCC-00002"], "human"),
        (["ENSMUSG00000000001", "ENSMUSG00000000003"], "mouse"),
        (["ENSMUSG00000000001", "ENSG00000185291"], "mixed"),
        (["ACTB", "GAPDH", "TP53", "x"], "human"),
        (["Actb", "Gapdh", "Trp53"], "mouse"),
        (["Actb", "Gapdh", "Trp53", "RGD1308706"], "other"),
        (["ACTB", "GAPDH", "TP53", "RGD1308706"], "other"),
        (["YOR001W", "YAL001C"], "other"),
        (["FBgn0000003"], "other"),
        ([], "other"),
    ],
)
def test_the_organism_of_ids(ids, organism) -> None:
    found, why = guess.organism(ids)
    assert found == organism
    assert why
