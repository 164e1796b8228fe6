"""Exports as grids, read as the workflow reads them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from resistance.grid import Grid
from resistance.readers.grids import read_grid


@pytest.fixture
def grid(tmp_path: Path) -> Callable[[list[str]], Grid]:
    """Write lines and read them back."""

    def build(lines: list[str], name: str = "export.txt") -> Grid:
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        found, problems = read_grid(path, name)
        assert problems == []
        return found

    return build
