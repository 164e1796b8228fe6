"""Small simulated studies: a table of what is planted becomes counts, protein and sheets.

They are drawn as the example is (:mod:`simulate`), with fewer genes, so that a run takes seconds:
the genes of the catalogue, those whose level a reader would look for, the planted ones, all
mitochondrial and ribosomal genes, and others at random. Genes that are not planted change in 4% of
cases, N(0, 1), in each arm; those of the catalogue do not.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from designs import Design, Plant
from planted import BACKGROUND, FLOW, KEPT_SETS, LEVELS, MS
from simulate import (
    ASSAYS,
    assay_columns,
    gene_table,
    negative_binomial,
    parental_means,
    signal_level,
    stream,
)

from resistance.readers.resources import read_annotation, read_catalogue, read_gene_sets

NOTICE = "This study was made up to test the pipeline; it is no evidence about any drug or line."

#: Reads of a library relative to the example's levels: nine million or more in the few genes.
DEPTH = (1.6, 2.4)
#: Genes of a study, about.
GENES = 2500
#: Surface proteins of the same flow panel that do not change.
STEADY_SURFACE = ("PTPRC", "B2M", "CD4", "CD38", "CD53")

_SHEET = {
    "clone": "pool",
    "replicate_of": "",
    "drug_at_harvest": "no",
    "washout_days": "14",
    "medium": "RPMI-1640 + 10% FBS",
    "il3_ng_ml": "10",
    "stroma": "none",
    "sorted": "no",
}


@dataclass(frozen=True)
class Resources:
    """The embedded tables that a study is drawn from: see :mod:`resistance.readers.resources`."""

    annotation: pd.DataFrame
    par: pd.DataFrame
    catalogue: pd.DataFrame
    hallmark: Mapping[str, Sequence[str]]


def embedded(resources: Path) -> Resources:
    """Read the embedded tables.

    Parameters
    ----------
    resources : Path
        The folder ``resources`` of the clone.

    Returns
    -------
    Resources
    """
    annotation = read_annotation(resources / "annotation", "human")
    return Resources(
        annotation.genes,
        annotation.par,
        read_catalogue(resources / "catalogue/mechanisms.tsv"),
        read_gene_sets(resources / "gene_sets/hallmark.gmt.gz"),
    )


def draw(design: Design, resources: Resources, seed: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Draw a study.

    Parameters
    ----------
    design : Design
    resources : Resources
    seed : int

    Returns
    -------
    (dict, dict of str to pandas.DataFrame)
        The configuration, and its tables by their file name below ``config/``.

    Raises
    ------
    ValueError
        If a planted gene is not among the genes.
    """
    every = gene_table(resources.annotation, resources.par)
    wrong = sorted({plant.gene for plant in design.plants} - set(every["symbol"]))
    if wrong:
        raise ValueError(f"genes that cannot be planted: {wrong}")
    genes = _chosen(every, design, resources, seed)
    ids = dict(zip(genes["symbol"], genes["ensembl_id"], strict=True))
    means = parental_means(every, sorted(set(resources.catalogue["gene"])), seed)
    tables = {
        "samples.tsv": sample_sheet(design),
        "contrasts.tsv": pd.DataFrame(
            [(name, "condition", *arms) for name, arms in design.contrasts.items()],
            columns=["id", "variable", "reference", "target"],
        ),
        "counts.tsv": _counts(design, genes, means, resources, seed),
        "protein.tsv": _protein(design, ids, seed),
    }
    if design.functions:
        tables["functional.tsv"] = functional_table(design, seed)
    if design.catalogue:
        tables["catalogue.tsv"] = pd.DataFrame(list(design.catalogue))
    return configuration(design), tables


