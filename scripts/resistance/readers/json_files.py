"""Read the JSON files that the workflow itself wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def read_json(path: str | Path) -> dict[str, Any]:
    """Read a JSON object.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    dict
    """
    content: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    return content
