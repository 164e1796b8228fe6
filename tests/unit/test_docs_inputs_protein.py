"""The pages of protein inputs: each excerpt is read as the page says, and each block is valid."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from resistance.inputs.tables import check_table
from resistance.protein_formats.detect import FORMATS, GENERAL, parse
from resistance.readers.delimited import read_delimited
from resistance.readers.grids import read_grid

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs/inputs"
NAMES = [*FORMATS, *GENERAL]
#: Values that the excerpts of each page hold, and those of tubes or rows that are left out.
VALUES = {"flowjo": 4, "olink": 5, "western": 4, "tidy": 4, "fragpipe": 12, "maxquant": 12}


def block(name: str, kind: str, at: int = 0) -> str:
    text = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)[at]


def schema(name: str) -> dict[str, object]:
    return yaml.safe_load((ROOT / f"workflow/schemas/{name}.schema.yaml").read_text())


@pytest.mark.parametrize("name", NAMES)
def test_excerpt_is_read_as_the_format_of_its_page(name: str, tmp_path: Path) -> None:
    lines = block(name, "text")
    assert 5 <= lines.count("\n") <= 6
    path = tmp_path / "file"
    path.write_text(lines, encoding="utf-8")
    grid, problems = read_grid(path, "file")
    assert problems == []
    assert grid is not None
    export, problems = parse(grid, "auto", "")
    assert problems == []
    assert export is not None
    assert export.format == name
    assert len(export.rows) == VALUES.get(name, 16)
    assert (export.rows["gene"] != "").all()


@pytest.mark.parametrize("name", NAMES)
def test_block_of_the_configuration_is_valid(name: str) -> None:
    given = yaml.safe_load(block(name, "yaml"))
    rule = schema("config")["properties"]["protein_files"]
    assert list(Draft202012Validator(rule).iter_errors(given["protein_files"])) == []


@pytest.mark.parametrize("name", NAMES)
def test_page_has_its_parts_and_its_links_lead_somewhere(name: str) -> None:
    text = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    titles = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert titles == [
        "What is taken, and what is not",
        "How to get this file",
        "What to write",
        "Messages you may meet",
    ]
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert (PAGES / link).is_file(), link


@pytest.mark.parametrize(
    ("file", "rules", "format_name"),
    [
        ("flow.tsv", "protein", "tidy"),
        ("protein_samples.tsv", "protein_samples", ""),
        ("western.tsv", "", "western"),
    ],
)
def test_templates_are_valid(file: str, rules: str, format_name: str) -> None:
    path = ROOT / "docs/templates" / file
    if rules:
        described = schema(rules)
        frame, problems, _ = read_delimited(path, file, described["required"])
        assert problems == []
        assert frame is not None
        assert check_table(frame, described, file) == []
    if format_name:
        grid, _ = read_grid(path, file)
        assert grid is not None
        export, problems = parse(grid, "auto", "")
        assert problems == []
        assert export is not None
        assert export.format == format_name
