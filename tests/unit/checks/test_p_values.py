"""The rule is calibrated: even p values are called so, and each other shape by its name."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from resistance.checks.p_values import FEWEST, MESSAGES, contrast_verdict, p_value_verdict


def kinds(draw, draws=1000, seed=11):
    rng = np.random.default_rng(seed)
    return [p_value_verdict(draw(rng)).kind for _ in range(draws)]


def mixture(rng, n, changed, null_sd=1.0):
    """Two-sided p values of ``n`` z scores, a share of which are shifted by about 3."""
    k = round(n * changed)
    z = np.concatenate([rng.normal(0, null_sd, n - k), rng.normal(0, 3, k)])
    return 2 * norm.sf(np.abs(z))


@pytest.mark.parametrize("n", [500, 10_000])
def test_even_p_values_are_flat_in_99_of_100_draws(n):
    assert np.mean([kind == "flat" for kind in kinds(lambda rng: rng.random(n))]) >= 0.99


@pytest.mark.parametrize("share", [0.05, 0.3, 0.95])
def test_real_changes_over_an_even_background_are_peaked(share):
    assert set(kinds(lambda rng: mixture(rng, 10_000, share), 50)) == {"peaked"}


@pytest.mark.parametrize("n", [500, 10_000])
def test_mass_at_one_is_conservative(n):
    found = kinds(lambda rng: rng.beta(2, 1, n), 200)
    assert np.mean([kind == "conservative" for kind in found]) >= 0.99


def test_an_overestimated_variance_is_conservative():
    assert set(kinds(lambda rng: mixture(rng, 10_000, 0, null_sd=0.8), 50)) == {"conservative"}


@pytest.mark.parametrize("n", [500, 10_000])
def test_mass_at_both_ends_is_u_shaped(n):
    assert set(kinds(lambda rng: rng.beta(0.5, 0.5, n), 200)) == {"u_shaped"}


def test_real_changes_over_a_conservative_background_are_u_shaped():
    assert set(kinds(lambda rng: mixture(rng, 10_000, 0.15, null_sd=0.7), 50)) == {"u_shaped"}


def test_a_level_within_what_deseq2_itself_keeps_is_flat():
    # the share below .05 is .046 and .054
    for sd in (0.98, 1.02):
        assert set(kinds(lambda rng, sd=sd: mixture(rng, 20_000, 0, sd), 50)) == {"flat"}


def test_few_p_values_are_not_judged():
    rng = np.random.default_rng(1)
    few = p_value_verdict(np.append(rng.random(FEWEST - 1), np.nan))
    assert (few.kind, few.numbers) == ("too_few", {"n": FEWEST - 1})
    assert p_value_verdict(rng.random(FEWEST)).kind == "flat"
    assert p_value_verdict([]).kind == "too_few"


def test_all_p_values_at_one_end_do_not_break_it():
    assert p_value_verdict(np.zeros(1000)).kind == "peaked"
    assert p_value_verdict(np.ones(1000)).kind == "conservative"


def test_what_is_no_p_value_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        p_value_verdict([0.5, 1.5])


def test_order_does_not_matter():
    values = np.random.default_rng(3).random(1000)
    assert p_value_verdict(values) == p_value_verdict(values[::-1])


def table(pvalue, status="tested", mean=100.0):
    return pd.DataFrame({"pvalue": pvalue, "status": status, "baseMean": mean})


def test_weak_genes_and_those_without_a_test_of_their_own_do_not_count():
    even = table(np.random.default_rng(4).random(2000))
    spikes = [table(np.ones(1000), mean=3.0), table(np.ones(1000), "not_converged")]
    assert contrast_verdict(pd.concat([even, *spikes]), {}).kind == "flat"
    assert contrast_verdict(pd.concat([even, table(np.ones(1000))]), {}).kind == "conservative"
    assert contrast_verdict(pd.concat([even, table(np.ones(99), "low_count")]), {}).numbers[
        "n"
    ] == pytest.approx(2099)


@pytest.mark.parametrize("alternative", ["greater", "less"])
def test_a_one_sided_test_is_judged_by_its_two_sided_p_values(alternative):
    rng = np.random.default_rng(5)
    z = np.concatenate([rng.normal(0, 1, 9000), rng.normal(0, 4, 1000)])
    verdict = contrast_verdict(table(norm.sf(z)), {"alternative": alternative})
    assert verdict.kind == "peaked"
    assert "one-sided" in verdict.message
    assert p_value_verdict(norm.sf(z)).kind == "u_shaped"


def test_a_likelihood_ratio_test_is_judged_as_such():
    verdict = contrast_verdict(table(np.zeros(1000)), {"test": "lrt", "alternative": "two-sided"})
    assert verdict.kind == "peaked"
    assert verdict.message.startswith("Of the likelihood-ratio test")


def test_a_threshold_is_not_judged():
    asked = {"alternative": "greaterAbs", "lfc_threshold": 1.0}
    beyond = contrast_verdict(table(np.ones(1000)), asked)
    assert beyond.kind == "threshold"
    assert "change less than it have p values near 1" in beyond.message
    within = contrast_verdict(table(np.ones(1000)), {**asked, "alternative": "lessAbs"})
    assert "change less have p values near 0" in within.message
    assert contrast_verdict(table(np.ones(10)), asked).kind == "too_few"
    none = {"alternative": "greaterAbs", "lfc_threshold": 0}
    assert contrast_verdict(table(np.ones(1000)), none).kind == "conservative"


@pytest.mark.parametrize("kind", ["conservative", "u_shaped"])
def test_what_is_to_be_done_is_said(kind):
    assert "Add batch" in MESSAGES[kind] or "add batch" in MESSAGES[kind]
