"""Data sets on disk, the same files for all peers.

A folder each: ``counts.tsv`` (genes x samples), ``sheet.tsv`` (samples) and ``question.tsv`` (one
row: design, variable, reference, target).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engines.measure import ROOT

AIRWAY = ROOT.parent / "shared/data/airway"
#: Genes of a null data set are drawn from those of airway with at least this mean.
LOWEST_MEAN = 10.0


def write(folder: Path, counts: pd.DataFrame, sheet: pd.DataFrame, question: list[str]) -> None:
    """Write a data set.

    Parameters
    ----------
    folder : pathlib.Path
    counts : pandas.DataFrame
        Genes x samples.
    sheet : pandas.DataFrame
        Index ``sample``.
    question : list of str
        Design, variable, reference, target.
    """
    folder.mkdir(parents=True, exist_ok=True)
    counts.to_csv(folder / "counts.tsv", sep="\t", index_label="gene")
    sheet.to_csv(folder / "sheet.tsv", sep="\t", index_label="sample")
    names = ["design", "variable", "reference", "target"]
    pd.DataFrame([question], columns=names).to_csv(folder / "question.tsv", sep="\t", index=False)


def read(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Read a data set: counts, sheet and question."""
    counts = pd.read_csv(folder / "counts.tsv", sep="\t", index_col=0)
    sheet = pd.read_csv(folder / "sheet.tsv", sep="\t", index_col=0, dtype=str)
    question = pd.read_csv(folder / "question.tsv", sep="\t", dtype=str).iloc[0]
    return counts, sheet, question


def two_groups(per_arm: int) -> pd.DataFrame:
    """Return the sheet of two arms."""
    names = [f"s{i:03d}" for i in range(2 * per_arm)]
    condition = ["control"] * per_arm + ["treated"] * per_arm
    return pd.DataFrame({"condition": condition}, index=pd.Index(names, name="sample"))


def draw(
    rng: np.random.Generator, mean: NDArray[np.float64], dispersion: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Draw negative-binomial counts.

    Parameters
    ----------
    rng : numpy.random.Generator
    mean : numpy.ndarray, (genes, samples)
    dispersion : numpy.ndarray, (genes,)
        Variance is ``mean + dispersion mean^2``.

    Returns
    -------
    numpy.ndarray of int, (genes, samples)
    """
    size = 1.0 / dispersion[:, None]
    return rng.poisson(rng.gamma(size, mean / size))


def simulated(seed: int, genes: int, per_arm: int) -> pd.DataFrame:
    """Simulate a bulk experiment of two arms.

    Log-normal means (median 100), dispersions ``(0.05 + 3 / mean)`` spread by a factor of
    ``exp(0.5)``, depths spread by ``exp(0.3)``, one gene in seven changed by a normal log2 effect.
    """
    rng = np.random.default_rng(seed)
    sheet = two_groups(per_arm)
    mean = np.exp(rng.normal(np.log(100.0), 2.0, genes))
    dispersion = (0.05 + 3.0 / mean) * np.exp(rng.normal(0.0, 0.5, genes))
    change = np.where(rng.random(genes) < 1 / 7, rng.normal(0.0, 1.0, genes), 0.0)
    depth = np.exp(rng.normal(0.0, 0.3, len(sheet)))
    treated = (sheet["condition"] == "treated").to_numpy(dtype=float)
    counts = draw(rng, mean[:, None] * 2.0 ** np.outer(change, treated) * depth, dispersion)
    names = pd.Index([f"g{i:05d}" for i in range(genes)], name="gene")
    return pd.DataFrame(counts, index=names, columns=sheet.index)


def null(
    seed: int, fits: pd.DataFrame, depths: NDArray[np.float64], genes: int, per_arm: int
) -> pd.DataFrame:
    """Simulate counts without any difference from fitted means and dispersions.

    Parameters
    ----------
    seed : int
    fits : pandas.DataFrame
        ``baseMean`` and ``dispersion`` of genes.
    depths : numpy.ndarray
        Size factors to draw from.
    genes, per_arm : int

    Returns
    -------
    pandas.DataFrame
        Genes x samples; genes and depths are drawn anew for each seed.
    """
    rng = np.random.default_rng([seed, per_arm])
    sheet = two_groups(per_arm)
    usable = fits[(fits["baseMean"] >= LOWEST_MEAN) & fits["dispersion"].notna()]
    chosen = usable.iloc[rng.choice(len(usable), genes, replace=len(usable) < genes)]
    depth = rng.choice(depths, len(sheet))
    mean = chosen["baseMean"].to_numpy()[:, None] * depth
    counts = draw(rng, mean, chosen["dispersion"].to_numpy())
    names = pd.Index([f"g{i:05d}" for i in range(genes)], name="gene")
    return pd.DataFrame(counts, index=names, columns=sheet.index)


def airway(every: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read airway: four cell lines, with and without dexamethasone; each ``every``-th gene."""
    counts = pd.read_csv(AIRWAY / "airway_rawcounts.csv.gz", index_col=0).iloc[::every]
    about = pd.read_csv(AIRWAY / "airway_metadata.csv", index_col=0)
    sheet = about[["celltype", "dex"]].rename(columns={"celltype": "cell"})
    sheet.index.name = "sample"
    return counts[list(sheet.index)], sheet


def main() -> None:
    """Write the data sets that the command names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=["simulated", "airway", "null"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--genes", type=int, default=5000)
    parser.add_argument("--per-arm", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--fits", type=Path, help="what peers.py wrote about a data set")
    chosen = parser.parse_args()
    question = ["~ condition", "condition", "control", "treated"]
    if chosen.kind == "airway":
        write(chosen.folder, *airway(chosen.every), ["~ cell + dex", "dex", "control", "treated"])
        return
    if chosen.kind == "simulated":
        counts = simulated(chosen.seed, chosen.genes, chosen.per_arm)
        write(chosen.folder, counts, two_groups(chosen.per_arm), question)
        return
    fits = pd.read_csv(chosen.fits / "results.tsv", sep="\t")
    depths = pd.read_csv(chosen.fits / "size_factors.tsv", sep="\t")["size_factor"].to_numpy()
    for seed in range(1, chosen.seed + 1):
        counts = null(seed, fits, depths, chosen.genes, chosen.per_arm)
        folder = chosen.folder / f"null_n{chosen.per_arm}_seed{seed:02d}"
        write(folder, counts, two_groups(chosen.per_arm), question)


if __name__ == "__main__":
    main()
