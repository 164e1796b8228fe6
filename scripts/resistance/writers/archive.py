"""Write ZIP files that are the same bytes for the same content, on any machine of this version."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

#: The first moment that the format knows: no time of the run is kept.
EPOCH = (1980, 1, 1, 0, 0, 0)
#: Read and write for the owner, read for others, whatever the machine's defaults.
MODE = 0o644
UNIX = 3


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.create_system = UNIX
    entry.external_attr = MODE << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def write_archive(files: Mapping[str, str | Path], path: str | Path) -> None:
    """Write files into an archive, sorted by name.

    Parameters
    ----------
    files : mapping of str to (str or Path)
        Name within the archive to the file; ``/`` between folders.
    path : str or Path

    Raises
    ------
    ValueError
        If a name leads out of the folder that the archive is unpacked in.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(files):
            if name.startswith("/") or ".." in name.split("/") or "\\" in name:
                raise ValueError(f"{name}: no name within an archive")
            out = archive.open(_entry(name), "w", force_zip64=True)
            with Path(files[name]).open("rb") as source, out:
                shutil.copyfileobj(source, out, 1 << 20)


def repack(path: Path, into: Path) -> None:
    """Copy an archive without times, users and modes; its order of entries is kept.

    Parameters
    ----------
    path, into : Path
    """
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(into, "w") as out:
        for entry in archive.infolist():
            with archive.open(entry) as source, out.open(_entry(entry.filename), "w") as copy:
                shutil.copyfileobj(source, copy, 1 << 20)
