from pathlib import Path

import numpy as np
import pandas as pd
import pytest

PRIOR_VARIANCE = Path(__file__).parents[3] / "resources/statistics/prior_variance.tsv"


def simulate(arms, n_genes=200, seed=1):
    """Negative-binomial counts; genes g000 and g001 are zero everywhere and in all but arm r."""
    rng = np.random.default_rng(seed)
    arms = np.array(arms)
    mean = rng.lognormal(4.5, 1.3, n_genes)
    dispersion = 0.02 + 2 / mean
    effect = np.zeros(n_genes)
    effect[:40] = rng.choice([-2.0, 2.0], 40)
    mu = mean[:, None] * rng.uniform(0.7, 1.3, len(arms)) * 2 ** (effect[:, None] * (arms == "r"))
    counts = rng.negative_binomial(
        1 / dispersion[:, None], 1 / (1 + mu * dispersion[:, None])
    ).astype(int)
    counts[0] = 0
    counts[1] = np.where(arms == "r", 100, 0)
    return pd.DataFrame(
        counts,
        index=pd.Index([f"g{i:03d}" for i in range(n_genes)], name="gene_id"),
        columns=[f"s-{i} x" for i in range(len(arms))],
    )


class Study:
    def __init__(self, arms, contrasts, design="~ condition", **columns):
        self.counts = simulate(arms)
        self.samples = pd.DataFrame(
            {"condition": list(arms), **columns},
            index=pd.Index(self.counts.columns, name="sample"),
        )
        self.contrasts = pd.DataFrame(
            [(f"{t}_v_{r}", "condition", r, t) for r, t in contrasts],
            columns=["id", "variable", "reference", "target"],
        )
        self.genes = pd.DataFrame(
            {
                "gene_id": self.counts.index,
                "ensembl_id": [f"ENSG{i}" for i in range(len(self.counts))],
                "gene_name": [f"NAME{i}" for i in range(len(self.counts))],
            }
        )
        self.design = design

    def run(self, settings=None, **changes):
        from resistance.differential.analysis import analyse
        from resistance.differential.models import Settings
        from resistance.readers.resources import read_prior_variance

        given = {
            "counts": self.counts,
            "genes": self.genes,
            "samples": self.samples,
            "contrasts": self.contrasts,
            "design": self.design,
            **changes,
        }
        wanted = {"alpha": 0.1, "prior_table": read_prior_variance(PRIOR_VARIANCE)}
        return analyse(**given, settings=Settings(**{**wanted, **(settings or {})}))


@pytest.fixture(scope="package")
def make_study():
    return Study


@pytest.fixture(scope="package")
def two_arms():
    """Three parental and three resistant samples, and the analysis of ``r`` against ``p``."""
    study = Study(("p",) * 3 + ("r",) * 3, [("p", "r")])
    return study, study.run()


@pytest.fixture(scope="package")
def three_arms():
    """Three arms of three, and three contrasts of one fit."""
    study = Study(("p",) * 3 + ("r",) * 3 + ("q",) * 3, [("p", "r"), ("r", "p"), ("q", "r")])
    return study, study.run()
