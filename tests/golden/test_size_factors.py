"""Size factors by turns, and tximport's lengths as offsets, on real counts; numbers of R."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resistance.differential.size_factors import estimate, normalisation_factors

SHARED = Path(__file__).parents[3] / "shared"
AIRWAY, TXIMPORT = SHARED / "data/airway/airway_rawcounts.csv.gz", SHARED / "golden/tximport"

pytestmark = pytest.mark.golden
#: DESeq2 1.38.3, estimateSizeFactors(dds, type = "iterate"), in the order of the file.
ITERATED = [
    1.01894327112, 0.896182314575, 1.16082947862, 0.66537891686,
    1.18631055428, 1.40279932582, 0.909308524766, 0.936938221257,
]  # fmt: skip
#: DESeq2 1.38.3, normalizationFactors with the lengths as avgTxLength (those of 0 set to 1).
FACTORS = {
    "rsem_counts rsem_length": {
        "EEF1A1": [1.12695953751, 0.921534967237, 0.912907759207,
                   0.872693552465, 1.32444106232, 0.912553961974],
        "TCEB2": [1.05642228878, 0.969072462793, 0.901737052397,
                  0.947046583169, 1.23055126747, 0.929512475023],
    },
    "salmon_no salmon_length": {
        "BMS1P20": [1.14911790496, 0.886534021147, 0.939224096226,
                    0.855663868144, 1.2798561565, 0.954347236678],
        "TNRC18": [1.14020182312, 0.905692273157, 0.925247164526,
                   0.853441909238, 1.26158516195, 0.972051568687],
    },
}  # fmt: skip


@pytest.mark.skipif(not AIRWAY.exists(), reason="airway is absent from ../shared/data")
def test_iterative_on_airway() -> None:
    # R ends its searches early and numerically: the largest difference of a sample is 6e-4
    found = estimate(pd.read_csv(AIRWAY, index_col=0), "iterative")
    assert found.method == "iterative"
    np.testing.assert_allclose(found.values, ITERATED, rtol=1e-3)


@pytest.mark.skipif(not TXIMPORT.exists(), reason="tximport is absent from ../shared/golden")
@pytest.mark.parametrize("files", FACTORS)
def test_lengths_of_tximport(files: str) -> None:
    counts, lengths = (
        pd.read_csv(TXIMPORT / f"{name}.tsv.gz", sep="\t", index_col=0) for name in files.split()
    )
    counts, lengths = counts.round().astype(int), lengths.replace(0, 1)
    factors = estimate(counts, offsets=lengths)
    assert factors.method == "ratio"
    table = normalisation_factors(lengths, factors.values)
    for gene, expected in FACTORS[files].items():
        np.testing.assert_allclose(table.loc[gene], expected, rtol=1e-10)
