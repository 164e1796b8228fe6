"""Designs beyond the published studies against R DESeq2 1.38.3; ``r/make.R`` made the numbers."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resistance.differential.analysis import analyse
from resistance.differential.models import Settings
from resistance.differential.normalisation import Normalisation
from resistance.differential.size_factors import estimate, normalisation_factors
from resistance.engine.testing import adjust, filter_and_adjust, wald_p_values
from resistance.readers.resources import read_prior_variance

HERE = Path(__file__).parent / "r"
PRIOR_TABLE = Path(__file__).parents[2] / "resources/statistics/prior_variance.tsv"
DESIGNS = sorted(path.name for path in HERE.iterdir() if path.is_dir())

pytestmark = pytest.mark.golden


def text(design, name):
    path = HERE / design / name
    return pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False, quoting=3)


def numbers(design, name):
    path = HERE / design / name
    return pd.read_csv(path, sep="\t", index_col=0, keep_default_na=False, na_values="NA")


def questions(design):
    """Return the contrasts that the grammar can ask for."""
    table = text(design, "contrasts.tsv").drop(columns="r")
    return table[(table["variable"] != "") | (table["formula"] != "")]


QUESTIONS = [(design, id) for design in DESIGNS for id in questions(design)["id"]]
#: The slope of a covariate included, which only the tests of R's own numbers look at.
ANSWERS = [(design, id) for design in DESIGNS for id in text(design, "contrasts.tsv")["id"]]


class Golden:
    """R's numbers of one design, and ours."""

    def __init__(self, design):
        self.design = design
        self.counts = numbers(design, "counts.tsv.gz")
        self.genes = numbers(design, "genes.tsv.gz")
        self.facts = text(design, "design.tsv").set_index("key")["value"]
        self.normalisation = Normalisation()
        if (HERE / design / "lengths.tsv.gz").exists():
            self.normalisation = Normalisation(offsets=numbers(design, "lengths.tsv.gz"))
        if (HERE / design / "control_genes.tsv").exists():
            control = tuple(text(design, "control_genes.tsv")["gene_id"])
            self.normalisation = Normalisation(control=control)
        named = pd.DataFrame({"gene_id": self.counts.index, "ensembl_id": "", "gene_name": ""})
        self.analysis = analyse(
            self.counts,
            named,
            text(design, "samples.tsv").set_index("sample"),
            questions(design),
            self.facts["design"],
            Settings(0.1, "vectorised", self.normalisation, read_prior_variance(PRIOR_TABLE)),
        )
        self.fitted = self.analysis.fit_genes.set_index("gene_id")

    def fact(self, key):
        return float(self.facts[key])


@cache
def fitted(design):
    return Golden(design)


@pytest.fixture(params=DESIGNS)
def golden(request):
    return fitted(request.param)


@pytest.fixture(params=QUESTIONS, ids=".".join)
def table(request):
    """Our table and R's columns, whose names end in ``_r``."""
    design, question = request.param
    ours = fitted(design).analysis.tables[question].set_index("gene_id")
    return ours.join(numbers(design, f"results.{question}.tsv.gz"), rsuffix="_r")


def differences(ours, theirs, what=""):
    """Return relative differences where both are numbers, after a look at where they are."""
    pd.testing.assert_series_equal(ours.isna(), theirs.isna(), check_names=False)
    both = ours.notna() & (theirs != 0)
    assert (ours[ours.notna() & (theirs == 0)] == 0).all()
    found = (ours[both] / theirs[both] - 1).abs()
    if found.empty:
        return pd.Series([0.0])
    print(
        f"\n{what}: median {found.median():.1e}, p99 {found.quantile(0.99):.1e}, "
        f"max {found.max():.1e} ({found.idxmax()})"
    )
    return found


def test_every_kind_of_gene_is_there():
    replaced, rescued, silent = 0, 0, 0
    for design in DESIGNS:
        genes = numbers(design, "genes.tsv.gz")
        assert (genes["baseMean"] == 0).sum() >= 20
        assert (genes["dispOutlier"] == "yes").sum() >= 5
        replaced += (genes["replace"] == "yes").sum() if "replace" in genes else 0
    for design, question in QUESTIONS:
        results = numbers(design, f"results.{question}.tsv.gz")
        silent += ((results["log2FoldChange"] == 0) & (results["pvalue"] == 1)).sum()
    far = numbers("cooks_one_factor", "genes.tsv.gz")["maxCooks"] > 10.9
    rescued = numbers("cooks_one_factor", "results.treated.tsv.gz").loc[far, "pvalue"].notna()
    assert replaced > 100
    assert rescued.sum() > 10
    assert silent > 50


def test_divisors(golden):
    if golden.normalisation.offsets is None:
        expected = numbers(golden.design, "size_factors.tsv")["size_factor"]
        ours = golden.analysis.size_factors.set_index("sample")["size_factor"]
        assert ours.index.tolist() == expected.index.tolist()
        np.testing.assert_allclose(ours, expected, rtol=1e-12)
    else:
        offsets = golden.normalisation.offsets
        factors = estimate(golden.counts, offsets=offsets)
        ours = normalisation_factors(offsets, factors.values)
        expected = numbers(golden.design, "normalisation_factors.tsv.gz")
        np.testing.assert_allclose(ours, expected, rtol=1e-12)


