from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resistance.columns import GENES, INPUTS
from resistance.genes.gene_ids import Annotation
from resistance.inputs.counts_table import CountsTable
from resistance.inputs.import_counts import counts_of, import_counts, par_problems, symbol_column
from resistance.inputs.sample_rows import resolve
from resistance.problems import InputError

IL3RA_X, IL3RA_Y = "ENSG00000185291", "ENSG00000292332"
ANNOTATION = Annotation(
    organism="human",
    genes=pd.DataFrame(
        [
            (IL3RA_X, "IL3RA", "protein_coding", "X"),
            (IL3RA_Y, "IL3RA", "protein_coding", "Y"),
            ("ENSG00000169100", "SLC25A6", "protein_coding", "X"),
            ("ENSG00000085563", "ABCB1", "protein_coding", "7"),
        ],
        columns=["ensembl_id", "symbol", "biotype", "chromosome"],
    ),
    aliases=pd.DataFrame(
        [("MDR1", "ENSG00000085563", "previous")], columns=["name", "ensembl_id", "kind"]
    ),
    retired=pd.DataFrame(columns=["retired_id", "ensembl_id"]),
    par=pd.DataFrame([("IL3RA", IL3RA_X, IL3RA_Y)], columns=["symbol", "ensembl_x", "ensembl_y"]),
)
OTHER = Annotation(
    "other", ANNOTATION.genes[:0], ANNOTATION.aliases[:0], ANNOTATION.retired, ANNOTATION.par[:0]
)


def table(columns: dict[str, list], layout: str = "matrix") -> CountsTable:
    frame = pd.DataFrame(columns)
    data = frame.set_axis(range(frame.shape[1]), axis=1)
    return CountsTable("counts.tsv", layout, list(frame.columns), data, 1, "", "\t")


def total(inputs: pd.DataFrame, action: str, source: str = "counts") -> int:
    rows = inputs[
        (inputs["source"] == source) & (inputs["action"] == action) & (inputs["item"] == "")
    ]
    return int(rows["n"].iloc[0])


def test_versions_and_x_and_y_are_summed_and_listed() -> None:
    found = import_counts(
        table({
            "id": [f"{IL3RA_X}.5", IL3RA_Y, "ENSG00000085563.14", "ENSG00000085563.15", "ERCC-1"],
            "S1": [10, 3, 1, 2, 7],
            "S2": [20, 0, 5, 5, 7],
        }),
        ["S2", "S1"],
        ANNOTATION,
    )  # fmt: skip
    assert list(found.counts.columns) == ["S2", "S1"]
    assert found.counts.loc[IL3RA_X].to_list() == [20, 13]
    assert found.counts.loc["ENSG00000085563"].to_list() == [10, 3]
    assert list(found.genes) == list(GENES)
    genes = found.genes.set_index("gene_id")
    assert genes.loc[IL3RA_X, "input_ids"] == f"{IL3RA_X}.5;{IL3RA_Y}"
    assert genes.loc["ERCC-1", ["ensembl_id", "gene_name", "matched_by"]].to_list() == [
        "", "ERCC-1", "none",
    ]  # fmt: skip
    assert list(found.inputs) == list(INPUTS)
    assert (total(found.inputs, "read"), total(found.inputs, "kept")) == (5, 3)
    assert total(found.inputs, "summed") == 2
    assert IL3RA_X in set(found.inputs.loc[found.inputs["action"] == "summed", "item"])


def test_two_symbols_of_one_gene_stay_two_rows_and_are_listed() -> None:
    found = import_counts(table({"id": ["MDR1", "ABCB1"], "S": [1, 2]}), ["S"], ANNOTATION)
    assert list(found.genes["gene_id"]) == ["ABCB1", "MDR1"]
    assert list(found.genes["ensembl_id"]) == ["ENSG00000085563"] * 2
    assert list(found.genes["gene_name"]) == ["ABCB1", "MDR1"]
    listed = found.inputs[found.inputs["item"] == "ENSG00000085563"]
    assert list(listed["action"]) == ["listed"]


def test_estimated_counts_are_rounded_and_counted() -> None:
    found = import_counts(table({"id": ["a", "b"], "S": [1.5, 2.51]}), ["S"], OTHER)
    assert found.counts["S"].to_list() == [2, 3]
    assert found.counts["S"].dtype.kind == "i"
    assert total(found.inputs, "converted") == 2


