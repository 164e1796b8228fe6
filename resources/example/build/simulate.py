"""Simulate the example study: counts, protein, and the truth behind them.

Counts are negative binomial around log-normal means, with dispersion (0.01 + 2/mean) x
log-normal(0, 0.5) and libraries of 20 to 35 million reads. Protein is log2-normal; the SD between
replicates is drawn for each target, s0 x sqrt(d0 / chi2(d0)), with s0 and d0 of its kind of assay.
Every part draws from a random stream of its own, named after it, so that a change of one part
leaves the others as they were.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from planted import (
    FLOW,
    KEPT_SETS,
    LEVELS,
    MS,
    NOT_MISLEADING,
    PATHWAYS,
    PLANTED,
    SECOND_CLONE,
    WESTERN,
)

CONDITIONS = ("parental", "resistant")
REPLICATES = 3
SAMPLES = {
    f"GEN2.2_{condition[:3]}_{number}": (condition, number)
    for condition in CONDITIONS
    for number in range(1, REPLICATES + 1)
}
LIBRARY = 27.5e6
CHROMOSOMES = (*map(str, range(1, 23)), "X", "Y", "MT")
#: s0 (log2 SD) and d0 of each assay, and the log2 level of its signals (mean, SD).
ASSAYS = {
    FLOW: {"type": "flow", "compartment": "surface", "unit": "MFI", "sd": (0.20, 8)},
    SECOND_CLONE: {"type": "flow", "compartment": "surface", "unit": "MFI", "sd": (0.20, 8)},
    MS: {"type": "dia_ms", "compartment": "total", "unit": "intensity", "sd": (0.30, 4)},
    WESTERN: {"type": "western", "compartment": "total", "unit": "AU", "sd": (0.50, 8)},
}
SURFACE_CONTROLS = ("PTPRC", "B2M")


@dataclass(frozen=True)
class Study:
    """The tables of one simulated study, as they are written."""

    counts: pd.DataFrame
    samples: pd.DataFrame
    contrasts: pd.DataFrame
    protein: pd.DataFrame
    truth: pd.DataFrame
    truth_pathways: pd.DataFrame


def stream(seed: int, part: str) -> np.random.Generator:
    """Return the random stream of one part of the study.

    Parameters
    ----------
    seed : int
    part : str

    Returns
    -------
    numpy.random.Generator
        PCG64, a child of ``seed`` whose key is the CRC-32 of the part's name.
    """
    sequence = np.random.SeedSequence(seed, spawn_key=(zlib.crc32(part.encode()),))
    return np.random.Generator(np.random.PCG64(sequence))


def gene_table(annotation: pd.DataFrame, par: pd.DataFrame) -> pd.DataFrame:
    """Choose the genes: protein-coding with a symbol of their own, and XIST.

    The Y copies of pseudo-autosomal genes are left out, as for a genome with these regions masked.

    Parameters
    ----------
    annotation : pandas.DataFrame
        ``ensembl_id, symbol, biotype, chromosome``.
    par : pandas.DataFrame
        ``ensembl_y``.

    Returns
    -------
    pandas.DataFrame
        ``ensembl_id, symbol, chromosome``, sorted by ``ensembl_id``.
    """
    wanted = (annotation["biotype"] == "protein_coding") | (annotation["symbol"] == "XIST")
    wanted &= annotation["chromosome"].isin(CHROMOSOMES) & (annotation["symbol"] != "")
    wanted &= ~annotation["ensembl_id"].isin(par["ensembl_y"])
    genes = annotation[wanted]
    genes = genes[~genes["symbol"].duplicated(keep=False)]
    return genes.sort_values("ensembl_id").reset_index(drop=True)[
        ["ensembl_id", "symbol", "chromosome"]
    ]


def parental_means(genes: pd.DataFrame, named: Sequence[str], seed: int) -> pd.Series:
    """Draw the mean count of every gene in a parental library of 27.5 million reads.

    Parameters
    ----------
    genes : pandas.DataFrame
        Result of :func:`gene_table`.
    named : sequence of str
        Symbols of the catalogue: expressed at a middling level unless told otherwise.
    seed : int

    Returns
    -------
    pandas.Series
        Reads, index = symbol; about a fifth of the genes is silent.
    """
    rng = stream(seed, "means")
    n = len(genes)
    kind = rng.choice(["on", "low", "off"], size=n, p=[0.64, 0.18, 0.18])
    on = rng.lognormal(np.log(500), 1.4, n)
    low = rng.lognormal(np.log(4), 1.2, n)
    drawn = pd.Series(
        np.select([kind == "on", kind == "low"], [on, low], 0.0), index=genes["symbol"].to_numpy()
    )
    chromosome = genes["chromosome"].to_numpy()
    ribosomal = drawn.index.str.fullmatch(r"RP[LS]P?\d+[AXYL]?\d?")
    middling = rng.lognormal(np.log(1200), 0.7, n)
    drawn = drawn.where(chromosome != "Y", 0.0)
    drawn = drawn.mask(chromosome == "MT", rng.lognormal(np.log(80000), 0.6, n))
    drawn = drawn.mask(ribosomal, rng.lognormal(np.log(12000), 0.5, n))
    drawn = drawn.mask(drawn.index.isin(named), middling)
    fixed = {**LEVELS, **{planted.gene: planted.mean for planted in PLANTED}}
    free = ~drawn.index.isin(list(fixed))
    drawn = drawn.where(free, drawn.index.to_series().map(fixed))
    share = (LIBRARY - drawn[~free].sum()) / drawn[free].sum()
    return drawn.where(~free, drawn * share)


def rna_changes(
    genes: pd.DataFrame, sets: Mapping[str, Sequence[str]], kept: set[str], seed: int
) -> pd.Series:
    """Draw the true log2 fold change of every mRNA.

    Parameters
    ----------
    genes : pandas.DataFrame
        Result of :func:`gene_table`.
    sets : mapping of str to sequence of str
        The Hallmark collection.
    kept : set of str
        Symbols that do not change unless they are planted: catalogue, PAR1, p53, proliferation.
    seed : int

    Returns
    -------
    pandas.Series
        log2 fold change resistant over parental, index = symbol. About 4% of the genes change by
        chance of the derivation, N(0, 1).
    """
    rng = stream(seed, "changes")
    n = len(genes)
    symbols = genes["symbol"].to_numpy()
    change = np.where(rng.random(n) < 0.04, rng.normal(0.0, 1.0, n), 0.0)
    for name, (mean, sd) in PATHWAYS.items():
        moved = rng.normal(mean, sd, n)
        change = np.where(np.isin(symbols, list(sets[name])), moved, change)
    out = pd.Series(change, index=symbols)
    out[out.index.isin(kept)] = 0.0
    for planted in PLANTED:
        out[planted.gene] = planted.rna
    return out


def simulate_counts(
    genes: pd.DataFrame, means: pd.Series, changes: pd.Series, seed: int
) -> pd.DataFrame:
    """Draw the counts.

    Parameters
    ----------
    genes : pandas.DataFrame
    means, changes : pandas.Series
        Index = symbol.
    seed : int

    Returns
    -------
    pandas.DataFrame
        ``gene_id, gene_name`` and one integer column per sample.
    """
    libraries = stream(seed, "libraries").uniform(20e6, 35e6, len(SAMPLES)).round()
    base = means.loc[genes["symbol"]].to_numpy()
    with np.errstate(divide="ignore"):
        trend = np.where(base > 0, 0.01 + 2 / base, 1.0)
    dispersion = trend * stream(seed, "dispersion").lognormal(0.0, 0.5, len(genes))
    position = {symbol: row for row, symbol in enumerate(genes["symbol"])}
    for planted in PLANTED:
        if np.isfinite(planted.dispersion):
            dispersion[position[planted.gene]] = planted.dispersion
    fold = np.exp2(changes.loc[genes["symbol"]].to_numpy())
    rng = stream(seed, "counts")
    out = pd.DataFrame({"gene_id": genes["ensembl_id"], "gene_name": genes["symbol"]})
    for (sample, (condition, _)), library in zip(SAMPLES.items(), libraries, strict=True):
        mean = base * library / LIBRARY * (fold if condition == "resistant" else 1.0)
        out[sample] = negative_binomial(mean, dispersion, rng)
    return out


def negative_binomial(
    mean: np.ndarray, dispersion: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Draw counts.

    Parameters
    ----------
    mean, dispersion : numpy.ndarray
        One value a gene; the variance is ``mean + dispersion * mean**2``.
    rng : numpy.random.Generator

    Returns
    -------
    numpy.ndarray of int
        No reads where the mean is 0.
    """
    rate = rng.gamma(1 / dispersion, np.maximum(mean, 1e-12) * dispersion)
    return np.where(mean > 0, rng.poisson(rate), 0)


