"""Pseudo-autosomal genes: the same sequence on X and on Y, under two ids.

IL3RA (CD123) is one of them. Where a reference holds both copies unmasked, reads of these genes
map to two places and most counters drop them, so that CD123 looks lost in the mRNA; where they
are counted at both places, the sum doubles. Simulated with 1,000 reads of such a gene (STAR
2.7.10b, featureCounts 2.0.3, salmon 1.10.1): X/Y is 1000/0 with a masked Y, 0/0 with an unmasked Y
as STAR and featureCounts come, 137/0 with an unmasked Y and a GTF without the Y copies, 1000/1000
with featureCounts ``-M``, 500/500 with ``-M --fraction`` or salmon ``--keepDuplicates``.
"""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

import pandas as pd

from resistance.columns import INPUTS
from resistance.genes.gene_ids import parse_ensembl
from resistance.genes.par_dropout import DEPENDENT, SENTINEL_RATIO, SENTINELS, dropout, par_sentinel
from resistance.problems import Problem

__all__ = [
    "DEPENDENT",
    "SENTINELS",
    "SENTINEL_RATIO",
    "Merged",
    "dropout",
    "merge_duplicates",
    "par_sentinel",
]

_CHOICES: Final = ("sum", "x_only")


class Merged(NamedTuple):
    """Counts by gene id, and everything that was done to get there.

    Attributes
    ----------
    counts : pandas.DataFrame
        Genes x samples, index ``gene_id``, sorted.
    merges : pandas.DataFrame
        Rows for ``inputs.tsv``, columns of :data:`resistance.columns.INPUTS`.
    problems : list of Problem
        The counts must not be used while this is not empty.
    notes : list of str
        Sentences for the user; the run goes on.
    """

    counts: pd.DataFrame
    merges: pd.DataFrame
    problems: list[Problem]
    notes: list[str]


