"""The words of the last section, with the margins of the study."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from resistance.report import format as fmt

#: Name, explanation; ``glossary`` fills the margins in.
_GLOSSARY = (
    (
        "log2FC (log2 fold change)",
        "How much more in the arm named first (\u201cresistant against parental\u201d: more in "
        "resistant), in doublings: +1 is twice as much, \u22121 is half, 0 is the same.",
    ),
    (
        "95% CI (confidence interval)",
        "The range of changes that the data are compatible with. Wide means little is known.",
    ),
    (
        "FDR (q, padj)",
        "Of all genes called at this threshold, the share expected to be false alarms.",
    ),
    (
        "Unchanged within {margin}",
        "A test was passed that excludes a change of that size{western}. "
        "It is not the same as \u201cno significant change\u201d.",
    ),
    (
        "Not settled",
        "The data allow more than one reading. The reason is given, and what would settle it.",
    ),
    (
        "Lower surface signal",
        "Less staining at the cell surface. Degradation, retention inside the cell, uptake, "
        "shedding, less translation or a hidden epitope look the same in this assay.",
    ),
    (
        "Post-transcriptional",
        "The protein moves by more than its mRNA explains. Which step differs is not shown.",
    ),
    (
        "Tiers A, B and C",
        "A: the other layer is shown unchanged. B: it explains less than {share} of the change. "
        "C: the layers differ in size, and which one moved is not settled.",
    ),
    (
        "Derivation",
        "One independent selection of resistant cells. Replicates of one derivation share its "
        "accidents; only a second derivation tells chance from rule.",
    ),
    (
        "Confidence",
        "How far the measurement can be trusted, not whether the change protects the cell.",
    ),
    (
        "NES (normalised enrichment score)",
        "Positive if the genes of a set tend to be higher in the arm named first.",
    ),
    (
        "Leading edge",
        "The genes of a set that make its score: those that move most, in its direction.",
    ),
    (
        "Group of gene sets",
        "Sets whose leading edges share genes tell one story; the best set names the group.",
    ),
    (
        "Robust to correlation",
        "Genes of a pathway move together. A second test (camera) allows for that, at "
        "a correlation of 0.05 between the genes of a set; robust sets pass both tests.",
    ),
    (
        "Gene permutation only",
        "Called by the test that takes genes as independent, and not by camera: a hint.",
    ),
    (
        "Follows proliferation",
        "The set is not called without its cell-cycle genes (Hallmark E2F targets and G2M "
        "checkpoint): cells that divide faster or more slowly may be all there is to it.",
    ),
    (
        "Score of a sample",
        "How high the genes of a set rank within one sample; it needs no other sample.",
    ),
    (
        "Not tested",
        "A gene without an FDR. The table of statuses beside the volcano plot says why, and counts "
        "each kind.",
    ),
)


def glossary(margins: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the words of the last section, with the margins of the study.

    Parameters
    ----------
    margins : mapping
        ``concordance`` of the configuration: ``equivalence_margin`` and
        ``western_equivalence_margin``, as folds, and ``explained_fraction``.

    Returns
    -------
    list of tuple of str
        Name and explanation.
    """
    margin, western = (
        fmt.fold(math.log2(margins[key]))
        for key in ("equivalence_margin", "western_equivalence_margin")
    )
    words = {
        "margin": margin,
        "share": _share(margins["explained_fraction"]),
        "western": "" if western == margin else f" (for western blots: of {western})",
    }
    return [(name.format(**words), text.format(**words)) for name, text in _GLOSSARY]


def _share(fraction: float) -> str:
    return "half" if fraction == 0.5 else f"{100 * fraction:g}%"
