"""Write JSON that is the same for the same content."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def write_json(content: dict[str, Any], path: str | Path, simulated: bool) -> None:
    """Write a JSON file with sorted keys.

    Parameters
    ----------
    content : dict
        Plain numbers, texts, lists and dicts; ``None`` where a number is missing.
    path : str or Path
    simulated : bool
        Adds ``"simulated": "yes"``.

    Raises
    ------
    ValueError
        If a number is NaN or infinite, which JSON lacks.
    """
    marked = {**content, "simulated": "yes"} if simulated else content
    text = json.dumps(marked, indent=2, sort_keys=True, allow_nan=False, ensure_ascii=False)
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")
