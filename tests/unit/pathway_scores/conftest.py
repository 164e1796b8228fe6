import numpy as np
import pandas as pd
import pytest

SAMPLES = [f"s-{i} x" for i in range(6)]


@pytest.fixture(scope="package")
def expression():
    """300 genes of which the first 30 stand higher in the last three samples, with ties."""
    rng = np.random.default_rng(4)
    values = rng.normal(8, 2, (300, 1)) + rng.normal(0, 0.4, (300, 6))
    values[:30, 3:] += 2
    names = [f"G{i:03d}" for i in range(300)]
    return pd.DataFrame(values.round(1), index=pd.Index(names, name="gene_name"), columns=SAMPLES)


def sets(members):
    """Lay sets out as one row a member."""
    rows = [(collection, term, gene) for (collection, term), genes in members for gene in genes]
    return pd.DataFrame(rows, columns=["collection", "term", "gene_name"])


@pytest.fixture(scope="package")
def gene_sets():
    rng = np.random.default_rng(5)
    drawn = [
        (("random", f"R{i:02d}"), [f"G{j:03d}" for j in sorted(rng.choice(300, 15, False))])
        for i in range(40)
    ]
    moving = (("ours", "MOVES"), [f"G{i:03d}" for i in range(20)] + ["NOT_COUNTED"])
    return sets([moving, (("ours", "SMALL"), ["G000", "G001"]), *drawn])
