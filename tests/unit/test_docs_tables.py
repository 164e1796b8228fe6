"""docs/tables.md describes exactly the columns that the workflow writes."""

import re
from pathlib import Path

import pytest

from resistance import columns, evidence_columns, figure_columns

PAGE = (Path(__file__).parents[2] / "docs/tables.md").read_text()
TABLES = {
    name: value
    for module in (columns, evidence_columns, figure_columns)
    for name, value in vars(module).items()
    if name.isupper()
}


def described(section: str) -> list[str]:
    names = []
    for line in section.splitlines():
        if line.startswith("| `"):
            names += re.findall(r"`([^`]+)`", line.split(" | ")[0])
    return names


@pytest.mark.parametrize("name", TABLES)
def test_page_equals_the_definition(name: str) -> None:
    section = PAGE.split(f"## {name}: ", 1)[1].split("\n## ", 1)[0]
    assert sorted(described(section)) == sorted(TABLES[name])
