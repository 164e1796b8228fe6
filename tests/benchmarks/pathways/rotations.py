"""Rankings without any effect, but with the correlation between genes of real data.

The residuals of MCF7's five groups, variance-stabilised counts less the means of their groups, are
rotated at random among the dimensions that are orthogonal to the overall mean (Langsrud, Statistics
and Computing 2005;15:53), and the five groups are fitted again. Each gene gets a t for one
contrast, with its own variance or a moderated one (Smyth 2004), turned into a normal quantile.
Nothing has changed, and genes are as correlated as between cultures of one line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from resistance.columns import GENES
from resistance.differential.analysis import analyse
from resistance.differential.models import Settings
from resistance.enrichment.camera import camera
from resistance.enrichment.prerank import GeneSets, Prerank
from resistance.enrichment.ranking import rank_genes
from resistance.mechanisms.scope import DIRECTIONS
from resistance.mechanisms.sets import MIN_SET_SIZE
from resistance.multiple_testing import benjamini_hochberg
from resistance.protein.moderation import fit_prior, moderate
from resistance.readers import resources

ALPHA = 0.05
RHOS = (0.0, 0.01, 0.05, 0.1)


class Residuals(NamedTuple):
    """Coordinates of the genes' residuals, (genes, d), and what the genes are called."""

    values: np.ndarray
    genes: pd.DataFrame
    n_groups: int


def residuals_of(data: Path, root: Path) -> Residuals:
    """Fit the five groups; keep the genes that the first contrast tests.

    Parameters
    ----------
    data : Path
        ``../shared/data/mcf7_endocrine``.
    root : Path
        The repository.

    Returns
    -------
    Residuals
        Of variance-stabilised counts.
    """
    counts = pd.read_csv(data / "counts.tsv.gz", sep="\t", index_col=0)
    names = counts.pop("gene_name")
    samples = pd.read_csv(data / "samples.tsv", sep="\t", dtype=str).set_index("sample")
    genes = pd.DataFrame({"gene_id": counts.index, "gene_name": names.to_numpy()})
    genes["ensembl_id"] = genes["gene_id"]
    genes = genes.assign(measurable="yes").reindex(columns=list(GENES)).fillna("")
    contrast = {"id": "a", "variable": "condition", "reference": "WT", "target": "TAMR_A"}
    prior = resources.read_prior_variance(root / "resources/statistics/prior_variance.tsv")
    fit = analyse(
        *(counts, genes, samples, pd.DataFrame([contrast]), "~ condition"),
        Settings(0.1, prior_table=prior),
    )
    table = fit.tables["a"]
    kept = rank_genes(table[table["padj"].notna()])
    rows = table[table["padj"].notna()]
    rows = rows.assign(symbol=rows["gene_name"].where(rows["gene_name"] != "", rows["gene_id"]))
    rows = rows.sort_values(["baseMean", "gene_id"], ascending=[False, True])
    rows = rows.drop_duplicates("symbol").set_index("symbol").loc[kept.statistic.index]
    y = fit.vst.loc[rows["gene_id"], samples.index].to_numpy(dtype=float)
    design = pd.get_dummies(samples["condition"]).to_numpy(dtype=float)
    basis = np.linalg.svd(design, full_matrices=True)[0][:, design.shape[1] :]
    return Residuals(y @ basis, rows.reset_index()[["symbol", "gene_id"]], design.shape[1])


def rotated(residuals: Residuals, moderated: bool, rng: np.random.Generator) -> np.ndarray:
    """Return a normal quantile for each gene of one rotation.

    Parameters
    ----------
    residuals : Residuals
    moderated : bool
        Share variances among genes, as DESeq2 does with dispersions.
    rng : numpy.random.Generator

    Returns
    -------
    numpy.ndarray
        (genes,)
    """
    n, d = residuals.values.shape
    groups = residuals.n_groups - 1
    wide = np.concatenate([residuals.values, np.zeros((n, groups))], axis=1)
    turned = wide @ stats.ortho_group.rvs(d + groups, random_state=rng)
    variance, df = np.square(turned[:, groups:]).mean(axis=1), np.full(n, float(d))
    if moderated:
        variance, df = moderate(variance, df, fit_prior(variance, df))
    t = turned[:, 0] / np.sqrt(variance)
    return np.sign(t) * -stats.norm.ppf(stats.t.sf(np.abs(t), df))


class Signs(NamedTuple):
    """Sets with expected signs, as places in the ranking."""

    places: list[np.ndarray]
    signs: list[np.ndarray]


def catalogue_sets(catalogue: pd.DataFrame, group: str, genes: pd.DataFrame) -> Signs:
    """Return the sets of a group's genes that have an expected direction."""
    own = catalogue[(catalogue["group"] == group) & (catalogue["expected_direction"] != "either")]
    place = pd.Series(np.arange(len(genes)), index=genes["gene_id"])
    out = Signs([], [])
    for _, rows in own.groupby("mechanism", sort=True):
        known = rows[rows["ensembl_id"].isin(place.index)].drop_duplicates("ensembl_id")
        if len(known) >= MIN_SET_SIZE:
            out.places.append(place[known["ensembl_id"]].to_numpy())
            out.signs.append(known["expected_direction"].map(DIRECTIONS).to_numpy(dtype=float))
    return out


def rotation_calls(
    residuals: Residuals,
    sets: GeneSets,
    signed: Mapping[str, Signs],
    moderated: bool,
    seeds: Sequence[int],
) -> pd.DataFrame:
    """Count sets called in rotations: all of them falsely.

    Parameters
    ----------
    residuals : Residuals
    sets : mapping of str to sequence of str
        Tested by GSEA and by camera.
    signed : mapping of str to Signs
        Families that camera tests with their signs.
    moderated : bool
    seeds : sequence of int
        One a rotation.

    Returns
    -------
    pandas.DataFrame
        One row a rotation; columns (what, correlation), ("GSEA", nan) among them.
    """
    symbols = residuals.genes["symbol"]
    place = pd.Series(np.arange(len(symbols)), index=symbols)
    known = [[g for g in dict.fromkeys(members) if g in place.index] for members in sets.values()]
    places = [place[found].to_numpy() for found in known if 10 <= len(found) <= 500]
    families = {"Hallmark": Signs(places, [np.ones(len(p)) for p in places]), **signed}
    rows = []
    for seed in seeds:
        z = rotated(residuals, moderated, np.random.default_rng([11, seed]))
        order = np.argsort(-z, kind="stable")
        statistic = pd.Series(z[order], index=symbols.to_numpy()[order])
        found = Prerank(statistic).test({"x": sets})
        row = {("GSEA", ""): int((found["padj"] < ALPHA).sum())}
        for name, family in families.items():
            for rho in RHOS:
                pvalues = camera(z, family.places, rho, family.signs)[1]
                row[name, f"{rho:g}"] = int((benjamini_hochberg(pvalues) < ALPHA).sum())
        rows.append(row)
    return pd.DataFrame(rows)
