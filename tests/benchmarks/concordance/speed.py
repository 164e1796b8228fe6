"""CPU time of both layers of a whole proteome, from protein values to sentences."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd

from concordance.estimates import ASSAYS, counts_of, fitted, protein_values
from concordance.truth import draw
from resistance.columns import GENES
from resistance.concordance.assemble import concordance_table
from resistance.concordance.claims import Margins
from resistance.concordance.panel import PANEL
from resistance.protein.estimates import estimate
from resistance.protein.matching import attach_genes, match_genes
from resistance.protein.tidy import log2_signals, tidy

ARMS = ("parental", "resistant")


def protein_table(values: np.ndarray, names: pd.Index, assay_type: str) -> pd.DataFrame:
    """Write simulated log2 signals as a user's protein table.

    Parameters
    ----------
    values : numpy.ndarray, (genes, 2 n)
        The reference arm first.
    names : pandas.Index
        Gene names.
    assay_type : str

    Returns
    -------
    pandas.DataFrame
        Text, one row a value.
    """
    genes, samples = values.shape
    n = samples // 2
    return pd.DataFrame(
        {
            "gene": np.repeat(names.to_numpy(), samples),
            "condition": np.tile(np.repeat(ARMS, n), genes),
            "replicate": np.tile(np.tile([str(i + 1) for i in range(n)], 2), genes),
            "value": [repr(float(value)) for value in (values + 10.0).ravel()],
            "assay_type": assay_type,
            "scale": "log2",
        }
    )


def named_genes(names: pd.Index) -> pd.DataFrame:
    """Return the table of genes; ids are names."""
    genes = pd.DataFrame({"gene_id": names, "gene_name": names, "measurable": "yes"})
    return genes.reindex(columns=list(GENES)).fillna("")


def cpu_seconds(genes: int = 20_000, n: int = 3, seed: int = 11) -> dict[str, float]:
    """Measure the stages of a proteome of mass spectrometry (DIA) beside its mRNA.

    Parameters
    ----------
    genes : int
    n : int
        Replicates per arm.
    seed : int

    Returns
    -------
    dict of str to float
        CPU seconds of reading the values (``tidy``), ``estimate`` (with matching) and
        ``concordance``.
    """
    rng = np.random.default_rng(seed)
    truth = draw("grey", genes, rng)
    rna = fitted(counts_of(truth.m, n, rng))[1]
    names = rna.counts.index
    values = protein_values(truth, ASSAYS[1], n, rng)
    tall, table = protein_table(values, names, "dia"), named_genes(names)
    panel = pd.DataFrame([(name, "", name, True, "", "") for name in names[:24]], columns=PANEL)
    used, start = {}, time.process_time()
    signals = log2_signals(tidy(tall))
    used["tidy"] = time.process_time() - start
    start = time.process_time()
    estimates = estimate(signals, [ARMS[0]], [ARMS[1]])
    protein = attach_genes(estimates, match_genes(estimates, table, None))
    used["estimate"] = time.process_time() - start
    start = time.process_time()
    concordance_table(protein, table, panel, rna, Margins())
    used["concordance"] = time.process_time() - start
    return used
