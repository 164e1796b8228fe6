"""Every number of a page is that of its table: real studies, and those at the edge of what runs."""

import random
import re

import pytest

import page_explorer
import page_sections
from browsing import check_page, chromium, opened
from page_numbers import Page, fixed

pytestmark = pytest.mark.e2e

#: Study, and how many numbers of its page are compared at least.
LEAST = {
    "example": 2000,
    "mcf7": 3500,
    "yeast": 1500,
    "airway": 1000,
    "unchanged": 800,
    "single": 450,
    "endless": 800,
}
STUDIES = [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in LEAST]
#: Those whose pages no other test opens.
NEW = ["airway", "unchanged", "single", "endless"]


@pytest.fixture
def page(request: pytest.FixtureRequest, study: str) -> Page:
    return Page(request.getfixturevalue(study))


@pytest.mark.parametrize("study", STUDIES)
def test_every_number_is_that_of_its_table(page: Page, study: str) -> None:
    page_sections.compare(page)
    assert sum(page.compared.values()) >= LEAST[study], page.compared


@pytest.mark.browser
@pytest.mark.parametrize("study", STUDIES)
def test_the_explorer_shows_what_the_tables_hold(page: Page, study: str) -> None:
    with chromium() as browser:
        page_explorer.compare(page, opened(browser, page.results / "report.html"))
    genes = len(page.table("inputs/genes.tsv.gz")) * len(page.contrasts)
    assert page.compared["download"] > 1.9 * genes


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("study", [one for one in STUDIES if one.values[0] in NEW])
def test_pages_fit_and_are_silent(page: Page, study: str, width: int) -> None:
    with chromium() as browser:
        check_page(browser, page.results / "report.html", width)


@pytest.mark.xdist_group("unchanged")
def test_a_digit_that_is_wrong_is_found(unchanged) -> None:
    """Break one digit of the page at a time: the comparison must see it."""
    draw, whole = random.Random(1), Page(unchanged)
    places = [
        i
        for i, text in enumerate(whole.main.texts())
        if text.parent.tag == "td" and re.search(r"\d", text.value) and not fixed(text)
    ]
    for i in draw.sample(places, 12):
        broken = Page(unchanged)
        text = broken.main.texts()[i]
        digit = draw.choice([found.start() for found in re.finditer(r"\d", text.value)])
        other = str((int(text.value[digit]) + draw.randint(1, 9)) % 10)
        text.value = text.value[:digit] + other + text.value[digit + 1 :]
        with pytest.raises(AssertionError):
            page_sections.compare(broken)


@pytest.mark.xdist_group("unchanged")
def test_nothing_changes_and_nothing_is_called(unchanged) -> None:
    table = unchanged.table("b_vs_a/differential_expression.tsv")
    assert not (table["padj"] < 0.1).any()
    assert "No gene passes an FDR of 0.1." in unchanged.report


@pytest.mark.xdist_group("single")
def test_one_sample_an_arm_is_not_tested(single) -> None:
    table = single.table("b_vs_a/differential_expression.tsv")
    assert table["padj"].isna().all()
    assert "without replicates there is nothing to test against" in single.report


@pytest.mark.xdist_group("endless")
def test_names_of_200_characters_are_shown_in_full(endless) -> None:
    page = Page(endless)
    for name in (
        *page.table("inputs/samples.tsv")["sample"],
        *page.contrasts[0].values(),
        page.config["study"]["name"],
        *page.config["genes_of_interest"][1:],
    ):
        assert name in endless.report, name
        assert len(name) in (9, 200)
