import numpy as np
import pandas as pd
import pytest

from resistance.columns import CONCORDANCE
from resistance.evidence_columns import REPLICATION
from resistance.mechanisms.confidence import Arms
from resistance.replication.table import independence, replication_table

GENES = pd.DataFrame(
    {"gene_id": ["g2", "g1"], "ensembl_id": ["", ""], "gene_name": ["ABCB1", "IL3RA"]}
)


def side(line: str, shared_parent: bool = False, derivation: bool = True) -> Arms:
    parent = "P" if shared_parent else f"{line}_P"
    own = (line,) if derivation else None
    return Arms((f"{parent}1", f"{parent}2"), (f"{line}_R1", f"{line}_R2"), ("P",), own)


def concordance(rna: float, protein: float, se: float = 0.2, status: str = "estimated"):
    blank = {
        name: "" if kind is str else 0 if kind is int else np.nan
        for name, kind in CONCORDANCE.items()
    }
    row = blank | {
        "gene_id": "g1",
        "gene_name": "IL3RA",
        "assay_id": "flow",
        "compartment": "surface",
        "change_margin": np.log2(1.25),
        "rna_log2FoldChange": rna,
        "rna_lfcSE": se,
        "rna_df": 12.0,
        "rna_status": "tested",
        "protein_log2FoldChange": protein,
        "protein_lfcSE": se,
        "protein_df": 8.0,
        "protein_status": status,
    }
    other = row | {"gene_id": "g2", "gene_name": "ABCB1", "assay_id": "", "compartment": ""}
    other |= {"protein_log2FoldChange": np.nan, "protein_lfcSE": np.nan, "protein_df": np.nan}
    foreign = other | {"gene_id": "g3", "gene_name": "ACTB"}
    return pd.DataFrame([row, other, foreign], columns=list(CONCORDANCE))


def table(lines=("A", "B", "C"), shared: bool = False, derivation: bool = True, **values):
    tables = {f"{line}_v_P": concordance(0.1, -2.0, **values) for line in lines}
    sides = {f"{line}_v_P": side(line, shared, derivation) for line in lines}
    return replication_table(tables, sides, GENES)


def test_genes_in_order_mrna_first_and_no_others() -> None:
    out = table()
    assert list(out) == list(REPLICATION)
    assert list(zip(out["gene_name"], out["layer"], strict=True)) == [
        ("ABCB1", "mRNA"),
        ("IL3RA", "mRNA"),
        ("IL3RA", "surface"),
    ]


def test_three_independent_lines_are_pooled() -> None:
    row = table().iloc[2]
    assert row["independent"] == "yes"
    assert row["log2FoldChange"] == pytest.approx(-2.0)
    assert row["ci_low"] < -2.0 < row["ci_high"] < 0
    assert row["p_all_lower"] < 0.001
    assert row["sentence"] == "IL3RA surface signal is lower in all 3 contrasts."


@pytest.mark.parametrize(
    ("given", "said"), [({"shared": True}, "no"), ({"derivation": False}, "unknown")]
)
def test_lines_that_share_something_are_not_pooled_but_counted(given, said: str) -> None:
    row = table(**given).iloc[2]
    assert row["independent"] == said
    assert np.isnan(row["log2FoldChange"])
    assert np.isnan(row["cochran_q"])
    assert row["p_two_lower"] < 0.001


def test_two_lines() -> None:
    row = table(lines=("A", "B")).iloc[2]
    assert np.isnan(row["log2FoldChange"])
    assert row["cochran_p"] == pytest.approx(1.0)
    assert row["sentence"] == "IL3RA surface signal is lower in both contrasts."


def test_a_bound_is_no_estimate() -> None:
    assert list(table(status="censored_bound")["layer"]) == ["mRNA", "mRNA"]


def test_one_contrast_gives_an_empty_table() -> None:
    assert table(lines=("A",)).empty


def test_swapping_the_arms_mirrors_the_counts() -> None:
    lines = ("A", "B", "C")
    sides = {name: side(name) for name in lines}
    up = replication_table(
        {n: concordance(0.4, 1.0 + i) for i, n in enumerate(lines)}, sides, GENES
    )
    down = replication_table(
        {n: concordance(-0.4, -1.0 - i) for i, n in enumerate(lines)}, sides, GENES
    )
    np.testing.assert_array_equal(up["p_two_higher"], down["p_two_lower"])
    np.testing.assert_allclose(up["log2FoldChange"], -down["log2FoldChange"])
    np.testing.assert_array_equal(up["n_higher"], down["n_lower"])


def test_a_shared_derivation_is_not_independent_even_with_other_samples() -> None:
    one, other = side("A"), side("B")
    twin = Arms(other.reference, other.target, ("P",), ("A",))
    assert independence({"x": one, "y": twin}, ["x", "y"]) == "no"
    assert independence({"x": one, "y": other}, ["x", "y"]) == "yes"
