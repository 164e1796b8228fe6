"""The pages of counts: each excerpt is read as its page says, and each block is valid."""

import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from resistance.count_formats.detect import detect
from resistance.readers.matrix import read_matrix

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs/inputs"
FORMATS = {
    "matrix": "matrix",
    "featurecounts": "featurecounts",
    "star": "star",
    "htseq": "htseq",
    "salmon": "salmon",
    "kallisto": "kallisto",
    "rsem": "rsem",
    "nfcore": "matrix",
    "geo": "matrix",
    "workbook": "",
    "h5ad": "",
}


def block(name: str, kind: str) -> str:
    text = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)[0]


@pytest.mark.parametrize("name", [name for name, kind in FORMATS.items() if kind])
def test_excerpts_are_told_by_their_content(name, tmp_path) -> None:
    text = block(name, "text")
    found = detect(text.splitlines())
    assert (found.format, found.refused) == (FORMATS[name], "")
    if found.format in ("matrix", "featurecounts"):
        (tmp_path / "c").write_text(text)
        table, problems = read_matrix(tmp_path / "c", "c")
        assert problems == []
        assert len(table.data) >= 3


@pytest.mark.parametrize("name", FORMATS)
def test_blocks_fit_the_schema(name) -> None:
    schema = yaml.safe_load((ROOT / "workflow/schemas/config.schema.yaml").read_text())
    counts = yaml.safe_load(block(name, "yaml"))["counts"]
    Draft202012Validator(schema["properties"]["counts"]).validate(counts)


def test_links_lead_somewhere() -> None:
    for page in [ROOT / "docs/inputs.md", *PAGES.glob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), (page.name, target)


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs/inputs.md").read_text(encoding="utf-8")
    assert [p.name for p in PAGES.glob("*.md") if f"inputs/{p.name}" not in index] == []