def simulate_protein(ids: Mapping[str, str], seed: int) -> pd.DataFrame:
    """Draw the protein measurements, one row per target and sample.

    Parameters
    ----------
    ids : mapping of str to str
        Symbol -> Ensembl gene id.
    seed : int

    Returns
    -------
    pandas.DataFrame
        The tidy protein table, all text.
    """
    rows = []
    for planted in PLANTED:
        if not planted.assay_id:
            continue
        assay = ASSAYS[planted.assay_id]
        # a stream of its own for each target: adding one leaves the others as they were
        rng = stream(seed, f"protein {planted.assay_id} {planted.gene}")
        s0, d0 = assay["sd"]
        drawn = s0 * np.sqrt(d0 / rng.chisquare(d0))
        sd = planted.sd if np.isfinite(planted.sd) else drawn
        level = signal_level(planted.gene, planted.assay_id, rng)
        peptides = int(rng.integers(3, 40))
        for sample, (condition, number) in SAMPLES.items():
            true = level + (planted.protein if condition == "resistant" else 0.0)
            signal = 2.0 ** (true + rng.normal(0.0, sd))
            row = {
                "gene": planted.gene,
                "ensembl_id": ids[planted.gene],
                "assay_id": planted.assay_id,
                "assay_type": assay["type"],
                "compartment": assay["compartment"],
                "sample": sample,
                "rna_sample": sample,
                "condition": condition,
                "line": "GEN2.2",
                "derivation": "D1",
                "replicate": str(number),
                "replicate_type": "independent",
                "batch": f"day{number}",
                "scale": "linear",
                "unit": assay["unit"],
            }
            row |= assay_columns(planted.gene, planted.assay_id, signal, peptides, rng)
            rows.append(row | {"washout_days": "14", "simulated": "yes"})
    columns = list(dict.fromkeys(name for row in rows for name in row))
    last = ["washout_days", "simulated"]
    columns = [name for name in columns if name not in last] + last
    return pd.DataFrame(rows).reindex(columns=columns).fillna("")


