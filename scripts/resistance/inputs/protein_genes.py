"""Find measurements that stand twice in a table of protein, under two names of one gene."""

from __future__ import annotations

import pandas as pd

from resistance.genes.gene_ids import Annotation, resolve_symbols
from resistance.inputs.protein_checks import MEASUREMENT
from resistance.inputs.tables import capped, cell
from resistance.problems import Problem
from resistance.protein.tidy import tidy


def check_gene_names(protein: pd.DataFrame, annotation: Annotation, name: str) -> list[Problem]:
    """Find measurements that are equal in all but the name that they give to one gene.

    Two names in different assays, or with replicates of their own, are no mistake; nor are two
    proteins of one gene that differ in ``protein_id``.

    Parameters
    ----------
    protein : pandas.DataFrame
        The user's table, text, indexed by row.
    annotation : Annotation
        Of the study's organism.
    name : str
        The protein table as the user named it.

    Returns
    -------
    list of Problem
        One for each row that repeats an earlier one.
    """
    needed = {"gene", "condition", "replicate"}
    if not needed <= set(protein.columns) or protein.empty:
        return []
    table = tidy(protein).set_index(protein.index)
    names = sorted(set(table["gene"]) - {""})
    resolved = resolve_symbols(names, annotation, ignore_case=True).set_index("name")["ensembl_id"]
    known = resolved[resolved != ""]
    shared = known[known.duplicated(keep=False)]
    rows = table[table["gene"].isin(shared.index)]
    first: dict[tuple[str, ...], tuple[int, str]] = {}
    found = []
    others = [column for column in MEASUREMENT if column != "gene"]
    for row, gene, place in zip(
        rows.index, rows["gene"], rows[others].itertuples(index=False), strict=True
    ):
        key = (shared[gene], *place)
        earlier, other = first.setdefault(key, (int(row), gene))
        if other != gene:
            found.append(
                Problem(
                    name,
                    f'"{gene}" and "{other}" in row {earlier} are names of one gene '
                    f"({shared[gene]}), measured in the same assay, condition and replicate.",
                    str(row),
                    "gene",
                    cell(table, row, "gene"),
                    "one name for each gene, and one row per measurement",
                    "Take one of the rows out, number the replicates, or give different proteins "
                    "of the gene a protein_id.",
                )
            )
    return capped(found, "measurements under another name of their gene")
