"""Scores of gene sets on real data: what is known is found, and noise is not called.

Within a sample the variance-stabilised counts stand in the order of the counts, so that these
scores are those of the workflow.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resistance.pathway_scores.aberrant import aberrant
from resistance.pathway_scores.moderated import score_tests
from resistance.pathway_scores.singscore import of_symbols, scores
from resistance.pathway_scores.study import score_study
from resistance.readers.resources import read_gene_sets

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared/data/mcf7_endocrine"
CLONES = ("TAMR_A", "LTED_E", "LTED_B_1", "LTED_B_2")
OESTROGEN = {"HALLMARK_ESTROGEN_RESPONSE_EARLY", "HALLMARK_ESTROGEN_RESPONSE_LATE"}
ROTATIONS = 60

pytestmark = [
    pytest.mark.golden,
    pytest.mark.skipif(not DATA.exists(), reason=f"{DATA.name} is absent from ../shared/data"),
]


@pytest.fixture(scope="module")
def study():
    counts = pd.read_csv(DATA / "counts.tsv.gz", sep="\t", index_col=0)
    genes = counts.pop("gene_name").rename_axis("gene_id").reset_index()
    samples = pd.read_csv(DATA / "samples.tsv", sep="\t", dtype=str).set_index("sample")
    rows = [
        (name, term, gene)
        for name in ("hallmark", "resistance")
        for term, members in read_gene_sets(ROOT / f"resources/gene_sets/{name}.gmt.gz").items()
        for gene in members
    ]
    return {
        "vst": np.log2(counts[list(samples.index)] / counts.sum() * 1e6 + 0.5),
        "genes": genes,
        "gene_sets": pd.DataFrame(rows, columns=["collection", "term", "gene_name"]),
        "samples": samples,
        "contrasts": pd.DataFrame({"id": CLONES, "target": CLONES}).assign(
            variable="condition", reference="WT"
        ),
        "design": "~ condition",
        "sizes": (10, 500),
    }


def test_oestrogen_response_is_down_in_every_clone(study):
    for name, table in score_study(**study).tests.items():
        known = table[table["term"].isin(OESTROGEN)]
        assert (known["difference"] < 0).all(), name
        assert (known["padj"] < 0.05).all(), name


def test_a_sample_in_anothers_place_is_found(study):
    arms = study["samples"]["condition"]
    names = study["genes"].set_index("gene_id")["gene_name"]
    table = scores(of_symbols(study["vst"], names), study["gene_sets"], *study["sizes"])
    assert not (aberrant(table, arms)["status"] == "aberrant").any()
    wrong = arms.copy()
    wrong["AS-759547"] = "WT"  # an oestrogen-deprived clone among the parental cells
    found = aberrant(table, wrong).set_index("sample")["status"]
    assert found.index[found == "aberrant"].tolist() == ["AS-759547"]


def test_rotated_residuals_are_rarely_called(study):
    """Six samples of noise as correlated between genes as that of the five groups."""
    vst = study["vst"][(study["vst"] > 0).sum(axis=1) >= 3]
    groups = pd.get_dummies(study["samples"]["condition"]).to_numpy(dtype=float)
    within = np.eye(len(groups)) - groups @ np.linalg.pinv(groups)
    basis = np.linalg.svd(within)[0][:, : len(groups) - groups.shape[1]]
    noise, level = vst.to_numpy() @ basis, vst.to_numpy().mean(axis=1, keepdims=True)
    names = study["genes"].set_index("gene_id")["gene_name"]
    rng = np.random.default_rng(1)
    samples = list("abcdef")
    matrix = pd.DataFrame({"p": 1.0, "r": [0.0] * 3 + [1.0] * 3}, index=samples)
    tests = []
    for _ in range(ROTATIONS):
        rotation = np.linalg.qr(rng.normal(size=(basis.shape[1],) * 2))[0][:, :6]
        drawn = pd.DataFrame(level + noise @ rotation, index=vst.index, columns=samples)
        table = scores(of_symbols(drawn, names), study["gene_sets"], *study["sizes"])
        tests.append(score_tests(table, matrix, np.array([0.0, 1.0])))
    hallmark = [table[table["collection"] == "hallmark"] for table in tests]
    assert 0.02 < np.mean([(table["pvalue"] < 0.05).mean() for table in hallmark]) < 0.09
    assert np.mean([(table["padj"] < 0.05).any() for table in hallmark]) <= 0.15
