import numpy as np
import pytest

from resistance.concordance.calls import discordance_q
from resistance.concordance.claims import Layer, Margins, claims, rna_tests
from resistance.concordance.reasons import REASONS, inconclusive_reasons, replicates_needed

MARGINS = Margins()


def layers(vectors):
    v = np.atleast_2d(np.asarray(vectors, dtype=float))
    no = np.zeros(len(v), dtype=bool)
    equal = np.full(len(v), MARGINS.equivalence)
    return (
        Layer(v[:, 0], v[:, 1], v[:, 2], equal, no, no, no),
        Layer(v[:, 3], v[:, 4], v[:, 5], equal, no, no, no),
    )


def reasons(vectors, unknown: bool = False):
    m, p = layers(vectors)

    def at(f):
        return claims(m, p, rna_tests(m, p, MARGINS.change, f, f), MARGINS.change)

    q_levels = np.minimum(*discordance_q(at(1.0)))
    return inconclusive_reasons(at(0.5), q_levels, m, p, np.full(len(m.x), unknown), 0.05)


@pytest.mark.parametrize(
    ("vector", "reason"),
    [
        ((-0.4, 0.40, 12, -1.8, 0.40, 4), "lost_to_fdr"),
        ((-0.9, 0.10, 12, -1.7, 0.15, 4), "difference_only"),
        ((-0.4, 0.40, 12, -0.2, 0.20, 4), "rna_underpowered"),
        ((-0.1, 0.10, 12, -0.5, 0.50, 4), "protein_underpowered"),
        ((-0.1, 0.10, 12, -0.5, 0.20, 4), "between_margins"),
    ],
)
def test_the_first_reason_that_applies(vector, reason: str) -> None:
    got = reasons([vector])[0]
    if reason in ("lost_to_fdr", "difference_only"):
        # such a gene alone in its family is called where a claim passes
        assert got in ("lost_to_fdr", "difference_only")
    else:
        assert got == reason


def test_compression_comes_before_the_rest() -> None:
    assert reasons([(-0.1, 0.10, 12, -0.5, 0.20, 4)], unknown=True)[0] == "ratio_compression"


def test_a_bound_is_censored_first_of_all() -> None:
    m, p = layers([(-0.1, 0.1, 12, -0.2, 0.2, 4)])
    yes = np.ones(1, dtype=bool)
    p = Layer(p.x, p.se, p.df, p.equivalence, yes, ~yes, yes)
    c = claims(m, p, rna_tests(m, p, MARGINS.change, 0.5, 0.5), MARGINS.change)
    assert inconclusive_reasons(c, np.ones(1), m, p, yes, 0.05)[0] == "censored"


def test_every_gene_has_one_known_reason() -> None:
    rng = np.random.default_rng(0)
    n = 5000
    got = reasons(
        np.column_stack(
            [
                rng.normal(0, 2, n),
                10 ** rng.uniform(-2, 0.5, n),
                np.full(n, 12),
                rng.normal(0, 2, n),
                10 ** rng.uniform(-2, 0.5, n),
                np.full(n, 4),
            ]
        )
    )
    assert set(got) <= set(REASONS)
    assert len(set(got)) >= 4


def needed(vector, n: float = 3.0, tau: float = 0.0):
    m, p = layers([vector])
    return replicates_needed(
        m, p, n, np.array([n]), np.array([tau]), MARGINS, (0.5, 0.5), (0, 0, 0)
    )[0]


def test_replicates_grow_with_the_error_and_shrink_with_the_effect() -> None:
    base = needed((-0.1, 0.3, 12, -1.6, 0.5, 4))
    assert base > 3
    assert needed((-0.1, 0.3, 12, -1.6, 0.8, 4)) > base
    assert needed((-0.1, 0.3, 12, -2.6, 0.5, 4)) < base


def test_power_at_the_number_that_is_named() -> None:
    m0, s0, p0, sp0 = -0.1, 0.3, -1.2, 0.5
    n = needed((m0, s0, 12, p0, sp0, 4))
    rng = np.random.default_rng(1)
    s, sp = s0 * np.sqrt(3 / n), sp0 * np.sqrt(3 / n)
    k = 4000
    df = 2 * n - 2
    spread = sp * np.sqrt(rng.chisquare(df, k) / df)
    m, p = layers(
        np.column_stack(
            [
                rng.normal(m0, s, k),
                np.full(k, s),
                np.full(k, df + 8),
                rng.normal(p0, sp, k),
                spread,
                np.full(k, df),
            ]
        )
    )
    loss = claims(m, p, rna_tests(m, p, MARGINS.change, 0.5, 0.5), MARGINS.change)["loss"]
    # one gene is a family of two tests
    assert 0.78 <= np.mean(loss < 0.025) <= 0.95


def test_no_number_settles_what_lies_on_a_margin() -> None:
    assert np.isnan(needed((0.45, 0.2, 12, 0.45, 0.2, 4), tau=0.3))
