"""Read gene sets: GMT files, embedded or the user's, and the table of all members that we write."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import pandas as pd

from resistance.columns import Columns
from resistance.gene_sets.collections import GeneSets, Known, put_together
from resistance.gene_sets.gmt import ALLOWED, GeneSetFile, parse_gmt
from resistance.gene_sets.members import StudyGenes
from resistance.gene_sets.orthologues import with_newer_symbols
from resistance.gene_sets.recognition import Asked, check_members
from resistance.gene_sets.sources import Collection, collections_of
from resistance.genes.gene_ids import Annotation
from resistance.problems import InputError, Problem
from resistance.readers import raw_files
from resistance.readers.decoding import decode
from resistance.readers.raw_files import missing, read_raw
from resistance.readers.resources import read_annotation
from resistance.readers.tables import read_table

#: MSigDB as a whole is 30 MB of text.
MOST_BYTES: Final = 500_000_000
ORTHOLOGUES: Final[Columns] = {
    "ensembl_id": str,
    "symbol": str,
    "mouse_ensembl_id": str,
    "mouse_symbol": str,
    "mgi_symbol": str,
}
ORTHOLOGUES_FILE: Final = "human_mouse_orthologues.tsv.gz"
_ZIP: Final = b"PK\x03\x04"


def read_gmt(path: Path, name: str) -> tuple[GeneSetFile, list[Problem]]:
    """Read a GMT file, plain, gzip-compressed, or alone in a ZIP archive (Reactome's download).

    Parameters
    ----------
    path : Path
    name : str
        The file as the user named it.

    Returns
    -------
    file : GeneSetFile
        Without sets if there are problems.
    problems : list of Problem
    """
    data, problems = read_raw(path, name, MOST_BYTES)
    if data[:4] == _ZIP:
        data, problems = _from_zip(data, name)
    if not problems:
        decoded = decode(data, name, table=False)
        problems = decoded.problems
        if not problems:
            return parse_gmt(decoded.text, name)
    said = [
        replace(problem, allowed=ALLOWED) if problem.allowed == raw_files.ALLOWED else problem
        for problem in problems
    ]
    return GeneSetFile({}), said


def _from_zip(data: bytes, name: str) -> tuple[bytes, list[Problem]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = [item for item in archive.infolist() if item.filename.endswith(".gmt")]
            if len(inside) != 1:
                message = f"The archive holds {len(inside)} files that end in .gmt."
                hint = "Unpack it, and name the GMT file."
                return b"", [Problem(name, message, allowed=ALLOWED, hint=hint)]
            with archive.open(inside[0]) as stream:
                content = stream.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        message = "The archive is damaged, or closed with a password."
        return b"", [Problem(name, message, hint="Copy or download it again, or unpack it.")]
    if len(content) > MOST_BYTES:
        allowed = f"at most {MOST_BYTES / 1e6:.0f} MB, unpacked"
        return b"", [Problem(name, "The archive holds too much.", allowed=allowed)]
    return content, []


def check_gene_sets(
    config: Mapping[str, Any],
    base: Path,
    annotation_of: Callable[[str], Annotation],
    counted: Callable[[], Iterable[str]],
) -> tuple[list[Problem], list[str]]:
    """Open a study's own GMT files and look whether their genes are known.

    Parameters
    ----------
    config : mapping
        With defaults, problems and all.
    base : Path
        The folder that paths of the configuration are relative to.
    annotation_of : callable
        Gives the annotation of ``human`` or ``mouse``.
    counted : callable
        Gives names and ids of the study's genes; asked for only where there are files.

    Returns
    -------
    problems : list of Problem
    notes : list of str
    """
    own = [collection for collection in collections_of(config) if collection.kind == "file"]
    if not own:
        return [], []
    study = config.get("study")
    organism = str(study.get("organism", "")) if isinstance(study, Mapping) else ""
    asked = Asked(organism, annotation_of, frozenset(counted()))
    problems: list[Problem] = []
    notes: list[str] = []
    for number, collection in enumerate(own):
        file, found = read_gmt(base / collection.file, collection.file)
        if not found:
            place = f"enrichment.gene_sets.{number}"
            found, said = check_members(file, collection, place, asked)
            notes += said
        problems += found
    return problems, notes


def absent_gene_sets(config: Mapping[str, Any], base: Path) -> list[Problem]:
    """Find GMT files that do not exist; nothing is opened.

    Parameters
    ----------
    config, base
        As for :func:`check_gene_sets`.

    Returns
    -------
    list of Problem
    """
    names = [item.file for item in collections_of(config) if item.kind == "file"]
    return [fault for name in dict.fromkeys(names) for fault in missing(base / name, name)]


def load_gene_sets(
    collections: Sequence[Collection],
    genes: pd.DataFrame,
    organism: str,
    resources: Path,
    base: Path,
) -> GeneSets:
    """Read all gene sets of a study and name their members as it does.

    Parameters
    ----------
    collections : sequence of Collection
    genes : pandas.DataFrame
        Columns of :data:`resistance.columns.GENES`.
    organism : str
        Of the study: ``human``, ``mouse`` or ``other``.
    resources : Path
        ``resources``.
    base : Path
        The folder that the study's own files are relative to.

    Returns
    -------
    GeneSets

    Raises
    ------
    InputError
        If a file cannot be read, or a download lists other genes than is said.
    """
    folder = resources / "annotation"
    problems: list[Problem] = []
    read: list[tuple[Collection, GeneSetFile | None]] = []
    for collection in collections:
        if organism == "other" and collection.organism != "other":
            read.append((collection, None))
            continue
        embedded = collection.kind == "embedded"
        path = (resources / "gene_sets" if embedded else base) / collection.file
        file, found = read_gmt(path, collection.label)
        problems += found
        read.append((collection, file))
    if problems:
        raise InputError(problems)
    annotations, pairs = _annotations(organism, read, folder)
    study = StudyGenes.from_table(genes)
    asked = Asked(organism, _reader(annotations, folder), study.by_name.keys())
    problems = list(_wrong_downloads(read, asked))
    if problems:
        raise InputError(problems)
    return put_together(read, Known(organism, study, annotations, pairs))


Read = Sequence[tuple[Collection, GeneSetFile | None]]


def _annotations(
    organism: str, read: Read, folder: Path
) -> tuple[dict[str, Annotation], pd.DataFrame | None]:
    organisms = {organism, *(collection.organism for collection, file in read if file is not None)}
    annotations = {name: read_annotation(folder, name) for name in sorted(organisms)}
    pairs = None
    if "mouse" in organisms:
        pairs = read_table(folder / ORTHOLOGUES_FILE, ORTHOLOGUES)
        annotations["mouse"] = with_newer_symbols(annotations["mouse"], pairs)
    return annotations, pairs


def _reader(known: Mapping[str, Annotation], folder: Path) -> Callable[[str], Annotation]:
    """Read an annotation only where a file may hold its genes."""
    return lambda name: known[name] if name in known else read_annotation(folder, name)


def _wrong_downloads(read: Read, asked: Asked) -> Iterator[Problem]:
    """Look at the genes of downloads; those of the study's own files are checked before a run."""
    number = 0
    for collection, file in read:
        if collection.kind == "download" and file is not None:
            yield from check_members(file, collection, f"enrichment.downloads.{number}", asked)[0]
            number += 1


def annotations_needed(collections: Iterable[Collection], organism: str) -> list[str]:
    """List the organisms whose annotations :func:`load_gene_sets` reads, the study's first.

    Parameters
    ----------
    collections : iterable of Collection
    organism : str
        Of the study: ``human``, ``mouse`` or ``other``.

    Returns
    -------
    list of str
    """
    others = {collection.organism for collection in collections} - {organism}
    return [organism, *(sorted(others) if organism != "other" else [])]


def read_gene_set_table(path: str | Path) -> dict[str, dict[str, list[str]]]:
    """Read the table of the members of all gene sets.

    Parameters
    ----------
    path : str or Path
        Columns of :data:`resistance.columns.GENE_SETS`, as we write it: the rows of a set are
        together.

    Returns
    -------
    dict of str to dict of str to list of str
        Collection -> term -> names of genes, in the order of the file; collections without sets
        are no keys.
    """
    data = Path(path).read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    # a fifth of pandas' time: 0.1 s for 300,000 rows
    header, *lines = data.decode("utf-8").removesuffix("\n").split("\n")
    place = header.split("\t").index("gene_name")
    rows = (line.split("\t") for line in lines)
    found: dict[str, dict[str, list[str]]] = {}
    for (collection, term), members in groupby(rows, key=lambda row: (row[0], row[1])):
        found.setdefault(collection, {})[term] = [row[place] for row in members]
    return found


def read_collections(path: str | Path, names: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    """Read the table of the members of all gene sets, with collections that have none.

    Parameters
    ----------
    path : str or Path
        As for :func:`read_gene_set_table`.
    names : sequence of str
        Collections, in the order to report.

    Returns
    -------
    dict of str to dict of str to list of str
        An empty mapping for a collection without sets.
    """
    found = read_gene_set_table(path)
    return {name: found.get(name, {}) for name in names}
