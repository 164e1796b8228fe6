import numpy as np
import pandas as pd
import pytest
from scipy import stats

from resistance.concordance.claims import Margins
from resistance.concordance.layers import add_margins, naive_reading, protein_layer, rna_columns


def test_rna_intervals_use_the_gene_s_degrees_of_freedom() -> None:
    de = pd.DataFrame(
        {
            "gene_id": ["a", "b"],
            "log2FoldChange": [1.0, -1.0],
            "lfcSE": [0.2, np.nan],
            "padj": [0.01, np.nan],
            "status": ["tested", "no_replicates"],
        }
    )
    out = rna_columns(de, pd.Series({"b": 12.0, "a": 4.0}))
    assert out.loc["a", "rna_df"] == 4
    assert out.loc["a", "rna_ci_low"] == pytest.approx(1 - stats.t.ppf(0.975, 4) * 0.2)
    assert np.isnan(out.loc["b", "rna_ci_low"])


def test_westerns_have_a_wider_equivalence_margin() -> None:
    out = add_margins(pd.DataFrame({"assay_type": ["western", "flow"]}), Margins())
    assert out["protein_equivalence_margin"].tolist() == [1.0, np.log2(1.5)]
    assert set(out["rna_equivalence_margin"]) == {np.log2(1.5)}


@pytest.mark.parametrize(
    ("m", "rna_padj", "p", "protein_padj", "reading"),
    [
        (1.0, 0.01, 1.0, 0.01, "both up"),
        (-1.0, 0.01, -1.0, 0.01, "both down"),
        (1.0, 0.01, -1.0, 0.01, "opposite"),
        (1.0, 0.01, -1.0, 0.2, "mRNA only up"),
        (-1.0, 0.01, 1.0, 0.2, "mRNA only down"),
        (1.0, np.nan, 1.0, 0.01, "protein only up"),
        (0.1, 0.9, -1.0, 0.01, "protein only down"),
        (0.1, 0.9, -1.0, 0.06, "neither"),
    ],
)
def test_naive_readings(m, rna_padj, p, protein_padj, reading: str) -> None:
    rows = pd.DataFrame(
        {
            "rna_log2FoldChange": [m],
            "rna_padj": [rna_padj],
            "rna_lfcSE": [0.1],
            "protein_log2FoldChange": [p],
            "protein_padj": [protein_padj],
            "protein_lfcSE": [0.1],
        }
    )
    assert naive_reading(rows)[0] == reading
    assert naive_reading(rows.assign(protein_lfcSE=np.nan))[0] == ""


def test_the_side_of_a_bound_comes_from_the_protein_table() -> None:
    rows = pd.DataFrame(
        {
            "protein_log2FoldChange": [-2.0, 2.0, 1.0],
            "protein_lfcSE": 0.2,
            "protein_df": 4.0,
            "protein_equivalence_margin": 0.585,
            "protein_status": ["censored_bound", "censored_bound", "estimated"],
            "protein_method": ["bound", "bound", "tobit"],
            "protein_reason": ["upper_bound", "lower_bound; 4 technical", ""],
        }
    )
    layer = protein_layer(rows)
    assert layer.upper_bound.tolist() == [True, False, False]
    assert layer.lower_bound.tolist() == [False, True, False]
    assert layer.no_equivalence.tolist() == [True, True, True]
    plain = protein_layer(rows.assign(protein_status="estimated", protein_method="difference"))
    assert not plain.no_equivalence.any()
