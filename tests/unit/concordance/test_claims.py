from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resistance.concordance.claims import CLAIMS, Layer, Margins, claims, rna_tests

MARGINS = Margins()


def layer(x, se, df, equivalence=MARGINS.equivalence) -> Layer:
    x, se, df = (np.atleast_1d(np.asarray(v, dtype=float)) for v in (x, se, df))
    no = np.zeros(x.shape, dtype=bool)
    return Layer(x, se, df, np.full(x.shape, equivalence), no, no, no)


def run(m: Layer, p: Layer, f: float = 0.5, f_transcript: float | None = None):
    f_transcript = f if f_transcript is None else f_transcript
    return claims(m, p, rna_tests(m, p, MARGINS.change, f, f_transcript), MARGINS.change)


def points(seed: int, n: int = 40_000):
    rng = np.random.default_rng(seed)
    sizes = 10 ** rng.uniform(-2, 1, (2, n)) * rng.choice([-1, 1], (2, n))
    se = 10 ** rng.uniform(-1.5, 0.3, (2, n))
    df = rng.uniform(2, 20, (2, n))
    return layer(sizes[0], se[0], df[0]), layer(sizes[1], se[1], df[1])


def test_first_vector_of_the_design() -> None:
    p = run(layer(-0.10, 0.15, 12), layer(-1.60, 0.20, 4))
    assert p["loss"][0] == pytest.approx(0.00154, abs=5e-6)
    assert p["gain"][0] > 0.99


def test_opposite_directions_never_both_pass() -> None:
    p = run(*points(2))
    for one, other in (
        ("loss", "gain"),
        ("transcript_up", "transcript_down"),
        ("concordant_up", "concordant_down"),
    ):
        assert not ((p[one] < 0.05) & (p[other] < 0.05)).any()
        assert (p[one] < 0.05).any()


def test_exchanging_the_layers_exchanges_the_claims() -> None:
    m, p = points(3, 20_000)
    straight, exchanged = run(m, p), run(p, m)
    for name, other in (
        ("loss", "transcript_down"),
        ("gain", "transcript_up"),
        ("concordant_up", "concordant_up"),
        ("unchanged", "unchanged"),
    ):
        np.testing.assert_array_equal(straight[name], exchanged[other])


@settings(max_examples=60, deadline=None)
@given(
    st.tuples(*[st.floats(-6, 6)] * 2),
    st.tuples(*[st.floats(0.02, 2)] * 2),
    st.tuples(*[st.floats(1, 30)] * 2),
)
def test_swapping_the_arms_mirrors_every_claim(x, se, df) -> None:
    straight = run(layer(x[0], se[0], df[0]), layer(x[1], se[1], df[1]))
    swapped = run(layer(-x[0], se[0], df[0]), layer(-x[1], se[1], df[1]))
    for name, other in (
        ("loss", "gain"),
        ("transcript_up", "transcript_down"),
        ("concordant_up", "concordant_down"),
        ("unchanged", "unchanged"),
        ("difference", "difference"),
    ):
        assert straight[name][0] == pytest.approx(swapped[other][0], abs=1e-12)


def test_every_half_explained_discordance_also_passes_at_one() -> None:
    m, p = points(4)
    half, one = run(m, p), run(m, p, 1.0)
    for name in CLAIMS[:4]:
        passed = half[name] < 0.05
        assert passed.any()
        assert (one[name][passed] < 0.05).all()


def test_an_upper_bound_speaks_for_a_fall_only() -> None:
    m, p = layer([0.0, 3.0], 0.1, 12), layer([-3.0, 0.0], 0.1, 4)
    m, p = (replace(v, se=np.full(2, 0.1), df=np.full(2, 6.0)) for v in (m, p))
    yes, no = np.ones(2, dtype=bool), np.zeros(2, dtype=bool)
    bounded = run(m, replace(p, upper_bound=yes, no_equivalence=yes))
    assert bounded["loss"][0] < 0.001
    assert bounded["transcript_up"][1] < 0.001
    for name in ("gain", "transcript_down", "concordant_up", "unchanged"):
        assert (bounded[name] == 1).all()
    assert np.isnan(bounded["difference"]).all()
    lower = run(m, replace(p, lower_bound=yes, upper_bound=no, no_equivalence=yes))
    for name in ("loss", "transcript_up", "concordant_down", "unchanged"):
        assert (lower[name] == 1).all()


def test_unknown_compression_leaves_the_other_claims() -> None:
    p = run(layer(-0.10, 0.15, 12), layer(-1.60, 0.20, 4), 0.5, float("nan"))
    assert p["loss"][0] == pytest.approx(0.00154, abs=5e-6)
    assert np.isnan(p["transcript_up"][0])