def signal_level(gene: str, assay_id: str, rng: np.random.Generator) -> float:
    """Draw the log2 signal of the parental arm, background left out.

    Parameters
    ----------
    gene, assay_id : str
    rng : numpy.random.Generator

    Returns
    -------
    float
    """
    if assay_id in (FLOW, SECOND_CLONE):
        known = {"IL3RA": np.log2(9000), "PTPRC": np.log2(30000), "B2M": np.log2(50000)}
        drawn = np.log2(rng.uniform(2000, 8000))
        return float(known.get(gene, drawn))
    return float(rng.normal(24.0, 2.0) if assay_id == MS else rng.normal(13.0, 0.5))


def assay_columns(
    gene: str, assay_id: str, signal: float, peptides: int, rng: np.random.Generator
) -> dict[str, str]:
    """Return the columns of a measurement that depend on the kind of assay.

    Parameters
    ----------
    gene, assay_id : str
    signal : float
        Without background and loading error.
    peptides : int
        Of the protein, for mass spectrometry.
    rng : numpy.random.Generator

    Returns
    -------
    dict of str to str
    """
    if assay_id in (FLOW, SECOND_CLONE):
        background = rng.normal(150.0, 8.0)
        return {
            "value": f"{signal + background:.1f}",
            "background": f"{background:.1f}",
            "background_type": "isotype",
            "n_events": str(int(rng.integers(10000, 20000))),
            "clone": f"invented anti-{gene}" + (" 2" if assay_id == SECOND_CLONE else ""),
            "clone_competes_with_drug": "no",
            "is_surface_control": "yes" if gene in SURFACE_CONTROLS else "no",
        }
    if assay_id == MS:
        return {"value": f"{signal:.0f}", "n_peptides": str(peptides), "normalised": "yes"}
    loading = rng.uniform(0.85, 1.15)
    return {"value": f"{signal * loading:.0f}", "loading_value": f"{loading:.3f}"}


