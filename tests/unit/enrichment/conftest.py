from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resistance import columns
from resistance.readers.resources import read_gene_sets

RESOURCES = Path(__file__).parents[3] / "resources"


def differential(stat, names=None, base_mean=None):
    n = len(stat)
    names = [f"S{i:04d}" for i in range(n)] if names is None else names
    frame = pd.DataFrame({column: [""] * n for column in columns.DIFFERENTIAL})
    frame["gene_id"] = [f"ENSG{i:011d}" for i in range(n)]
    frame["gene_name"] = names
    frame["baseMean"] = 100.0 if base_mean is None else base_mean
    frame["stat"] = np.asarray(stat, dtype=float)
    return frame


@pytest.fixture(scope="session")
def study():
    """2,000 genes, of which those of one Hallmark set move up and those of another down."""
    sets = read_gene_sets(RESOURCES / "gene_sets/hallmark.gmt.gz")
    genes = sorted(set().union(*sets.values()))
    genes = genes[::2]
    stat = np.random.default_rng(7).normal(size=len(genes))
    up = set(sets["HALLMARK_INTERFERON_ALPHA_RESPONSE"])
    down = set(sets["HALLMARK_ADIPOGENESIS"])
    stat += np.array([1.5 * (gene in up) - 0.9 * (gene in down) for gene in genes])
    return differential(stat.round(2), genes), sets
