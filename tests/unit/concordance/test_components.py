"""The parts of the claims stand in the table, also where a claim cannot be made."""

from dataclasses import replace

import numpy as np
import pytest

from resistance.concordance import tests as t_tests
from resistance.concordance.components import COMPONENTS

CHANGE = float(np.log2(1.25))


def test_parts_are_the_tests_of_each_layer_and_bound_the_claims(inputs, table) -> None:
    out = table(*inputs()).set_index("gene_name")
    row = out.loc["IL3RA"]
    numbers = (np.array([-1.6]), np.array([0.2]), np.array([4.0]))
    assert row["p_protein_down"] == pytest.approx(t_tests.down(*numbers, CHANGE)[0])
    assert row["p_rna_unchanged"] < 0.05
    assert (out["p_loss"] >= out["p_protein_down"]).all()
    both = out[["p_rna_unchanged", "p_protein_unchanged"]].max(axis=1)
    np.testing.assert_allclose(both, out["p_unchanged"])
    both = out[["p_rna_up", "p_protein_up"]].max(axis=1)
    np.testing.assert_allclose(both, out["p_concordant_up"])


def test_the_mrna_has_its_parts_without_any_protein(inputs, table) -> None:
    protein, genes, panel, rna = inputs()
    out = table(protein.iloc[:0], genes, panel, rna).set_index("gene_name")
    assert out[[name for name in COMPONENTS if "rna" in name]].notna().all(axis=None)
    assert out[[name for name in COMPONENTS if "protein" in name]].isna().all(axis=None)
    assert out.loc["ABCB1", "p_rna_up"] < 0.001


def test_an_upper_bound_is_never_higher_nor_unchanged(inputs, table) -> None:
    protein, genes, panel, rna = inputs()
    protein.loc[protein["gene_name"] == "IL3RA", ["status", "reason"]] = [
        "censored_bound",
        "upper_bound",
    ]
    row = table(protein, genes, panel, rna).set_index("gene_name").loc["IL3RA"]
    assert (row["p_protein_up"], row["p_protein_unchanged"]) == (1.0, 1.0)
    assert row["p_protein_down"] < 0.05


def test_without_reads_in_an_arm_the_mrna_is_tested_by_likelihood(inputs, table) -> None:
    protein, genes, panel, rna = inputs()
    silent = rna.counts.copy()
    silent.loc["ABCB1"] = [0, 0, 0, 40, 50, 60]
    model = replace(rna.model, counts=silent.to_numpy(float))
    rows = table(protein, genes, panel, replace(rna, counts=silent, model=model))
    row = rows.set_index("gene_name").loc["ABCB1"]
    assert row["p_rna_unchanged"] == 1.0
    assert row["p_rna_up"] < 0.001
    wald = t_tests.up(np.array([5.2]), np.array([0.45]), np.array([12.0]), CHANGE)[0]
    assert row["p_rna_up"] != pytest.approx(wald)
    assert row["p_concordant_up"] == pytest.approx(max(row["p_rna_up"], row["p_protein_up"]))


@pytest.mark.parametrize("status", ["outlier", "not_converged"])
def test_an_estimate_that_is_none_has_no_parts(status: str, inputs, table) -> None:
    protein, genes, panel, rna = inputs()
    columns = rna.columns.copy()
    columns.loc["ABCB1", "rna_status"] = status
    row = table(protein, genes, panel, replace(rna, columns=columns)).set_index("gene_name")
    assert row.loc["ABCB1", [name for name in COMPONENTS if "rna" in name]].isna().all()
