import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resistance.columns import GENES, INPUTS
from resistance.inputs.counts_table import CountsTable
from resistance.inputs.offsets import match_offsets, of_lengths

GENE_TABLE = pd.DataFrame(
    [("ENSG00000000001", "ENSG00000000001.3;ENSG00000000001.4"), ("b", "b"), ("c", "c")],
    columns=["gene_id", "input_ids"],
).reindex(columns=list(GENES), fill_value="")
FRAME = pd.DataFrame(
    {
        "gene": ["c", "ENSG00000000001.3", "b", "other"],
        "S2": [30.0, 10.0, 20.0, 0.0],
        "S1": [3.0, 1.0, 2.0, 9.0],
        "S9": [1.0, 1.0, 1.0, 1.0],
    }
)


def table(frame: pd.DataFrame) -> CountsTable:
    text = frame.to_csv(sep="\t", index=False)
    data = frame.set_axis(range(frame.shape[1]), axis=1)
    return CountsTable("o.tsv", "matrix", list(frame.columns), data, 1, text, "\t")


def match(frame: pd.DataFrame, samples=("S1", "S2")):
    return match_offsets(table(frame), GENE_TABLE, list(samples))


def test_genes_and_samples_are_joined_by_name() -> None:
    found = match(FRAME)
    assert found.problems == []
    assert list(found.values.index) == list(GENE_TABLE["gene_id"])
    assert found.values.index.name == "gene_id"
    np.testing.assert_allclose(found.values["S1"], [1, 2, 3])
    np.testing.assert_allclose(found.values["S2"], [10, 20, 30])
    records = pd.DataFrame(found.records)
    assert list(records) == list(INPUTS)
    assert list(records["n"]) == [3, 1, 1]


def test_several_ids_of_a_gene() -> None:
    more = pd.concat(
        [FRAME, pd.DataFrame([["ENSG00000000001.4", 40.0, 9.0, 1.0]], columns=FRAME.columns)]
    )
    found = match(more.reset_index(drop=True))
    assert found.problems == []
    np.testing.assert_allclose(found.values.iloc[0], [3, 20])


def test_genes_and_samples_that_are_missing() -> None:
    (problem,) = match(FRAME.iloc[1:].reset_index(drop=True)).problems
    assert problem.message == "1 genes of the counts have no row here: c."
    (problem,) = match(FRAME, ["S1", "s9", "S2"]).problems
    assert (problem.column, problem.hint) == ("s9", 'Did you mean "S9"?')


@pytest.mark.parametrize("value", [0.0, -1.0, np.nan])
def test_what_cannot_divide(value) -> None:
    wrong = FRAME.assign(S1=[3.0, 1.0, value, 9.0])
    (problem,) = match(wrong).problems
    assert (problem.row, problem.column) == ("4", "S1")
    assert ("set" in problem.hint) == (value == 0)
    assert len(match(FRAME.assign(S1=["x", "1", "2", "3"])).problems) == 1


def test_many_wrong_cells_are_counted() -> None:
    genes = pd.DataFrame({"gene_id": [f"g{i}" for i in range(50)]})
    genes = genes.assign(input_ids=genes["gene_id"]).reindex(columns=list(GENES), fill_value="")
    frame = pd.DataFrame({"gene": genes["gene_id"], "S1": 0.0})
    problems = match_offsets(table(frame), genes, ["S1"]).problems
    assert len(problems) == 21
    assert problems[-1].message == "And 30 more cells that are not greater than 0."


def test_an_id_that_stands_twice() -> None:
    twice = FRAME.assign(gene=["c", "ENSG00000000001.3", "b", "b"]).replace({0.0: 5.0})
    (problem,) = match(twice).problems
    assert (problem.row, problem.value) == ("5", "b")


@given(st.permutations(range(4)), st.permutations(range(1, 4)))
def test_order_does_not_matter(rows, columns) -> None:
    shuffled = FRAME.iloc[rows, [0, *columns]].reset_index(drop=True)
    assert match(shuffled).values.equals(match(FRAME).values)


LENGTHS = pd.DataFrame(
    {"S1": [100.0, 0, 300, 50], "S2": [400.0, 20, 30, 60], "S2b": [200.0, 40, 30, 1]},
    index=["c", "ENSG00000000001.3", "b", "other"],
)


def test_lengths_of_transcripts() -> None:
    found = of_lengths(LENGTHS, GENE_TABLE, ["S2", "S1"], {"S2b": "S2"}, "c")
    assert list(found.values.columns) == ["S2", "S1"]
    assert list(found.values.index) == list(GENE_TABLE["gene_id"])
    # a length of 0 is 1, and the runs of a sample have the mean of theirs
    np.testing.assert_allclose(found.values["S1"], [1, 300, 100])
    np.testing.assert_allclose(found.values["S2"], [30, 30, 300])
    records = pd.DataFrame(found.records)
    assert list(records) == list(INPUTS)
    assert list(records["action"]) == ["kept", "summed", "listed"]
    assert list(records["item"]) == ["", "", "ENSG00000000001.3"]


def test_lengths_of_several_ids_of_a_gene() -> None:
    both = LENGTHS.rename(index={"other": "ENSG00000000001.4"})
    found = of_lengths(both, GENE_TABLE, ["S2"], {}, "c")
    np.testing.assert_allclose(found.values["S2"].iloc[0], np.sqrt(20 * 60))
