"""Tell by its content what a file of counts is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from resistance.count_formats import htseq, kallisto, plain, rsem, salmon, star
from resistance.count_formats.cells import split_line

#: Formats with a file for each sample, and what writes them.
PER_SAMPLE: Final = {
    "star": "STAR's ReadsPerGene.out.tab",
    "htseq": "htseq-count",
    "salmon": "salmon's quant.sf",
    "kallisto": "kallisto's abundance",
    "rsem": "RSEM",
}
_RECOGNISE: Final = {
    "star": star.recognise,
    "salmon": salmon.recognise,
    "kallisto": kallisto.recognise,
    "rsem": rsem.recognise,
    "htseq": htseq.recognise,
}
#: An exon bin of DEXSeq's ``dexseq_count.py`` or of featureCounts for it.
_BIN: Final = re.compile(r'"?[^\s"]+:E?\d{3}"?')
_CUT_SHORT: Final = (
    'The header is htseq-count\'s ("feature", "count"), but the rows that it ends with '
    "(__no_feature, __ambiguous, ...) are missing: the file is cut short, or not of htseq-count. "
    "Genes are missing from it."
)
_SUMMARY: Final = (
    "This is the summary that featureCounts writes beside its counts, not the counts themselves."
)


class Detected(NamedTuple):
    """What a file is.

    Attributes
    ----------
    format : str
        As ``counts.format``; ``matrix`` for any table of ids and numbers; empty for what holds no
        counts.
    why : str
        What shows it.
    refused : str
        Why a file of counts cannot be used; a sentence.
    variant : str
        What distinguishes files of one sample in one format: ``genes`` or ``isoforms``.
    columns : tuple of str
        Names of the columns of a table that may be counts.
    """

    format: str
    why: str = ""
    refused: str = ""
    variant: str = ""
    columns: tuple[str, ...] = ()


def detect(head: Sequence[str], tail: Sequence[str] = ()) -> Detected:
    """Tell what a file is.

    Parameters
    ----------
    head, tail : sequence of str
        Lines of its start, and of its end.

    Returns
    -------
    Detected
    """
    filled = [line for line in head if line.strip()]
    if not filled:
        return Detected("")
    rows = [line for line in [*filled, *tail] if line.strip()]
    bins = exon_bins(rows)
    if bins:
        return Detected("dexseq", refused=bins)
    if htseq.cut_short(rows):
        return Detected("htseq", refused=_CUT_SHORT)
    for kind, recognise in _RECOGNISE.items():
        why = recognise(rows)
        if why:
            return Detected(kind, why, variant=_variant(kind, filled))
    if re.match(r"Status\t.*\nAssigned\t", "\n".join(filled[:2])):
        return Detected("", refused=_SUMMARY)
    layout = plain.layout_of(filled)
    if layout is None:
        return Detected("")
    columns = tuple(layout.header[i] if layout.header else str(i + 1) for i in layout.counts)
    if plain.is_featurecounts(filled):
        why = f"the header is that of featureCounts ({', '.join(plain.FEATURECOUNTS)}, ...)"
        return Detected("featurecounts", why, columns=columns)
    said = "a header" if layout.header else "no header"
    why = f"a table with {said}, a column of ids and {len(columns)} of numbers"
    return Detected("matrix", why, variant="" if layout.header else "headless", columns=columns)


def exon_bins(lines: Sequence[str]) -> str:
    """Say why counts are of exon bins, not of genes.

    Parameters
    ----------
    lines : sequence of str
        Of the start of a file, header or not.

    Returns
    -------
    str
        A sentence; empty if they are not.
    """
    ids = [re.split(r"[\t,;]", line)[0] for line in lines[1:200]]
    found = [identifier for identifier in ids if _BIN.fullmatch(identifier)]
    if len(found) < 5 or len(found) < 0.8 * len(ids):
        return ""
    example = found[0].strip('"')
    return (
        f"These are counts of exon bins, as DEXSeq takes them ({example}), not of genes: a read "
        "over two bins counts twice, so that they do not add up to genes."
    )


def _variant(kind: str, lines: Sequence[str]) -> str:
    """Tell files of genes from those of transcripts, where one tool writes both for a sample."""
    if kind == "rsem":
        return "genes" if split_line(lines[0], "\t")[0] == "gene_id" else "isoforms"
    if kind == "salmon":
        counts = salmon.parse("\n".join(lines[:20]), "")[0]
        return "genes" if counts is not None and counts.level == "gene" else "transcripts"
    return ""