def configuration(design: Design) -> dict[str, Any]:
    """Return the configuration of a study, with every optional field about it filled in.

    Parameters
    ----------
    design : Design

    Returns
    -------
    dict
    """
    config: dict[str, Any] = {
        "study": {
            "name": design.name,
            "organism": "human",
            "disease": design.disease,
            "simulated": True,
            "notice": NOTICE,
            "tp53": "wild_type",
            "abcb1_junctions": "none_found",
            "drug": dict(design.drug),
        },
        "samples": "config/samples.tsv",
        "counts": {
            "path": "config/counts.tsv",
            "strandedness": "reverse",
            "par_y_masked": "no" if design.par_dropout else "yes",
        },
        "design": "~ condition",
        "contrasts": "config/contrasts.tsv",
        "protein": "config/protein.tsv",
        "genes_of_interest": list(design.genes_of_interest),
        "enrichment": {"collections": ["hallmark"]},
    }
    if design.functions:
        config["functional"] = "config/functional.tsv"
    if design.catalogue:
        config["mechanisms"] = {"catalogue": "config/catalogue.tsv"}
    return config


def sample_sheet(design: Design) -> pd.DataFrame:
    """Return the sample sheet: three samples an arm, one derivation a line.

    Parameters
    ----------
    design : Design

    Returns
    -------
    pandas.DataFrame
        All text.
    """
    rows = []
    for arm in design.arms:
        for number in (1, 2, 3):
            row = {
                "sample": f"{arm.name}_{number}",
                "condition": arm.name,
                "display_name": f"{arm.name.replace('_', ' ').capitalize()} {number}",
                "line": arm.line,
                "derivation": f"{arm.line} D1",
                "passage": str(23 + number),
                "batch": f"day{number}",
            }
            rows.append(row | _SHEET | dict(arm.fields) | {"simulated": "yes"})
    return pd.DataFrame(rows)


def functional_table(design: Design, seed: int) -> pd.DataFrame:
    """Draw the functional table, three replicates an arm.

    Parameters
    ----------
    design : Design
    seed : int

    Returns
    -------
    pandas.DataFrame
        All text.
    """
    rows = []
    for function in design.functions:
        rng = stream(seed, f"function {function.assay} {function.gene} {function.modulator}")
        for arm, value in function.values.items():
            for number in (1, 2, 3):
                drawn = value * 2.0 ** rng.normal(0.0, function.sd)
                rows.append(
                    {
                        "assay": function.assay,
                        "gene": function.gene,
                        "condition": arm,
                        "replicate": str(number),
                        "value": f"{drawn:.4g}",
                        "unit": function.unit,
                        "modulator": function.modulator,
                        "simulated": "yes",
                    }
                )
    return pd.DataFrame(rows)


def tsv(frame: pd.DataFrame) -> bytes:
    """Return a table as it is written.

    Parameters
    ----------
    frame : pandas.DataFrame

    Returns
    -------
    bytes
    """
    buffer = io.StringIO()
    frame.to_csv(buffer, sep="\t", index=False, lineterminator="\n")
    return buffer.getvalue().encode()


def _chosen(every: pd.DataFrame, design: Design, resources: Resources, seed: int) -> pd.DataFrame:
    """Choose the genes of a study."""
    symbols = every["symbol"]
    needed = symbols.isin(
        {
            *resources.catalogue["gene"],
            *LEVELS,
            *BACKGROUND,
            *STEADY_SURFACE,
            *(plant.gene for plant in design.plants),
        }
    )
    needed |= (every["chromosome"] == "MT") | symbols.str.fullmatch(r"RP[LS]P?\d+[AXYL]?\d?")
    share = (GENES - needed.sum()) / (~needed).sum()
    others = stream(seed, "genes").random(len(every)) < share
    return every[needed | others].reset_index(drop=True)


def _true_changes(
    design: Design, genes: pd.DataFrame, resources: Resources, seed: int
) -> pd.DataFrame:
    """Draw the true log2 change of every mRNA, genes x arms, against the first arm."""
    symbols = genes["symbol"].to_numpy()
    kept = {*resources.catalogue["gene"], *LEVELS, *BACKGROUND, *STEADY_SURFACE}
    kept |= set().union(*(resources.hallmark[name] for name in KEPT_SETS))
    free = ~np.isin(symbols, sorted(kept))
    columns: dict[str, np.ndarray] = {}
    parents: dict[str, np.ndarray] = {}
    for arm in design.arms:
        rng = stream(seed, f"changes {arm.name}")
        parent = parents.get(arm.line)
        share, sd = (1 / 6, 1.5) if parent is None else (0.04, 1.0)
        if not parents:
            share = 0.0  # every other arm is told from the first one
        moved = free & (rng.random(len(symbols)) < share)
        drawn = np.where(moved, rng.normal(0.0, sd, len(symbols)), 0.0)
        columns[arm.name] = drawn if parent is None else parent + drawn
        parents.setdefault(arm.line, columns[arm.name])
    changes = pd.DataFrame(columns, index=symbols)
    for plant in design.plants:
        for name in changes.columns:
            changes.loc[plant.gene, name] = plant.changes.get(name, (0.0, 0.0))[0]
    return changes


