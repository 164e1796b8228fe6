"""Layers that share their samples: who is linked, and what the tests then hold."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from resistance.concordance import tests as t_tests
from resistance.concordance.claims import Layer, rna_tests
from resistance.concordance.link import (
    MIN_COUNT,
    Linked,
    link_samples,
    linked_error,
    with_linked,
)
from resistance.concordance.rna import CountModel, Rna
from resistance.protein.moderation import fit_prior, moderate

N = 3
ARMS = np.repeat([0.0, 1.0], N)
SAMPLES = [f"r{i}" for i in range(2 * N)]
ARM_OF = {"p": "reference", "r": "target"}


def make_rna(counts, design=None) -> Rna:
    counts = pd.DataFrame(
        counts, index=pd.Index([f"g{i}" for i in range(len(counts))]), columns=SAMPLES
    )
    model = CountModel(
        counts.to_numpy(float),
        np.ones(2 * N),
        np.full(len(counts), 0.02),
        np.column_stack([np.ones(2 * N), ARMS]) if design is None else design,
        np.array([0.0, 1.0]),
    )
    arms = pd.Series(np.where(ARMS > 0, "target", "reference"), index=SAMPLES)
    return Rna(pd.DataFrame(), counts, model, arms)


def make_values(signal, assay: str = "dia") -> pd.DataFrame:
    genes = len(signal)
    return pd.DataFrame(
        {
            "gene_id": np.repeat([f"g{i}" for i in range(genes)], 2 * N),
            "protein_gene": np.repeat([f"G{i}" for i in range(genes)], 2 * N),
            "protein_id": "",
            "assay_id": assay,
            "compartment": "total",
            "condition": np.tile(np.repeat(["p", "r"], N), genes),
            "sample": np.tile([f"x{i}" for i in range(2 * N)], genes),
            "rna_sample": np.tile(SAMPLES, genes),
            "replicate": np.tile(["1", "2", "3"] * 2, genes),
            "log2_signal": np.ravel(signal),
            "censored": "none",
        }
    )


@pytest.fixture
def study():
    rng = np.random.default_rng(4)
    return rng.poisson(200, (12, 2 * N)), rng.normal(10, 0.3, (12, 2 * N))


def test_sums_are_those_of_residuals_within_the_arms(study) -> None:
    counts, signal = study
    values = make_values(signal).sample(frac=1.0, random_state=1)
    found = link_samples(values, make_rna(counts), ARM_OF)
    assert found.notes == ["dia, total: 12 of 12 targets linked to the RNA sample by sample"]
    row = found.targets.loc[("dia", "total", "g3", "G3", "")]
    level = np.log2(counts[3] + 0.5)
    parts = [(level[a == ARMS], signal[3][a == ARMS]) for a in (0, 1)]
    assert row["cross"] == pytest.approx(
        sum(np.sum((x - x.mean()) * (y - y.mean())) for x, y in parts)
    )
    assert row["rna_ss"] == pytest.approx(sum(np.var(x) * N for x, _ in parts))
    assert row["protein_ss"] == pytest.approx(sum(np.var(y) * N for _, y in parts))
    assert (row["df"], row["inverse"]) == (4, pytest.approx(2 / 3))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda v: v.assign(rna_sample=""), "no value names its RNA sample"),
        (lambda v: v.assign(rna_sample=["", *v["rna_sample"][1:]]), "not every value names"),
        (lambda v: v.assign(rna_sample=v["rna_sample"].iloc[::-1].to_list()), "of the other arm"),
        (lambda v: v[v["rna_sample"] != "r5"], "the RNA has samples without protein"),
        (lambda v: v.replace({"rna_sample": {"r5": "zz"}}), "not of this contrast"),
        (
            lambda v: pd.concat([v, v[v["rna_sample"] == "r5"].assign(sample="again")]),
            "several protein replicates name one RNA sample",
        ),
    ],
)
def test_what_is_not_one_to_one_is_not_linked(study, change, why: str) -> None:
    counts, signal = study
    found = link_samples(change(make_values(signal)), make_rna(counts), ARM_OF)
    assert why in found.notes[0]
    assert found.notes[0].startswith("dia, total: independent arms, ")
    assert found.targets.empty


def test_a_design_with_a_batch_is_not_linked(study) -> None:
    counts, signal = study
    design = np.column_stack([np.ones(2 * N), ARMS, np.tile([0.0, 1.0, 0.0], 2)])
    found = link_samples(make_values(signal), make_rna(counts, design), ARM_OF)
    assert "more than two groups" in found.notes[0]


def test_a_target_needs_every_sample_and_enough_counts(study) -> None:
    counts, signal = study
    counts[0, :N], counts[1] = MIN_COUNT - 1, MIN_COUNT
    values = make_values(signal)
    values.loc[2 * 2 * N, "log2_signal"] = np.nan
    values.loc[3 * 2 * N, "censored"] = "left"
    values = values.drop(index=4 * 2 * N)
    found = link_samples(values, make_rna(counts), ARM_OF)
    kept = set(found.targets.index.get_level_values("gene_id"))
    assert kept == {"g1", *(f"g{i}" for i in range(5, 12))}


def layers_of(signal, counts):
    level = np.log2(counts + 0.5)
    no = np.zeros(len(counts), dtype=bool)
    out = []
    for x in (level, signal):
        ss = sum(x[:, a == ARMS].var(axis=1) * N for a in (0, 1))
        v, df = moderate(ss / 4, np.full(len(x), 4.0), fit_prior(ss / 4, np.full(len(x), 4.0)))
        shift = x[:, ARMS == 1].mean(axis=1) - x[:, ARMS == 0].mean(axis=1)
        out.append(Layer(shift, np.sqrt(v * 2 / N), df, np.full(len(x), 0.585), no, no, no))
    return out


def test_one_target_gives_students_t_of_the_differences(study) -> None:
    counts, signal = study[0][:1], study[1][:1]
    m, p = layers_of(signal, counts)
    linked = link_samples(make_values(signal), make_rna(counts), ARM_OF).targets
    linked = Linked(**{name: linked[name].to_numpy() for name in Linked.__dataclass_fields__})
    plain = rna_tests(m, p, 0.32, 0.5, 0.4)
    f_transcript = np.array([0.4])
    out = with_linked(plain, linked, m, p, np.zeros(1), 0.5, f_transcript)
    level = np.log2(counts[0] + 0.5)
    for got, z in (
        (out.above, level - 0.5 * signal[0]),
        (out.below, 0.5 * signal[0] - level),
        (out.protein_below, 0.4 * level - signal[0]),
        (out.protein_above, signal[0] - 0.4 * level),
    ):
        expected = stats.ttest_ind(z[ARMS == 1], z[ARMS == 0], alternative="greater").pvalue
        assert got[0] == pytest.approx(expected)
    z = signal[0] - level
    both = stats.ttest_ind(z[ARMS == 1], z[ARMS == 0]).pvalue
    assert out.difference[0] == pytest.approx(both)
    assert (out.up[0], out.down[0]) == (plain.up[0], plain.down[0])


def test_the_systematic_sd_of_the_protein_is_added_times_the_fraction(study) -> None:
    counts, signal = study[0][:1], study[1][:1]
    m, p = layers_of(signal, counts)
    table = link_samples(make_values(signal), make_rna(counts), ARM_OF).targets
    linked = Linked(**{name: table[name].to_numpy() for name in Linked.__dataclass_fields__})
    wide = replace(p, se=np.sqrt(p.se**2 + 0.3**2))
    one = np.ones(1)
    before, _ = linked_error(linked, m, p, np.zeros(1), one, 0.5 * one)
    after, df = linked_error(linked, m, wide, np.full(1, 0.3), one, 0.5 * one)
    assert after[0] ** 2 - before[0] ** 2 == pytest.approx((0.5 * 0.3) ** 2)
    assert df[0] == 4


def simulated(rng, genes: int, rho: float, shift_m: float, shift_p: float, mu):
    """log-normal Poisson counts and log-normal protein whose cultures differ together."""
    mu = np.broadcast_to(mu, (genes,))[:, None]
    trend = 0.01 + 2 / mu
    alpha = trend * rng.lognormal(0, 0.5, (genes, 1))
    culture, own = rng.standard_normal((2, genes, 2 * N))
    spread = np.sqrt(np.log1p(alpha))
    mean = mu * 2.0 ** ((ARMS - 0.5) * shift_m)
    counts = rng.poisson(mean * np.exp(spread * culture - spread**2 / 2))
    sd = 0.3 * np.sqrt(4 / rng.chisquare(4, (genes, 1)))
    signal = ARMS * shift_p + sd * (rho * culture + np.sqrt(1 - rho**2) * own)
    low, high = counts[:, :N].mean(axis=1), counts[:, N:].mean(axis=1)
    seen = alpha[:, 0] * rng.chisquare(12, genes) / 12
    se = np.sqrt((1 / low + seen + 1 / high + seen) / N) / np.log(2)
    _, p = layers_of(signal, counts)
    m = replace(p, x=np.log2(high / low), se=se, df=np.full(genes, 12.0))
    table = link_samples(
        make_values(signal), replace(make_rna(counts), trend=trend[:, 0]), ARM_OF
    ).targets
    assert len(table) == genes
    linked = Linked(**{name: table[name].to_numpy() for name in Linked.__dataclass_fields__})
    return m, p, linked, table.index.get_level_values("gene_id").str[1:].astype(int)


def decisions(rho: float, shift_m: float, shift_p: float, mu=400.0, level: float = 0.05):
    """Whether m - f p > 0 passes by arms and by samples, for each of 3,000 genes."""
    rng = np.random.default_rng(7)
    m, p, linked, order = simulated(rng, 3000, rho, shift_m, shift_p, mu)
    assert (order == np.arange(3000)).all()
    by_arms = t_tests.linear(m.x, m.se, m.df, p.x, p.se, p.df, 0.5)
    one = np.ones(3000)
    se, df = linked_error(linked, m, p, np.zeros(3000), one, 0.5 * one)
    by_sample = t_tests.t_tail((m.x - 0.5 * p.x) / se, df)
    return by_arms < level, by_sample < level


def rejected(*given, **others):
    by_arms, by_sample = decisions(*given, **others)
    return by_arms.mean(), by_sample.mean()


@pytest.mark.parametrize("rho", [-0.6, 0.0, 0.6, 0.9])
def test_the_size_holds_whatever_the_correlation(rho: float) -> None:
    by_arms, by_sample = rejected(rho, -0.5, -1.0)
    assert abs(by_sample - 0.05) < 3 * np.sqrt(0.05 * 0.95 / 3000)
    # arms held independent reject too often where the errors oppose each other, and too seldom
    assert by_arms > 0.07 if rho < 0 else by_arms < 0.065


def test_the_size_holds_from_the_lowest_counts_that_are_linked() -> None:
    mu = 2.0 ** np.linspace(np.log2(20), 12, 3000)
    _, by_sample = decisions(0.0, -0.5, -1.0, mu)
    # weakly and strongly read genes alike: a variance shared without regard to counts fails both
    for part in np.split(by_sample, 3):
        assert abs(part.mean() - 0.05) < 3 * np.sqrt(0.05 * 0.95 / 1000)


def test_power_rises_with_the_correlation() -> None:
    power = [rejected(rho, 0.0, -1.0, level=0.0125)[1] for rho in (-0.6, 0.0, 0.6, 0.9)]
    assert power == sorted(power)
    assert power[-1] > 0.9 > 0.6 > power[1]
