"""A study's estimates are the same whether its protein comes as a table or as an export."""

from pathlib import Path

import pandas as pd
import pytest

from resistance.inputs.protein_import import Source, combine
from resistance.inputs.protein_inputs import sorted_rows
from resistance.inputs.protein_runs import RunTable
from resistance.protein.estimates import estimate
from resistance.protein.tidy import log2_signals, tidy
from resistance.protein_formats.detect import parse

ROOT = Path(__file__).parents[3]
SHARED = Path("/work/shared/data/yeast_pab1_rna_protein")
SAMPLES = ["sample", "rna_sample", "condition", "replicate", "batch", "line", "derivation"]


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    rows = pd.read_csv(
        ROOT / "config/protein.tsv", sep="\t", dtype=str, keep_default_na=False
    ).query("assay_type == 'dia_ms'")
    return rows.assign(protein_id="P_" + rows["gene"], ensembl_id="", simulated="")


def matrix(table: pd.DataFrame, key: str, genes: str, peptides: str, lead: str) -> list[str]:
    wide = table.pivot(index="gene", columns="sample", values="value").fillna("")
    first = table.drop_duplicates("gene").set_index("gene").loc[wide.index]
    columns = {key: first["protein_id"], genes: wide.index, peptides: first["n_peptides"]}
    columns |= {f"{lead}{sample}": wide[sample] for sample in wide}
    frame = pd.DataFrame({name: list(cells) for name, cells in columns.items()})
    return frame.to_csv(sep="\t", index=False).splitlines()


def shuffled(lines: list[str]) -> list[str]:
    frame = pd.DataFrame([line.split("\t") for line in lines])
    frame = frame.sample(frac=1, axis=1, random_state=1)
    turned = [frame.iloc[[0]], frame.iloc[1:].sample(frac=1, random_state=2)]
    return ["\t".join(row) for row in pd.concat(turned).itertuples(index=False, name=None)]


def combined(grid, table: pd.DataFrame, lines: list[str]) -> pd.DataFrame:
    export, problems = parse(grid(lines), "auto", "")
    assert problems == []
    runs = table.drop_duplicates("sample")[SAMPLES].assign(run=lambda x: x["sample"])
    block = {"assay_id": "dia_ms_total", "assay_type": "dia_ms"}
    runs = RunTable("r.tsv", runs.set_axis(range(2, len(runs) + 2)))
    inputs, problems = combine(None, "", [Source(block, export, runs)], pd.DataFrame(), [])
    assert problems == []
    return sorted_rows(inputs.table)


@pytest.mark.parametrize(
    "names",
    [
        ("Protein.Group", "Genes", "N.Sequences", "/data/x_"),
        ("Majority protein IDs", "Gene names", "Peptides", "LFQ intensity "),
    ],
)
def test_example_as_export(grid, table, names) -> None:
    as_given = sorted_rows(combine(table, "p.tsv", [], pd.DataFrame(), [])[0].table)
    lines = matrix(table, *names)
    exported = combined(grid, table, lines)
    # an export says less than the example's table, but nothing that an estimate needs
    silent = ["replicate_type", "background_type", "washout_days", "normalised"]
    silent += ["is_surface_control", "clone_competes_with_drug"]
    pd.testing.assert_frame_equal(exported.drop(columns=silent), as_given.drop(columns=silent))
    pd.testing.assert_frame_equal(combined(grid, table, shuffled(lines)), exported)
    one, other = (
        estimate(log2_signals(tidy(rows)), ("parental",), ("resistant",), {}, "", {}, {})
        for rows in (as_given, exported)
    )
    assert len(one) > 50
    pd.testing.assert_frame_equal(one, other)


def test_scaffold_workbook_against_its_tidy_table() -> None:
    if not SHARED.is_dir():
        pytest.skip("shared data are absent")
    from resistance.readers.grids import read_grid

    path = SHARED / "tmt_log2_scaffold_export.xlsx"
    read, problems = read_grid(path, path.name)
    assert problems == []
    export, problems = parse(read, "auto", "")
    assert problems == []
    found = export.rows.pivot(index="gene", columns="run", values="value")
    given = pd.read_csv(SHARED / "protein_log2_tidy.tsv.gz", sep="\t", dtype=str).set_index("gene")
    # the columns of the workbook are out of order: 126 is WT 1, 127N is WT 2, 127C is WT 3
    for run, column in (("126_WT_HFY114_1", "WT_1"), ("127N_WT_HFY114_2", "WT_2")):
        both = pd.concat([found[f"TMT{run}"], given[column]], axis=1).dropna()
        assert len(both) > 2700
        assert (both.iloc[:, 0].astype(float) == both.iloc[:, 1].astype(float)).all()
