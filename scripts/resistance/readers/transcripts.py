"""Read which gene a transcript is of: the study's own table, or the embedded one."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

from resistance.genes.gene_ids import parse_ensembl
from resistance.inputs.tables import capped
from resistance.problems import Problem
from resistance.readers.decoding import read_text
from resistance.readers.delimited import separator_of, wrong_separator
from resistance.transcripts.tx2gene import Tx2Gene

#: Embedded tables of each organism, in ``resources/annotation``.
_FILES = {
    "human": ("human_transcripts.tsv.gz",),
    "mouse": ("mouse_transcripts.tsv.gz",),
    "mixed": ("human_transcripts.tsv.gz", "mouse_transcripts.tsv.gz"),
}
_ALLOWED = "two columns: transcript, gene"


def transcript_files(organism: str) -> list[str]:
    """Name the files of ``resources/annotation`` that hold an organism's transcripts.

    Parameters
    ----------
    organism : str

    Returns
    -------
    list of str
        File names; empty where there are none.
    """
    return list(_FILES.get(organism, ()))


def read_tx2gene(
    path: Path | None, name: str, annotation: Path | None, organism: str
) -> tuple[Tx2Gene | None, list[Problem]]:
    """Read the gene of each transcript.

    Parameters
    ----------
    path : Path or None
        The study's own table; None where it has none.
    name : str
        That table as the user named it.
    annotation : Path or None
        ``resources/annotation``.
    organism : str
        ``human``, ``mouse``, ``mixed`` or ``other``.

    Returns
    -------
    tx2gene : Tx2Gene or None
        None if there are problems, and for organisms without an embedded table.
    problems : list of Problem
    """
    if path is not None:
        return _read_own(path, name)
    files = transcript_files(organism)
    if annotation is None or not files:
        return None, []
    genes: dict[str, str] = {}
    for file in files:
        with gzip.open(annotation / file, "rt", encoding="utf-8") as handle:
            next(handle)
            rows = (line.rstrip("\n").partition("\t") for line in handle)
            genes.update((transcript, gene) for transcript, _, gene in rows)
    return Tx2Gene(f"the embedded {organism} annotation of Ensembl 100", genes), []


def _read_own(path: Path, name: str) -> tuple[Tx2Gene | None, list[Problem]]:
    text, problems = read_text(path, name)
    if problems:
        return None, problems
    lines = text.split("\n")
    filled = [line for line in lines if line.strip()]
    separator = separator_of([line[:1000] for line in filled[:2]])
    if separator is None:
        missing = Problem(name, "The table has one column only.", "1", "", filled[0][:80], _ALLOWED)
        return None, [wrong_separator(filled[0], name) or missing]
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator, strict=True))
    except csv.Error as error:
        hint = "Take the quotation mark away, or close it."
        return None, [Problem(name, f"A quotation mark is not closed ({error}).", hint=hint)]
    genes: dict[str, str] = {}
    # a header is a transcript that no file has
    for row, cells in enumerate(rows, start=1):
        if not any(cell.strip() for cell in cells):
            continue
        transcript, gene = (cell.strip() for cell in [*cells, "", ""][:2])
        if len(cells) < 2 or not transcript:
            message = "The row has no transcript and gene."
            problems.append(Problem(name, message, str(row), "", cells[0][:80], _ALLOWED))
        elif genes.setdefault(transcript, gene) != gene:
            message = f"An earlier row gives this transcript the gene {genes[transcript]}."
            hint = "Take one of the rows out."
            problems.append(
                Problem(name, message, str(row), "gene", gene, "one gene for each transcript", hint)
            )
    problems = capped(problems, "rows that cannot be used")
    if not problems and all(parse_ensembl(key) for key in list(genes)[1:50]) and len(genes) > 1:
        example = list(genes)[1]
        message = "The first column holds genes; transcripts were expected there."
        problems = [Problem(name, message, "2", "", example, _ALLOWED, "Swap the two columns.")]
    return (None, problems) if problems else (Tx2Gene(name, genes, own=True), [])