def _counts(
    design: Design,
    genes: pd.DataFrame,
    means: pd.Series,
    resources: Resources,
    seed: int,
) -> pd.DataFrame:
    """Draw the counts; without a read in the genes that X and Y share where the Y is not masked."""
    changes = _true_changes(design, genes, resources, seed)
    planted = {plant.gene: plant.mean for plant in design.plants}
    base = np.array([planted.get(gene, means[gene]) for gene in genes["symbol"]])
    noise = stream(seed, "dispersion").lognormal(0.0, 0.5, len(genes))
    precise = genes["symbol"].isin([*planted, *STEADY_SURFACE]).to_numpy()
    dispersion = (0.01 + 2 / np.maximum(base, 0.1)) * np.where(precise, 1.0, noise)
    table = genes.rename(columns={"ensembl_id": "gene_id", "symbol": "gene_name"})
    lost = table["gene_id"].isin(resources.par["ensembl_x"]).to_numpy() & design.par_dropout
    rng = stream(seed, "counts")
    counts: dict[str, Any] = {}
    for arm in design.arms:
        for number in (1, 2, 3):
            depth = rng.uniform(*DEPTH)
            mean = base * depth * np.exp2(changes[arm.name].to_numpy())
            counts[f"{arm.name}_{number}"] = negative_binomial(
                np.where(lost, 0.0, mean), dispersion, rng
            )
    out = pd.concat([table[["gene_id", "gene_name"]], pd.DataFrame(counts)], axis=1)
    if not design.par_dropout:
        return out
    twins = resources.par.set_index("ensembl_x")["ensembl_y"]
    return pd.concat([out, out[lost].assign(gene_id=twins[out.loc[lost, "gene_id"]].to_numpy())])


def _protein(design: Design, ids: Mapping[str, str], seed: int) -> pd.DataFrame:
    """Draw the protein table: what is planted, and steady proteins of the same assays."""
    own = {(plant.gene, plant.assay) for plant in design.plants}
    measured = {plant.assay for plant in design.plants if plant.assay}
    steady = {FLOW: STEADY_SURFACE, MS: BACKGROUND}
    rest = [
        Plant(gene, assay, sd=0.1 if assay == FLOW else 0.25)
        for assay in steady
        if assay in measured
        for gene in steady[assay]
        if (gene, assay) not in own
    ]
    rows = []
    for plant in [*(plant for plant in design.plants if plant.assay), *rest]:
        rng = stream(seed, f"protein {plant.assay} {plant.gene}")
        level, peptides = signal_level(plant.gene, plant.assay, rng), int(rng.integers(3, 40))
        for arm in design.arms:
            for number in (1, 2, 3):
                change = plant.changes.get(arm.name, (0.0, 0.0))[1]
                signal = 2.0 ** (level + change + rng.normal(0.0, plant.sd))
                row = {
                    "gene": plant.gene,
                    "ensembl_id": ids[plant.gene],
                    "assay_id": plant.assay,
                    "assay_type": ASSAYS[plant.assay]["type"],
                    "compartment": ASSAYS[plant.assay]["compartment"],
                    "sample": f"{arm.name}_{number}",
                    "rna_sample": f"{arm.name}_{number}",
                    "condition": arm.name,
                    "line": arm.line,
                    "derivation": f"{arm.line} D1",
                    "replicate": str(number),
                    "replicate_type": "independent",
                    "batch": f"day{number}",
                    "scale": "linear",
                    "unit": ASSAYS[plant.assay]["unit"],
                    "washout_days": {**_SHEET, **arm.fields}["washout_days"],
                    "simulated": "yes",
                }
                row |= assay_columns(plant.gene, plant.assay, signal, peptides, rng)
                rows.append(row | dict(plant.columns))
    return pd.DataFrame(rows).fillna("")
