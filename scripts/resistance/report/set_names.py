"""Names of gene sets in words, for the page and for figures."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from resistance.report.format import shorten
from resistance.report.words import COLLECTIONS

#: first words of set names that repeat the collection
PREFIXES = ("HALLMARK", "GOBP", "REACTOME", "WP", "RESISTANCE")
LITTLE = frozenset(
    ("a", "and", "as", "at", "by", "for", "in", "of", "on", "or", "the", "to", "via", "not", "its")
    + ("aka", "are", "end", "key", "new", "non", "off", "out", "pre", "use", "fat", "sex", "box")
)
#: words of four letters and more that have a spelling of their own
SPELLINGS = {
    word.upper(): word
    for word in (
        "APOE", "BRAF", "CFTR", "CRISPR", "EGFR", "FADD", "FGFR", "GPCR", "GTPase", "GTPases",
        "HNRNP", "IFNG", "KRAS", "Krebs", "MAPK", "mRNA", "mRNAs", "mTOR", "miRNA", "miRNAs",
        "ncRNA", "NFkB", "OXPHOS", "PDGF", "PDGFR", "PTEN", "RHOA", "rRNA", "snRNA", "STAT",
        "TGFB", "tRNA", "VEGF", "VLDL", "Notch", "Hedgehog", "lncRNA", "pDC", "TNFA", "NuMA",
        "SARS", "CoV", "ERBB", "RUNX",
    )
}  # fmt: skip
#: abbreviations of MSigDB for sets that rise or fall with something
DIRECTIONS = {"UP": "up", "DN": "down"}
#: words that GO writes with a capital because they are names
NAMES = frozenset(("Golgi", "Wnt", "Notch", "Hedgehog", "Ras", "Rho", "Rac", "Toll", "Fc", "Krebs"))

#: names of collections where there is little room
SHORT = {"go_bp": "GO", "resistance": "Resistance", "bpdcn": "BPDCN"}
#: the end of a set's name in ``resistance`` that tells it from what concerns the drug
_ASIDE = re.compile(r" not this payload$")
_GO = re.compile(r" \(GO:\d+\)$")


def set_name(term: str) -> str:
    """Turn the name of a gene set into words: ``HALLMARK_E2F_TARGETS`` to ``E2F targets``.

    Parameters
    ----------
    term : str

    Returns
    -------
    str
        Names that are already words are returned as they are; those of GO without their id and
        without capitals inside.
    """
    if _GO.search(term):
        first, *rest = _GO.sub("", term).split(" ")
        return " ".join([first, *(_plain(word) for word in rest)])
    if term.upper() != term or "_" not in term:
        return term
    words = term.split("_")
    if words[0] in PREFIXES and len(words) > 1 and words[1]:
        words = words[1:]
    # short words are mostly names (TCA, MYC); those of the language are not
    kept = [
        SPELLINGS.get(w)
        or DIRECTIONS.get(w)
        or (
            w
            if any(c.isdigit() for c in w) or (len(w) <= 3 and w.lower() not in LITTLE)
            else w.lower()
        )
        for w in words
    ]
    text = " ".join(kept)
    text = text if words[0] in SPELLINGS else text[0].upper() + text[1:]
    return _ASIDE.sub(" (not this payload)", text)


def _plain(word: str) -> str:
    plain = re.fullmatch(r"[A-Z][a-z]+(-[A-Z][a-z]+)*", word) and word.split("-")[0] not in NAMES
    return word.lower() if plain else word


def collection_name(collection: str) -> str:
    """Return the name of a collection as readers know it; a user's own as it is.

    Parameters
    ----------
    collection : str

    Returns
    -------
    str
    """
    return COLLECTIONS.get(collection, collection)


def set_label(term: str, collection: str) -> str:
    """Name a set with its collection: ``Cell cycle (Reactome)``.

    Parameters
    ----------
    term, collection : str

    Returns
    -------
    str
    """
    return f"{set_name(term)} ({collection_name(collection)})"


def figure_labels(
    terms: Sequence[str], collections: Sequence[str], width: int = 34, lines: int = 2
) -> list[str]:
    """Name sets for an axis: wrapped, shortened where still too long, never the same twice.

    Parameters
    ----------
    terms, collections : sequence of str
        Aligned.
    width : int
        Characters of a line.
    lines : int
        Lines for the name and its collection together.

    Returns
    -------
    list of str
        Aligned with ``terms``; lines are separated by line feeds.
    """
    out: list[str] = []
    # words are never cut by wrapping, so that lines may end early: leave room for that
    room = width if lines == 1 else int(0.86 * width * lines)
    for number, (term, collection) in enumerate(zip(terms, collections, strict=True), 1):
        end = f" [{shorten(SHORT.get(collection) or collection_name(collection), 22)}]"
        name = shorten(set_name(term), max(12, room - len(end)))
        text = "\n".join(textwrap.wrap(name + end, width, break_on_hyphens=False))
        out.append(text if text not in out else f"{text} ({number})")
    return out
