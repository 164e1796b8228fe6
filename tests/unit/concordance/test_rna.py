import numpy as np
import pandas as pd
import pytest
from scipy.special import polygamma

from resistance.concordance import rna
from resistance.concordance.rna import CountModel, Rna


@pytest.mark.parametrize(("n", "expected"), [(2, 10), (3, 12), (4, 14), (6, 18)])
def test_degrees_of_freedom_at_the_usual_prior(n: int, expected: float) -> None:
    df = rna.degrees_of_freedom(0.25, 2 * n - 2, np.array([False, True]))
    assert df[0] == pytest.approx(expected, abs=0.6)
    assert df[1] == 2 * n - 2
    variance = 1 / (1 / 0.25 + 1 / polygamma(1, (2 * n - 2) / 2))
    assert polygamma(1, df[0] / 2) == pytest.approx(variance)


def test_without_residual_df_or_prior() -> None:
    assert np.isnan(rna.degrees_of_freedom(None, 0, np.array([False]))).all()
    assert rna.degrees_of_freedom(None, 4, np.array([False]))[0] == 4


def side(arms: list[str]) -> Rna:
    samples = [f"s{i}" for i in range(len(arms))]
    counts = pd.DataFrame(
        np.arange(2 * len(arms)).reshape(2, -1), index=["g1", "g2"], columns=samples
    )
    model = CountModel(
        counts.to_numpy(float), np.ones(len(arms)), np.ones(2), np.ones((len(arms), 1)), np.ones(1)
    )
    return Rna(pd.DataFrame(), counts, model, pd.Series(arms, index=samples))


@pytest.mark.parametrize(
    ("arms", "replicates"),
    [
        (["reference"] * 3 + ["target"] * 3, 3.0),
        (["reference"] * 2 + ["target"] * 6, 3.0),
        (["reference"], float("nan")),
    ],
)
def test_replicates_are_the_harmonic_mean_of_both_arms(arms, replicates: float) -> None:
    assert side(arms).replicates == pytest.approx(replicates, nan_ok=True)


def test_zero_arms_are_found_by_sample_name() -> None:
    one = side(["reference", "target", "target"])
    assert one.arm_is_zero("reference").to_dict() == {"g1": True, "g2": False}
    assert not one.arm_is_zero("target").any()
