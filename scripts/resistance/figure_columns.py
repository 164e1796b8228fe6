"""Columns of the data behind figures that are written as files."""

from __future__ import annotations

from typing import Final

from resistance.columns import Columns

#: The best set of each group.
PATHWAYS_DOTS: Final[Columns] = {
    "direction": str,  # up, down
    "group": int,
    "collection": str,
    "term": str,
    "label": str,  # in words
    "nes": float,
    "padj": float,
    "size": int,
    "n_leading_edge": int,
    "n_sets": int,  # of the group
    "call": str,
    "follows_proliferation": str,
}

#: Corners of running sums.
PATHWAYS_RUNNING_SUM: Final[Columns] = {
    "collection": str,
    "term": str,
    "label": str,
    "nes": float,
    "padj": float,
    "place": int,  # in the ranking, 0 = the highest statistic
    "height": float,
}

#: Pairs of sets of the first groups.
PATHWAYS_GROUPS: Final[Columns] = {
    "direction": str,
    "group": int,
    "collection": str,
    "term": str,
    "label": str,
    "other_direction": str,
    "other_group": int,
    "other_collection": str,
    "other_term": str,
    "other_label": str,
    "n_shared": int,  # genes of both leading edges
    "jaccard": float,
}

#: Genes that lead the best sets, in each sample.
PATHWAYS_LEADING_EDGE: Final[Columns] = {
    "gene_name": str,
    "sets": str,  # "; " between
    "sample": str,
    "vst": float,
    "centred": float,  # less the gene's mean
}

#: Scores of the best sets in each sample.
PATHWAYS_SCORES: Final[Columns] = {
    "collection": str,
    "term": str,
    "label": str,
    "sample": str,
    "arm": str,  # of the contrast; empty for samples of neither
    "score": float,
    "centred": float,  # less the set's mean
}

#: Genes by change and p value.
VOLCANO: Final[Columns] = {
    "gene_id": str,
    "gene_name": str,
    "log2FoldChange": float,
    "pvalue": float,
    "padj": float,
    "height": float,  # -log10 p as drawn: at most the end of the axis
    "kind": str,  # lower, higher, no call; terms matter, within the threshold
    "of_interest": str,  # yes, no
}

#: Genes by abundance and change.
MA: Final[Columns] = {
    "gene_id": str,
    "gene_name": str,
    "baseMean": float,
    "log2FoldChange": float,
    "padj": float,
    "kind": str,
    "of_interest": str,
}

#: Bins of a histogram of p values.
P_VALUES: Final[Columns] = {
    "left": float,
    "right": float,
    "genes": int,
}

#: Called genes across samples.
HEATMAP: Final[Columns] = {
    "gene_id": str,
    "gene_name": str,
    "log2FoldChange": float,
    "padj": float,
    "of_interest": str,
    "sample": str,
    "vst": float,
    "centred": float,  # less the gene's mean
}

#: mRNA against protein.
QUADRANT: Final[Columns] = {
    "gene_id": str,
    "gene_name": str,
    "assay_id": str,
    "compartment": str,
    "rna_log2FoldChange": float,
    "rna_ci_low": float,
    "rna_ci_high": float,
    "protein_log2FoldChange": float,
    "protein_ci_low": float,
    "protein_ci_high": float,
    "call": str,
    "kind": str,  # together, protein only, mRNA only, opposite, unchanged, not settled
}

#: Samples by their first two principal components, as they are or without the nuisance variables.
PCA: Final[Columns] = {
    "sample": str,
    "name": str,  # as drawn
    "group": str,
    "pc1": float,
    "pc2": float,
    "pc1_share": float,  # of the variance
    "pc2_share": float,
}

#: Distances between samples, every ordered pair.
DISTANCES: Final[Columns] = {
    "sample": str,
    "other": str,
    "distance": float,
}

#: Reads of samples.
LIBRARY_SIZES: Final[Columns] = {
    "sample": str,
    "name": str,
    "group": str,
    "million_reads": float,
}

#: Spread of transformed counts.
MEAN_SPREAD: Final[Columns] = {
    "gene_id": str,
    "rank": int,  # of the mean, 1 = the weakest
    "mean": float,
    "sd": float,
}

#: Dispersions of the genes of one model.
DISPERSIONS: Final[Columns] = {
    "gene_id": str,
    "baseMean": float,
    "dispersion_genewise": float,
    "dispersion_trend": float,
    "dispersion": float,  # used in the tests
    "dispersion_outlier": str,  # yes: keeps its own value
}

#: Cook's distances of the samples of one model, over genes.
COOKS_DISTANCES: Final[Columns] = {
    "sample": str,
    "group": str,
    "q05": float,
    "q25": float,
    "q50": float,
    "q75": float,
    "q95": float,
    "max": float,
    "cutoff": float,
}

#: What a reader needs beside each figure.
CAPTIONS: Final[Columns] = {
    "figure": str,  # begin of its files' names
    "caption": str,
    "alt": str,  # for readers who cannot see it
    "drawn": str,  # no: the figure only says why there is nothing to draw
    "blood_mm": int,  # width of the files for the journal
    "nature_mm": int,
}
