"""Look at the start and the end of a file, whatever it is, to tell what it holds."""

from __future__ import annotations

import gzip
import zlib
from collections import deque
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from resistance.count_formats.detect import Detected, detect
from resistance.readers.hdf5 import is_hdf5

_HEAD: Final = 65_536
_TAIL: Final = 4_096
#: Bytes that are unpacked at most in search of the end of a file.
_FAR: Final = 100_000_000
_GZIP: Final = b"\x1f\x8b"
_MARKS: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


class Look(NamedTuple):
    """Parts of a file.

    Attributes
    ----------
    head, tail : list of str
        Whole lines; empty if the file is no text.
    """

    head: list[str]
    tail: list[str]


def look(path: Path) -> Look:
    """Read the first and the last lines of a text file, gzip-compressed or not.

    Parameters
    ----------
    path : Path

    Returns
    -------
    Look
        Empty for what is no text, or cannot be read: that is said when it is used.
    """
    if not path.is_file():  # a pipe would wait for ever
        return Look([], [])
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == _GZIP
            raw.seek(0)
            head, tail = _packed_ends(raw) if packed else _ends(raw)
    except (OSError, EOFError, zlib.error):
        return Look([], [])
    name = _MARKS.get(head[:2], "utf-8")
    if name == "utf-8" and b"\x00" in head:
        return Look([], [])
    first, last = (_lines(part, name) for part in (head, tail))
    # the last line of the one and the first of the other are cut
    return Look(first[:-1] if tail else first, last[1:])


def detect_file(path: Path) -> Detected:
    """Tell what a file is by its content.

    Parameters
    ----------
    path : Path

    Returns
    -------
    Detected
    """
    if is_hdf5(path):
        return _hdf5(path)
    seen = look(path)
    return detect(seen.head, seen.tail)


def _hdf5(path: Path) -> Detected:
    """Tell kallisto's file from AnnData by the names of its parts, which stand there as bytes."""
    with path.open("rb") as raw:
        parts = raw.read(1_000_000)
    if b"est_counts" in parts:
        return Detected("kallisto", "an HDF5 file with kallisto's est_counts", variant="h5")
    return Detected("h5ad", "an HDF5 file")


def _ends(raw: BinaryIO) -> tuple[bytes, bytes]:
    head = raw.read(_HEAD)
    size = raw.seek(0, 2)
    if size <= _HEAD:
        return head, b""
    raw.seek(max(_HEAD, size - _TAIL))
    return head, raw.read()


def _packed_ends(raw: BinaryIO) -> tuple[bytes, bytes]:
    with gzip.GzipFile(fileobj=raw) as stream:
        head = stream.read(_HEAD)
        kept: deque[bytes] = deque(maxlen=2)
        for _ in range(_FAR // _HEAD):
            block = stream.read(_HEAD)
            if not block:
                break
            kept.append(block)
    return head, b"".join(kept)[-_TAIL:]


def _lines(part: bytes, encoding: str) -> list[str]:
    text = part.decode(encoding, errors="replace").lstrip("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
