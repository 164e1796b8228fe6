"""The genes that every study answers for: genes of interest and the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from resistance.protein.matching import GeneMatcher

#: Columns of the panel: the gene, whether it belongs to the family ``panel``, and a call and a
#: reason where nothing about it can be tested.
PANEL: Final = ["gene_id", "ensembl_id", "gene_name", "in_panel", "call", "reason"]

NOT_IN_COUNTS: Final = "not in the counts"


def panel_genes(
    genes_of_interest: Sequence[str],
    catalogue: pd.DataFrame,
    matcher: GeneMatcher,
    organism: str,
    catalogue_organism: str = "human",
) -> pd.DataFrame:
    """List genes of interest and catalogue genes, each once, found in the counts or not.

    The family ``panel`` holds the genes of interest and the catalogue's effectors: fixed before
    the data. For another organism than the catalogue's its genes do not apply.

    Parameters
    ----------
    genes_of_interest : sequence of str
        As written in the config.
    catalogue : pandas.DataFrame
        Columns ``gene, ensembl_id, evidence_class`` at least.
    matcher : GeneMatcher
    organism : str
        ``human``, ``mouse`` or ``other``.
    catalogue_organism : str
        Whose genes the catalogue lists: human, unless the study brought its own in its place.

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`PANEL`; ``gene_id`` is empty where the counts lack the gene.
    """
    rows: list[tuple[str, str, str, bool, str, str]] = []
    effector = catalogue["evidence_class"] == "effector"
    ordered = pd.concat([catalogue[effector], catalogue[~effector]])
    ordered = ordered.drop_duplicates(["ensembl_id", "gene"])
    foreign = (
        {}
        if organism == catalogue_organism
        else dict(zip(ordered["gene"], ordered["ensembl_id"], strict=True))
    )
    for name in genes_of_interest:
        rows.append(_gene_of_interest(name, matcher, organism, foreign))
    for gene, ensembl_id, evidence in zip(
        ordered["gene"], ordered["ensembl_id"], ordered["evidence_class"], strict=True
    ):
        if organism != catalogue_organism:
            reason = f"the catalogue is {catalogue_organism}, the study is not ({organism})"
            rows.append(("", ensembl_id, gene, False, "not_applicable", reason))
            continue
        match = matcher.match("", ensembl_id)
        if not match[0]:
            match = matcher.match(gene, ensembl_id)
        gene_id, known_id, gene_name, note = match
        rows.append(
            (
                gene_id,
                known_id or ensembl_id,
                gene_name if gene_id else gene,
                evidence == "effector",
                "" if gene_id else "not_measured",
                note,
            )
        )
    out = pd.DataFrame(rows, columns=PANEL)
    # one gene may be listed in several ways; the first row, which is of the panel, stands
    out["key"] = out["gene_id"].where(out["gene_id"] != "", out["ensembl_id"])
    out["key"] = out["key"].where(out["key"] != "", out["gene_name"])
    return out.drop_duplicates("key").drop(columns="key").reset_index(drop=True)


def _gene_of_interest(
    name: str, matcher: GeneMatcher, organism: str, foreign: dict[str, str]
) -> tuple[str, str, str, bool, str, str]:
    """Find one gene of interest, or say why it has no measurement."""
    gene_id, ensembl_id, gene_name, note = matcher.match(name)
    if gene_id:
        return gene_id, ensembl_id, gene_name, True, "", ""
    if name in foreign:
        reason = f"a human gene of the catalogue; the study is not human ({organism})"
        return "", foreign[name], name, True, "not_applicable", reason
    if organism == "other" or ensembl_id or note != NOT_IN_COUNTS:
        return "", ensembl_id, gene_name, True, "not_measured", note
    reason = f"no {organism} gene of this name is known, and it is not in the counts"
    return "", "", name, True, "not_applicable", reason
