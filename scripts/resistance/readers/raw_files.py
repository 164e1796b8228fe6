"""Open a file that a user names, whatever it is: limits and damage are said, never run into."""

from __future__ import annotations

import os
import stat
import zlib
from pathlib import Path
from typing import Final, NamedTuple

from resistance.problems import Problem, did_you_mean

#: A table of 60,000 genes x 2,000 samples is 0.6 GB of text.
MOST_BYTES: Final = 2_000_000_000
#: Counts that are nearly all 0 shrink to a hundredth; only blank space shrinks further.
MOST_RATIO: Final = 400
#: Below this size no ratio is of harm.
HARMLESS: Final = 50_000_000
#: More columns than any study has samples, and more rows than a genome has transcripts, ten times.
MOST_COLUMNS: Final = 20_000
MOST_ROWS: Final = 3_000_000
_BLOCK: Final = 1 << 20
_GZIP: Final = b"\x1f\x8b"
_DOWNLOAD: Final = "Download the file itself; a link may lead to a page that asks to log in."
#: How other containers begin, and what to do with them.
_OTHERS: Final = {
    b"BZh": ("compressed with bzip2", "Unpack it (bunzip2), or compress it with gzip."),
    b"\xfd7zXZ\x00": ("compressed with xz", "Unpack it (unxz), or compress it with gzip."),
    b"7z\xbc\xaf": ("a 7-Zip archive", "Unpack it first."),
    b"Rar!": ("a RAR archive", "Unpack it first."),
    b"%PDF": ("a PDF", "Ask for the table itself: TSV, CSV or XLSX."),
    b"PAR1": ("a Parquet file", "Write it as TSV or CSV."),
    b"BAM\x01": ("a BAM file", "Count its reads first (featureCounts, htseq-count)."),
    b"RDX": ("an R data file", "Write the table from R: write.table(counts, ..., sep = '\\t')."),
    b"<!doctype": ("a web page", _DOWNLOAD),
    b"<html": ("a web page", _DOWNLOAD),
    b"<?xml": ("an XML file", "Ask for the table itself: TSV, CSV or XLSX."),
    b"%%MatrixMarket": (
        "a sparse matrix of single cells",
        "Sum the cells of each sample, and write genes x samples as TSV.",
    ),
    b"version https://git-lfs": ("a pointer of Git LFS", "Get the file itself: git lfs pull."),
    b"\x80\x04\x95": ("a Python pickle, which is never loaded", "Write it as TSV or CSV."),
}
#: Those that are text: spaces may stand before them, in any case.
_PAGES: Final = (b"<!doctype", b"<html", b"<?xml", b"version https://git-lfs")
#: The same inside of gzip: bgzip makes BAM files, R compresses what it saves.
ALLOWED: Final = "a plain-text table (UTF-8) with tabs or commas between columns"


class Raw(NamedTuple):
    """The content of a file.

    Attributes
    ----------
    data : bytes
        Unpacked where it was compressed with gzip; empty if there are problems.
    problems : list of Problem
    """

    data: bytes
    problems: list[Problem]


def missing(path: Path, name: str) -> list[Problem]:
    """Say that a file does not exist, and which one may be meant.

    Parameters
    ----------
    path : Path
    name : str
        The file as the user named it.

    Returns
    -------
    list of Problem
        Empty if the file exists.
    """
    try:
        if path.exists():
            return []
        folder = path.parent
        if not folder.is_dir():
            hint = f"There is no folder {folder}."
        else:
            hint = did_you_mean(path.name, sorted(entry.name for entry in folder.iterdir()))
    except (OSError, ValueError):  # a name that no file can have, or a folder that may not be read
        hint = "The name, or the folder it leads to, cannot be read."
    hint = hint or "A path is relative to the folder that holds config/."
    return [Problem(name, "The file does not exist.", hint=hint)]


