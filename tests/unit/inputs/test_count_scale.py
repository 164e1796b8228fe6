from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resistance.inputs.count_scale import is_estimated, wrong_scale

SHARED = Path(__file__).parents[4] / "shared/data"


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"needs {path}")
    return path


def rsem(column: str) -> pd.DataFrame:
    files = sorted(shared("format_salmon_rsem/rsem").glob("*/*.gz"))
    return pd.DataFrame({p.parent.name: pd.read_csv(p, sep="\t")[column] for p in files[:3]})


def salmon(column: str) -> pd.DataFrame:
    files = sorted(shared("format_salmon_rsem/salmon").glob("*/quant.sf.gz"))
    return pd.DataFrame({p.parent.name: pd.read_csv(p, sep="\t")[column] for p in files[:2]})


def test_real_estimated_counts_are_counts() -> None:
    for counts in (rsem("expected_count"), salmon("NumReads")):
        assert wrong_scale(counts) is None
        assert is_estimated(counts)


def test_real_fpkm_and_tpm_are_not() -> None:
    assert "FPKM" in str(wrong_scale(rsem("FPKM")))
    assert "1,000,000" in str(wrong_scale(rsem("TPM")))
    assert "1,000,000" in str(wrong_scale(salmon("TPM")))


def test_real_counts_and_what_is_made_of_them() -> None:
    path = shared("airway/airway_rawcounts.csv.gz")
    counts = pd.read_csv(path, index_col=0).astype(float)
    assert wrong_scale(counts) is None
    assert not is_estimated(counts)
    assert "logarithms" in str(wrong_scale(np.log2(counts + 1)))
    factors = np.linspace(0.67, 1.41, counts.shape[1])
    assert "size factors" in str(wrong_scale(counts / factors))
    cpm = counts / counts.sum() * 1e6
    assert "1,000,000" in str(wrong_scale(cpm))
    assert wrong_scale(cpm[cpm.mean(axis=1) > 20]) is not None


def test_nothing_to_tell_from() -> None:
    assert wrong_scale(pd.DataFrame({"a": [0.0, 0.0]})) is None
    assert wrong_scale(pd.DataFrame({"a": [np.nan]})) is None
    assert not is_estimated(pd.DataFrame({"a": [0.0]}))


def test_one_stray_decimal_is_no_estimate() -> None:
    counts = pd.DataFrame({"a": [1.0, 2.5, 3.0], "b": [1.0, 2.0, 3.0]})
    assert not is_estimated(counts)
    assert is_estimated(counts.assign(b=[1.0, 2.0, 3.5]))


REAL = (
    "airway/airway_rawcounts.csv.gz",
    "mcf7_endocrine/counts.tsv.gz",
    "pasilla/pasilla_gene_counts.tsv.gz",
)


def size_factors(counts: pd.DataFrame) -> pd.Series:
    logs = np.log(counts[(counts > 0).all(axis=1)])
    return np.exp(logs.sub(logs.mean(axis=1), axis=0).median())


def lengths(counts: pd.DataFrame) -> pd.Series:
    return pd.Series(np.random.default_rng(5).lognormal(7.5, 0.8, len(counts)), counts.index)


def quantiles(counts: pd.DataFrame) -> pd.DataFrame:
    ranks = counts.rank(method="first").astype(int).to_numpy() - 1
    return pd.DataFrame(np.sort(counts.to_numpy(), axis=0).mean(axis=1)[ranks], counts.index)


def standardised(counts: pd.DataFrame) -> pd.DataFrame:
    logs = np.log2(counts + 1)
    return logs.sub(logs.mean(axis=1), axis=0).div(logs.std(axis=1).replace(0, 1), axis=0)


def rates(counts: pd.DataFrame) -> pd.DataFrame:
    return counts.div(lengths(counts), axis=0)


MADE_OF_COUNTS = {
    "cpm": lambda x: x / x.sum() * 1e6,
    "cpm, whole": lambda x: (x / x.sum() * 1e6).round(),
    "cpm of TMM": lambda x: x / (x.sum() * size_factors(x)) * 1e6,
    "tpm": lambda x: rates(x) / rates(x).sum() * 1e6,
    "tpm, two digits, filtered": lambda x: (rates(x) / rates(x).sum() * 1e6)[
        x.mean(axis=1) > 10
    ].round(2),
    "fpkm": lambda x: rates(x) / x.sum() * 1e9,
    "fpkm of one sample": lambda x: (rates(x) / x.sum() * 1e9).iloc[:, :1],
    "log2": lambda x: np.log2(x + 1),
    "log2, two digits, one sample": lambda x: np.log2(x + 1).iloc[:, :1].round(2),
    "ln": np.log1p,
    "log2 cpm of edgeR": lambda x: np.log2((x + 0.25) / (x.sum() + 0.5) * 1e6),
    "standardised": standardised,
    "normalised": lambda x: x / size_factors(x),
    "normalised, two digits": lambda x: (x / size_factors(x)).round(2),
    "normalised, two samples": lambda x: (x / size_factors(x)).iloc[:, :2],
    "quantile": quantiles,
    "upper quartile": lambda x: x / x[x > 0].quantile(0.75) * 100,
}


@pytest.fixture(scope="module", params=REAL)
def real(request) -> pd.DataFrame:
    frame = pd.read_csv(shared(request.param), sep=None, engine="python", index_col=0)
    return frame.select_dtypes("number").astype(float)


@pytest.mark.parametrize("how", MADE_OF_COUNTS)
def test_what_is_made_of_real_counts_is_refused(real, how) -> None:
    assert wrong_scale(MADE_OF_COUNTS[how](real)) is not None


def test_counts_of_any_depth_and_number_are_counts(real) -> None:
    rng = np.random.default_rng(3)
    share = real / real.sum()
    for counts in (
        real,
        real.iloc[:, :1],
        real.iloc[:, :2],
        real.sample(100, random_state=1),
        real / 2,  # fractions of reads (featureCounts --fraction)
        pd.DataFrame(rng.poisson(share * 1e4)).astype(float),
        # drawn down to a million reads each
        pd.DataFrame({s: rng.multinomial(1_000_000, share[s]) for s in share}).astype(float),
        real * np.exp(rng.normal(0, 0.03, real.shape)),  # estimated counts
    ):
        assert wrong_scale(counts) is None


def test_points_that_part_thousands_are_no_decimals() -> None:
    counts = pd.DataFrame(np.random.default_rng(2).negative_binomial(2, 0.002, (300, 4)))
    parted = counts.astype(float).where(counts < 1000, counts / 1000)
    assert "part thousands" in str(wrong_scale(parted))
    assert wrong_scale(counts.astype(float)) is None
