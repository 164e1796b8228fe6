"""How tables spell the id of a gene: versions, Y copies, ids joined to symbols, genomes in front.

Only by clear rules: a text that names two genes, or a transcript first, is left as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

#: ENSG00000185291, ENSG00000185291.12, ENSGR0000185291, ENSG00000185291.12_PAR_Y, ENSMUSG...;
#: ``_2`` after the version is GENCODE's mark of a gene lifted to GRCh37; a symbol at the end is
#: what RSEM's ``--append-names`` adds (ENSG00000000003.15_TSPAN6).
ENSEMBL_GENE: Final = re.compile(
    r"(ENS(?:[A-Z]{3})?G)(R?)(\d{10,11})(?:\.\d+)?(?:_\d+)?(_PAR_Y)?(?:\.\d+)?"
    r"(?:_(?!PAR_Y)(?P<symbol>[A-Za-z][A-Za-z0-9.@-]*))?",
    re.ASCII,
)
#: Genomes that references of two organisms put before an id (GRCh38_ENSG..., mm10___Actb).
GENOMES: Final = {
    "human": r"(?:GRCh\d+|hg\d+|human|homo_?sapiens)(?:\.p\d+)?",
    "mouse": r"(?:GRCm\d+|mm\d+|mouse|mus_?musculus)(?:\.p\d+)?",
}
_ANY_GENOME: Final = re.compile(rf"(?:{'|'.join(GENOMES.values())})_+", re.IGNORECASE)
_OWN: Final = {
    organism: re.compile(rf"{genome}_+(?=[A-Za-z])", re.IGNORECASE)
    for organism, genome in GENOMES.items()
}
#: GFF3 of Ensembl and of NCBI name a gene ``gene:ENSG...`` and ``gene-IL3RA``.
_FEATURE: Final = re.compile(r"gene[:-](?=[A-Za-z])")
_SYMBOL: Final = r"[A-Za-z][A-Za-z0-9.@-]*"
_BEFORE: Final = re.compile(rf"(?P<symbol>(?!ENS[A-Z]*\d){_SYMBOL})_(?P<id>ENS.+)")
_SEPARATOR: Final = re.compile(r"[|;,\s]+")
#: TCGA's tables join symbol and Entrez id.
_WITH_ENTREZ: Final = re.compile(rf"({_SYMBOL})\|\d+")


def _ensembl(identifier: str) -> tuple[re.Match[str], str] | None:
    """Return the match of the Ensembl id in a text, and the symbol that is joined to it."""
    match = ENSEMBL_GENE.fullmatch(identifier)
    if match is not None:
        return match, match["symbol"] or ""
    if "ENS" not in identifier or identifier != identifier.strip():
        return None
    rest = _FEATURE.sub("", _ANY_GENOME.sub("", identifier, count=1), count=1)
    match = ENSEMBL_GENE.fullmatch(rest)
    if match is not None:
        return match, match["symbol"] or ""
    before = _BEFORE.fullmatch(rest)
    if before is not None:
        match = ENSEMBL_GENE.fullmatch(before["id"])
        return None if match is None else (match, before["symbol"])
    parts = [part for part in _SEPARATOR.split(rest) if part]
    found = [(i, ENSEMBL_GENE.fullmatch(part)) for i, part in enumerate(parts)]
    matches = [(i, match) for i, match in found if match is not None]
    if len(matches) != 1 or matches[0][0] not in (0, len(parts) - 1):
        return None
    place, match = matches[0]
    if place and re.match(r"ENS[A-Z]*T\d", parts[0]):
        return None  # a row of a transcript
    symbol = parts[1 - place] if len(parts) == 2 else ""
    return match, symbol if re.fullmatch(_SYMBOL, symbol) else ""


def parse_ensembl(identifier: str) -> tuple[str, bool] | None:
    """Read an Ensembl gene id in any of the spellings that annotations and tables have used.

    Parameters
    ----------
    identifier : str
        Also ``GRCh38_ENSG...``, ``gene:ENSG...``, ``ENSG...|ENST...|...``, ``TSPAN6_ENSG...``.

    Returns
    -------
    tuple of (str, bool) or None
        The id of 11 digits without version, and whether it names the Y copy of a pseudo-autosomal
        gene by its spelling (``ENSGR...``, ``..._PAR_Y``); None if it is no Ensembl gene id, or
        names several, or a transcript first.
    """
    found = _ensembl(identifier)
    if found is None:
        return None
    prefix, r, digits, par_y = found[0].group(1, 2, 3, 4)
    return prefix + digits.zfill(11), bool(r or par_y)


def joined_symbol(identifier: str) -> str:
    """Return the symbol that a table has joined to an Ensembl id.

    Parameters
    ----------
    identifier : str

    Returns
    -------
    str
        Empty where there is none.
    """
    found = _ensembl(identifier)
    return found[1] if found else ""


def plain_names(ids: Iterable[str], organism: str) -> dict[str, str]:
    """Take from symbols what tables join to them: genomes, ``gene-``, Entrez ids.

    Parameters
    ----------
    ids : iterable of str
        All of a table.
    organism : str
        A genome of another organism stays: ``mm10___Actb`` is no human gene.

    Returns
    -------
    dict of str to str
        The symbol of each id that is spelled so; none where another row has the same symbol.
    """
    everyone = list(ids)
    own = _OWN.get(organism)
    found = {}
    for identifier in everyone:
        name = own.sub("", identifier, count=1) if own and own.match(identifier) else identifier
        name = _FEATURE.sub("", name, count=1) if _FEATURE.match(name) else name
        joined = _WITH_ENTREZ.fullmatch(name)
        name = joined.group(1) if joined else name
        if name != identifier:
            found[identifier] = name
    rows = Counter(found.get(identifier, identifier) for identifier in set(everyone))
    return {identifier: name for identifier, name in found.items() if rows[name] == 1}
