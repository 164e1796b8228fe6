"""Columns made to break a fit: every gene keeps its row, its numbers and a reason for each gap."""

import warnings

import numpy as np
import pandas as pd
import pytest

from resistance.problems import InputError

LARGEST = 2**31 - 1
NUMBERS = ["log2FoldChange", "lfcSE", "stat"]
P_VALUES = ["pvalue", "padj"]
SHEETS = {
    "two against two": (("p",) * 2 + ("r",) * 2, {}),
    "one against three": (("p",) + ("r",) * 3, {}),
    "three against three": (("p",) * 3 + ("r",) * 3, {}),
    "seven against seven": (("p",) * 7 + ("r",) * 7, {}),
    "blocks": (("p",) * 4 + ("r",) * 4, {"batch": ["x", "y"] * 4}),
    "covariate": (
        ("p",) * 4 + ("r",) * 4,
        {"age": ["30", "45.5", "50", "61", "33", "47", "2", "40"]},
    ),
    "arms of one": (("p", "r", "q", "q", "q"), {}),
}


def planted(arms):
    """Counts of hostile genes by name."""
    n, rng = len(arms), np.random.default_rng(3)
    i, first = np.arange(n), np.array(arms) == arms[0]
    return {
        "ten_million": np.where(i == 1, 10**7, 5),
        "only_ten_million": np.where(i == 1, 10**7, 0),
        "all_ten_million": 10**7 + i,
        "near_largest": LARGEST - rng.integers(0, 10**6, n),
        "largest": np.full(n, LARGEST),
        "largest_or_none": np.where(first, LARGEST, 0),
        "anything": rng.integers(0, LARGEST, n),
        "one_largest": np.where(i == n - 1, LARGEST, 1),
        "only_largest": np.where(i == n - 1, LARGEST, 0),
        "sevens": np.full(n, 7),
        "ones": np.ones(n),
        "thousands": np.full(n, 1000),
        "off": np.where(first, 0, 200),
        "on": np.where(first, 200, 0),
        "one_count": i == 2,
        "two_counts": np.isin(i, [0, n - 1]),
        "none": np.zeros(n),
    }


def hostile(make_study, arms, contrasts=(("p", "r"),), **columns):
    design = " + ".join(["~ condition", *columns])
    study = make_study(arms, list(contrasts), design, **columns)
    genes = planted(arms)
    for at, counts in enumerate(genes.values()):
        study.counts.iloc[10 + at] = np.asarray(counts, dtype=np.int64)
    study.rows = dict(zip(genes, study.counts.index[10:], strict=False))
    return study


