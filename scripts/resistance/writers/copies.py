"""Copy files as they are."""

from __future__ import annotations

import shutil
from pathlib import Path


def copy_file(source: str | Path, target: str | Path) -> None:
    """Copy the content of a file; its times and rights stay behind.

    Parameters
    ----------
    source, target : str or Path
        Folders of the target that are missing are made.
    """
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
