"""What would change a verdict: the result that would turn it, in one phrase."""

from __future__ import annotations

import math
from typing import Any, Final

from resistance.wording.mechanisms import MOST_WORDS

#: Of a gene, by call; {gene} and {protein} are names to show.
_CALLS: Final[dict[str, str]] = {
    "posttranscriptional_loss": (
        "a fall of {gene} mRNA in further replicates, or a second assay without the fall"
    ),
    "posttranscriptional_gain": (
        "a rise of {gene} mRNA in further replicates, or a second assay without the rise"
    ),
    "transcript_only_up": "an assay in which {protein} rises with its mRNA",
    "transcript_only_down": "an assay in which {protein} falls with its mRNA",
    "concordant_up": "a second assay in which {protein} does not rise",
    "concordant_down": "a second assay in which {protein} does not fall",
    "opposite": "a second assay in which {protein} moves as its mRNA does",
    "unchanged": "a change beyond the margin in a second assay",
    "not_measured": "a measurement of {protein} in both arms",
    "not_detected": "deeper sequencing, or a reference that keeps the reads of {gene}",
    "not_measurable": "counts from a reference with one copy of the gene, such as Y masked",
    "inconclusive": "a more precise measurement",
    "not_applicable": "",
}
#: Of a gene that is not settled, by the status of its protein, else by that of its mRNA.
_OPEN: Final[dict[str, str]] = {
    "n1": "two more replicates per arm",
    "n2": "two more replicates per arm",
    "no_variance": "replicates that were measured apart, two or more per arm",
    "published": "the SD or the replicates behind the ratio",
    "conflict": "finding out which assay is right: clone, gating, linearity",
    "censored": "an assay that reaches lower, or more cells or lysate",
    "no_replicates": "RNA of two more samples per arm",
}
_CALLS_WITHOUT: Final = ("not_applicable", "not_measured", "not_detected", "not_measurable")
NEVER_MEASURED: Final = "a measurement of {gene} in both arms"
ANOTHER_LINE: Final = "a second derivation that shows otherwise"
CHECKS: Final = "a repeat in which these checks pass: {checks}"

#: Of a mechanism, by verdict; {assay} are the assays of its function.
_VERDICTS: Final[dict[str, str]] = {
    "consistent_both": "no effect in {assay} or of an intervention",
    "consistent_protein_only": "no effect in {assay} or of an intervention",
    "consistent_transcript_only": "protein that does not follow, or no effect in {assay}",
    "compatible": "a result of {assay} or of an intervention, either way",
    "undetermined": "a result of {assay} or of an intervention, either way",
    "layers_conflict": "a second protein assay; a result of {assay}",
    "no_change_shown": "the expected change in a second assay, or an effect in {assay}",
    "expected_change_excluded": "the expected change in a second assay, or an effect in {assay}",
    "function_shown": "the same assay without the effect in further replicates",
    "function_against": "the same assay with an effect in further replicates",
    "shifted": "markers that do not shift at the protein level",
    "no_shift_shown": "markers that shift at the protein level",
}
_ASSAY: Final = "an assay of its function"


def of_gene(row: Any, protein: str, n_derivations: str, failed: str) -> str:
    """Say what would change the verdict on a gene.

    Parameters
    ----------
    row : named tuple
        The deciding row of the concordance table.
    protein : str
        Name to show of the gene's product.
    n_derivations : str
        Per arm, as ``1 v 1``.
    failed : str
        Names of failed checks that touch the gene; empty if there is none.

    Returns
    -------
    str
        Empty where the gene does not apply.
    """
    text = _CALLS[row.call].format(gene=row.gene_name, protein=protein)
    needed = row.replicates_needed
    if row.call == "inconclusive" and math.isfinite(needed):
        text = f"{math.ceil(needed)} replicates per arm: 80% power at the observed estimate"
    elif row.call == "inconclusive" and failed:
        text = ""  # withheld, whatever its precision
    elif row.call == "inconclusive":
        text = _OPEN.get(row.protein_status, _OPEN.get(row.rna_status, text))
    parts = [CHECKS.format(checks=failed) if failed else "", text]
    if row.call not in (*_CALLS_WITHOUT, "inconclusive"):
        parts.append(_derivations(n_derivations))
    parts = list(filter(None, parts))
    while len(parts) > 1 and len("; ".join(parts).split()) > MOST_WORDS:
        parts.pop()  # a failed check goes before a second line
    return "; ".join(parts)


def of_mechanism(group: str, verdict: str, assay: str, n_derivations: str) -> str:
    """Say what would change the verdict on a mechanism.

    Parameters
    ----------
    group, verdict : str
    assay : str
        Assays of its function, as the table of rules has them; may be empty.
    n_derivations : str

    Returns
    -------
    str
        Empty where there is no verdict.
    """
    if verdict not in _VERDICTS or (group != "mechanism" and verdict == "undetermined"):
        return ""
    text = _VERDICTS[verdict].format(assay=f"{_ASSAY} ({assay})" if assay else _ASSAY)
    more = "" if verdict in ("undetermined", "compatible") else _derivations(n_derivations)
    return "; ".join(filter(None, [text, more]))


def _derivations(n: str) -> str:
    """Ask for another line where the target arm rests on one."""
    target = n.rpartition(" v ")[2]
    return "" if target.isdigit() and int(target) > 1 else ANOTHER_LINE