def sample_sheet() -> pd.DataFrame:
    """Return the sample sheet: one derivation, arms alike in all but the resistance."""
    return pd.DataFrame(
        [
            {
                "sample": sample,
                "condition": condition,
                "display_name": f"{condition.capitalize()} {number}",
                "line": "GEN2.2",
                "derivation": "D1",
                "clone": "pool",
                "passage": str(23 + number),
                "batch": f"day{number}",
                "replicate_of": "",
                "drug_at_harvest": "no",
                "washout_days": "14",
                "medium": "RPMI-1640 + 10% FBS",
                "il3_ng_ml": "10",
                "stroma": "none",
                "sorted": "no",
                "simulated": "yes",
            }
            for sample, (condition, number) in SAMPLES.items()
        ]
    )


def truth_tables(
    ids: Mapping[str, str], changes: pd.Series, sets: Mapping[str, Sequence[str]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what was planted: gene by gene, and the Hallmark sets that move."""
    rows = [
        {
            "gene": planted.gene,
            "ensembl_id": ids[planted.gene],
            "assay_id": planted.assay_id,
            "compartment": ASSAYS[planted.assay_id]["compartment"] if planted.assay_id else "",
            "true_rna_log2fc": planted.rna,
            "true_protein_log2fc": planted.protein,
            "planted_call": planted.call,
            "is_decoy": "yes" if planted.is_decoy else "no",
            "misleads_naive": (
                "yes" if planted.is_decoy and planted.gene not in NOT_MISLEADING else "no"
            ),
            "note": planted.note,
        }
        for planted in PLANTED
    ]
    pathways = []
    for name, (mean, _) in PATHWAYS.items():
        moved = [gene for gene in sets[name] if changes.get(gene, 0.0) != 0]
        pathways.append(
            {
                "collection": "hallmark",
                "term": name,
                "direction": "up" if mean > 0 else "down",
                "mean_log2fc_of_moved": round(float(changes[moved].mean()), 3),
                "genes_moved": len(moved),
                "genes_in_set": len(sets[name]),
            }
        )
    truth = pd.DataFrame(rows).sort_values(["gene", "assay_id"], kind="stable")
    return truth.reset_index(drop=True), pd.DataFrame(pathways)


def simulate(
    seed: int,
    annotation: pd.DataFrame,
    par: pd.DataFrame,
    catalogue: pd.DataFrame,
    hallmark: Mapping[str, Sequence[str]],
) -> Study:
    """Simulate the whole study.

    Parameters
    ----------
    seed : int
    annotation, par, catalogue : pandas.DataFrame
        Embedded resources: genes, pseudo-autosomal pairs, catalogue of mechanisms.
    hallmark : mapping of str to sequence of str

    Returns
    -------
    Study

    Raises
    ------
    ValueError
        If a planted gene is not among the genes, or lies in a set that moves or must not move.
    """
    genes = gene_table(annotation, par)
    ids = dict(zip(genes["symbol"], genes["ensembl_id"], strict=True))
    measured = {planted.gene for planted in PLANTED}
    checked = {planted.gene for planted in PLANTED if planted.rna or planted.protein}
    fixed_sets = set().union(*(hallmark[name] for name in (*PATHWAYS, *KEPT_SETS)))
    wrong = sorted((measured | set(LEVELS)) - set(ids)) + sorted(checked & fixed_sets)
    if wrong:
        raise ValueError(f"genes that cannot be planted: {wrong}")
    kept = set(catalogue["gene"]) | set(LEVELS) | set(par["symbol"]) | measured
    kept |= set().union(*(hallmark[name] for name in KEPT_SETS))
    means = parental_means(genes, sorted(set(catalogue["gene"])), seed)
    changes = rna_changes(genes, hallmark, kept, seed)
    truth, pathways = truth_tables(ids, changes, hallmark)
    contrasts = pd.DataFrame(
        [
            {
                "id": "resistant_vs_parental",
                "variable": "condition",
                "reference": CONDITIONS[0],
                "target": CONDITIONS[1],
            }
        ]
    )
    return Study(
        counts=simulate_counts(genes, means, changes, seed),
        samples=sample_sheet(),
        contrasts=contrasts,
        protein=simulate_protein(ids, seed),
        truth=truth,
        truth_pathways=pathways,
    )