def _shorten(names: list[str], most: int = 5) -> str:
    """Join names, and count those beyond the first few."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def _exact_duplicates(counts: pd.DataFrame, file: str) -> list[Problem]:
    """Report ids that stand in the table more than once."""
    repeated = sorted(name for name, n in Counter(counts.index).items() if n > 1)
    if not repeated:
        return []
    noun = "gene id stands" if len(repeated) == 1 else "gene ids stand"
    return [
        Problem(
            file=file,
            message=f"{len(repeated)} {noun} in more than one row: {_shorten(repeated)}.",
            column=str(counts.index.name or ""),
            value=repeated[0],
            allowed="each gene id once",
            hint="Sum or rename these rows, or count again by Ensembl gene id.",
        )
    ]


def _equal_everywhere(x: pd.Series, y: pd.Series) -> bool:
    """Tell whether X and Y rows are equal and non-zero in all samples."""
    return bool(len(x) and (x == y).all() and (x > 0).all())


def _listed(mapping: pd.DataFrame) -> list[dict[str, object]]:
    """List distinct gene ids that are one gene, or that share a symbol; they stay apart."""
    genes = mapping.drop_duplicates("gene_id").sort_values("gene_id")
    rows: list[dict[str, object]] = []
    seen: set[frozenset[str]] = set()
    for column, noun in (("ensembl_id", "one Ensembl gene"), ("gene_name", "one symbol")):
        known = genes[genes[column] != ""]
        shared = known[known.duplicated(column, keep=False)]
        for item, group in shared.groupby(column, sort=True)["gene_id"]:
            members = list(group)
            if frozenset(members) in seen:
                continue
            seen.add(frozenset(members))
            detail = f"{noun} in {len(members)} rows, kept apart: {_shorten(members)}"
            rows.append(
                {"action": "listed", "item": str(item), "n": len(members), "detail": detail}
            )
    return rows


def merge_duplicates(
    counts: pd.DataFrame,
    mapping: pd.DataFrame,
    par_y_masked: str = "unknown",
    par_duplicates: str = "",
    file: str = "counts",
) -> Merged:
    """Sum the X and Y rows of pseudo-autosomal genes, and rows that differ in version only.

    Nothing else is ever summed: two symbols of one gene stay two rows and are listed.

    Where the X and Y rows of a gene are equal and not zero in every sample, its reads were either
    counted twice (featureCounts ``-M``) or split in halves (``--fraction``, salmon
    ``--keepDuplicates``). The counts cannot tell which, so the user is asked.

    Parameters
    ----------
    counts : pandas.DataFrame
        Genes x samples, index: the ids as they stand in the file.
    mapping : pandas.DataFrame
        ``input_id, gene_id, ensembl_id, gene_name`` of
        :func:`resistance.genes.gene_ids.map_gene_ids`.
    par_y_masked : str
        What the config says of the reference: yes, no or unknown. Only checked against the counts.
    par_duplicates : str
        ``sum`` or ``x_only`` for pairs with equal rows; empty where the config has no choice.
    file : str
        The counts as the user named them.

    Returns
    -------
    Merged

    Raises
    ------
    KeyError
        If an id of the counts is not in the mapping.
    ValueError
        If ``par_duplicates`` is none of the choices.
    """
    if par_duplicates and par_duplicates not in _CHOICES:
        raise ValueError(f"par_duplicates is {par_duplicates!r}, not one of {_CHOICES}")
    problems = _exact_duplicates(counts, file)
    if problems:
        return Merged(counts, pd.DataFrame(columns=list(INPUTS)), problems, [])

    gene_of = dict(zip(mapping["input_id"], mapping["gene_id"], strict=True))
    name_of = dict(zip(mapping["gene_id"], mapping["gene_name"], strict=True))
    groups: dict[str, list[str]] = {}
    for input_id in counts.index:
        groups.setdefault(gene_of[input_id], []).append(input_id)
    y_ids = {i for i in counts.index if _is_y(i, gene_of[i])}

    single = [(gene, ids[0]) for gene, ids in groups.items() if len(ids) == 1]
    merged = counts.loc[[input_id for _, input_id in single]]
    merged.index = pd.Index([gene for gene, _ in single], dtype=object)
    rows: list[dict[str, object]] = [
        {
            "action": "renamed",
            "item": i,
            "n": 1,
            "detail": f"the Y copy of {gene}, which has no row",
        }
        for gene, i in single
        if i in y_ids
    ]
    sums: dict[str, pd.Series] = {}
    equal: list[str] = []
    unequal: list[str] = []
    for gene, ids in groups.items():
        if len(ids) == 1:
            continue
        on_y = sorted(i for i in ids if i in y_ids)
        on_x = sorted(i for i in ids if i not in y_ids)
        x, y = counts.loc[on_x].sum(axis=0), counts.loc[on_y].sum(axis=0)
        is_equal = bool(on_x and on_y) and _equal_everywhere(x, y)
        if is_equal:
            equal.append(gene)
        elif on_x and bool((y > 0).any()):
            unequal.append(gene)
        kind = "X and Y copies" if on_x and on_y else "versions of one id"
        if is_equal and par_duplicates == "x_only":
            sums[gene] = x
            row = {"action": "not_used", "item": ";".join(on_y), "n": len(on_y)}
            detail = (
                f"equal to the X copy in every sample; only {', '.join(on_x)} counts for {gene}"
            )
        else:
            sums[gene] = x + y
            row = {"action": "summed", "item": gene, "n": len(ids)}
            detail = (
                f"{kind}: {', '.join(on_x + on_y)}; {y.sum():g} reads were on Y"
                if on_y
                else (f"{kind}: {', '.join(on_x)}")
            )
        rows.append({**row, "detail": detail})

    if sums:
        summed = pd.DataFrame(sums).T.astype(counts.dtypes.to_dict())
        merged = pd.concat([merged, summed[counts.columns]])
    merged = merged.sort_index()
    merged.index.name = "gene_id"
    rows.extend(_listed(mapping[mapping["input_id"].isin(set(counts.index))]))
    merges = pd.DataFrame(rows, columns=list(INPUTS)).assign(source="counts")
    merges = merges.sort_values(["action", "item"], kind="stable", ignore_index=True)

    names = sorted(name_of[gene] for gene in equal)
    if equal and not par_duplicates:
        problems.append(_ask(names, file))
    notes = _notes(names, sorted(name_of[gene] for gene in unequal), par_y_masked, par_duplicates)
    return Merged(merged, merges, problems, notes)


def _is_y(input_id: str, gene_id: str) -> bool:
    """Tell whether an id names a Y copy, by its spelling or by having been mapped to its X copy."""
    parsed = parse_ensembl(input_id)
    return parsed is not None and (parsed[1] or parsed[0] != gene_id)


def _ask(names: list[str], file: str) -> Problem:
    """Ask what equal rows of X and Y mean."""
    return Problem(
        file=file,
        message=(
            f"The X and Y copies of {len(names)} pseudo-autosomal genes have equal counts in every "
            f"sample ({_shorten(names)}): their reads were counted twice or split in halves, and "
            "the counts do not tell which."
        ),
        column="counts.par_duplicates",
        allowed="sum, x_only",
        hint=(
            "In the config, set counts.par_duplicates to x_only if each read was counted at both "
            "places (featureCounts -M), to sum if it was split (featureCounts -M --fraction, "
            "salmon --keepDuplicates)."
        ),
    )


def _notes(
    equal: list[str], unequal: list[str], par_y_masked: str, par_duplicates: str
) -> list[str]:
    """Say where the config and the counts do not fit together."""
    notes = []
    if par_y_masked == "yes" and (equal or unequal):
        notes.append(
            "counts.par_y_masked is yes, but Y copies of pseudo-autosomal genes hold reads: "
            f"{_shorten(sorted(equal + unequal))}."
        )
    if par_duplicates and not equal:
        notes.append(
            "counts.par_duplicates has no effect: no gene has equal counts on X and Y in all "
            "samples."
        )
    elif par_duplicates == "x_only" and unequal:
        notes.append(
            "X and Y rows that are not equal were summed although counts.par_duplicates is x_only: "
            f"{_shorten(unequal)}."
        )
    return notes
