"""Surface against total: states from the tests, the ratio's own test, the readings."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from resistance.concordance import tests as t_tests
from resistance.concordance.localisation import localisation_table, readings
from resistance.evidence_columns import LOCALISATION
from resistance.multiple_testing import benjamini_hochberg

CHANGE, EQUAL = math.log2(1.25), math.log2(1.5)


def layer(name: str, x: float, se: float, df: float = 12.0) -> dict[str, float]:
    estimate = (np.array([x]), np.array([se]), np.array([df]))
    return {
        f"{name}_log2FoldChange": x,
        f"{name}_lfcSE": se,
        f"{name}_df": df,
        f"p_{name}_up": t_tests.up(*estimate, CHANGE)[0],
        f"p_{name}_down": t_tests.down(*estimate, CHANGE)[0],
        f"p_{name}_unchanged": t_tests.equivalent(*estimate, EQUAL)[0],
    }


@pytest.fixture
def make(concordance_row, concordance_frame):
    def build(*given):
        """Rows of (gene, compartment, protein x, rna x) with optional changes."""
        rows = []
        for gene, compartment, p, m, *others in given:
            row = concordance_row(gene, "inconclusive", (m, 0.08), (p, 0.08))
            row |= layer("rna", m, 0.08) | layer("protein", p, 0.08)
            row |= {"compartment": compartment, "assay_id": f"assay_{compartment}"}
            rows.append(row | (others[0] if others else {}))
        return concordance_frame(*rows)

    return build


@pytest.mark.parametrize(
    ("surface", "total", "rna", "reading"),
    [
        (-1.6, 0.0, 0.0, "internalisation_retention_or_masking"),
        (-1.6, -1.6, 0.0, "lost_protein"),
        (-1.6, -1.6, -1.6, "transcriptional"),
        (0.0, -1.6, 0.0, "intracellular_pool_lost"),
        (-1.6, None, 0.0, "surface_only"),
        (-1.6, None, -1.6, "transcriptional_total_open"),
        (-1.6, -0.45, 0.0, "surface_falls_more"),
        (0.0, 0.0, 0.0, "no_change"),
        (0.0, None, 0.0, "no_change"),
        (1.6, 1.6, 0.0, "gained_protein"),
        (1.6, 1.6, 1.6, "transcriptional_rise"),
        (1.6, 0.0, 0.0, "more_at_surface"),
        (1.6, None, 0.0, "surface_only_rise"),
        (0.45, 0.0, 0.0, "not_settled"),
        (1.6, -1.6, 0.0, "not_settled"),
    ],
)
def test_the_table_of_readings(make, surface, total, rna, reading: str) -> None:
    rows = [("A", "surface", surface, rna)]
    if total is not None:
        rows.append(("A", "total", total, rna))
    out = localisation_table(make(*rows), 0.05)
    assert list(out.columns) == list(LOCALISATION)
    assert out["reading"].tolist() == [reading]
    assert out["total"].iloc[0] == ("not_measured" if total is None else out["total"].iloc[0])
    assert out["total_assay_id"].tolist() == ["" if total is None else "assay_total"]
    assert out["sentence"].str.startswith("A: ").all()


def test_the_ratio_has_welchs_error_and_test(make) -> None:
    table = make(
        ("A", "surface", -1.6, 0.0, layer("protein", -1.6, 0.2, 4.0)),
        ("A", "total", -0.4, 0.0, layer("protein", -0.4, 0.1, 8.0)),
        ("B", "surface", 0.1, 0.0),
        ("B", "total", 0.0, 0.0),
    )
    out = localisation_table(table, 0.05)
    row = out.iloc[0]
    se = math.hypot(0.2, 0.1)
    df = se**4 / (0.2**4 / 4 + 0.1**4 / 8)
    assert row["log2FoldChange"] == pytest.approx(-1.2)
    assert (row["lfcSE"], row["df"]) == (pytest.approx(se), pytest.approx(df))
    assert row["pvalue"] == pytest.approx(2 * stats.t.sf(1.2 / se, df))
    assert row["ci_low"] == pytest.approx(-1.2 - stats.t.ppf(0.975, df) * se)
    np.testing.assert_allclose(out["padj"], benjamini_hochberg(out["pvalue"].to_numpy()))


def test_states_are_adjusted_over_the_genes_of_the_table(make) -> None:
    weak = ("A", "surface", -0.5, 0.0)
    alone = localisation_table(make(weak), 0.05)
    others = [(f"B{i:02d}", "surface", -0.25, 0.0) for i in range(40)]
    crowded = localisation_table(make(weak, *others), 0.05)
    assert alone["surface"].iloc[0] == "lower"
    assert crowded["surface"].iloc[0] == "not_shown"


def test_a_combined_row_speaks_for_its_members_even_where_they_disagree(make) -> None:
    members = [("A", "surface", p, 0.0, {"assay_id": a}) for a, p in (("f1", -1.6), ("f2", 0.0))]
    nan = dict.fromkeys(layer("protein", 0.0, 1.0), np.nan)
    conflict = nan | {
        "assay_id": "combined",
        "combined_from": "f1;f2",
        "protein_status": "conflict",
        "reason": "assay_conflict",
    }
    out = localisation_table(make(*members, ("A", "surface", 0.0, 0.0, conflict)), 0.05)
    assert out["surface_assay_id"].tolist() == ["combined"]
    assert (out["surface"].iloc[0], out["reading"].iloc[0]) == ("not_shown", "not_settled")


def test_a_combined_row_goes_before_an_assay_that_it_does_not_hold(make) -> None:
    bound = {"assay_id": "a0", "protein_status": "censored_bound"}
    both = {"assay_id": "combined", "combined_from": "f1;f2"}
    out = localisation_table(
        make(("A", "surface", -3.0, 0.0, bound), ("A", "surface", 0.0, 0.0, both)), 0.05
    )
    assert out["surface_assay_id"].tolist() == ["combined"]


@pytest.mark.parametrize("status", ["prior_based", "published"])
def test_a_value_without_replicates_shows_nothing(make, status: str) -> None:
    out = localisation_table(make(("A", "surface", -3.0, 0.0, {"protein_status": status})), 0.05)
    assert out["surface"].tolist() == ["not_shown"]
    assert out["log2FoldChange"].isna().all()


def test_a_bound_may_be_lower_but_gives_no_ratio(make) -> None:
    bound = {"protein_status": "censored_bound", "p_protein_up": 1.0, "p_protein_unchanged": 1.0}
    table = make(("A", "surface", -3.0, 0.0, bound), ("A", "total", 0.0, 0.0))
    out = localisation_table(table, 0.05).iloc[0]
    assert out["surface"] == "lower"
    assert np.isnan(out["lfcSE"])
    assert out["reading"] == "not_settled"


def test_a_surface_outside_the_contrast_is_not_measured(make) -> None:
    empty = dict.fromkeys(layer("protein", 0.0, 1.0), np.nan) | {
        "protein_status": "not_in_contrast"
    }
    out = localisation_table(make(("A", "surface", 0.0, 0.0, empty)), 0.05)
    assert out["reading"].tolist() == ["not_measured"]


def random_table(make):
    rng = np.random.default_rng(3)
    given = []
    for gene in range(25):
        x = rng.choice([-1.6, -0.4, 0.0, 0.4, 1.6], 3)
        given.append((f"G{gene:02d}", "surface", x[0], x[2]))
        if gene % 3:
            given.append((f"G{gene:02d}", "total", x[1], x[2]))
    return make(*given)


def test_rows_in_another_order_say_the_same(make) -> None:
    table = random_table(make)
    straight = localisation_table(table, 0.05)
    mixed = localisation_table(table.sample(frac=1.0, random_state=2), 0.05)
    mixed = mixed.sort_values("gene_id", ignore_index=True)
    pd.testing.assert_frame_equal(straight, mixed, check_exact=True)


def test_swapped_arms_mirror_the_states(make) -> None:
    table = random_table(make)
    swapped = table.copy()
    for name in ("rna", "protein"):
        swapped[f"{name}_log2FoldChange"] *= -1
        swapped[f"p_{name}_up"] = table[f"p_{name}_down"]
        swapped[f"p_{name}_down"] = table[f"p_{name}_up"]
    one, other = localisation_table(table, 0.05), localisation_table(swapped, 0.05)
    mirror = {"lower": "higher", "higher": "lower"}
    for name in ("surface", "total", "rna"):
        assert one[name].replace(mirror).tolist() == other[name].tolist()
    np.testing.assert_allclose(one["log2FoldChange"], -other["log2FoldChange"])
    np.testing.assert_allclose(one["padj"], other["padj"])
    settled = {
        "lost_protein": "gained_protein",
        "transcriptional": "transcriptional_rise",
        "internalisation_retention_or_masking": "more_at_surface",
        "surface_only": "surface_only_rise",
        "transcriptional_total_open": "transcriptional_rise_total_open",
    }
    both = [*settled, *settled.values()]
    back = {**settled, **{v: k for k, v in settled.items()}}
    kept = one["reading"].isin(both)
    assert kept.any()
    assert one.loc[kept, "reading"].replace(back).tolist() == other.loc[kept, "reading"].tolist()


def test_no_surface_assay_gives_an_empty_table(make) -> None:
    out = localisation_table(make(("A", "total", -1.6, 0.0)), 0.05)
    assert out.empty
    assert list(out.columns) == list(LOCALISATION)


def test_internalisation_needs_the_ratio_itself() -> None:
    rows = pd.DataFrame(
        {
            "surface": "lower",
            "total": "unchanged",
            "rna": "unchanged",
            "log2FoldChange": [-0.9, -0.9],
            "padj": [0.01, 0.2],
        }
    )
    assert readings(rows, 0.05).tolist() == [
        "internalisation_retention_or_masking",
        "not_settled",
    ]
