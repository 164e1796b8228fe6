"""A study of 60,000 genes and 500 samples, taken through the whole differential analysis."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from engines.datasets import draw, two_groups


def simulate(path: Path, genes: int, samples: int) -> None:
    """Write counts as a NumPy array, genes x samples.

    Means are log-normal around 5 with a spread of ``exp(3)``, so that nearly every gene has a count
    in some sample: the most that a genome asks for.
    """
    rng = np.random.default_rng(1)
    depth = np.exp(rng.normal(0.0, 0.3, samples))
    counts = np.empty((genes, samples), dtype=np.int64)
    for start in range(0, genes, 1000):
        block = counts[start : start + 1000]
        mean = np.exp(rng.normal(np.log(5.0), 3.0, len(block)))
        dispersion = (0.05 + 3.0 / mean) * np.exp(rng.normal(0.0, 0.5, len(block)))
        block[:] = draw(rng, mean[:, None] * depth, dispersion)
    np.save(path, counts)


def run(path: Path, out: Path) -> None:
    """Analyse the counts with one contrast, shrinkage included, and write its seconds."""
    from engines.peers import ALPHA, timed
    from resistance.differential.analysis import analyse
    from resistance.differential.models import Settings

    values = np.load(path)
    names = pd.Index([f"g{i:05d}" for i in range(len(values))], name="gene_id")
    sheet = two_groups(values.shape[1] // 2)
    counts = pd.DataFrame(values, index=names, columns=sheet.index)
    genes = pd.DataFrame({"gene_id": names, "ensembl_id": "", "gene_name": names})
    asked = {"id": "asked", "variable": "condition", "reference": "control", "target": "treated"}
    contrasts = pd.DataFrame([asked])
    analysis, cpu, wall = timed(
        lambda: analyse(counts, genes, sheet, contrasts, "~ condition", Settings(alpha=ALPHA))
    )
    tested = int((analysis.tables["asked"]["status"] == "tested").sum())
    row = {"step": "analyse", "repetition": 0, "cpu": cpu, "wall": wall, "tested": tested}
    out.mkdir(parents=True, exist_ok=True)
    pd.DataFrame([row]).to_csv(out / "times.tsv", sep="\t", index=False)


def main() -> None:
    """Simulate or run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["simulate", "run"])
    parser.add_argument("counts", type=Path)
    parser.add_argument("--genes", type=int, default=60_000)
    parser.add_argument("--samples", type=int, default=500)
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    if chosen.what == "simulate":
        simulate(chosen.counts, chosen.genes, chosen.samples)
    else:
        run(chosen.counts, chosen.out)


if __name__ == "__main__":
    main()
