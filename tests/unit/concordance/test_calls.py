import numpy as np
import pandas as pd
import pytest

from resistance.concordance.calls import call_family, stacked_q
from resistance.concordance.claims import Layer, Margins, claims, rna_tests
from resistance.protein.estimates import benjamini_hochberg

MARGINS = Margins()
#: m, s, nu, p, s, nu: the four vectors of the design, section 2.
VECTORS = np.array(
    [
        (-0.10, 0.15, 12, -1.60, 0.20, 4),
        (5.2, 0.45, 12, 2.4, 0.25, 4),
        (0.02, 0.10, 12, 0.05, 0.12, 4),
        (-0.4, 0.40, 12, -1.8, 0.55, 4),
    ]
)


def called(vectors: np.ndarray, f: float = 0.5) -> pd.DataFrame:
    v = np.asarray(vectors, dtype=float)
    no = np.zeros(len(v), dtype=bool)
    equal = np.full(len(v), MARGINS.equivalence)
    m = Layer(v[:, 0], v[:, 1], v[:, 2], equal, no, no, no)
    p = Layer(v[:, 3], v[:, 4], v[:, 5], equal, no, no, no)
    at_f, at_one = (
        claims(m, p, rna_tests(m, p, MARGINS.change, g, g), MARGINS.change) for g in (f, 1.0)
    )
    return call_family(at_f, at_one, 0.05)


def test_the_four_vectors_of_the_design() -> None:
    out = called(VECTORS)
    assert list(out["call"]) == [
        "posttranscriptional_loss",
        "concordant_up",
        "unchanged",
        "inconclusive",
    ]
    assert list(out["tier"]) == ["A", "", "", ""]


def test_swapping_the_arms_mirrors_calls() -> None:
    mirror = {
        "posttranscriptional_loss": "posttranscriptional_gain",
        "posttranscriptional_gain": "posttranscriptional_loss",
        "transcript_only_up": "transcript_only_down",
        "transcript_only_down": "transcript_only_up",
        "concordant_up": "concordant_down",
        "concordant_down": "concordant_up",
    }
    rng = np.random.default_rng(5)
    vectors = np.column_stack(
        [
            rng.normal(0, 2, 600),
            rng.uniform(0.05, 0.4, 600),
            np.full(600, 12),
            rng.normal(0, 2, 600),
            rng.uniform(0.05, 0.4, 600),
            np.full(600, 4),
        ]
    )
    straight = called(vectors)
    vectors[:, [0, 3]] *= -1
    swapped = called(vectors)
    assert straight["call"].nunique() >= 8
    assert list(straight["call"].replace(mirror)) == list(swapped["call"])
    for name in ("tier", "qualifier"):
        assert list(straight[name]) == list(swapped[name])


def test_opposite_needs_both_families_and_opposite_signs() -> None:
    out = called([(3.0, 0.1, 12, -3.0, 0.1, 4), (-3.0, 0.1, 12, 3.0, 0.1, 4)])
    assert list(out["call"]) == ["opposite", "opposite"]
    assert list(out["tier"]) == ["", ""]


def test_qualifiers_of_concordant_genes() -> None:
    out = called([(1.0, 0.05, 12, 4.0, 0.1, 4), (4.0, 0.05, 12, 1.0, 0.1, 4)])
    assert list(out["call"]) == ["concordant_up", "concordant_up"]
    assert list(out["qualifier"]) == ["protein_exceeds", "buffered"]


def test_wide_intervals_are_never_unchanged() -> None:
    out = called([(0.0, 1.0, 12, 0.0, 1.0, 4)])
    assert out["call"][0] == "inconclusive"


def test_tier_b_where_unchanged_mrna_is_not_shown() -> None:
    out = called([(-0.5, 0.1, 12, -3.0, 0.2, 4)])
    assert (out["call"][0], out["tier"][0]) == ("posttranscriptional_loss", "B")


def test_tier_c_where_only_the_sizes_differ() -> None:
    out = called([(-0.9, 0.10, 12, -1.7, 0.15, 4)])
    assert (out["call"][0], out["tier"][0]) == ("concordant_down", "")
    out = called([(-0.5, 0.15, 12, -1.3, 0.15, 4)])
    assert (out["call"][0], out["tier"][0]) == ("inconclusive", "C")
    assert out["q_levels_differ"][0] < 0.05 < out["q_protein_only"][0]


def test_levels_differ_is_the_discordance_at_a_fraction_of_one() -> None:
    both = [called(VECTORS, f) for f in (0.5, 1.0)]
    q = [np.minimum(out["q_protein_only"], out["q_transcript_only"]) for out in both]
    assert (q[0] != q[1]).any()
    np.testing.assert_array_equal(both[0]["q_levels_differ"], np.minimum(*q))


def test_stack_is_one_family_of_twice_the_genes() -> None:
    one, other = stacked_q(np.array([0.01, 0.5]), np.array([np.nan, 0.02]))
    q = benjamini_hochberg(np.array([0.01, 0.5, 1.0, 0.02]))
    np.testing.assert_allclose([*one, *other], q)
    assert one[0] == pytest.approx(0.04)


def test_an_empty_family_has_no_rows() -> None:
    assert called(np.empty((0, 6))).empty