def test_columns_without_a_sample_are_listed() -> None:
    counts = table({"id": ["a"], "S.bam": [1], "T": [2], "description": ["x"]})
    found = import_counts(counts, ["S"], OTHER)
    by_item = found.inputs[found.inputs["item"] != ""].set_index("item")["action"]
    assert by_item.to_dict() == {"S.bam": "renamed", "T": "not_used", "description": "listed"}


def test_columns_of_featurecounts_are_annotation() -> None:
    names = ["Geneid", "Chr", "Start", "End", "Strand", "Length", "S"]
    counts = table(dict(zip(names, [["a"], ["1"], [1], [9], ["+"], [9], [5]], strict=True)))
    found = import_counts(counts, ["S"], OTHER)
    assert "not_used" not in set(found.inputs.loc[found.inputs["item"] != "", "action"])


def test_reads_outside_of_genes_are_no_gene() -> None:
    counts = table({"id": ["a", "__no_feature", "N_unmapped"], "S": [1, 900, 900]})
    found = import_counts(counts, ["S"], OTHER)
    assert list(found.genes["gene_id"]) == ["a"]
    assert (total(found.inputs, "read"), total(found.inputs, "not_used")) == (3, 2)


def test_own_symbols_name_what_the_annotation_does_not_know() -> None:
    counts = table({"id": ["YMR056C_mRNA", "MDR1"], "S": [1, 2]})
    names = pd.Series({"YMR056C_mRNA": "AAC1", "MDR1": "never", "gone": "X"})
    found = import_counts(counts, ["S"], ANNOTATION, gene_names=names)
    genes = found.genes.set_index("gene_id")
    assert genes.loc["YMR056C_mRNA", ["gene_name", "matched_by"]].to_list() == [
        "AAC1", "annotation_file",
    ]  # fmt: skip
    assert genes.loc["MDR1", "matched_by"] == "previous"
    assert total(found.inputs, "not_used", "annotation") == 1


def test_own_symbol_does_not_change_an_ensembl_id() -> None:
    counts = table({"id": ["ENSG00000999999"], "gene_name": ["ABCB1"], "S": [1]})
    genes = import_counts(counts, ["S"], ANNOTATION).genes
    assert genes.loc[0, ["ensembl_id", "gene_name"]].to_list() == ["ENSG00000999999", "ABCB1"]


def test_symbol_column() -> None:
    counts = table({"id": ["a", "b"], "Gene_Name": ["NA", ""], "S": [1, 2]})
    assert symbol_column(counts).to_dict() == {"a": "NA"}
    assert symbol_column(table({"id": ["a"], "S": [1]})) is None


def test_dropped_reads_are_not_measurable_and_listed() -> None:
    counts = table({"id": ["IL3RA", "SLC25A6", "ABCB1"], "S": [0, 0, 9]})
    found = import_counts(counts, ["S"], ANNOTATION)
    genes = found.genes.set_index("gene_id")
    assert genes["measurable"].to_dict() == {"ABCB1": "yes", "IL3RA": "no", "SLC25A6": "no"}
    assert "IL3RA" in set(found.inputs["item"])


def test_equal_x_and_y_need_a_choice() -> None:
    counts = table({"id": [IL3RA_X, IL3RA_Y, "ABCB1"], "S": [10, 10, 9]})
    with pytest.raises(InputError, match="par_duplicates"):
        import_counts(counts, ["S"], ANNOTATION)
    problems = par_problems(counts_of(counts, ["S"]), ANNOTATION.par, "counts.tsv", "")
    assert [problem.column for problem in problems] == ["counts.par_duplicates"]
    assert par_problems(counts_of(counts, ["S"]), ANNOTATION.par, "c", "sum") == []
    x_only = import_counts(counts, ["S"], ANNOTATION, par_duplicates="x_only")
    assert x_only.counts.loc[IL3RA_X, "S"] == 10
    assert total(x_only.inputs, "not_used") == 1
    assert total(x_only.inputs, "summed") == 0


