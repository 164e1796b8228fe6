"""The page in headless Chromium: it calls nobody, says nothing on the console, and fits a phone."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from resistance.report.context import build
from resistance.writers import html

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
HOSTILE = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>"
LONG = "a-sample-name-without-any-space-" * 6


def _fabricate():
    path = ROOT / "tests/unit/report/fabricate.py"
    spec = importlib.util.spec_from_file_location("report_fabricate_browser", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _pages(folder: Path) -> dict[str, Path]:
    fabricate = _fabricate()
    studies = {
        "example": fabricate.study(),
        "several": fabricate.study(names=("clone_1", "clone_2", "clone_3")),
        "nothing": fabricate.study(significant=False, protein=False, sets=False, checks=False),
        "hostile": fabricate.study(gene=HOSTILE, levels=(HOSTILE, "other"), names=("a", HOSTILE)),
        "long": fabricate.study(gene="G" * 200, sample=LONG + "{arm}{k}", levels=("r" * 200, "t")),
    }
    paths = {}
    for name, study in studies.items():
        title = HOSTILE if name == "hostile" else "Resistant against parental cells"
        context = build(study, fabricate.config(name=title), True, fabricate.NOTICE)
        paths[name] = folder / f"{name}.html"
        html.write(html.render(ROOT / "workflow/report", context), paths[name])
    return paths


NAMES = ("example", "several", "nothing", "hostile", "long")


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, Path]:
    """Fabricated pages, and the example's own report if it was made."""
    paths = _pages(tmp_path_factory.mktemp("pages"))
    made = ROOT / "results/report.html"
    return paths | ({"made": made} if made.is_file() else {})


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.is_file():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield running
        running.close()


def opened(browser, path: Path, width: int = 1280, scripts: bool = True):
    context = browser.new_context(
        viewport={"width": width, "height": 844}, java_script_enabled=scripts
    )
    page = context.new_page()
    page.said, page.asked = [], []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("name", [*NAMES, "made"])
@pytest.mark.parametrize("width", [1280, 390])
def test_page(browser, pages, name, width):
    if name not in pages:
        pytest.skip("results/report.html has not been made")
    page = opened(browser, pages[name], width)
    assert page.said == []
    assert [url for url in page.asked if not url.startswith("data:")] == [pages[name].as_uri()]
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    assert page.title() != "broken"
    assert pages[name].stat().st_size < 5_000_000
    assert page.evaluate("[...document.images].every(i => i.complete && i.naturalWidth > 0)")
    page.context.close()


@pytest.mark.parametrize("name", ["example", "several"])
def test_verdicts_are_read_without_scripts(browser, pages, name):
    page = opened(browser, pages[name], scripts=False)
    card = page.locator("article.card", has_text="Surface CD123 is lower").first
    assert card.is_visible()
    assert "no evidence about PVEK" in page.locator(".cards").first.inner_text()
    assert page.locator("section").count() == 10
    page.context.close()


def test_the_switch_shows_one_contrast_without_scripts(browser, pages):
    page = opened(browser, pages["several"], scripts=False)
    assert page.locator("#genes-clone_1").is_visible()
    page.locator("label", has_text="clone_2").click()
    assert not page.locator("#genes-clone_1").is_visible()
    assert page.locator("#genes-clone_2").is_visible()
    assert page.locator("#trust").is_visible()
    page.locator("label", has_text="All").click()
    assert page.locator("#genes-clone_1").is_visible()
    page.context.close()


def test_a_link_into_a_hidden_contrast_shows_it(browser, pages):
    page = opened(browser, pages["several"])
    page.locator("label", has_text="clone_2").click()
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


def test_prints_without_a_blank_page(browser, pages):
    page = opened(browser, pages["example"])
    assert len(page.pdf(format="A4")) > 50_000
    page.context.close()