@pytest.mark.parametrize("design", ["poscounts", "three_groups"])
def test_iterative_size_factors(design):
    expected = numbers(design, "size_factors_iterate.tsv")["size_factor"]
    found = estimate(numbers(design, "counts.tsv.gz"), "iterative")
    assert found.method == "iterative"
    # R's search ends early: its slopes are differences, the likelihood is cut at a quantile
    np.testing.assert_allclose(found.values, expected, rtol=5e-3)


def test_trend(golden):
    assert golden.analysis.model["trend"]["kind"] == "parametric"
    for ours, theirs in (("asympt", "asymptDisp"), ("extra", "extraPois")):
        assert golden.analysis.model["trend"][ours] == pytest.approx(golden.fact(theirs), rel=1e-5)


def test_prior_variance(golden):
    expected = golden.fact("dispPriorVar")
    assert golden.analysis.model["residual_df"] == golden.fact("residual_df")
    assert golden.analysis.model["prior_disp_var"] == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(
    ("ours", "theirs", "tolerance"),
    [
        ("dispersion_genewise", "dispGeneEst", 1e-3),
        ("dispersion_trend", "dispFit", 1e-5),
        ("dispersion", "dispersion", 1e-3),
    ],
)
def test_dispersions(golden, ours, theirs, tolerance):
    found = differences(golden.fitted[ours], golden.genes[theirs], f"{golden.design} {ours}")
    assert found.quantile(0.99) < tolerance


def test_flags(golden):
    outlier = golden.genes["dispOutlier"].fillna("no")
    assert golden.fitted["dispersion_outlier"].tolist() == outlier.tolist()
    replaced = golden.genes.get("replace", pd.Series("no", golden.genes.index)).fillna("no")
    assert golden.fitted["replaced"].tolist() == replaced.tolist()
    assert (golden.fitted["replaced"] == "yes").sum() == golden.fact("replaced")


def test_cooks(golden):
    column = "maxCooksBefore" if "maxCooksBefore" in golden.genes else "maxCooks"
    found = differences(golden.fitted["max_cooks"], golden.genes[column], f"{golden.design} Cook's")
    assert found.quantile(0.99) < 1e-3


def test_variance_stabilised_counts():
    golden = fitted("three_groups")
    expected = numbers("three_groups", "vst.tsv.gz")
    np.testing.assert_allclose(golden.analysis.vst, expected, rtol=0, atol=1e-4)


def test_base_means(golden):
    table = next(iter(golden.analysis.tables.values())).set_index("gene_id")
    differences(table["baseMean"], golden.genes["baseMean"])
    np.testing.assert_allclose(table["baseMean"], golden.genes["baseMean"], rtol=1e-10)


@pytest.mark.parametrize(
    ("column", "tolerance"),
    [
        ("log2FoldChange", 1e-4),
        ("lfcSE", 1e-4),
        ("stat", 1e-4),
        ("pvalue", 1e-2),
        # one gene that changes its place moves the padj of all those above it
        ("padj", 5e-2),
    ],
)
def test_results(table, column, tolerance):
    found = differences(table[column], table[f"{column}_r"], column)
    assert found.quantile(0.99) < tolerance


def test_no_call_differs(table):
    different = (table["padj"] < 0.05) != (table["padj_r"] < 0.05)
    assert table.index[different].tolist() == []


# the tests alone, from R's own fold changes and standard errors


@pytest.mark.parametrize("question", ["greater_abs", "less_abs", "greater", "less"])
def test_thresholds_of_r_numbers(question):
    given = numbers("three_groups", f"results.{question}.tsv.gz")
    row = questions("three_groups").set_index("id").loc[question]
    # R sets the change of silent groups to 0 after it has taken their standard errors
    stat, p = wald_p_values(
        given["log2FoldChange"].to_numpy(),
        given["lfcSE"].to_numpy(),
        row["alternative"],
        float(row["lfc_threshold"]),
    )
    judged = given["pvalue"].notna()
    np.testing.assert_allclose(stat, given["stat"], rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(p[judged], given.loc[judged, "pvalue"], rtol=1e-10)


@pytest.mark.parametrize(("design", "question"), ANSWERS, ids=[".".join(q) for q in ANSWERS])
def test_adjustment_of_r_numbers(design, question):
    means = numbers(design, "genes.tsv.gz")["baseMean"].to_numpy()
    given = numbers(design, f"results.{question}.tsv.gz")
    p = given["pvalue"].to_numpy()
    cut = text(design, "design.tsv").set_index("key")["value"][f"filterThreshold.{question}"]
    found = adjust(p) if cut == "NA" else filter_and_adjust(means, p, alpha=0.1)
    np.testing.assert_allclose(found.padj, given["padj"], rtol=1e-12)
    if cut != "NA":
        assert found.cut == pytest.approx(float(cut), rel=1e-12)
