"""Write lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def write_lines(lines: Sequence[str], path: str | Path) -> None:
    """Write lines, UTF-8, each with a line break.

    Parameters
    ----------
    lines : sequence of str
    path : str or Path
        Folders that are missing are made.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
