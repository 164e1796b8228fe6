"""Extract gene sets from the pinned packages and bring their symbols up to date."""

from __future__ import annotations

import csv
import tarfile
import zipfile
from pathlib import Path

from resistance.genes.gene_ids import Annotation, resolve_symbols

Sets = dict[str, tuple[str, list[str]]]

#: What each of our own sets is about; its genes stand in ``gene_sets/resistance_sources.tsv``.
RESISTANCE = {
    "RESISTANCE_ADHESION_AND_NICHE": "Integrins, selectins, chemokine receptors and their "
    "partners, by which cells hold on to the niche",
    "RESISTANCE_ANTIGEN_TURNOVER": "Ligases, sorting complexes and sheddases that take receptors "
    "from the surface",
    "RESISTANCE_APOPTOSIS_BRAKES": "Proteins that hold back the mitochondrial pathway of apoptosis "
    "or its caspases",
    "RESISTANCE_APOPTOSIS_TRIGGERS": "Proteins that start and carry out the mitochondrial pathway "
    "of apoptosis",
    "RESISTANCE_DNA_CROSSLINK_REPAIR_NOT_THIS_PAYLOAD": "Fanconi pathway and homologous "
    "recombination, for crosslinks between strands; not this payload: the IGN of PVEK alkylates "
    "one strand",
    "RESISTANCE_DNA_MONOADDUCT_REPAIR": "Repair of adducts on one strand: nucleotide excision, "
    "global and coupled to transcription, direct reversal, ligation of nicks",
    "RESISTANCE_DNA_MONOADDUCT_TOLERANCE": "Replication past adducts on one strand: translesion "
    "polymerases and the ubiquitination of PCNA that calls them",
    "RESISTANCE_DRUG_EFFLUX": "Pumps that export drugs, and regulators of their transcription",
    "RESISTANCE_LYSOSOME_AND_TRAFFICKING": "The way of an antibody from the surface to the "
    "lysosome: uptake, endosomes, acidification, proteases, export of the payload",
    "RESISTANCE_NEURAL_TRAITS": "Adhesion molecules, neurotrophin receptors and proteins of "
    "neurons and synapses",
    "RESISTANCE_PDC_IDENTITY": "Transcription factors and markers of plasmacytoid dendritic cells",
}
BPDCN_PAGE = "https://github.com/petervangalen/Single-cell_BPDCN"


def parse_gmt(text: str) -> Sets:
    """Read GMT text as term -> (description, symbols); empty fields are left out."""
    sets: Sets = {}
    for line in text.splitlines():
        term, description, *members = line.split("\t")
        sets[term.strip()] = (description.strip(), [m.strip() for m in members if m.strip()])
    return sets


def msigdb_sets(pegasuspy: Path, member: str, prefix: str) -> Sets:
    """Return the sets of one MSigDB file of pegasuspy whose names start with ``prefix``."""
    with zipfile.ZipFile(pegasuspy) as archive:
        text = archive.read(f"pegasus/data_files/{member}").decode("utf-8")
    return {term: value for term, value in parse_gmt(text).items() if term.startswith(prefix)}


def go_bp_sets(blitzgsea: Path) -> Sets:
    """Return the GO biological processes of blitzgsea; their description is the GO id."""
    member = f"{blitzgsea.name.removesuffix('.tar.gz')}/blitzgsea/data/GO_Biological_Process_2023"
    with tarfile.open(blitzgsea) as archive:
        handle = archive.extractfile(member)
        if handle is None:
            raise FileNotFoundError(f"{blitzgsea}: {member}")
        text = handle.read().decode("utf-8")
    sets = {}
    for term, (_, members) in parse_gmt(text).items():
        go_id = term[term.rindex("(") + 1 : -1]
        sets[term] = (f"http://purl.obolibrary.org/obo/{go_id.replace(':', '_')}", members)
    return sets


def resistance_sets(sources: Path) -> Sets:
    """Return our own sets of resistance mechanisms from the table of their genes and sources.

    Raises
    ------
    ValueError
        If a set of the table has no description, or one that is described has no genes.
    """
    with sources.open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    members: dict[str, list[str]] = {}
    for row in rows:
        members.setdefault(row["term"], []).append(row["gene"])
    if set(members) != set(RESISTANCE):
        raise ValueError(f"{sources}: {sorted(set(members) ^ set(RESISTANCE))}")
    return {term: (RESISTANCE[term], genes) for term, genes in members.items()}


def bpdcn_sets(path: Path) -> Sets:
    """Return the signatures of Single-cell BPDCN; descriptions there are notes of its authors."""
    sets = parse_gmt(path.read_text(encoding="utf-8"))
    return {term: (BPDCN_PAGE, members) for term, (_, members) in sets.items()}


def modernise(sets: Sets, annotation: Annotation) -> tuple[list[str], dict[str, int]]:
    """Map symbols to those of the embedded annotation where that is unambiguous.

    Parameters
    ----------
    sets : dict
        Term -> (description, symbols).
    annotation : Annotation
        Human; the case of symbols is ignored because GO's are upper-cased (C10ORF71).

    Returns
    -------
    list of str
        Lines of a GMT file, sorted by term, members sorted and distinct.
    dict of str to int
        Distinct symbols: ``symbols``, of these ``renamed`` and ``unresolved`` (kept as they are).
    """
    names = sorted({member for _, members in sets.values() for member in members})
    resolved = resolve_symbols(names, annotation, ignore_case=True)
    known = resolved["symbol"] != ""
    current = dict(zip(names, resolved["symbol"].where(known, resolved["name"]), strict=True))
    lines = [
        "\t".join([term, description, *sorted({current[member] for member in members})])
        for term, (description, members) in sorted(sets.items())
    ]
    counts = {
        "symbols": len(names),
        "renamed": sum(name != symbol for name, symbol in current.items()),
        # an approved symbol that several ids carry is ambiguous as a gene, yet up to date
        "unresolved": int(
            (~known & ~resolved["name"].isin(list(annotation.genes["symbol"]))).sum()
        ),
    }
    return lines, counts
