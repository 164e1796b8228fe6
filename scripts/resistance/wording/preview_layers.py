"""Say what protein and functional assays join to, and which genes of interest were counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from resistance.inputs.schema_words import listing
from resistance.protein.arms import protein_arms
from resistance.protein.tidy import tidy
from resistance.report.words import ASSAY_TYPES, FUNCTIONAL_ASSAYS
from resistance.wording.preview import Facts, Question, bullet

_MOST_ASSAYS: Final = 8
_MOST_NAMES: Final = 8


def protein_lines(facts: Facts, asked: Sequence[Question]) -> list[str]:
    """Say of each assay how many genes and replicates it has, and what they join to.

    Parameters
    ----------
    facts : Facts
    asked : sequence of Question

    Returns
    -------
    list of str
        Lines.
    """
    if facts.protein is None or facts.protein.empty:
        return ["Protein: none"]
    table = tidy(facts.protein)
    paired = _settings(facts.config, "paired")
    cultures = set(facts.rows.sheet["sample"]) - set(facts.rows.excluded)
    lines = [f"Protein: {len(table)} measurements"]
    groups = list(table.groupby(["assay_id", "compartment"], sort=True))
    for (assay, compartment), rows in groups[:_MOST_ASSAYS]:
        kind = ASSAY_TYPES.get(str(rows["assay_type"].iloc[0]), "other assay")
        names = rows[["gene", "ensembl_id"]].drop_duplicates()
        counted = [facts.in_counts(*pair) for pair in names.itertuples(index=False, name=None)]
        text = f"{assay} ({kind}, {compartment}): {_of(sum(counted), len(counted))} in the counts"
        absent = [
            gene or i for (gene, i), yes in zip(names.to_numpy(), counted, strict=True) if not yes
        ]
        if absent:
            text += f" (not: {listing(absent, _MOST_NAMES)})"
        text += f"; replicates: {_replicates(rows)}"
        linked = rows["rna_sample"].isin(cultures)
        if linked.all():
            text += "; of the same cultures as the RNA (rna_sample)"
        elif linked.any():
            text += f"; {linked.sum()} of {len(rows)} measurements of the same cultures as the RNA"
        if assay in paired:
            text += f"; paired by {paired[str(assay)]}"
        lines += bullet(text)
    if len(groups) > _MOST_ASSAYS:
        lines += bullet(f"and {len(groups) - _MOST_ASSAYS} more assays")
    for question in asked:
        arms = protein_arms(question.contrast)
        conditions = set(table["condition"])
        if not arms.reference:
            lines += bullet(f"{question.contrast.id}: no protein is compared; {arms.why_none}")
        elif not (conditions & set(arms.reference) and conditions & set(arms.target)):
            lines += bullet(f"{question.contrast.id}: no protein was measured in both arms")
    return lines


def _of(some: int, every: int) -> str:
    genes = f"{every} gene{'s' * (every != 1)}"
    return f"{genes}, all" if some == every else f"{genes}, {some}"


def _replicates(rows: pd.DataFrame) -> str:
    counts = rows.groupby("condition", sort=False)["sample"].nunique()
    said = [f"{condition} {n}" for condition, n in counts.items()]
    return listing(said, _MOST_NAMES)


def _settings(config: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    block = config.get("concordance") or {}
    value = block.get(key) or {}
    return value if isinstance(value, Mapping) else {}


def gene_lines(facts: Facts) -> list[str]:
    """Say which genes of interest stand in the counts.

    Parameters
    ----------
    facts : Facts

    Returns
    -------
    list of str
        Lines; none without genes of interest.
    """
    genes = [str(gene) for gene in facts.config.get("genes_of_interest") or []]
    if not genes:
        return []
    found = [gene for gene in genes if counted(facts, gene)]
    absent = [gene for gene in genes if gene not in found]
    text = f"Genes of interest: in the counts {listing(found, 20) if found else 'none'}"
    if absent:
        text += f"; NOT in the counts: {listing(absent, 20)}"
    return [text]


def counted(facts: Facts, gene: str) -> bool:
    """Tell whether the counts have a gene that the configuration names.

    Parameters
    ----------
    facts : Facts
    gene : str
        Symbol, alias, clinical name or Ensembl id.

    Returns
    -------
    bool
    """
    symbol = (facts.symbols or {}).get(gene.lower(), gene)
    return facts.in_counts(gene, "") or facts.in_counts(symbol, "")


def functional_lines(facts: Facts) -> list[str]:
    """Say which functional assays were given.

    Parameters
    ----------
    facts : Facts

    Returns
    -------
    list of str
        One line.
    """
    if facts.functional is None or facts.functional.empty:
        return ["Functional assays: none"]
    said = [
        f"{FUNCTIONAL_ASSAYS.get(str(assay), assay)} "
        f"({len(rows)} measurement{'s' * (len(rows) != 1)})"
        for assay, rows in facts.functional.groupby("assay", sort=True)
    ]
    return [f"Functional assays: {listing(said, 10)}"]
