"""A study of four genes, the test vectors of the design study, and the table made of it."""

import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from resistance.columns import GENES, PROTEIN
from resistance.concordance.assemble import concordance_table
from resistance.concordance.claims import Margins
from resistance.concordance.layers import rna_columns
from resistance.concordance.panel import PANEL
from resistance.concordance.rna import CountModel, Rna

SAMPLES = [f"s{i}" for i in range(6)]
#: gene, counts, m, s_m, status, p, s_p, assay
CASES = [
    ("IL3RA", 500, -0.10, 0.15, "tested", -1.60, 0.20),
    ("ABCB1", 500, 5.2, 0.45, "tested", 2.4, 0.25),
    ("SAME", 500, 0.02, 0.10, "tested", 0.05, 0.12),
    ("WIDE", 500, -0.4, 0.40, "low_count", -1.8, 0.55),
]


def make_inputs(cases=CASES, assay_type: str = "flow"):
    names = [case[0] for case in cases]
    counts = pd.DataFrame(
        [[case[1]] * 6 for case in cases], index=pd.Index(names, name="gene_id"), columns=SAMPLES
    )
    de = pd.DataFrame(
        {
            "gene_id": names,
            "log2FoldChange": [case[2] for case in cases],
            "lfcSE": [case[3] for case in cases],
            "padj": 0.5,
            "status": [case[4] for case in cases],
        }
    )
    genes = pd.DataFrame({"gene_id": names, "gene_name": names, "measurable": "yes"})
    genes = genes.reindex(columns=list(GENES)).fillna("")
    protein = pd.DataFrame(
        {
            "gene_id": names,
            "gene_name": names,
            "protein_gene": names,
            "assay_id": "one",
            "assay_type": assay_type,
            "compartment": "surface",
            "n_reference": 3,
            "n_target": 3,
            "log2FoldChange": [case[5] for case in cases],
            "lfcSE": [case[6] for case in cases],
            "df": 4.0,
            "padj": 0.001,
            "systematic_sd": 0.0,
            "paired": "no",
            "method": "difference",
            "compresses": "yes" if assay_type in ("tmt", "olink") else "no",
            "status": "estimated",
            "reason": "",
        }
    ).reindex(columns=list(PROTEIN))
    text = [name for name, kind in PROTEIN.items() if kind is str]
    protein[text] = protein[text].fillna("")
    half = 2.776 * protein["lfcSE"]
    protein["ci_low"] = protein["log2FoldChange"] - half
    protein["ci_high"] = protein["log2FoldChange"] + half
    panel = pd.DataFrame([(name, "", name, True, "", "") for name in names], columns=PANEL)
    return protein, genes, panel, make_rna(de, counts)


def make_rna(de: pd.DataFrame, counts: pd.DataFrame) -> Rna:
    return Rna(
        columns=rna_columns(de, pd.Series(12.0, index=counts.index)),
        counts=counts,
        model=CountModel(
            counts.to_numpy(float),
            np.ones(6),
            np.full(len(counts), 0.05),
            np.column_stack([np.ones(6), np.repeat([0.0, 1.0], 3)]),
            np.array([0.0, 1.0]),
        ),
        arms=pd.Series(["reference"] * 3 + ["target"] * 3, index=SAMPLES),
    )


def make_table(protein, genes, panel, rna) -> pd.DataFrame:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return concordance_table(protein, genes, panel, rna, Margins())


@pytest.fixture(scope="session")
def inputs() -> Callable[..., tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, Rna]]:
    """Protein, genes, panel and mRNA of cases (gene, counts, m, s_m, status, p, s_p)."""
    return make_inputs


@pytest.fixture(scope="session")
def table() -> Callable[..., pd.DataFrame]:
    """Make the concordance table; a warning is an error."""
    return make_table


@pytest.fixture(scope="session")
def vectors() -> list[tuple]:
    return CASES
