import dataclasses

import numpy as np
import pandas as pd
import pytest

from resistance import quality
from resistance.checks.base import Context
from resistance.design.coding import coding
from resistance.design.formula import parse_design
from resistance.fit_tables import FitTables

N_GENES = 400
SPECIAL = {
    "g000": ("ENSG00000229807", "XIST"),
    "g001": ("ENSG00000129824", "RPS4Y1"),
    "g002": ("ENSG00000169100", "SLC25A6"),
    "g003": ("ENSG00000185291", "IL3RA"),
}


def make_context(arms="ppprrr", design="~ condition", effect=2.0, organism="human", **fields):
    """A study of ``len(arms)`` samples with Poisson-like counts; ``fields`` go into the sheet."""
    rng = np.random.default_rng(7)
    arms = list(arms)
    mean = rng.lognormal(9, 1.5, N_GENES)
    shift = np.zeros(N_GENES)
    shift[100:200] = effect
    mu = mean[:, None] * 2 ** (shift[:, None] * (np.array(arms) == "r"))
    values = rng.poisson(mu * rng.gamma(100, 0.01, mu.shape))
    index = pd.Index([f"g{i:03d}" for i in range(N_GENES)], name="gene_id")
    counts = pd.DataFrame(values, index, [f"s{i}" for i in range(len(arms))])
    counts.loc["g000"], counts.loc["g001"], counts.loc["g002"] = 500, 0, 400000
    samples = pd.DataFrame(
        {"condition": arms, **fields}, index=pd.Index(counts.columns, name="sample")
    )
    genes = pd.DataFrame(
        {"gene_id": index, "ensembl_id": "", "gene_name": index, "measurable": "yes"}
    )
    for i, (ensembl_id, name) in enumerate(SPECIAL.values()):
        genes.loc[i, ["ensembl_id", "gene_name"]] = [ensembl_id, name]
    contrasts = pd.DataFrame(
        [["k", "condition", "p", "r"]], columns=["id", "variable", "reference", "target"]
    )
    factors = pd.Series(1.0, index=samples.index)
    code = coding(samples, parse_design(design), {"condition": "p"})
    vst = np.log2(counts + 1.0)
    model = {
        "engine": "vectorised",
        "notes": [],
        "residual_df": len(arms) - code.matrix(samples).shape[1],
        "trend": {"kind": "parametric"},
        "n_outliers_replaced": 0,
        "n_not_converged": 0,
        "size_factor_method": "ratio",
        "size_factor_genes": 399,
    }
    table = quality.sample_table(counts, vst, genes, samples, factors, code)
    return Context(
        counts,
        vst,
        genes,
        samples,
        contrasts,
        factors,
        code,
        model,
        table,
        {"organism": organism},
        "yes",
        "reverse",
        fit_tables(rng, index, samples.index),
    )


def fit_tables(rng, genes, samples):
    """Tables of a sound fit: even p values, no outlier."""
    n = len(genes)
    de = pd.DataFrame(
        {"gene_id": genes, "baseMean": 100.0, "pvalue": rng.random(n), "status": "tested"}
    )
    fit = {"model": "main", "gene_id": genes, "dispersion": 0.1, "dispersion_outlier": "no"}
    cooks = {"model": "main", "sample": samples, "judged": "yes", "n_genes": n, "n_above": 1}
    return FitTables({"k": de}, pd.DataFrame(fit), pd.DataFrame(cooks))


def altered(context, **changes):
    """The context with new counts (``counts=``) or other attributes; the rest follows."""
    context = dataclasses.replace(context, **changes)
    if "counts" in changes:
        vst = np.log2(context.counts + 1.0)
        table = quality.sample_table(
            context.counts,
            vst,
            context.genes,
            context.samples,
            context.size_factors,
            context.coding,
        )
        context = dataclasses.replace(context, vst=vst, quality=table)
    return context


@pytest.fixture(scope="package")
def make():
    return make_context


@pytest.fixture(scope="package")
def alter():
    return altered


@pytest.fixture(scope="package")
def good():
    """A study about which nothing is wrong and everything is known."""
    return make_context(
        derivation=list("aabccd"),
        batch=list("123123"),
        passage=["10", "11", "12", "10", "11", "12"],
        replicate_of=[""] * 6,
        drug_at_harvest=["no"] * 6,
        washout_days=["", "", "", "14", "21", "14"],
        medium=["RPMI"] * 6,
        il3_ng_ml=["10"] * 6,
        stroma=["none"] * 6,
        sorted=["no"] * 6,
    )
