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

#: What a reader needs beside each figure.
PATHWAYS_CAPTIONS: Final[Columns] = {
    "figure": str,
    "caption": str,
    "alt": str,  # for readers who cannot see it
}
