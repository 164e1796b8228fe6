"""Small simulated studies hold what their tables of plants say, and are valid studies."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resistance.readers.study_checks import problems_of

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "resources/example/build"), str(ROOT / "tests/e2e")]

from small import draw, embedded, tsv  # noqa: E402
from traps import TRAPS  # noqa: E402

import literature_studies as literature  # noqa: E402

STUDIES = {
    "traps": TRAPS,
    "brentuximab": literature.BRENTUXIMAB,
    "pbd": literature.PBD,
    "tagraxofusp": literature.TAGRAXOFUSP,
    "no_uptake": literature.NO_UPTAKE,
}


@pytest.fixture(scope="module")
def resources():
    return embedded(ROOT / "resources")


@pytest.mark.parametrize("name", list(STUDIES))
def test_a_study_is_valid(name, resources, tmp_path) -> None:
    config, tables = draw(STUDIES[name], resources, 1)
    (tmp_path / "config").mkdir()
    for table, frame in tables.items():
        (tmp_path / "config" / table).write_bytes(tsv(frame))
    places = {
        "base": tmp_path,
        "schemas": ROOT / "workflow/schemas",
        "resources": ROOT / "resources",
    }
    assert problems_of(config, **places, with_counts=True) == []


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(resources) -> None:
    first, again, other = (draw(TRAPS, resources, seed)[1] for seed in (1, 1, 2))
    assert {name: tsv(table) for name, table in first.items()} == {
        name: tsv(table) for name, table in again.items()
    }
    assert tsv(first["counts.tsv"]) != tsv(other["counts.tsv"])


@pytest.mark.parametrize("name", ["brentuximab", "pbd", "tagraxofusp"])
def test_planted_changes_are_in_the_counts_and_the_protein(name, resources) -> None:
    design = STUDIES[name]
    _, tables = draw(design, resources, 1)
    counts = tables["counts.tsv"].set_index("gene_name").drop(columns="gene_id")
    level = np.log2((counts + 0.5) / counts.sum() * 1e7)
    protein = tables["protein.tsv"]
    stained = protein.reindex(columns=["value", "background"]).apply(pd.to_numeric, errors="coerce")
    signal = np.log2(stained["value"] - stained["background"].fillna(0.0))
    parents = {}
    for arm in design.arms:
        parent = parents.setdefault(arm.line, arm.name)
        for plant in design.plants:
            rna, measured = plant.changes.get(arm.name, (0.0, 0.0))
            means = level.loc[plant.gene].groupby(lambda sample: sample.rsplit("_", 1)[0]).mean()
            assert means[arm.name] - means[parent] == pytest.approx(rna, abs=0.6)
            if plant.assay:
                own = signal[(protein["gene"] == plant.gene) & (protein["assay_id"] == plant.assay)]
                by_arm = own.groupby(protein["condition"]).mean()
                assert by_arm[arm.name] - by_arm[parent] == pytest.approx(measured, abs=0.5)


def test_a_y_that_is_not_masked_leaves_no_read_of_the_shared_genes(resources) -> None:
    shared_ids = {*resources.par["ensembl_x"], *resources.par["ensembl_y"]}
    for dropout in (True, False):
        _, tables = draw(replace(TRAPS, par_dropout=dropout), resources, 1)
        counts = tables["counts.tsv"].set_index("gene_id")
        rows = counts[counts.index.isin(shared_ids)]
        cd123 = rows[rows["gene_name"] == "IL3RA"].drop(columns="gene_name")
        if dropout:
            assert len(cd123) == 2
            assert (rows.drop(columns="gene_name").to_numpy() == 0).all()
        else:
            assert len(cd123) == 1
            assert (cd123.to_numpy() > 1000).all()


def test_an_unknown_gene_is_refused(resources) -> None:
    plants = (replace(TRAPS.plants[0], gene="CD123"),)
    with pytest.raises(ValueError, match="CD123"):
        draw(replace(TRAPS, plants=plants), resources, 1)
