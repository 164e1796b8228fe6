import numpy as np
import pandas as pd
import pytest

from resistance.concordance.assay import Rna
from resistance.concordance.rna import CountModel


def rna(arms: list[str]) -> Rna:
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
    assert rna(arms).replicates == pytest.approx(replicates, nan_ok=True)


def test_zero_arms_are_found_by_sample_name() -> None:
    one = rna(["reference", "target", "target"])
    assert one.arm_is_zero("reference").to_dict() == {"g1": True, "g2": False}
    assert not one.arm_is_zero("target").any()
