"""Write a file that was fetched, as it came."""

from __future__ import annotations

from pathlib import Path


def write_download(data: bytes, path: str | Path) -> None:
    """Write bytes.

    Parameters
    ----------
    data : bytes
    path : str or Path
        Folders that are missing are made.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
