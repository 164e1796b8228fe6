"""Without scripts the page is whole: sections 1-2 and 5-10, figures and tables of 3 and 4."""

import re

import pytest

from browsing import chromium, opened
from page_numbers import Page
from page_tree import Element

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

SECTIONS = {
    "bottom-line": "Bottom line",
    "trust": "Can I trust it?",
    "samples": "Samples",
    "genes": "Genes",
    "pathways": "Pathways",
    "layers": "mRNA versus protein",
    "mechanisms": "Mechanisms",
    "methods": "Methods",
    "files": "Files",
    "words": "Words used",
}
STUDIES = [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in ("example", "mcf7")]
#: Of a section, what is seen in it, and how many of those at least (for each contrast: *).
SEEN = {
    "bottom-line": {"article.card": "2*", "table.layers tbody tr": "4*", "ul.numbers li": "4*"},
    "trust": {"table.checks tbody tr": "1", "details": "2", "ul.gates li": "4", "aside li": "5"},
    "samples": {"figure img": "5", "table tbody tr": "6"},
    "genes": {"figure img": "3*", "table tbody tr": "22*"},
    "pathways": {"figure img": "1*", "ol.sets > li": "2*", "table.collections tbody tr": "1*"},
    "mechanisms": {"article.mechanism": "2*", "li.rung": "10*"},
    "methods": {"div.copy p": "4", "details": "3"},
    "files": {"tbody tr": "30"},
    "words": {"dl.glossary div": "15"},
}
#: Of a page that waits for its scripts; an assay has a loading control, which is no waiting.
WAITING = re.compile(r"^\W*loading\b|loading ?(\.\.\.|\u2026)|please wait|enable java", re.I | re.M)
VISIBLE = "found => found.filter(one => one.checkVisibility()).length"
DRAWN = """images => images.every(
    one => one.complete && one.naturalWidth > 100 && one.getClientRects().length)"""


@pytest.fixture
def page(request: pytest.FixtureRequest, study: str) -> Page:
    return Page(request.getfixturevalue(study))


@pytest.mark.parametrize("study", STUDIES)
def test_every_section_is_there_and_seen(page: Page, study: str) -> None:
    with chromium() as browser:
        tab = opened(browser, page.results / "report.html", scripts=False)
        assert tab.locator("main > section").count() == len(SECTIONS)
        for number, (name, title) in enumerate(SECTIONS.items(), 1):
            section = tab.locator(f"#{name}")
            assert section.locator("h2").inner_text().split() == [str(number), *title.split()]
            for selector, least in SEEN.get(name, {}).items():
                wanted = int(least.rstrip("*")) * (len(page.contrasts) if "*" in least else 1)
                seen = section.locator(selector).evaluate_all(VISIBLE)
                assert seen >= wanted, (name, selector, seen)
        figures = tab.locator("#samples img, #genes .block img")
        assert figures.evaluate_all(DRAWN)
        # what only scripts can show is not announced either
        assert not tab.locator("#explorer").is_visible()
        assert (
            tab.locator("main button:visible, main input:visible, main select:visible").count() == 0
        )
        said = tab.locator("body").inner_text()
        assert not WAITING.search(said)
        tab.context.close()


@pytest.mark.parametrize("study", STUDIES)
def test_what_is_folded_opens_without_scripts(page: Page, study: str) -> None:
    """A part that is folded is one that the browser itself unfolds."""
    with chromium() as browser:
        tab = opened(browser, page.results / "report.html", scripts=False)
        details = tab.locator("#methods details").first
        body = details.locator("li").first
        assert not body.is_visible()
        details.locator("summary").click()
        assert body.is_visible()
        # nothing is hidden but what is folded, and the explorer
        hidden = [
            part
            for part in page.main.all()
            if "hidden" in part.attributes and not inside(part, "explorer")
        ]
        assert [part.attributes.get("id") for part in hidden] == ["explorer"]
        tab.context.close()


def inside(part: Element, identifier: str) -> bool:
    node = part.parent
    while node is not None and node.attributes.get("id") != identifier:
        node = node.parent
    return node is not None
