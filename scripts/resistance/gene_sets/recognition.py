"""Tell before a run whether the genes of a file of gene sets are those that they are said to be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from resistance.gene_sets.gmt import GeneSetFile
from resistance.gene_sets.members import ENSEMBL, ENTREZ, SYMBOL, entrez_number, identify, kind_of
from resistance.gene_sets.sources import Collection
from resistance.genes.gene_ids import Annotation, parse_ensembl
from resistance.problems import Problem

#: Share of a file's genes below which they are held against another organism's.
FEW: Final = 0.2
#: Share that must be the other organism's; and share of ids that must have the form of their kind.
MOST: Final = 0.5
_OTHER: Final = {"human": "mouse", "mouse": "human"}
_FORMS: Final = {
    SYMBOL: "gene symbols",
    ENSEMBL: "Ensembl gene ids, such as ENSG00000185291",
    ENTREZ: "Entrez ids, such as 3563",
}
_SHOWN: Final = 5


@dataclass(frozen=True)
class Asked:
    """What a file of gene sets is checked against.

    Attributes
    ----------
    organism : str
        Of the study: ``human``, ``mouse`` or ``other``.
    annotation_of : callable
        Gives the annotation of ``human`` or ``mouse``.
    counted : set of str
        Names and ids of the study's genes, as far as they are known.
    """

    organism: str
    annotation_of: Callable[[str], Annotation]
    counted: AbstractSet[str]


def check_members(
    file: GeneSetFile, collection: Collection, place: str, asked: Asked
) -> tuple[list[Problem], list[str]]:
    """Find files whose genes are of another organism or kind than is said, or not known at all.

    Parameters
    ----------
    file : GeneSetFile
    collection : Collection
    place : str
        The block of the configuration, such as ``enrichment.gene_sets.0``.
    asked : Asked

    Returns
    -------
    problems : list of Problem
        One at most.
    notes : list of str
        Genes that are not recognised, names that come twice, sets without genes; the run goes on.
    """
    members, organism = file.members, collection.organism
    kind = collection.ids if collection.ids != "auto" else kind_of(members)
    problem = _wrong_form(members, kind, collection.label, place)
    if problem is not None:
        return [problem], []
    known = set(members) & asked.counted if organism == asked.organism else set()
    rest = [member for member in members if member not in known]
    if organism in _OTHER:
        known |= _known(rest, kind, asked.annotation_of(organism))
        if len(known) < FEW * len(members):
            n_other = len(_known(members, kind, asked.annotation_of(_OTHER[organism])))
            if n_other >= MOST * len(members):
                numbers = (n_other, len(known), len(members))
                said = _wrong_organism(collection, place, asked.organism, numbers)
                return [_shown(said, members)], []
    if not known:
        return [_shown(_none_known(collection.label, kind, organism), members)], []
    remarks = file.remarks([member for member in members if member not in known])
    return [], [f"{collection.label}: {said}" for said in remarks]


def _known(members: Sequence[str], kind: str, annotation: Annotation) -> set[str]:
    # exact spelling: the case of its letters tells a symbol of mouse from one of human
    return set(identify(members, kind, annotation, ignore_case=False))


def _shown(problem: tuple[str, str, str, str], members: list[str]) -> Problem:
    name, message, allowed, hint = problem
    some = ", ".join(members[:_SHOWN])
    return Problem(name, message, value=some, allowed=allowed, hint=hint)


def _wrong_form(members: list[str], kind: str, name: str, place: str) -> Problem | None:
    """Find ids that the configuration calls something they are not."""
    if kind == SYMBOL:
        return None
    form = entrez_number if kind == ENTREZ else parse_ensembl
    other = [member for member in members if not form(member)]
    if len(other) <= MOST * len(members):
        return None
    message = f"{len(other):,} of {len(members):,} names of genes are no {_FORMS[kind]}."
    hint = f"Leave {place}.ids out: the kind of ids is told by their form."
    return _shown((name, message, _FORMS[kind], hint), other)


def _wrong_organism(
    collection: Collection, place: str, organism: str, numbers: tuple[int, int, int]
) -> tuple[str, str, str, str]:
    said, other = collection.organism, _OTHER[collection.organism]
    n_other, n_said, n_all = numbers
    message = (
        f"These are genes of {other}, not of {said}: of {n_all:,} names {n_other:,} are known in "
        f"{other}, {n_said:,} in {said}."
    )
    hint = f"Set {place}.organism: {other}"
    if other != organism:
        hint += f"; the genes are then taken as their one-to-one orthologues in {organism}"
    return collection.label, message, f"genes of {said}", f"{hint}."


def _none_known(name: str, kind: str, organism: str) -> tuple[str, str, str, str]:
    if organism == "other":
        message = "None of the genes of this file is a gene of the counts."
        allowed = "names or ids exactly as the counts have them"
        return name, message, allowed, "Write the genes as in the first column of the counts."
    message = f"None of the genes of this file is known ({organism}, {kind} ids)."
    hint = "Are they probes, proteins or genes of another organism? Give symbols or Ensembl ids."
    if kind == ENTREZ and organism == "mouse":
        hint = "No Entrez ids of mouse are embedded: give symbols or Ensembl ids."
    return name, message, "symbols, Ensembl ids or Entrez ids", hint
