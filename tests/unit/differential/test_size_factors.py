import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from resistance.differential.size_factors import estimate, normalisation_factors
from resistance.problems import InputError


def frame(values):
    values = np.asarray(values)
    return pd.DataFrame(values, columns=[f"s{i}" for i in range(values.shape[1])])


def test_median_of_ratios_by_hand():
    # geometric means 2, 20, 6; ratios of s0: 1/2, 1/2, 1/3 -> median 1/2
    result = estimate(frame([[1, 4], [10, 40], [2, 18], [0, 5]]))
    assert result.values.tolist() == pytest.approx([0.5, 2.0])
    assert (result.method, result.n_genes, result.notes) == ("ratio", 3, ())


def test_poscounts_as_in_r():
    # exp(sum(log(x[x>0]))/n): sqrt(2), sqrt(8), sqrt(18)=..., then per-sample medians, mean log 0
    result = estimate(frame([[2, 0], [0, 8], [0, 18]]))
    first, second = np.sqrt(2), np.exp((np.log(8) / 2 + np.log(18) / 2) / 2)
    scale = np.sqrt(first * second)
    assert result.values.tolist() == pytest.approx([first / scale, second / scale])
    assert (result.method, result.n_genes) == ("poscounts", 3)
    assert result.notes == (
        "Every gene has a zero in some sample, so size factors come from positive counts alone "
        "(poscounts).",
    )


def test_a_sample_without_counts_is_named():
    with pytest.raises(InputError, match='column "s1"'):
        estimate(frame([[1, 0], [5, 0]]))


@given(hnp.arrays(np.int64, (12, 4), elements=st.integers(1, 1000)), st.permutations(range(4)))
def test_order_of_samples_and_genes_does_not_matter(values, order):
    counts = frame(values)
    shuffled = counts.iloc[::-1, order]
    assert estimate(shuffled).values.reindex(counts.columns).equals(estimate(counts).values)


@given(st.integers(1, 6))
def test_deeper_sequencing_scales_the_factor(times):
    counts = frame([[3, 6, 5], [10, 20, 11], [8, 4, 9]])
    deeper = counts.assign(s0=counts["s0"] * times)
    ratio = estimate(deeper).values / estimate(counts).values
    assert ratio["s0"] / ratio["s1"] == pytest.approx(times)


# Of DESeq2 1.38.3: estimateSizeFactors(dds, type, controlGenes); genes are counted from 1 there.
COUNTS = [
    [10, 20, 35, 12], [100, 180, 420, 90], [0, 3, 9, 1], [55, 70, 210, 40],
    [7, 11, 30, 8], [1000, 2500, 3900, 1200], [4, 0, 16, 2], [31, 65, 90, 33],
]  # fmt: skip
LENGTHS = [
    [1000, 1100, 900, 1000], [2000, 2100, 1900, 2500], [500, 500, 700, 600],
    [1500, 1300, 1500, 1450], [800, 820, 810, 790], [3000, 2500, 3100, 2900],
    [650, 600, 640, 700], [1200, 1250, 1300, 1000],
]  # fmt: skip


def named(values):
    table = frame(values)
    return table.set_axis([f"g{i}" for i in range(1, len(table) + 1)])


@pytest.mark.parametrize(
    ("method", "control", "expected"),
    [
        ("ratio", None, [0.609699355626618, 1.1442496849097, 2.32933499978617, 0.657953835213933]),
        (
            "poscounts",
            None,
            [0.595502195058459, 1.12988597280876, 2.48786282951568, 0.597386748726403],
        ),
        (
            "ratio",
            ["g1", "g5", "g8"],
            [0.600374929007788, 1.17478981893984, 2.05588218314472, 0.6861427760089],
        ),
        # two of the control genes have a zero
        (
            "auto",
            ["g7", "g3", "g1"],
            [0.587394909469922, 1.17478981893984, 2.05588218314472, 0.704873891363906],
        ),
        (
            "poscounts",
            ["g3", "g5", "g7"],
            [0.692983766884305, 0.913864466991274, 3.23805787055678, 0.487652596606622],
        ),
    ],
)
def test_methods_and_control_genes_as_in_r(method, control, expected):
    result = estimate(named(COUNTS), method, control)
    np.testing.assert_allclose(result.values, expected, rtol=1e-13)


def test_control_genes_that_all_have_a_zero_take_poscounts():
    counts = named(COUNTS)
    result = estimate(counts, control=["g3", "g7"])
    assert result.values.equals(estimate(counts, "poscounts", ["g3", "g7"]).values)
    assert (result.method, result.n_genes) == ("poscounts", 2)
    assert result.notes[0].startswith("Every control gene has a zero")
    with pytest.raises(InputError, match="Every control gene has a zero.*\n.*auto, poscounts"):
        estimate(counts, "ratio", ["g3", "g7"])


def test_a_sample_without_counts_in_the_control_genes_is_named():
    with pytest.raises(InputError, match='column "s1"\n.*no count in any control gene'):
        estimate(named(COUNTS), control=["g7"])


