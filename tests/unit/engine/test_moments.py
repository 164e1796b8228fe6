"""Rough dispersions, Cook's distances and cells against R's numbers."""

import numpy as np
import pytest

from resistance.engine import blocks
from resistance.engine.moments import (
    cells,
    columns_normalised,
    cooks_distances,
    linear_mean,
    moments_dispersions,
    robust_dispersions,
    rough_dispersions,
)

COUNTS = np.array(
    [
        [93, 110, 87, 64, 150, 79, 240, 333],
        [12, 45, 3, 9, 120, 75, 10, 44],
        [0, 2, 1, 0, 0, 3, 1, 0],
        [50, 52, 49, 51, 47, 53, 50, 48],
        [1000, 5000, 200, 10000, 3, 8000, 900, 12],
        [5, 3, 8, 2, 100000, 4, 6, 1],
        [0, 0, 0, 0, 0, 0, 0, 1],
    ]
).T
SIZE_FACTORS = np.array([0.8, 1.1, 0.9, 1.2, 1, 0.7, 1.3, 1.05])
GENE, SAMPLE = np.arange(7), np.arange(8)[:, None]
FACTORS = {
    "samples": SIZE_FACTORS,
    "genes": SIZE_FACTORS[:, None] * (1 + 0.1 * GENE) * (1 + GENE * SAMPLE % 3 * 0.2),
}
ONE = np.ones(8)
GROUPS = np.column_stack([ONE, np.repeat([0.0, 1.0], 4)])
DESIGNS = {
    "groups": GROUPS,
    "slope": np.column_stack([GROUPS, [-1.2, 0.3, 0.5, 0.4, -0.9, 1.6, 0.1, -0.8]]),
    # cells of five, one and two samples
    "uneven": np.column_stack([ONE, [0, 0, 0, 0, 0, 1, 1, 1], [0, 0, 0, 0, 0, 0, 1, 1]]),
    "pairs": np.column_stack([ONE, [0, 1] * 4, [0, 0, 1, 1] * 2]),
}
#: in R ``dds`` has these counts, and sizeFactors or normalizationFactors
#: DESeq2:::momentsDispEstimate(DESeq2:::getBaseMeansAndVariances(dds))
MOMENTS = {
    "samples": "0.319743957 1.13166511 1.19371842 0.035534929 1.76066534 7.99428554 -0.666404429",
    "genes": "0.321966236 1.03121761 1.17857282 0.0374471584 1.63615659 7.99288737 -1.64424226",
}
#: DESeq2:::roughDispEstimate(counts(dds, normalized = TRUE), x)
ROUGH = {
    "samples, groups": "0.140618402 0.758272547 0.564667559 0.0389188926 2.22761189 2.09285443 0",
    "samples, slope": "0.106964802 0.850414885 0 0.0355937351 312001.177 13.835679 0",
    "samples, uneven": "0.106783487 1.49208277 0 0 1.59868202 3.99244335 0",
    "samples, pairs": "0.304532299 0.607881762 0 0.0158163447 105369.307 1.24382922 0",
    "genes, groups": "0.140618402 0.666210655 0.0155201556 0.0311820835 2.18585531 1.99932816 0",
    "genes, slope": "0.106964802 0.794735336 0 0.0262465618 16.1747117 3.82463493 0",
    "genes, uneven": "0.106783487 1.37036125 0 0 1.70760917 3.92874605 0",
    "genes, pairs": "0.304532299 0.649933735 0 0.00638213167 153.021229 1.21637384 0",
}
#: DESeq2:::robustMethodOfMomentsDisp(dds, x)
ROBUST = {
    "samples, groups": "0.144856961 1.55682077 0.04 0.04 0.837388305 0.04 0.04",
    "samples, slope": "0.132602577 1.10531555 0.04 0.04 1.3570165 0.04 0.04",
    "samples, uneven": "0.0639483628 0.277338814 0.04 0.04 0.771347877 0.04 0.04",
    "samples, pairs": "0.132602577 1.10531555 0.04 0.04 1.3570165 0.04 0.04",
    "genes, groups": "0.144856961 1.80984195 0.04 0.04 0.851490605 0.04 0.04",
    "genes, slope": "0.132602577 0.828973647 0.04 0.04 1.74561477 0.04 0.04",
    "genes, uneven": "0.0639483628 0.292926899 0.04 0.04 0.766245594 0.04 0.04",
    "genes, pairs": "0.132602577 0.828973647 0.04 0.04 1.74561477 0.04 0.04",
}
#: DESeq2:::calculateCooksDistance(dds, H, x), first and sixth gene
COOKS = [
    [0.0025870137355539, 0.11569798088077, 0.00040881204709988, 0.10906196945409]
    + [0.0261335376393, 1.36147763715, 0.040471069260846, 0.8921900942383],
    [0.0073564030131827, 0.12971290211, 0.51265955220758, 0.26156099602427]
    + [13.870946141108533, 13.870576238114365, 3.9004753847981, 7.6448050949147],
]