def read_raw(path: Path, name: str, most: int = MOST_BYTES) -> Raw:
    """Read a file whole, and unpack it where it is compressed with gzip.

    Parameters
    ----------
    path : Path
    name : str
        The file as the user named it, for messages.
    most : int
        Bytes that the content may have, packed or not.

    Returns
    -------
    Raw
    """
    problems = missing(path, name) or _no_plain_file(path, name, most)
    if problems:
        return Raw(b"", problems)
    try:
        with path.open("rb") as stream:
            # a buffer of the size that is asked for is made first
            data = stream.read(min(most, path.stat().st_size) + 1)
    except PermissionError:
        problem = Problem(name, "The file may not be read.", hint="Check its permissions.")
        return Raw(b"", [problem])
    except OSError as error:
        return Raw(b"", [Problem(name, f"The file cannot be read: {error.strerror}.")])
    if data[:2] == _GZIP:
        data, problems = _unpacked(data, name, most)
    elif len(data) > most:
        problems = [_too_large(name, len(data), most)]
    problems = problems or _container(data, name)
    return Raw(b"" if problems else data, problems)


def _no_plain_file(path: Path, name: str, most: int) -> list[Problem]:
    """Refuse what is no file, before it is opened: a pipe would wait for ever."""
    try:
        found = path.stat()
    except OSError as error:
        return [Problem(name, f"The file cannot be read: {error.strerror}.")]
    if stat.S_ISDIR(found.st_mode):
        return [Problem(name, "This is a folder, not a file.", allowed=ALLOWED)]
    if not stat.S_ISREG(found.st_mode):
        return [Problem(name, "This is a pipe or a device, not a file.", allowed=ALLOWED)]
    if found.st_size > most:
        return [_too_large(name, found.st_size, most)]
    if not os.access(path, os.R_OK):
        return [Problem(name, "The file may not be read.", hint="Check its permissions.")]
    return []


def _too_large(name: str, size: int, most: int) -> Problem:
    return Problem(
        name,
        f"The file holds {_gigabytes(size)}, more than any table of counts or proteins.",
        allowed=f"at most {_gigabytes(most)}, unpacked",
        hint="Is it the right file? Reads, alignments and single cells must be counted first.",
    )


def _gigabytes(size: int) -> str:
    return f"{size / 1e9:.3g} GB" if size >= 1e8 else f"{size / 1e6:.3g} MB"


def _unpacked(packed: bytes, name: str, most: int) -> tuple[bytes, list[Problem]]:
    """Unpack gzip in blocks and stop where it is no table any more."""
    blocks: list[bytes] = []
    size, rest = 0, packed
    damaged = Problem(
        name,
        "The compressed file is damaged or cut short.",
        hint="Copy or download it again.",
    )
    try:
        while rest[:2] == _GZIP:  # bgzip and cat write several members, one after the other
            unpacker = zlib.decompressobj(wbits=31)
            while not unpacker.eof:
                block = unpacker.decompress(rest, _BLOCK)
                rest = unpacker.unconsumed_tail
                size += len(block)
                # by what was read so far: a bomb is known long before it fills the memory
                taken = len(packed) - len(rest)
                if size > min(most, max(HARMLESS, MOST_RATIO * taken)):
                    return b"", [_bomb(name, size, len(packed), most)]
                blocks.append(block)
                if not block and not rest:
                    return b"", [damaged]
            rest = unpacker.unused_data
    except zlib.error:
        return b"", [damaged]
    if rest.strip(b"\x00"):
        return b"", [damaged]
    return b"".join(blocks), []


def _bomb(name: str, size: int, packed: int, most: int) -> Problem:
    if size > most:
        return _too_large(name, size, most)
    return Problem(
        name,
        f"The compressed file unpacks to more than {MOST_RATIO} times its size "
        f"({_gigabytes(packed)}): this is no table.",
        allowed=ALLOWED,
        hint="Download it again, or unpack it yourself to see what it holds.",
    )


def _container(data: bytes, name: str) -> list[Problem]:
    head = data[:64].lstrip(b"\xef\xbb\xbf \r\n").lower()
    for start, (what, hint) in _OTHERS.items():
        if data.startswith(start) or (start in _PAGES and head.startswith(start)):
            return [Problem(name, f"This is {what}, not a table.", allowed=ALLOWED, hint=hint)]
    return []
