"""Put collections of gene sets together: their genes as the study names them, and what was lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from resistance.columns import GENE_SET_COLLECTIONS, GENE_SETS
from resistance.gene_sets.gmt import GeneSetFile
from resistance.gene_sets.members import (
    StudyGenes,
    Translation,
    kind_of,
    translate,
    translate_across,
)
from resistance.gene_sets.orthologues import Orthologues
from resistance.gene_sets.sources import Collection
from resistance.genes.gene_ids import Annotation

READY, NO_SETS = "ready", "no_sets"
_COUNTS: Final = (
    "n_sets",
    "n_genes",
    "n_not_recognised",
    "n_renamed",
    "n_without_orthologue",
    "n_empty",
    "n_renamed_sets",
)


@dataclass(frozen=True)
class Known:
    """What members of gene sets are looked up in.

    Attributes
    ----------
    organism : str
        Of the study: ``human``, ``mouse`` or ``other``.
    study : StudyGenes
    annotations : mapping of str to Annotation
        Of the study's organism, and of those of the collections.
    pairs : pandas.DataFrame or None
        As of :class:`resistance.gene_sets.orthologues.Orthologues`; None where nothing is
        translated.
    """

    organism: str
    study: StudyGenes
    annotations: Mapping[str, Annotation]
    pairs: pd.DataFrame | None = None


@dataclass(frozen=True)
class GeneSets:
    """All gene sets of a study.

    Attributes
    ----------
    members : pandas.DataFrame
        Columns of :data:`resistance.columns.GENE_SETS`: collections in the order given, terms and
        members sorted.
    collections : pandas.DataFrame
        Columns of :data:`resistance.columns.GENE_SET_COLLECTIONS`, one row a collection.
    not_recognised : dict of str to list of str
        Collection -> members that nothing is known of, sorted.
    """

    members: pd.DataFrame
    collections: pd.DataFrame
    not_recognised: dict[str, list[str]]


def put_together(
    collections: Sequence[tuple[Collection, GeneSetFile | None]], known: Known
) -> GeneSets:
    """Name the members of all gene sets as the study does.

    Parameters
    ----------
    collections : sequence of (Collection, GeneSetFile or None)
        In the order to report; None where the organism has no such collection.
    known : Known

    Returns
    -------
    GeneSets
    """
    columns: tuple[list[str], list[str], list[str]] = ([], [], [])
    rows: list[dict[str, object]] = []
    unknown: dict[str, list[str]] = {}
    for collection, file in collections:
        if file is None:
            rows.append(_row(collection, "", _no_sets(collection, known.organism), {}))
            unknown[collection.name] = []
            continue
        members = file.members
        kind = collection.ids if collection.ids != "auto" else kind_of(members)
        said = _translation(collection, members, kind, known)
        sets = _named(file, said.names)
        for term, genes in sets.items():
            columns[0].extend([collection.name] * len(genes))
            columns[1].extend([term] * len(genes))
            columns[2].extend(genes)
        counts = {
            "n_sets": len(sets),
            "n_genes": len(set().union(*sets.values())),
            "n_not_recognised": len(said.unknown),
            "n_renamed": len(said.renamed),
            "n_without_orthologue": len(said.lost),
            "n_empty": len(file.empty) + len(file.sets) - len(sets),
            "n_renamed_sets": len(file.renamed),
        }
        unknown[collection.name] = sorted(said.unknown)
        reason = " ".join(_reasons(file, said, len(sets), collection.organism, known.organism))
        rows.append(_row(collection, kind, reason, counts))
    return GeneSets(
        pd.DataFrame(dict(zip(GENE_SETS, columns, strict=True)), dtype=object),
        pd.DataFrame(rows, columns=list(GENE_SET_COLLECTIONS)),
        unknown,
    )


def _translation(
    collection: Collection, members: list[str], kind: str, known: Known
) -> Translation:
    annotation = known.annotations[collection.organism]
    if collection.organism == known.organism:
        return translate(members, kind, annotation, known.study)
    if known.pairs is None:
        raise ValueError(f"{collection.name}: no orthologues for {known.organism}")
    partner = Orthologues(known.pairs, collection.organism)
    return translate_across(members, kind, annotation, partner, known.study)


def _named(file: GeneSetFile, names: Mapping[str, str]) -> dict[str, list[str]]:
    """Rename members; two that are one gene are one, and a set that loses all is left out."""
    named = {
        term: sorted({names[member] for member in members if member in names})
        for term, members in file.sets.items()
    }
    return {term: named[term] for term in sorted(named) if named[term]}


def _no_sets(collection: Collection, organism: str) -> str:
    if organism == "other":
        return (
            f"{collection.title} lists {collection.organism} genes, and the study's organism has "
            "no table of orthologues here; gene sets of your own can be given as a GMT file "
            "(enrichment.gene_sets)."
        )
    return f"{collection.title} has no file."


def _reasons(
    file: GeneSetFile, said: Translation, n_sets: int, organism: str, own: str
) -> list[str]:
    sentences = []
    if organism != own:
        sentences.append(
            f"{organism.capitalize()} genes, taken as their one-to-one {own} orthologues; "
            f"{len(said.lost):,} of {len(file.members):,} have none and are left out."
        )
    if not n_sets:
        sentences.append("No set has a gene that could be named.")
    return sentences + file.remarks(said.unknown)


def _row(
    collection: Collection, kind: str, reason: str, counts: Mapping[str, int]
) -> dict[str, object]:
    return {
        "collection": collection.name,
        "title": collection.title,
        "organism": collection.organism,
        "source": collection.source,
        "version": collection.version,
        "date": collection.date,
        "licence": collection.licence,
        "ids": kind,
        "status": READY if counts.get("n_sets") else NO_SETS,
        **{name: counts.get(name, 0) for name in _COUNTS},
        "reason": reason,
    }
