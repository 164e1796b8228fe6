"""Checksums of files of any size."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from resistance.provenance.facts import Hashed


def hashed(path: str | Path, name: str) -> Hashed:
    """Digest a file.

    Parameters
    ----------
    path : str or Path
    name : str
        What the file is called where the digest is told.

    Returns
    -------
    Hashed
    """
    with Path(path).open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Hashed(name, digest, Path(path).stat().st_size)


def all_hashed(files: Mapping[str, str]) -> list[Hashed]:
    """Digest files.

    Parameters
    ----------
    files : mapping of str to str
        Name to path.

    Returns
    -------
    list of Hashed
        In the order of the names.
    """
    return [hashed(path, name) for name, path in files.items()]
