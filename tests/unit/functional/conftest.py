"""Functional tables made of log-normal replicates."""

import numpy as np
import pandas as pd
import pytest

from resistance.design.contrast_rows import contrast_of
from resistance.functional.estimates import Margins

MARGINS = Margins(np.log2(1.25), np.log2(1.5))
CONTRAST = contrast_of(
    {"id": "rvp", "variable": "condition", "reference": "parental", "target": "resistant"}
)
UNITS = {
    "dye_efflux": "MFI",
    "internalisation_rate": "per_hour",
    "surface_half_life": "hours",
    "lysosomal_delivery": "fraction",
    "inhibitor_alone": "fraction",
}


class Bench:
    """Measurements: log2 means by (assay, modulator), as (parental, resistant)."""

    def __init__(self, seed: int = 1) -> None:
        self.rng = np.random.default_rng(seed)
        self.rows: list[dict[str, str]] = []

    def add(self, assay, modulator, parental, resistant, n=3, sd=0.1, **cells) -> "Bench":
        for condition, mean in (("parental", parental), ("resistant", resistant)):
            if mean is None:
                continue
            spread = self.rng.standard_normal(n) * sd
            for replicate, log2 in enumerate(mean + spread, start=1):
                self.rows.append(
                    {
                        "assay": assay,
                        "condition": condition,
                        "replicate": str(replicate),
                        "value": f"{2.0**log2:.10g}",
                        "unit": UNITS.get(assay, "nM"),
                        "modulator": modulator,
                        **cells,
                    }
                )
        return self

    def table(self) -> pd.DataFrame:
        return pd.DataFrame(self.rows).fillna("")


@pytest.fixture
def bench() -> Bench:
    return Bench()
