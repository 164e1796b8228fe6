import pandas as pd

from resistance import columns

#: Columns of a fabricated set that no test asks about.
USUAL = {
    "collection": "hallmark",
    "es": 0.5,
    "nes": 2.0,
    "pvalue": 0.001,
    "log2err": 0.1,
    "padj": 0.01,
    "size": 20,
    "set_size": 25,
    "camera_pvalue_rho01": 0.01,
    "camera_padj_rho01": 0.1,
    "camera_pvalue_rho05": 0.02,
    "camera_padj_rho05": 0.2,
    "call": "gene_permutation_only",
    "nes_without_proliferation": 2.0,
    "padj_without_proliferation": 0.01,
    "follows_proliferation": "no",
}


def enrichment(*sets: dict) -> pd.DataFrame:
    """Fabricate results: each set gives its term, its leading edge and what is not usual."""
    frame = pd.DataFrame([{**USUAL, **one} for one in sets], columns=list(columns.ENRICHMENT))
    return frame.assign(leading_edge=[" ".join(e).replace(" ", ";") for e in frame["leading_edge"]])


def genes(first: int, last: int) -> list[str]:
    return [f"G{i:03d}" for i in range(first, last)]
