import dataclasses

import numpy as np
import pandas as pd
import pytest
from scipy.special import stdtr

from resistance import quality
from resistance.checks import (
    contamination,
    cytokine,
    drug_response,
    growth,
    identity,
    loci,
    staining,
)
from resistance.checks.base import Context, Proteins
from resistance.design.coding import coding
from resistance.design.formula import parse_design
from resistance.fit_tables import FitTables

N_GENES = 400
MARKERS = {
    "XIST": "ENSG00000229807",
    "RPS4Y1": "ENSG00000129824",
    "SLC25A6": "ENSG00000169100",
    "IL3RA": "ENSG00000185291",
    **drug_response.P53_TARGETS,
    **growth.PROLIFERATION,
    **cytokine.CISH,
    **contamination.STROMAL,
    **identity.LINEAGE,
    **staining.GLYCANS,
    **loci.ABCB1,
    **loci.NEIGHBOURS,
    **loci.PAR1,
}
#: Ensembl id and symbol of the first genes; the others have numbers.
SPECIAL = {f"g{i:03d}": (e, name) for i, (name, e) in enumerate(MARKERS.items())}


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
    genes["ensembl_id"] = [f"ENSG{10**10 + i:011d}" for i in range(N_GENES)]
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
        fit_tables(rng, genes, samples.index),
        positions=pd.DataFrame(
            {
                "ensembl_id": genes["ensembl_id"],
                "chromosome": [str(i % 4) for i in range(N_GENES)],
                "start": range(N_GENES),
            }
        ),
    )


def fit_tables(rng, genes, samples):
    """Tables of a sound fit: even p values, no outlier, small changes."""
    n = len(genes)
    de = genes[["gene_id", "ensembl_id", "gene_name"]].assign(
        baseMean=100.0,
        log2FoldChange=rng.normal(0, 0.1, n),
        lfcSE=0.1,
        pvalue=rng.random(n),
        status="tested",
    )
    fit = {"model": "main", "gene_id": genes["gene_id"], "dispersion": 0.1}
    fit["dispersion_outlier"] = "no"
    cooks = {"model": "main", "sample": samples, "judged": "yes", "n_genes": n, "n_above": 1}
    return FitTables({"k": de}, pd.DataFrame(fit), pd.DataFrame(cooks))


def shifted(context, changes, mean=None):
    """The context with log2 fold changes (symbol -> change) in its table of differences."""
    de = context.fit.de["k"].copy()
    for symbol, change in changes.items():
        de.loc[de["gene_name"] == symbol, "log2FoldChange"] = change
        if mean is not None:
            de.loc[de["gene_name"] == symbol, "baseMean"] = mean
    return dataclasses.replace(context, fit=dataclasses.replace(context.fit, de={"k": de}))


def proteins(estimates, **fields):
    """Surface measurements; ``estimates`` are (gene, assay, log2 change, error), 3 v 3, df 4."""
    rows, table = [], []
    for gene, assay, change, error in estimates:
        p = 2 * float(stdtr(4, -abs(change) / error))
        ensembl_id = MARKERS.get(gene, "")
        rows.append(
            {
                **{"gene_name": gene, "ensembl_id": ensembl_id, "protein_gene": gene},
                **{"assay_id": assay, "compartment": "surface", "log2FoldChange": change},
                **{"lfcSE": error, "df": 4.0, "pvalue": p},
                **{"status": "estimated", "method": "difference"},
            }
        )
        for condition in ("p", "r"):
            given = {key: value for key, value in fields.items() if key != "clone"}
            clone = fields.get("clone", "{assay}").format(assay=assay)
            table += [
                {
                    **{"gene": gene, "assay_id": assay, "assay_type": "flow", "value": "100"},
                    **{"compartment": "surface", "condition": condition, "replicate": str(i)},
                    **{"clone": clone, "clone_competes_with_drug": "no", "washout_days": "14"},
                    **{"is_surface_control": "no" if gene == "IL3RA" else "yes"},
                    **given,
                }
                for i in range(3)
            ]
    return Proteins(pd.DataFrame(table), {"k": pd.DataFrame(rows)})


#: CD123 by two clones, and CD45.
STAINS = [
    ("IL3RA", "clone_a", -1.9, 0.15),
    ("IL3RA", "clone_b", -1.8, 0.15),
    ("PTPRC", "clone_a", 0.05, 0.1),
]


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
def shift():
    return shifted


@pytest.fixture(scope="package")
def stained():
    return proteins


@pytest.fixture(scope="package")
def stains():
    return STAINS


@pytest.fixture(scope="package")
def good():
    """A study about which nothing is wrong and everything is known."""
    context = make_context(
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
    study = {**context.study, "tp53": "wild_type", "abcb1_junctions": "none_found"}
    study["drug"] = {"class": "adc", "target": "IL3RA"}
    return dataclasses.replace(context, study=study, protein=proteins(STAINS))
