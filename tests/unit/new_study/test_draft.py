import numpy as np
import pandas as pd
import pytest

from resistance.inputs.counts_table import CountsTable
from resistance.new_study.draft import draft, sample_names

RNG = np.random.default_rng(9)


def table(columns, layout="matrix", n=400, ids="ENSG{:011d}") -> CountsTable:
    means = RNG.lognormal(5, 1.5, n)
    data = {0: [ids.format(i) for i in range(n)]}
    for position, _ in enumerate(columns[1:], start=1):
        data[position] = RNG.poisson(means * RNG.gamma(30, 1 / 30, n))
    return CountsTable("c.tsv", layout, list(columns), pd.DataFrame(data), 1, "", "\t")


def drafted(columns, sheet=None, **changes):
    return draft(table(columns, **changes), sheet, "", "new", "c.tsv")


NAMES = ["par_1", "par_2", "par_3", "res_1", "res_2", "res_3"]


def test_names_alone_give_a_study() -> None:
    found = drafted(["gene", *NAMES])
    assert list(found.samples["sample"]) == NAMES
    assert list(found.samples["condition"]) == ["par"] * 3 + ["res"] * 3
    assert found.contrasts.to_dict("records") == [
        {"id": "res_vs_par", "variable": "condition", "reference": "par", "target": "res"}
    ]
    assert found.values["design"] == "~ condition"
    assert found.values["study.organism"] == "human"
    assert {"design", "study.organism"} <= found.guessed
    assert len(found.review) == 3


def test_paths_are_cut_where_names_stay_apart() -> None:
    bams = [f"map/{name}.sorted.bam" for name in NAMES]
    assert list(sample_names(table(["gene", *bams]))) == NAMES
    same = ["a/x.bam", "b/x.bam"]
    assert list(sample_names(table(["gene", *same]))) == same


def test_columns_beside_the_counts_are_no_samples() -> None:
    assert list(sample_names(table(["gene", "Length", *NAMES]))) == NAMES
    six = ["Geneid", "Chr", "Start", "End", "Strand", "Length"]
    assert list(sample_names(table([*six, *NAMES], layout="featurecounts"))) == NAMES
    mixed = table(["gene", "symbol", *NAMES])
    mixed.data[1] = "text"
    assert list(sample_names(mixed)) == NAMES


def test_a_sheet_goes_before_names() -> None:
    columns = [f"SRR{i}" for i in range(1, 8)]
    sheet = pd.DataFrame(
        {
            "title": [f"t{i}" for i in range(1, 8)],
            "run": [*[f"SRR{i}" for i in range(6, 0, -1)], "SRR99"],
            "cell line": ["a", "b"] * 3 + ["a"],
            "treatment of cells": ["drug"] * 3 + ["vehicle"] * 3 + ["drug"],
        }
    )
    found = drafted(["gene", *columns], sheet)
    assert list(found.samples["sample"]) == [f"SRR{i}" for i in range(6, 0, -1)]
    assert list(found.samples.columns)[:2] == ["sample", "title"]
    assert list(found.samples["condition"]) == ["drug"] * 3 + ["vehicle"] * 3
    assert found.contrasts.loc[0, "id"] == "drug_vs_vehicle"
    said = "\n".join(found.review)
    assert "SRR99" in said
    assert "SRR7" in said
    assert '"treatment of cells" of the sheet is called condition' in said


def test_a_sheet_of_other_samples_is_said() -> None:
    sheet = pd.DataFrame({"sample": ["x", "y"], "condition": ["a", "b"]})
    found = drafted(["gene", *NAMES], sheet)
    assert list(found.samples["sample"]) == NAMES
    assert "No column of the sheet names samples" in found.review[0]


def test_names_that_tell_nothing_leave_cells_to_fill_in() -> None:
    found = drafted(["gene", "SRR1", "SRR2", "SRR3", "SRR4"])
    assert set(found.samples["condition"]) == {""}
    assert "fill in" in found.review[0]
    assert found.contrasts.loc[0, ["reference", "target"]].tolist() == ["", ""]


def test_runs_of_one_sample_are_marked() -> None:
    counts = table(["gene", *NAMES])
    twice = counts.data.assign(**{})
    twice[2] = RNG.poisson(counts.data[1])
    runs = CountsTable("c.tsv", "matrix", counts.columns, twice, 1, "", "\t")
    found = draft(runs, None, "human", "new", "c.tsv")
    assert list(found.samples["replicate_of"]) == ["", "par_1", "", "", "", ""]
    assert any("replicate_of" in text for text in found.review)
    assert "study.organism" not in found.guessed


def test_ids_of_contrasts_are_names_of_folders_and_differ() -> None:
    names = [f"{level}_{i}" for level in ("ctl", "a/b", "a:b", "..v", "=x") for i in (1, 2)]
    found = drafted(["gene", *names])
    assert len(set(found.contrasts["id"])) == 4
    assert found.contrasts["id"].str.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*").all()


@pytest.mark.parametrize("names", [["x_1", "x_2", "y_1", "y_2"]])
def test_a_guess_of_the_reference_is_said_to_be_one(names) -> None:
    assert "first in the alphabet" in drafted(["gene", *names]).review[-2]