def test_no_ratios():
    with pytest.raises(InputError, match="Use poscounts"):
        estimate(frame([[2, 0], [0, 8]]), "ratio")


@pytest.mark.parametrize(
    ("method", "control", "first", "last"),
    [
        (
            "ratio",
            None,
            [0.600671485933, 1.18285875234, 2.13702823575, 0.658597132656],
            [0.608440911387, 1.1346198086, 2.60562101968, 0.555929834381],
        ),
        (
            "poscounts",
            None,
            [0.608079495762, 1.21554118446, 2.3142605855, 0.584598509459],
            [0.615944740614, 1.16596939687, 2.82171565435, 0.493466698271],
        ),
        (
            "ratio",
            ["g1", "g5", "g8"],
            [0.600988078422, 1.16586504445, 2.04026382778, 0.699519026668],
            [0.608761598863, 1.11831913232, 2.48763878101, 0.590472501867],
        ),
    ],
)
def test_offsets_as_in_r(method, control, first, last):
    """DESeq2 1.38.3: normalizationFactors of a data set with an assay avgTxLength."""
    counts, lengths = named(COUNTS), named(LENGTHS)
    factors = estimate(counts, method, control, offsets=lengths)
    table = normalisation_factors(lengths, factors.values)
    np.testing.assert_allclose(table.loc[["g1", "g8"]], [first, last], rtol=1e-11)
    np.testing.assert_allclose(np.log(table).mean(axis=1), 0, atol=1e-15)
    # the order of the offsets is their own business
    again = estimate(counts, method, control, offsets=lengths.iloc[::-1, ::-1])
    assert again.values.equals(factors.values)


@given(st.lists(st.floats(0.01, 100), min_size=8, max_size=8))
def test_offsets_of_a_gene_may_have_any_unit(units):
    counts, lengths = named(COUNTS), named(LENGTHS)
    scaled = lengths.mul(units, axis=0)
    for method in ("ratio", "poscounts"):
        one, other = (estimate(counts, method, offsets=o).values for o in (lengths, scaled))
        np.testing.assert_allclose(one, other, rtol=1e-12)
        np.testing.assert_allclose(
            normalisation_factors(lengths, one), normalisation_factors(scaled, one), rtol=1e-12
        )


def test_offsets_must_be_positive_and_complete():
    lengths = named(LENGTHS).astype(float)
    for wrong in (lengths.drop(index="g2"), lengths.replace(2100, 0), lengths.drop(columns="s1")):
        with pytest.raises(ValueError, match="offsets must be positive, one for each count"):
            estimate(named(COUNTS), offsets=wrong)


def test_given_factors_are_used_as_they_are():
    factors = pd.Series({"s3": 4.0, "s1": 2.0, "s0": 1.0, "s2": 3.0, "other": 9.0})
    result = estimate(named(COUNTS), "given", given=factors)
    assert result.values.to_dict() == {"s0": 1.0, "s1": 2.0, "s2": 3.0, "s3": 4.0}
    assert (result.method, result.n_genes) == ("given", 0)


@pytest.mark.parametrize("value", [0.0, -1.0, np.nan, np.inf, None])
def test_given_factors_are_positive_numbers_for_each_sample(value):
    factors = pd.Series({"s0": 1.0, "s1": 2.0, "s2": 3.0, "s3": value}).dropna()
    with pytest.raises(InputError, match='column "s3"'):
        estimate(named(COUNTS), "given", given=factors)


@pytest.mark.parametrize(
    "arguments",
    [
        {"method": "geometric"},
        {"method": "given"},
        {"given": pd.Series(dtype=float)},
        {"method": "iterative", "control": ["g1"]},
        {"method": "iterative", "offsets": named(LENGTHS)},
    ],
)
def test_arguments_that_a_method_does_not_have(arguments):
    with pytest.raises(ValueError, match="size factors by|iterative"):
        estimate(named(COUNTS), **arguments)


def test_iterative_or_poscounts_with_a_note():
    result = estimate(named(COUNTS), "iterative")
    assert (result.method, result.n_genes, result.notes) == ("iterative", 8, ())
    unsettled = frame([[0, 0, 0, 11, 0, 0], [0, 15, 0, 0, 0, 16], [1, 1, 1, 1, 1, 1]])
    result = estimate(unsettled, "iterative")
    assert result.values.equals(estimate(unsettled, "poscounts").values)
    assert result.method == "poscounts"
    assert "since they did not settle in 10 rounds" in result.notes[0]


@given(hnp.arrays(np.int64, (8, 4), elements=st.integers(0, 50)), st.permutations(range(4)))
def test_order_does_not_matter_with_zeros_and_control_genes(values, order):
    counts = named(values + np.eye(8, 4, dtype=int))
    shuffled = counts.iloc[::-1, order]
    for method in ("auto", "poscounts"):
        for control in (None, ["g1", "g2", "g3", "g4"]):
            one, other = (estimate(c, method, control) for c in (counts, shuffled))
            assert other.values.reindex(counts.columns).equals(one.values)
            assert (one.method, one.n_genes) == (other.method, other.n_genes)
