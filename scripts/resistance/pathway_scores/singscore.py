"""Score gene sets in single samples by the mean rank of their genes."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.stats import rankdata

from resistance.columns import PATHWAY_SCORES


def of_symbols(vst: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """Return one row a symbol, of the genes that say something.

    Of several rows with one symbol the one with the highest mean stands for it, then the first by
    gene id, as in the ranking of genes. A row with one value in all samples (a gene without a
    count) is left out: its rank could only dilute the others.

    Parameters
    ----------
    vst : pandas.DataFrame
        Genes x samples, index ``gene_id``; any scale that a monotone change of a sample respects.
    names : pandas.Series
        Symbols indexed by gene id; the id stands where there is none.

    Returns
    -------
    pandas.DataFrame
        Symbols (sorted) x samples.
    """
    values = vst.to_numpy(dtype=float)
    ids = vst.index.astype(str)
    found = names.reindex(vst.index).fillna("").astype(str).to_numpy()
    about = pd.DataFrame(
        {
            "row": np.arange(len(vst)),
            "gene_id": ids,
            "symbol": np.where(found == "", ids, found),
            # summed in sorted order: the order of the samples must not decide between two rows
            "mean": np.sort(values, axis=1).sum(axis=1),
        }
    )[(values != values[:, :1]).any(axis=1)]
    kept = (
        about.sort_values(["mean", "gene_id"], ascending=[False, True], kind="stable")
        .drop_duplicates("symbol")
        .sort_values("symbol", kind="stable")
    )
    return pd.DataFrame(
        values[kept["row"].to_numpy()],
        index=pd.Index(kept["symbol"].to_numpy(), name="gene_name"),
        columns=vst.columns,
    )


def scores(
    expression: pd.DataFrame, gene_sets: pd.DataFrame, min_size: int, max_size: int
) -> pd.DataFrame:
    """Score every gene set in every sample (singscore).

    Genes are ranked within a sample, the lowest as 1. The score of a set of n of N genes is the
    mean rank of its members, less the least that n genes can have, (n + 1) / 2, over the range,
    N - n, less 1/2: from -0.5 (the lowest genes of the sample) to 0.5 (the highest), about 0 for
    genes drawn at random. Ties share the mean of their ranks; the R package's default, the
    smallest, would let a set of undetected genes fall below -0.5. A score depends on nothing but
    the order of the genes in its own sample, so neither on its depth nor on other samples
    (Foroutan et al., BMC Bioinformatics 2018;19:404, for sets without a known direction of their
    members taken as up).

    Parameters
    ----------
    expression : pandas.DataFrame
        Symbols x samples, finite; result of :func:`of_symbols`.
    gene_sets : pandas.DataFrame
        Columns of ``GENE_SETS``: one row a member.
    min_size, max_size : int
        Sets with fewer or more genes among ``expression`` are left out, as are sets that hold all
        of its genes.

    Returns
    -------
    pandas.DataFrame
        Columns of ``PATHWAY_SCORES`` and one a sample; sets in the order of ``gene_sets``.
    """
    n_genes = len(expression)
    place = pd.Index(expression.index).get_indexer(gene_sets["gene_name"])
    key = gene_sets["collection"] + "\t" + gene_sets["term"]
    codes, _ = pd.factorize(key)
    first = np.flatnonzero(~pd.Series(codes).duplicated().to_numpy())
    known = place >= 0
    pairs = np.unique(codes[known].astype(np.int64) * max(n_genes, 1) + place[known])
    member = csr_array(
        (np.ones(len(pairs)), (pairs // max(n_genes, 1), pairs % max(n_genes, 1))),
        shape=(len(first), n_genes),
    )
    size = np.diff(member.indptr)
    kept = (size >= max(min_size, 1)) & (size <= max_size) & (size < n_genes)
    ranks = rankdata(expression.to_numpy(dtype=float), axis=0) if n_genes else expression.to_numpy()
    n = size[kept][:, None]
    mean = (member[kept] @ ranks) / n
    table = gene_sets.iloc[first[kept]][["collection", "term"]].reset_index(drop=True)
    table["n_genes"] = size[kept]
    table = table[list(PATHWAY_SCORES)]
    scaled = (mean - (n + 1) / 2) / (n_genes - n) - 0.5
    return pd.concat([table, pd.DataFrame(scaled, columns=expression.columns)], axis=1)
