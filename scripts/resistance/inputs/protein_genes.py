"""Find measurements that stand twice in a table of protein, and names that no gene has."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator

import pandas as pd

from resistance.genes.excel import EXCEL_DATE
from resistance.genes.gene_ids import Annotation, parse_ensembl, resolve_symbols
from resistance.inputs.protein_checks import MEASUREMENT
from resistance.inputs.tables import capped, cell
from resistance.problems import Problem, did_you_mean
from resistance.protein.matching import GROUP_SEPARATOR
from resistance.protein.tidy import tidy

_NAMED = 10


def check_gene_names(protein: pd.DataFrame, annotation: Annotation, name: str) -> list[Problem]:
    """Find ids of another gene than the one named, and measurements equal in all but the name.

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
        One for each gene with the id of another, and for each row that repeats an earlier one.
    """
    contradictions = list(_contradictions(protein, annotation, name))
    return capped(contradictions, "ids of another gene") + _repeated(protein, annotation, name)


def _contradictions(protein: pd.DataFrame, annotation: Annotation, name: str) -> Iterator[Problem]:
    if not {"gene", "ensembl_id"} <= set(protein.columns):
        return
    both = protein[(protein["gene"] != "") & (protein["ensembl_id"] != "")]
    pairs = both[["gene", "ensembl_id"]].drop_duplicates()
    genes = resolve_symbols(list(pairs["gene"]), annotation, ignore_case=True)
    ids = resolve_symbols(list(pairs["ensembl_id"]), annotation)
    for row, gene, given, meant, symbol, found, other in zip(
        pairs.index,
        pairs["gene"],
        pairs["ensembl_id"],
        genes["ensembl_id"],
        genes["symbol"],
        ids["ensembl_id"],
        ids["symbol"],
        strict=True,
    ):
        # ids of one symbol (alternate haplotypes) do not disagree; nor does an unknown id
        if not meant or not found or meant == found or (symbol and symbol == other):
            continue
        # an alias of one gene may be another's symbol: the id says which of them is meant
        lookups = (*annotation.names["exact"], *annotation.names["caseless"])
        if any(found in lookup.get(gene, lookup.get(gene.lower(), [])) for _, lookup in lookups):
            continue
        count = int(((both["gene"] == gene) & (both["ensembl_id"] == given)).sum())
        yield Problem(
            name,
            f"{gene} is {meant}, not the id that is given, which is that of {other or found} "
            f"({count} row{'s' * (count > 1)}).",
            str(row),
            "ensembl_id",
            given,
            f"{meant}, or an empty cell",
        )


def unknown_gene_note(protein: pd.DataFrame, known: Collection[str], name: str) -> list[str]:
    """Say which names of a table of protein no gene has.

    Parameters
    ----------
    protein : pandas.DataFrame
        The user's table, text, indexed by row.
    known : collection of str
        Names and ids of the annotation and of the counts.
    name : str
        The protein table as the user named it.

    Returns
    -------
    list of str
        One note, or none. Groups of genes are passed over, and genes whose ``ensembl_id`` is known.
    """
    if "gene" not in protein:
        return []
    names = set(protein["gene"]) - {""}
    if "ensembl_id" in protein:
        named = protein.loc[protein["ensembl_id"] != "", ["gene", "ensembl_id"]].drop_duplicates()
        names -= {
            gene
            for gene, given in named.itertuples(index=False)
            if given in known or _stem(given) in known
        }
    left = sorted(n for n in names if n not in known and GROUP_SEPARATOR not in n)
    if left:
        caseless = {text.lower() for text in known}
        left = [n for n in left if n.lower() not in caseless and _stem(n) not in known]
    if not left:
        return []
    shown = _with_suggestions(left[:_NAMED], known)
    more = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
    return [
        f"{name}: genes that neither the annotation nor the counts know: {len(left)} "
        f"({', '.join(shown)}{more}). They have no RNA to be compared with."
    ]


def _stem(text: str) -> str:
    parsed = parse_ensembl(text)
    return parsed[0] if parsed else text


def _with_suggestions(names: list[str], known: Collection[str]) -> list[str]:
    """Name the closest of the names that begin or end alike: all of them would take seconds."""
    starts, ends = {n[:2].lower() for n in names}, {n[-2:].lower() for n in names}
    pool = [k for k in known if k[:2].lower() in starts or k[-2:].lower() in ends]
    shown = []
    for written in names:
        hint = ""
        if EXCEL_DATE.fullmatch(written):
            hint = "a symbol that a spreadsheet made a date?"
        elif not parse_ensembl(written):
            start, end, length = written[:2].lower(), written[-2:].lower(), len(written)
            hint = did_you_mean(
                written,
                sorted(
                    k
                    for k in pool
                    if abs(len(k) - length) <= 2
                    and (k[:2].lower() == start or k[-2:].lower() == end)
                ),
            )
        shown.append(f"{written}: {hint[0].lower()}{hint[1:]}" if hint else written)
    return shown


def _repeated(protein: pd.DataFrame, annotation: Annotation, name: str) -> list[Problem]:
    """Find measurements that are equal in all but the name that they give to one gene."""
    needed = {"gene", "condition", "replicate"}
    if not needed <= set(protein.columns) or protein.empty:
        return []
    table = tidy(protein).set_index(protein.index)
    names = sorted(set(table["gene"]) - {""})
    resolved = resolve_symbols(names, annotation, ignore_case=True).set_index("name")["ensembl_id"]
    known = resolved[resolved != ""]
    shared = known[known.duplicated(keep=False)]
    rows = table[table["gene"].isin(shared.index)]
    first: dict[tuple[str, ...], tuple[Hashable, str]] = {}
    found = []
    others = [column for column in MEASUREMENT if column != "gene"]
    for row, gene, place in zip(
        rows.index, rows["gene"], rows[others].itertuples(index=False), strict=True
    ):
        key = (shared[gene], *place)
        earlier, other = first.setdefault(key, (row, gene))
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
