"""The prior's variance and R's loess against R 4.2.2 with DESeq2 1.38.3."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resistance.engine.loess import loess
from resistance.engine.prior_variance import log_residual_spread, prior_variance
from resistance.readers.resources import read_prior_variance

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT.parent / "shared/golden"


@pytest.fixture(scope="module")
def table():
    return read_prior_variance(ROOT / "resources/statistics/prior_variance.tsv")


def dispersions(df, seed, n, spread):
    """Simulate estimates around a trend; these very numbers were given to R."""
    rng = np.random.default_rng(100 * df + seed)
    trend = 0.05 + 2 / rng.lognormal(5, 2, n)
    genewise = trend * np.exp(spread * rng.standard_normal(n)) * rng.chisquare(df, n) / df
    genewise[rng.random(n) < 0.1] = 1e-8
    genewise[:5] = np.nan
    return np.minimum(genewise, 10), trend


# DESeq2:::estimateDispersionsPriorVar and attr(, "varLogDispEsts") of `dispersionFunction<-`
@pytest.mark.parametrize(
    ("df", "seed", "n", "spread", "variance", "observed"),
    [
        (1, 0, 3000, 0.6, 0.28028028028028029, 3.542687860301704),
        (1, 1, 400, 1.3, 1.5375375375375375, 5.9604680120599038),
        (1, 2, 60, 0.2, 0.25, 1.2856939351355652),
        (2, 0, 3000, 0.6, 0.47247247247247248, 1.6141059574187759),
        (2, 1, 400, 1.3, 1.977977977977978, 3.0949303852179897),
        (2, 2, 60, 0.2, 0.25, 1.2805961123824923),
        (3, 0, 3000, 0.6, 0.39239239239239238, 1.1283367994269085),
        (3, 1, 400, 1.3, 1.3213213213213213, 2.062840074312569),
        (3, 2, 60, 0.2, 0.25, 0.64628247705731734),
        (4, 0, 3000, 0.6, 0.27941893080322666, 0.92435299765145307),
        (4, 1, 400, 1.3, 1.3191130908513442, 1.9640471576995706),
        (4, 2, 60, 0.2, 0.25, 0.31114765958890028),
    ],
)
def test_r_values(table, df, seed, n, spread, variance, observed):
    genewise, trend = dispersions(df, seed, n, spread)
    assert log_residual_spread(genewise, trend) == pytest.approx(observed, rel=1e-12)
    assert prior_variance(genewise, trend, df, table) == pytest.approx(variance, rel=1e-12)


@pytest.mark.golden
@pytest.mark.skipif(not GOLDEN.is_dir(), reason=f"{GOLDEN} is not there")
@pytest.mark.parametrize(
    ("study", "df", "variance", "observed", "rel"),
    [
        # a point of the grid of 1,000 variances
        ("airway", 3, 0.528528528528528, 0.953256127205828, 1e-14),
        # the dispersions of golden/ are rounded to 8 digits
        ("pasilla", 4, 0.255192618623962, 0.900126685472188, 2e-7),
    ],
)
def test_published_studies(table, study, df, variance, observed, rel):
    given = pd.read_csv(GOLDEN / study / "dispersions.tsv.gz", sep="\t", na_values="NA")
    genewise, trend = given["dispGeneEst"].to_numpy(), given["dispFit"].to_numpy()
    assert log_residual_spread(genewise, trend) == pytest.approx(observed, rel=1e-6)
    assert prior_variance(genewise, trend, df, table) == pytest.approx(variance, rel=rel)


def test_the_order_of_genes_and_of_the_table_does_not_matter(table):
    genewise, trend = dispersions(2, 0, 500, 0.6)
    expected = prior_variance(genewise, trend, 2, table)
    assert prior_variance(genewise[::-1], trend[::-1], 2, table[::-1]) == expected


def test_the_table_holds_ten_thousand_draws_a_histogram(table):
    assert table.groupby("df").size().to_dict() == {1: 200, 2: 200, 3: 200}
    np.testing.assert_allclose(table["variance"], np.tile(np.linspace(0, 8, 200), 3), atol=1e-14)
    drawn = table.drop(columns=["df", "variance"]).sum(axis=1)
    assert drawn.max() == 10_000
    # log(chi2_1) is below -10 once in 190 draws; such draws are left out
    assert drawn[table["df"] == 3].min() > 9_950
    assert drawn[table["df"] == 1].max() < 10_000


def test_residuals_beyond_the_bins_leave_the_floor(table):
    assert prior_variance(np.array([10.0]), np.array([1e-7]), 3, table) == 0.25


@pytest.mark.parametrize("genewise", [[np.nan, np.nan], [1e-8, 9e-7]])
def test_no_estimate_is_an_error(table, genewise):
    trend = np.array([0.1, 0.1])
    assert np.isnan(log_residual_spread(np.array(genewise), trend))
    with pytest.raises(ValueError, match="1e-6"):
        prior_variance(np.array(genewise), trend, 3, table)


def test_no_residual_degrees_of_freedom_is_an_error(table):
    with pytest.raises(ValueError, match="residual"):
        prior_variance(np.array([0.1]), np.array([0.1]), 0, table)


def test_loess_of_the_grid_is_that_of_r():
    x = np.linspace(0, 8, 200)
    at = np.array([0, 0.123, 1, 3.98, 4.4, 7.777, 8])
    expected = [
        2.0062975915594472,
        2.2695657421887057,
        1.2774519933810369,
        -0.56575158410212079,
        0.58785385263077061,
        0.9206154800940286,
        0.84999419790743536,
    ]
    np.testing.assert_allclose(
        loess(x, np.sin(3 * x) + (x - 4) ** 2 / 8, at, span=0.2), expected, rtol=0, atol=1e-13
    )


def test_loess_of_uneven_points_is_that_of_r():
    x = np.array([0, 1, 1.5, 2, 3, 4.2, 5, 5.1, 6, 7, 8.5, *range(9, 17), 17.5, 18, 19, 20])
    at = np.array([0, 0.123, 1, 3.98, 4.4, 9.9, 20])
    expected = [
        1.1564234399149644,
        1.0255576166973515,
        0.2436684396183767,
        -0.35988136191672082,
        -0.19486961842388809,
        -0.41617913293946052,
        0.96900701954263913,
    ]
    np.testing.assert_allclose(loess(x, np.cos(x), at, span=0.5), expected, rtol=0, atol=1e-13)