IDS = [
    IL3RA_X, f"{IL3RA_X}.2", f"{IL3RA_X}.2_PAR_Y", "ENSGR0000185291", IL3RA_Y, "IL3RA", "MDR1",
    "ABCB1", "ENSG00000085563.1", "ENSG00000085563.2", "ENSG00000999999", "__ambiguous", "x y",
]  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(
    ids=st.lists(st.sampled_from(IDS), unique=True, min_size=1),
    choice=st.sampled_from(["sum", "x_only"]),
    data=st.data(),
)
def test_the_account_adds_up_and_order_does_not_matter(ids, choice, data) -> None:
    numbers = st.lists(st.integers(0, 50), min_size=len(ids), max_size=len(ids))
    columns = {"id": ids, **{s: data.draw(numbers) for s in ("S1", "S2", "other")}}
    found = import_counts(table(columns), ["S1", "S2"], ANNOTATION, par_duplicates=choice)
    counts, genes, inputs, apart, _ = found
    parts = [total(inputs, action) for action in ("kept", "summed", "not_used")]
    assert total(inputs, "read") == len(ids) == sum(parts)
    assert parts[0] == len(counts) == len(genes)
    assert list(counts.index) == list(genes["gene_id"])
    spread = sorted(i for joined in genes["input_ids"] for i in joined.split(";"))
    outside = [i for i in ids if i.startswith("__")]
    assert sorted(apart.index) == outside
    assert "do not agree" not in " ".join(inputs["detail"])
    assert sorted(spread + outside) == sorted(ids)
    how = inputs[(inputs["action"] == "listed") & inputs["detail"].str.startswith("genes ")]
    assert how["n"].sum() == len(counts)
    if choice == "sum":
        in_genes = ~pd.Series(ids).isin(outside)
        assert counts["S1"].sum() == np.sum(np.array(columns["S1"])[in_genes])

    rows = data.draw(st.permutations(range(len(ids))))
    names = data.draw(st.permutations(["S1", "S2", "other"]))
    shuffled = {"id": [ids[i] for i in rows]}
    shuffled |= {name: [columns[name][i] for i in rows] for name in names}
    again = import_counts(table(shuffled), ["S1", "S2"], ANNOTATION, par_duplicates=choice)
    for one, other in zip(found[:4], again[:4], strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_dates_and_foreign_ids_are_kept_and_listed() -> None:
    ids = ["1-Mar", "ABCB1", "ENSMUSG00000000001", IL3RA_X]
    found = import_counts(table({"id": ids, "S": [1, 2, 3, 4]}), ["S"], ANNOTATION)
    assert list(found.counts.index) == sorted(ids)
    listed = found.inputs[found.inputs["action"] == "listed"]
    assert "not repaired" in listed.set_index("item").loc["1-Mar", "detail"]
    assert listed["detail"].str.contains("not of human, such as ENSMUSG00000000001").any()


def test_technical_replicates_are_summed_and_excluded_samples_named() -> None:
    sheet = pd.DataFrame(
        [("A", ""), ("X", ""), ("A2", "A"), ("B", "")], columns=["sample", "replicate_of"]
    )
    counts = table({"id": ["g", "h"], "A2": [1, 2], "B": [3, 4], "map/X.bam": [9, 9],
                    "Q": [7, 7], "map/A.sorted.bam": [10, 20]})  # fmt: skip
    found = import_counts(counts, ["A", "B"], OTHER, rows=resolve(sheet, ["X"]))
    assert list(found.counts.columns) == ["A", "B"]
    assert found.counts["A"].to_list() == [11, 22]
    assert total(found.inputs, "kept", "samples") == 2
    said = found.inputs[found.inputs["item"] != ""].set_index(["source", "item"])["detail"]
    assert said["counts", "map/X.bam"] == "column of a sample that exclude_samples leaves out"
    assert said["counts", "Q"] == "column that the sample sheet does not name"
    assert said["samples", "A2"].startswith("technical replicate, its counts are added to those")
    assert said["samples", "X"] == "left out, as exclude_samples says"


def test_retired_ids_are_listed_one_by_one() -> None:
    old, new = "ENSG00000999998", "ENSG00000085563"
    retired = pd.DataFrame([[old, new]], columns=["retired_id", "ensembl_id"])
    annotation = replace(ANNOTATION, retired=retired)
    found = import_counts(table({"id": [f"{old}.3", "x"], "S": [1, 2]}), ["S"], annotation)
    (row,) = found.inputs[found.inputs["item"] == old].to_dict("records")
    assert (row["action"], row["detail"]) == (
        "listed",
        f"retired Ensembl id; {new} took its place",
    )
