"""Section by section: which table each number of the page is of."""

from __future__ import annotations

from page_numbers import Page, ancestors
from page_sections.genes import genes
from page_sections.layers import layers
from page_sections.mechanisms import mechanisms
from page_sections.methods import files, methods, words
from page_sections.pathways import pathways
from page_sections.pictures import pictures
from page_sections.samples import samples
from page_sections.trust import trust
from page_sections.verdicts import bottom_line, head
from page_tree import Text

SECTIONS = (
    *(head, bottom_line, trust, samples, pictures, genes, pathways, layers, mechanisms, methods),
    *(files, words),
)


def compare(page: Page) -> None:
    """Hold the whole page against its tables; no number may be left over."""
    for section in SECTIONS:
        section(page)
    left = page.left()
    assert left == [], [(path_of(text), text.words[:150]) for text in left[:40]]


def path_of(text: Text) -> str:
    nodes = [text.parent, *ancestors(text.parent)]
    return " < ".join(f"{n.tag}.{n.attributes.get('class', '')}" for n in nodes[:4])
