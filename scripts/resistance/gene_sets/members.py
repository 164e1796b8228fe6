"""Find the study's genes that the members of gene sets name, whatever kind of id they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from resistance.genes.gene_ids import Annotation, parse_ensembl, resolve_symbols
from resistance.genes.narrowed import narrowed

SYMBOL, ENSEMBL, ENTREZ = "symbol", "ensembl", "entrez"
#: Share of a file's members that must have the form of an id to be taken for ids.
MOSTLY: Final = 0.5
_ENTREZ: Final = re.compile(r"(?:GeneID:|entrez:)?([1-9]\d{0,9})", re.IGNORECASE | re.ASCII)
_ENSEMBL_START: Final = "ENS"


def kind_of(members: Collection[str]) -> str:
    """Tell what kind of id the members of a collection are.

    Parameters
    ----------
    members : collection of str
        All of a file, each once.

    Returns
    -------
    str
        ``ensembl`` or ``entrez`` where half of them at least have that form, else ``symbol``.
    """
    share = MOSTLY * max(len(members), 1)
    if sum(entrez_number(name) != "" for name in members) >= share:
        return ENTREZ
    if sum(_stem(name) != "" for name in members) >= share:
        return ENSEMBL
    return SYMBOL


def _stem(name: str) -> str:
    """Return the Ensembl id of a member without its version; empty if it is none."""
    if _ENSEMBL_START not in name:  # most members are symbols
        return ""
    parsed = parse_ensembl(name)
    return "" if parsed is None else parsed[0]


def entrez_number(name: str) -> str:
    """Return the number of an Entrez id.

    Parameters
    ----------
    name : str
        Such as ``3563`` or ``GeneID:3563``.

    Returns
    -------
    str
        Empty if it is none.
    """
    match = _ENTREZ.fullmatch(name)
    return "" if match is None else match[1]


@dataclass(frozen=True)
class StudyGenes:
    """The genes of a study, by everything that may name them.

    Attributes
    ----------
    by_name : dict of str to str
        ``gene_name``, ``gene_id`` and ids as they stand in the counts -> ``gene_name``.
    by_ensembl : dict of str to str
        Ensembl id -> ``gene_name``.
    """

    by_name: dict[str, str]
    by_ensembl: dict[str, str]

    @classmethod
    def from_table(cls, genes: pd.DataFrame) -> StudyGenes:
        """Index a table of genes.

        Parameters
        ----------
        genes : pandas.DataFrame
            ``gene_id, input_ids, ensembl_id, gene_name`` of :data:`resistance.columns.GENES`.

        Returns
        -------
        StudyGenes
            Where rows share an id, the first by gene id stands for them.
        """
        table = genes.sort_values("gene_id", kind="stable")
        names = [
            name or gene for name, gene in zip(table["gene_name"], table["gene_id"], strict=True)
        ]
        by_name = dict(zip(names, names, strict=True))
        for gene, inputs, name in zip(table["gene_id"], table["input_ids"], names, strict=True):
            by_name.setdefault(gene, name)
            if inputs != gene:
                for identifier in inputs.split(";"):
                    by_name.setdefault(identifier, name)
        by_ensembl: dict[str, str] = {}
        for identifier, name in zip(table["ensembl_id"], names, strict=True):
            if identifier:
                by_ensembl.setdefault(identifier, name)
        return cls(by_name, by_ensembl)

    def find(self, name: str, ensembl_id: str) -> str:
        """Return the study's name of a gene.

        Parameters
        ----------
        name : str
            As a file writes it.
        ensembl_id : str
            Without version; empty where it is not known.

        Returns
        -------
        str
            Empty if the study has no such gene.
        """
        return self.by_name.get(name) or self.by_ensembl.get(ensembl_id, "")


@dataclass(frozen=True)
class Translation:
    """What members of gene sets are called in the tables of a study.

    Attributes
    ----------
    names : dict of str to str
        Member as the file writes it -> name; members that are left out are no keys.
    unknown : frozenset of str
        Members that neither the study nor the annotation knows.
    renamed : frozenset of str
        Symbols that the study, or the annotation now, writes otherwise.
    lost : frozenset of str
        Members without a one-to-one orthologue, where that is asked for.
    """

    names: dict[str, str]
    unknown: frozenset[str] = frozenset()
    renamed: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()


def identify(
    members: Iterable[str], kind: str, annotation: Annotation, ignore_case: bool
) -> dict[str, tuple[str, str]]:
    """Find the gene of each member in an annotation.

    Parameters
    ----------
    members : iterable of str
    kind : str
        ``symbol``, ``ensembl`` or ``entrez``; Ensembl ids are known among symbols, too.
    annotation : Annotation
    ignore_case : bool
        Also know symbols in another case. Only of human ones that are known to be human: GO
        writes C10ORF71.

    Returns
    -------
    dict of str to (str, str)
        Ensembl id and symbol of the members that are known; the id is empty for a symbol that
        several ids carry.
    """
    if annotation.organism == "other":
        return {}
    found: dict[str, tuple[str, str]] = {}
    names: list[str] = []
    for member in members:
        number = entrez_number(member) if kind == ENTREZ else ""
        if number:
            identifier = annotation.by_entrez.get(number, "")
            if identifier:
                found[member] = (identifier, annotation.by_id.get(identifier, ("",))[0])
        else:
            names.append(member)
    if not names:
        return found
    part = narrowed(annotation, names)
    resolved = resolve_symbols(names, part, ignore_case)
    for name, identifier, symbol, matched_by in zip(
        resolved["name"],
        resolved["ensembl_id"],
        resolved["symbol"],
        resolved["matched_by"],
        strict=True,
    ):
        if identifier:
            found[name] = (identifier, symbol)
        elif matched_by == "ambiguous" and name in part.names["exact"][0][1]:
            found[name] = ("", name)
    return found


def translate(
    members: Collection[str], kind: str, annotation: Annotation, study: StudyGenes
) -> Translation:
    """Name members of gene sets as the study's tables name these genes.

    Parameters
    ----------
    members : collection of str
        Distinct.
    kind : str
        ``symbol``, ``ensembl`` or ``entrez``.
    annotation : Annotation
        Of the study's organism, which is that of the sets.
    study : StudyGenes

    Returns
    -------
    Translation
        A gene that the counts lack has its current symbol; an unknown member keeps its name (an
        Ensembl id without its version).
    """
    names: dict[str, str] = {}
    rest: list[str] = []
    for member in members:
        stem = _stem(member)
        name = study.find(member, stem) or (study.by_name.get(stem, "") if stem else "")
        if name:
            names[member] = name
        else:
            rest.append(member)
    known = identify(sorted(rest), kind, annotation, annotation.organism == "human")
    unknown = []
    for member in rest:
        if member in known:
            identifier, symbol = known[member]
            names[member] = study.by_ensembl.get(identifier) or symbol or identifier
        else:
            unknown.append(member)
            names[member] = _stem(member) or member
    renamed = _renamed(names, kind)
    return Translation(names, frozenset(unknown), renamed - frozenset(unknown))


def _renamed(names: Mapping[str, str], kind: str) -> frozenset[str]:
    if kind != SYMBOL:
        return frozenset()
    return frozenset(
        member for member, name in names.items() if name != member and not _stem(member)
    )


def translate_across(
    members: Collection[str],
    kind: str,
    annotation: Annotation,
    orthologue: Callable[[str, str], tuple[str, tuple[str, ...]] | None],
    study: StudyGenes,
) -> Translation:
    """Name members of sets of another organism as the study names their orthologues.

    Parameters
    ----------
    members : collection of str
        Distinct.
    kind : str
        ``symbol``, ``ensembl`` or ``entrez``.
    annotation : Annotation
        Of the organism of the sets.
    orthologue : callable
        From Ensembl id and symbol to those of the study's organism, or None
        (:class:`resistance.gene_sets.orthologues.Orthologues`).
    study : StudyGenes

    Returns
    -------
    Translation
        Unknown members and those without an orthologue are left out.
    """
    known = identify(sorted(members), kind, annotation, annotation.organism == "human")
    names: dict[str, str] = {}
    unknown, lost, renamed = [], [], []
    for member in members:
        identifier, symbol = known.get(member, ("", ""))
        partner = orthologue(identifier, symbol or member)
        if partner is not None:
            other_id, others = partner
            hits = (study.by_name.get(name) for name in others)
            names[member] = (
                study.by_ensembl.get(other_id) or next(filter(None, hits), "") or others[0]
            )
            if kind == SYMBOL and symbol and symbol != member and not _stem(member):
                renamed.append(member)
        elif member in known:
            lost.append(member)
        else:
            unknown.append(member)
    return Translation(names, frozenset(unknown), frozenset(renamed), frozenset(lost))
