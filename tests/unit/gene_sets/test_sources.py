"""Which collections a configuration asks for."""

import csv
import re
from pathlib import Path

import pytest

from resistance.gene_sets.sources import DOWNLOADS, EMBEDDED, blocks_of, collections_of

ROOT = Path(__file__).parents[3]
DIGEST = "AB" * 32


def config(organism: str = "human", **enrichment):
    return {"study": {"organism": organism}, "enrichment": enrichment}


def test_embedded_ones_say_what_the_manifest_says() -> None:
    with (ROOT / "resources/MANIFEST.tsv").open(encoding="utf-8") as handle:
        manifest = {row["file"]: row for row in csv.DictReader(handle, delimiter="\t")}
    files = {path.name for path in (ROOT / "resources/gene_sets").glob("*.gmt.gz")}
    assert {item.file for item in EMBEDDED.values()} == files
    for item in EMBEDDED.values():
        row = manifest[f"gene_sets/{item.file}"]
        assert row["date"] == item.date
        assert row["licence"].startswith(item.licence)
        release = re.search(r"MSigDB [\d.]+", item.version)
        assert release is None or release[0] in row["licence"]


def test_names_are_those_of_the_schema() -> None:
    text = (ROOT / "workflow/schemas/config.schema.yaml").read_text()
    assert f"enum: [{', '.join(EMBEDDED)}]" in text


def test_order_embedded_files_downloads() -> None:
    found = collections_of(
        config(
            collections=["go_bp", "hallmark"],
            gene_sets=[{"name": "mine", "path": "a.gmt", "title": "Mine", "ids": "entrez"}],
            downloads=[{"name": "release", "url": "https://x.org/r.gmt", "sha256": DIGEST}],
        )
    )
    assert [item.name for item in found] == ["go_bp", "hallmark", "mine", "release"]
    mine, release = found[2:]
    assert (mine.title, mine.ids, mine.file, mine.kind) == ("Mine", "entrez", "a.gmt", "file")
    assert (mine.source, mine.label) == ("a.gmt", "a.gmt")
    assert (release.title, release.ids, release.organism) == ("release", "auto", "human")
    assert release.file == f"{DOWNLOADS}/{DIGEST.lower()}"
    assert release.source == release.label == "https://x.org/r.gmt"


def test_a_mirror_is_asked_and_the_source_stays() -> None:
    (found,) = collections_of(
        config(
            downloads=[{"name": "r", "url": "https://x.org/r.gmt", "sha256": DIGEST}],
            download_base_url="http://localhost:1",
        )
    )
    assert (found.url, found.source) == ("http://localhost:1/r.gmt", "https://x.org/r.gmt")


@pytest.mark.parametrize(
    ("organism", "said", "expected"),
    [
        ("human", None, "human"),
        ("mixed", None, "human"),
        ("mouse", None, "mouse"),
        ("other", None, "other"),
        ("mouse", "human", "human"),
    ],
)
def test_the_organism_is_the_studys_unless_said(organism, said, expected) -> None:
    block = {"name": "mine", "path": "a.gmt"} | ({"organism": said} if said else {})
    (found,) = collections_of(config(organism, gene_sets=[block]))
    assert found.organism == expected


@pytest.mark.parametrize(
    "broken",
    [
        None,
        "hallmark",
        {"gene_sets": "a.gmt"},
        {"gene_sets": ["a.gmt", {"name": "x"}, {"name": 3, "path": "a"}, {"path": "a.gmt"}]},
        {"downloads": [{"name": "x", "url": "https://x.org"}]},
        {"collections": "hallmark"},
        {"collections": [["hallmark"], "unknown"]},
    ],
)
def test_broken_blocks_are_passed_over(broken) -> None:
    assert collections_of({"study": None, "enrichment": broken}) == []


def test_places_count_broken_blocks() -> None:
    blocks = blocks_of(config(gene_sets=["x", {"name": "a", "path": "p"}]), "gene_sets")
    assert [place for place, _ in blocks] == [1]
