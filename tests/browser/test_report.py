"""The page in headless Chromium: it calls nobody, says nothing on the console, and fits a phone."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from browsing import (
    NAMES,
    ROOT,
    check_page,
    chromium,
    fabricated_pages,
    fabricated_tables,
    opened,
)
from resistance.report.context import build
from resistance.writers import html

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, Path]:
    """Fabricated pages; tests/e2e opens those of real runs."""
    return fabricated_pages(tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [1280, 390])
def test_page(browser, pages, name, width):
    check_page(browser, pages[name], width)


@pytest.mark.parametrize("name", ["example", "several"])
def test_verdicts_are_read_without_scripts(browser, pages, name):
    page = opened(browser, pages[name], scripts=False)
    card = page.locator("article.card", has_text="Surface CD123 signal is lower").first
    assert card.is_visible()
    assert "no evidence about PVEK" in page.locator(".cards").first.inner_text()
    assert page.locator("section").count() == 10
    page.context.close()


def test_the_switch_shows_one_contrast_without_scripts(browser, pages):
    page = opened(browser, pages["several"], scripts=False)
    assert page.locator("#genes-clone_1").is_visible()
    page.locator(".switch label", has_text="clone_2").click()
    assert not page.locator("#genes-clone_1").is_visible()
    assert page.locator("#genes-clone_2").is_visible()
    assert page.locator("#trust").is_visible()
    page.locator(".switch label", has_text="All").click()
    assert page.locator("#genes-clone_1").is_visible()
    page.context.close()


def test_the_overview_of_contrasts_alone_fits_a_phone(browser, pages):
    page = opened(browser, pages["bare"], 390)
    assert page.evaluate(
        "(box => box.scrollWidth <= box.clientWidth)"
        "(document.querySelector('table.overview').parentElement)"
    )
    page.context.close()


@pytest.mark.parametrize("name", ["example", "long"])
def test_on_a_phone_the_rungs_of_a_ladder_stand_one_below_the_other(browser, pages, name):
    page = opened(browser, pages[name], 390)
    boxes = page.evaluate(
        "[...document.querySelectorAll('.mechanism')].map(part => "
        "[...part.querySelectorAll('.rung, dl.facts > *')].map(item => {"
        "const box = item.getBoundingClientRect();"
        "return [box.left, box.top, box.right, box.bottom]; }))"
    )
    assert boxes
    for parts in boxes:
        for (_, _, right, bottom), (left, top, _, _) in zip(parts, parts[1:], strict=False):
            assert top >= bottom - 0.5
            assert 0 <= left < right <= 390
    page.context.close()


def test_a_link_into_a_hidden_contrast_shows_it(browser, pages):
    page = opened(browser, pages["several"])
    page.locator(".switch label", has_text="clone_2").click()
    page.evaluate("location.hash = 'genes-clone_1'")
    page.wait_for_function("document.getElementById('genes-clone_1').getClientRects().length > 0")
    assert page.locator("#show-0").is_checked()
    page.context.close()


def test_a_script_that_is_not_ours_does_not_run(browser, pages, tmp_path):
    text = pages["example"].read_text(encoding="utf-8")
    broken = tmp_path / "broken.html"
    broken.write_text(
        text.replace("</main>", "<script>document.title = 'broken'</script></main>"),
        encoding="utf-8",
    )
    page = opened(browser, broken)
    assert page.title() != "broken"
    assert any("Content Security Policy" in line for line in page.said)
    page.context.close()


def test_many_contrasts_show_one_figure_of_genes_each_and_name_the_others(browser, pages):
    page = opened(browser, pages["questions"])
    blocks = page.locator("#genes .block")
    assert blocks.count() == 9
    assert page.locator("#genes .block figure").count() == 9
    assert page.locator("#genes .block", has_text="More figures (MA plot").count() == 9
    page.context.close()
    page = opened(browser, pages["several"])
    assert page.locator("#genes .block figure").count() > 3
    assert page.locator("#genes .block", has_text="More figures (MA plot").count() == 0
    page.context.close()


def test_a_figure_that_would_make_the_page_slow_is_named_in_words(browser, tmp_path):
    fabricate = fabricated_tables()
    study = fabricate.with_figures(fabricate.study(), drawn=False)
    large = study.figures["distances"]
    large = dataclasses.replace(large, src=large.src + "A" * 500_000)
    study = dataclasses.replace(study, figures={**study.figures, "distances": large})
    path = tmp_path / "page.html"
    html.write(
        html.render(ROOT / "workflow/report", build(study, fabricate.config(), True, "")), path
    )
    page = opened(browser, path)
    said = page.locator("#samples .missing").inner_text()
    assert "Left out, since it takes 0.5 MB" in said
    assert large.alt in said
    assert path.stat().st_size < 500_000
    page.context.close()


def test_prints_without_a_blank_page(browser, pages):
    page = opened(browser, pages["example"])
    assert len(page.pdf(format="A4")) > 50_000
    page.context.close()
