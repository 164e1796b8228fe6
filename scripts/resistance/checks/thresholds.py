"""Thresholds of the confounder checks: the block ``checks`` of the configuration."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Thresholds:
    """What the confounder checks hold their numbers against.

    The defaults are those of the schema of the configuration (a test keeps them equal); they come
    from section 6 of the design study.

    Attributes
    ----------
    washout_days : float
        Days without drug before a bound antibody-drug conjugate no longer hides its target from
        the staining antibody, and the acute response to the drug is over.
    mouse_fraction_note, mouse_fraction_fail : float
        Share of a sample's reads on mouse genes, above which the check is noted or fails.
    mouse_fraction_ratio : float
        Ratio of the arms' mean shares above which the check fails, whatever the shares.
    mouse_fraction_floor : float
        Share below which that ratio is not judged: two traces may differ many times over.
    stroma_fold : float
        Fold change of stromal genes that counts as a joint rise.
    on_count : float
        Normalised counts from which a sample has a gene on.
    expressed_count : float
        Mean normalised count from which a gene's fold change is read.
    marker_fold, marker_alpha : float
        Smallest fold change, and largest p value over the markers of a set (Bonferroni), with
        which a marker counts as shifted.
    amplicon_genes, par1_genes : int
        Fewest expressed genes of 7q21 and of PAR1 that are judged.
    locus_p, locus_fold : float
        Largest p value against windows of neighbouring genes, and smallest median fold change, of
        a locus that shifts.
    control_fold : float
        Fold change within which a surface control counts as unchanged.
    """

    washout_days: float = 7.0
    mouse_fraction_note: float = 0.02
    mouse_fraction_fail: float = 0.10
    mouse_fraction_ratio: float = 2.0
    mouse_fraction_floor: float = 0.005
    stroma_fold: float = 2.0
    on_count: float = 10.0
    expressed_count: float = 10.0
    marker_fold: float = 1.5
    marker_alpha: float = 0.05
    amplicon_genes: int = 5
    par1_genes: int = 4
    locus_p: float = 0.01
    locus_fold: float = 1.25
    control_fold: float = 1.5
