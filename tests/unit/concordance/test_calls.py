import numpy as np
import pandas as pd
import pytest
from scipy.special import stdtr

from resistance.concordance.calls import call_family, discordance_p, discordance_q, stacked_q
from resistance.concordance.claims import CLAIMS, Layer, Margins, claims, rna_tests
from resistance.multiple_testing import benjamini_hochberg

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


def claimed(vectors: np.ndarray, f: float = 0.5) -> dict[str, np.ndarray]:
    v = np.asarray(vectors, dtype=float)
    no = np.zeros(len(v), dtype=bool)
    equal = np.full(len(v), MARGINS.equivalence)
    m = Layer(v[:, 0], v[:, 1], v[:, 2], equal, no, no, no)
    p = Layer(v[:, 3], v[:, 4], v[:, 5], equal, no, no, no)
    return claims(m, p, rna_tests(m, p, MARGINS.change, f, f), MARGINS.change)


def called(vectors: np.ndarray, f: float = 0.5) -> pd.DataFrame:
    return call_family(claimed(vectors, f), claimed(vectors, 1.0), 0.05)


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
    def moves_most(f: float) -> dict:
        v = np.array([(-1.0, 0.2, 12, -1.9, 0.2, 6)])
        return claimed(v, f)

    weaker, stronger = moves_most(0.5), moves_most(1.0)
    out = call_family(weaker, stronger, 0.05)
    assert out["q_levels_differ"][0] < 0.05 < out["q_protein_only"][0]
    # a claim at f holds at 1 as well, whatever the degrees of freedom do there
    out = call_family(stronger, weaker, 0.05)
    assert out["q_levels_differ"][0] == out["q_protein_only"][0] < 0.05
    q = np.minimum(*discordance_q(claimed(VECTORS, 0.5)))
    doubled = np.minimum(*discordance_q(claimed(VECTORS, 1.0) | {"dependent": np.ones(4)}))
    assert (q != doubled).any()
    np.testing.assert_array_equal(called(VECTORS)["q_levels_differ"], np.minimum(q, doubled))


@pytest.mark.parametrize("change", [-0.45, -1.0, -4.0])
def test_equal_levels_seem_to_differ_as_often_as_one_test_says(change: float) -> None:
    """At f = 1 a loss and a transcript-only fall are the two sides of m - p = 0."""
    p = p_of_nulls((change / MARGINS.change,) * 2, (0.15, 12, 0.15, 12), f=1.0)
    wrong = np.minimum(*discordance_p(p | {"dependent": np.ones(1)})) <= 0.05
    assert np.mean(wrong) <= 0.05 + 4 * np.sqrt(0.05 / len(wrong))
    weighted = np.mean(np.minimum(*discordance_p(p)) <= 0.05)
    assert change > -1 or weighted > 0.08


def test_stack_counts_a_gene_once() -> None:
    # by hand: G = 4, the genes' p are .01, .02, .3, 1; alpha R / G at R = 2 is alpha / 2
    one, other = stacked_q(np.array([0.01, 0.5, 0.3, np.nan]), np.array([np.nan, 0.02, 0.031, 1]))
    np.testing.assert_allclose(one, [0.04 / 1.0, 2 / 3, 0.4, 1.0])
    np.testing.assert_allclose(other, [1.0, 0.04, 0.124 / 3, 1.0])
    rng = np.random.default_rng(2)
    p = rng.uniform(0, 1, 300) ** 3
    np.testing.assert_allclose(stacked_q(p, np.ones(300))[0], benjamini_hochberg(p))
    # every claim passes exactly where p <= alpha R / G
    p, other_p = rng.uniform(0, 1, (2, 300)) ** 3
    q, other_q = stacked_q(p, other_p)
    for alpha in (0.01, 0.05, 0.2):
        levels = alpha * np.arange(301) / 300
        found = [(np.minimum(p, other_p) <= level).sum() for level in levels]
        level = max(x for r, x in enumerate(levels) if found[r] >= r)
        np.testing.assert_array_equal(q <= alpha * (1 + 1e-12), p <= level)
        np.testing.assert_array_equal(other_q <= alpha * (1 + 1e-12), other_p <= level)


#: True m and p in units of the change margin, where no discordance holds.
NULLS = [(1, -1), (0, -1), (0, 0), (0.5, -1), (1, -0.5), (-1, -2), (-4, -2), (-2, -4), (-0.5, -1)]
#: Standard errors and degrees of freedom of mRNA and protein.
ERRORS = [
    (0.15, 12, 0.2, 4),
    (0.05, 12, 0.5, 10),
    (0.3, 10, 0.1, 6),
    (1.0, 12, 1.0, 4),
    (0.01, 50, 3.0, 5),
    (0.001, 1000, 0.01, 1000),
]


def p_of_nulls(mean, error, f: float = 0.5, n: int = 40_000) -> dict:
    rng = np.random.default_rng(6)
    columns = []
    for x, s, df in zip(np.array(mean) * MARGINS.change, error[::2], error[1::2], strict=True):
        spread = s * np.sqrt(rng.chisquare(df, n) / df)
        columns += [rng.normal(x, s, n), spread, np.full(n, df)]
    return claimed(np.column_stack(columns), f)


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("mean", NULLS)
def test_a_gene_without_discordance_passes_as_often_as_one_test(mean, error) -> None:
    p = p_of_nulls(mean, error)
    of_gene = np.minimum(*discordance_p(p))
    for t in (0.05, 0.01):
        # Welch's t by itself passes 1.3 t at t = .01 where a few degrees of freedom weigh most
        one_test = max(np.mean(p[name] <= t) for name in CLAIMS[:4])
        # four standard errors of the simulation
        assert np.mean(of_gene <= t) <= max(t, one_test) + 4 * np.sqrt(t / len(of_gene))
        assert one_test < 1.5 * t


def test_p_alone_would_pass_too_often() -> None:
    # both layers on the margin, moving apart: two tests; noise far beyond the margin: two sides
    for mean, error in (((1, -1), ERRORS[5]), ((0, 0), ERRORS[4])):
        p = p_of_nulls(mean, error)
        single = np.minimum.reduce([p[name] for name in CLAIMS[:4]])
        assert np.mean(single <= 0.05) > 0.08


def test_weights_of_a_gene() -> None:
    p = claimed(np.array([(-0.10, 0.15, 12, -1.60, 0.20, 4), (3.0, 0.1, 12, -3.0, 0.1, 4)]))
    weighted, _ = discordance_p(p)
    two_sided, apart = (
        stdtr(4, -(fall - MARGINS.change) / s) + stdtr(4, -(fall + MARGINS.change) / s)
        for fall, s in ((1.6, 0.2), (3.0, 0.1))
    )
    assert weighted[0] == pytest.approx(1.09 * two_sided / p["rna_up"][0])
    # layers that move apart count as more tests than two
    assert weighted[1] == pytest.approx(1.09 / 0.3 * apart)
    doubled, _ = discordance_p(p | {"dependent": np.array([1.0, 0.0])})
    assert doubled[0] == pytest.approx(2 * two_sided)
    assert doubled[1] == weighted[1]


def test_an_empty_family_has_no_rows() -> None:
    assert called(np.empty((0, 6))).empty