def numbers(text):
    return [float(number) for number in text.split()]


@pytest.mark.parametrize("factors", FACTORS)
def test_moments_are_those_of_r(factors):
    normalised = columns_normalised(COUNTS, FACTORS[factors])
    found = moments_dispersions(normalised, FACTORS[factors])
    np.testing.assert_allclose(found, numbers(MOMENTS[factors]), rtol=1e-8)


@pytest.mark.parametrize("key", ROUGH)
def test_rough_dispersions_are_those_of_r(key):
    factors, design = key.split(", ")
    normalised = columns_normalised(COUNTS, FACTORS[factors])
    found = rough_dispersions(normalised, DESIGNS[design])
    np.testing.assert_allclose(found, numbers(ROUGH[key]), rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize("key", ROBUST)
def test_robust_dispersions_are_those_of_r(key):
    factors, design = key.split(", ")
    normalised = columns_normalised(COUNTS, FACTORS[factors])
    found = robust_dispersions(normalised, DESIGNS[design])
    np.testing.assert_allclose(found, numbers(ROBUST[key]), rtol=1e-8)


def test_cooks_distances_are_those_of_r():
    mu = np.repeat([COUNTS[:4].mean(axis=0), COUNTS[4:].mean(axis=0)], 4, axis=0)
    leverage = np.resize([0.2, 0.3, 0.25, 0.25, 0.1, 0.4, 0.2, 0.3], (7, 8)).T
    robust = robust_dispersions(columns_normalised(COUNTS, SIZE_FACTORS), GROUPS)
    found = cooks_distances(COUNTS, np.maximum(mu, 0.5), leverage, robust, 2)
    np.testing.assert_allclose(found[:, [0, 5]].T, COOKS, rtol=1e-8)


@pytest.mark.parametrize(
    ("size", "trim", "scale"), [(3, 1, 2.04), (4, 1, 1.86), (23, 5, 1.86), (24, 3, 1.51)]
)
def test_the_trimming_of_a_cell_goes_by_its_size(size, trim, scale):
    values = np.random.default_rng(size).gamma(2, 500, (size, 1))
    ordered = np.sort(values[:, 0])
    squares = np.sort((ordered - ordered[trim : size - trim].mean()) ** 2)
    variance = scale * squares[trim : size - trim].mean()
    expected = (variance - values.mean()) / values.mean() ** 2
    assert robust_dispersions(values, np.ones((size, 1)))[0] == pytest.approx(max(expected, 0.04))


def test_one_outlier_hardly_moves_the_robust_dispersion():
    counts = np.random.default_rng(0).negative_binomial(5, 0.01, (8, 30)).astype(float)
    spoiled = counts.copy()
    spoiled[2] = 1e6
    moved = robust_dispersions(spoiled, GROUPS)
    assert moved.max() <= robust_dispersions(counts, GROUPS).max() * 3
    assert rough_dispersions(spoiled, GROUPS).min() > 1


def test_cells_are_samples_with_equal_rows():
    design = DESIGNS["uneven"]
    order = [5, 0, 6, 1, 2, 7, 3, 4]
    cell, size = cells(design[order])
    assert size.tolist() == [1, 5, 2, 5, 5, 2, 5, 5]
    for i in range(8):
        same = (design[order] == design[order][i]).all(axis=1)
        assert ((cell == cell[i]) == same).all()


def test_linear_means_are_those_of_least_squares():
    values = np.random.default_rng(0).normal(size=(8, 3))
    expected = DESIGNS["slope"] @ np.linalg.lstsq(DESIGNS["slope"], values, rcond=None)[0]
    np.testing.assert_allclose(linear_mean(values, DESIGNS["slope"]), expected, atol=1e-12)


def test_counts_are_divided_by_their_own_factors():
    assert columns_normalised(np.array([[4, 6], [9, 3]]), np.array([2.0, 3.0])).tolist() == [
        [2, 3],
        [3, 1],
    ]
    of_genes = np.array([[4.0, 1], [3, 0.5]])
    assert columns_normalised(np.array([[4, 6], [9, 3]]), of_genes).tolist() == [[1, 6], [3, 6]]


def test_blocks_change_no_number(monkeypatch):
    rng = np.random.default_rng(0)
    counts = rng.negative_binomial(3, 0.01, (8, 50))
    values, leverage = counts / SIZE_FACTORS[:, None], rng.uniform(0.1, 0.5, counts.shape)
    mu = counts.mean(axis=0) * np.ones(counts.shape)

    def all_of_them():
        robust = robust_dispersions(values, GROUPS)
        return [
            rough_dispersions(values, GROUPS),
            moments_dispersions(values, SIZE_FACTORS),
            robust,
            cooks_distances(counts, mu, leverage, robust, 2),
        ]

    whole = all_of_them()
    monkeypatch.setattr(blocks, "ELEMENTS", 1)
    for part, expected in zip(all_of_them(), whole, strict=True):
        np.testing.assert_allclose(part, expected, rtol=1e-12)