def run(study, caplog, **changes):
    """Analyse; a warning that escapes, or is logged, is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        analysis = study.run(**changes)
    assert [record.getMessage() for record in caplog.records] == []
    return analysis


def assert_explained(study, analysis):
    silent = (study.counts == 0).all(axis=1)
    fitted = analysis.fit_genes.set_index("gene_id")
    cutoff = analysis.cooks["cutoff"].iloc[0]
    outlying = (fitted["max_cooks"] > cutoff) | (fitted["replaced"] == "yes")
    for key, rows in analysis.tables.items():
        table, cut = rows.set_index("gene_id"), analysis.model["contrasts"][key]["filter_cut"]
        assert table.index.equals(study.counts.index)
        status = table["status"]
        assert (status == "all_zero").equals(silent)
        assert outlying[status == "outlier"].all()
        assert (table.loc[status == "low_count", "baseMean"] < cut).all()
        assert (fitted.loc[status == "not_converged", "converged"] == "no").all()
        tested = status.isin(["tested", "not_converged"])
        assert set(status[~tested]) <= {"all_zero", "outlier", "low_count"}
        assert table["padj"].notna().equals(tested)
        # p is 1 where no count is left of an outlier, as in R
        emptied = (status == "outlier") & (table["baseMean"] == 0)
        assert table["pvalue"].notna().equals(tested | (status == "low_count") | emptied)
        assert not np.isinf(table.select_dtypes(float)).any(axis=None)
        if analysis.model["contrasts"][key]["test"] == "wald":
            assert table.loc[~silent, NUMBERS].notna().all(axis=None)
            counted = table["baseMean"] > 0
            assert table["log2FoldChange_shrunken"].notna().equals(counted)
        assert table[P_VALUES].stack().between(0, 1).all()
    assert np.isfinite(analysis.vst.to_numpy()).all()
    assert np.isfinite(analysis.normalised.to_numpy()).all()


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_gene_of_any_sheet_has_numbers_or_a_reason(make_study, caplog, sheet):
    arms, columns = SHEETS[sheet]
    study = hostile(make_study, arms, **columns)
    assert_explained(study, run(study, caplog))


def test_every_test_explains_its_gaps(make_study, caplog):
    study = hostile(make_study, ("p",) * 4 + ("r",) * 4)
    kinds = ("greater", "less", "greaterAbs", "lessAbs", "greaterAbs2014")
    wald = [
        {"variable": "condition", "reference": "p", "target": "r", "alternative": kind}
        | {"id": kind, "lfc_threshold": "1"}
        for kind in kinds
    ]
    ratio = {"id": "ratio", "test": "lrt", "reduced": "~ 1"}
    study.contrasts = pd.DataFrame([*wald, ratio]).fillna("")
    analysis = run(study, caplog)
    assert list(analysis.tables) == [*kinds, "ratio"]
    assert_explained(study, analysis)


def test_one_count_of_ten_million_is_withheld_where_replicates_tell(make_study, caplog):
    three = hostile(make_study, ("p",) * 3 + ("r",) * 3)
    row = run(three, caplog).tables["r_v_p"].set_index("gene_id").loc[three.rows["ten_million"]]
    assert row["status"] == "outlier"
    assert abs(row["log2FoldChange"]) > 10
    two = hostile(make_study, ("p",) * 2 + ("r",) * 2)
    row = run(two, caplog).tables["r_v_p"].set_index("gene_id").loc[two.rows["ten_million"]]
    assert row["status"] == "tested"


def test_one_count_of_ten_million_is_replaced_where_replicates_abound(make_study, caplog):
    study = hostile(make_study, ("p",) * 7 + ("r",) * 7)
    analysis = run(study, caplog)
    table = analysis.tables["r_v_p"].set_index("gene_id")
    row = table.loc[study.rows["ten_million"]]
    assert row["status"] in ("tested", "low_count")
    assert abs(row["log2FoldChange"]) < 1
    emptied = table.loc[study.rows["only_ten_million"]]
    assert (emptied["status"], emptied["baseMean"], emptied["log2FoldChange"]) == ("outlier", 0, 0)


def test_a_silent_arm_gives_a_large_change_and_equal_counts_give_none(make_study, caplog):
    study = hostile(make_study, ("p",) * 4 + ("r",) * 4)
    table = run(study, caplog).tables["r_v_p"].set_index("gene_id")
    change = {name: table.loc[gene, "log2FoldChange"] for name, gene in study.rows.items()}
    for name, sign in (("off", 1), ("on", -1), ("largest_or_none", -1)):
        assert sign * change[name] > 5
        assert table.loc[study.rows[name], "padj"] < 1e-6
    # what is left is the size factors'
    for name in ("sevens", "thousands", "all_ten_million", "largest", "near_largest"):
        assert abs(change[name]) < 0.5
        assert table.loc[study.rows[name], "pvalue"] > 0.01
    assert abs(change["largest"] - change["thousands"]) < 0.01


def test_hostile_genes_do_not_move_the_others(make_study, caplog):
    arms = ("p",) * 4 + ("r",) * 4
    study = hostile(make_study, arms)
    spoiled = run(study, caplog).tables["r_v_p"].set_index("gene_id")
    study.counts = study.counts.drop(index=list(study.rows.values()))
    plain = run(study, caplog).tables["r_v_p"].set_index("gene_id")
    both = spoiled.loc[plain.index]
    np.testing.assert_allclose(both["log2FoldChange"], plain["log2FoldChange"], atol=0.15)
    assert ((both["padj"] < 0.05) != (plain["padj"] < 0.05)).mean() < 0.03


@pytest.mark.parametrize(
    "made",
    [
        lambda rng, shape: np.full(shape, 7),
        lambda rng, shape: rng.poisson(50, shape),
        lambda rng, shape: LARGEST - rng.integers(0, 10**9, shape),
        lambda rng, shape: rng.integers(0, LARGEST, shape),
        lambda rng, shape: rng.integers(0, 2, shape),
        lambda rng, shape: (np.arange(shape[1]) == np.arange(shape[0])[:, None] % 8) * 40,
    ],
    ids=["constant", "poisson", "near largest", "anything", "zeros and ones", "one sample each"],
)
def test_studies_of_hostile_genes_alone_are_explained(make_study, caplog, made):
    study = make_study(("p",) * 4 + ("r",) * 4, [("p", "r")])
    study.counts.iloc[:] = made(np.random.default_rng(0), study.counts.shape)
    assert_explained(study, run(study, caplog))


@pytest.mark.parametrize("genes", [[50], [50, 51], [0, 50]])
def test_one_or_two_genes_are_a_study(make_study, caplog, genes):
    study = make_study(("p",) * 4 + ("r",) * 4, [("p", "r")])
    study.counts, study.genes = study.counts.iloc[genes], study.genes.iloc[genes]
    assert_explained(study, run(study, caplog))


def test_one_sample_an_arm_gives_changes_and_says_why_no_more(make_study, caplog):
    study = hostile(make_study, ("p", "r"))
    analysis = run(study, caplog)
    table = analysis.tables["r_v_p"].set_index("gene_id")
    silent = (study.counts == 0).all(axis=1)
    assert (table["status"] == np.where(silent, "all_zero", "no_replicates")).all()
    assert np.isfinite(table.loc[~silent, "log2FoldChange"]).all()
    assert table[P_VALUES].isna().all(axis=None)
    assert any("no residual degrees of freedom" in note for note in analysis.model["notes"])


@pytest.mark.parametrize("replicates", [1, 2])
def test_a_hundred_levels_are_fitted(make_study, caplog, replicates):
    levels = tuple(f"l{i:03d}" for i in range(100))
    arms = tuple(np.repeat(levels, replicates))
    study = hostile(make_study, arms, [("l000", "l001"), ("l050", "l099")])
    study.counts, study.genes = study.counts.iloc[:60], study.genes.iloc[:60]
    analysis = run(study, caplog)
    if replicates == 1:
        assert set(analysis.tables["l099_v_l050"]["status"]) == {"no_replicates", "all_zero"}
        return
    assert_explained(study, analysis)
    table = analysis.tables["l099_v_l050"].set_index("gene_id")
    mean = analysis.normalised.T.groupby(list(arms)).mean()
    high = (mean.loc[["l050", "l099"]] > 20).all()
    expected = np.log2(mean.loc["l099", high] / mean.loc["l050", high])
    np.testing.assert_allclose(table.loc[high, "log2FoldChange"], expected, atol=0.1)


def test_an_arm_without_a_count_in_any_gene_names_its_samples(make_study):
    study = make_study(("p",) * 2 + ("r",) * 2, [("p", "r")])
    study.counts.iloc[:, :2] = 0
    with pytest.raises(InputError, match=r"s-1 x.*\n.*no counts"):
        study.run()
