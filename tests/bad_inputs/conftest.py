"""A small valid study that each test of this folder damages in one way."""

from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from resistance.problems import Problem
from resistance.readers.study import load_study
from resistance.readers.study_checks import problems_of

ROOT = Path(__file__).parents[2]
PLACES = {"schemas": ROOT / "workflow/schemas", "resources": ROOT / "resources"}

CONFIG = {
    "study": {"name": "small", "organism": "human"},
    "samples": "config/samples.tsv",
    "counts": {"path": "counts.tsv"},
    "design": "~ condition",
    "contrasts": "config/contrasts.tsv",
    "protein": "config/protein.tsv",
}
SAMPLES = ["P1", "P2", "P3", "R1", "R2", "R3"]
GENES = ["IL3RA", "ABCB1", "ACTB", "GAPDH", "TP53", "BCL2", "MCL1", "CD99", "SLC25A6", "LAMP1"]


def protein_table() -> pd.DataFrame:
    rows = [
        {"gene": gene, "condition": condition, "replicate": str(replicate), "value": str(value)}
        for gene, level in (("IL3RA", 12000), ("ABCB1", 300))
        for condition, factor in (("parental", 1.0), ("resistant", 0.4))
        for replicate, value in enumerate(
            (round(level * factor * x, 1) for x in (0.9, 1.0, 1.15)), start=1
        )
    ]
    return pd.DataFrame(rows)


def counts_table() -> pd.DataFrame:
    counts = np.random.default_rng(7).negative_binomial(5, 0.02, (len(GENES), len(SAMPLES)))
    return (
        pd.DataFrame(counts + 1, columns=SAMPLES)
        .astype(str)
        .assign(gene_id=GENES)[["gene_id", *SAMPLES]]
    )


@dataclass
class SmallStudy:
    """Tables of text that :meth:`problems` writes and has checked."""

    base: Path
    config: dict[str, Any] = field(default_factory=lambda: deepcopy(CONFIG))
    samples: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(
            {"sample": SAMPLES, "condition": ["parental"] * 3 + ["resistant"] * 3}
        )
    )
    contrasts: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(
            [["rvp", "condition", "parental", "resistant"]],
            columns=["id", "variable", "reference", "target"],
        )
    )
    protein: pd.DataFrame = field(default_factory=protein_table)
    counts: pd.DataFrame = field(default_factory=counts_table)
    #: Files whose text replaces what the tables above would write; None leaves the file out.
    files: dict[str, str | None] = field(default_factory=dict)

    def write(self) -> None:
        tables = {
            "config/samples.tsv": self.samples,
            "config/contrasts.tsv": self.contrasts,
            "config/protein.tsv": self.protein,
            "counts.tsv": self.counts,
        }
        texts = {name: frame.to_csv(sep="\t", index=False) for name, frame in tables.items()}
        for name, text in {**texts, **self.files}.items():
            path = self.base / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is not None:
                path.write_text(text, encoding="utf-8")

    def problems(self) -> list[Problem]:
        self.write()
        return problems_of(self.config, self.base, **PLACES, with_counts=True)

    def load(self):
        self.write()
        return load_study(self.config, self.base, **PLACES)


@pytest.fixture
def study(tmp_path: Path) -> SmallStudy:
    return SmallStudy(tmp_path)
