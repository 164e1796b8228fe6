import numpy as np
import pandas as pd
import pytest

from resistance.columns import PATHWAY_SCORE_SAMPLES
from resistance.pathway_scores.aberrant import THRESHOLD, aberrant

SAMPLES = list("abcdef")
ARMS = pd.Series(["p"] * 3 + ["r"] * 3, index=SAMPLES)


def like_samples(seed, n_sets=200):
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(n_sets, 5)) @ rng.normal(size=(5, 6)) / 5
    return pd.DataFrame(common + 0.3 * rng.normal(size=(n_sets, 6)), columns=SAMPLES)


def test_like_samples_are_usual():
    flagged = [
        (aberrant(like_samples(seed), ARMS)["status"] == "aberrant").any() for seed in range(100)
    ]
    assert np.mean(flagged) <= 0.05


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_far_from_its_replicates_is_found_and_it_alone(sample):
    far = like_samples(3)
    far[sample] += np.random.default_rng(9).normal(0, 3, len(far))
    found = aberrant(far, ARMS)
    assert list(found.columns) == list(PATHWAY_SCORE_SAMPLES)
    assert found.loc[found["status"] == "aberrant", "sample"].tolist() == [sample]


def test_a_difference_between_arms_makes_none_aberrant():
    apart = like_samples(3)
    apart[list("def")] += np.random.default_rng(9).normal(0, 5, (len(apart), 1))
    pd.testing.assert_frame_equal(aberrant(apart, ARMS), aberrant(like_samples(3), ARMS), rtol=1e-9)


def test_a_few_sets_make_none_aberrant():
    some = like_samples(3)
    some.loc[:40, "a"] += 50
    assert (aberrant(some, ARMS)["status"] == "usual").all()


def test_an_arm_that_scatters_more_makes_none_aberrant():
    wide = like_samples(3)
    wide[list("def")] += np.random.default_rng(9).normal(0, 3, (len(wide), 3))
    assert (aberrant(wide, ARMS)["status"] == "usual").all()


def test_order_of_sets_and_samples_changes_nothing():
    far = like_samples(3)
    far["b"] += np.random.default_rng(9).normal(0, 3, len(far))
    turned = aberrant(far.iloc[::-1, ::-1], ARMS.iloc[::-1]).iloc[::-1].reset_index(drop=True)
    pd.testing.assert_frame_equal(aberrant(far, ARMS), turned)


def test_two_replicates_and_few_sets_are_not_judged():
    two = aberrant(like_samples(3)[SAMPLES[:5]], ARMS.iloc[:5])
    assert two["status"].tolist() == ["usual"] * 3 + ["not_judged"] * 2
    assert two["distance"].isna().tolist() == [False] * 3 + [True] * 2
    few = aberrant(like_samples(3, n_sets=5), ARMS)
    assert set(few["status"]) == {"not_judged"}


def test_replicates_without_any_scatter():
    flat = pd.DataFrame(0.0, index=range(30), columns=SAMPLES)
    assert set(aberrant(flat, ARMS)["status"]) == {"usual"}
    flat["a"] = 1.0
    found = aberrant(flat, ARMS).set_index("sample")["status"]
    assert found[found == "aberrant"].index.tolist() == ["a"]
    assert THRESHOLD > 1
