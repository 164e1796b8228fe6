"""Open pages in headless Chromium and keep what they say and ask for."""

from __future__ import annotations

import dataclasses
import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from resistance.report.context import build
from resistance.writers import html

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
MAX_BYTES = 5_000_000
LONG = "a-sample-name-without-any-space-" * 6
#: Of the fabricated pages.
NAMES = ("example", "several", "questions", "bare", "nothing", "hostile", "long")
HOSTILE = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>"


@contextmanager
def chromium() -> Iterator[Any]:
    """Start Debian's Chromium, or skip the test where it is not installed."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.is_file():
        pytest.skip(f"no Chromium at {CHROMIUM} (Debian: apt-get install chromium)")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield running
        running.close()


def opened(
    browser: Any, path: Path, width: int = 1280, scripts: bool = True, **settings: Any
) -> Any:
    """Open a page; ``said`` holds its console lines, ``asked`` the addresses it requested."""
    context = browser.new_context(
        viewport={"width": width, "height": 844}, java_script_enabled=scripts, **settings
    )
    page = context.new_page()
    page.said, page.asked = [], []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(path.as_uri())
    return page


def check_page(browser: Any, path: Path, width: int) -> None:
    """Hold one page against what every report must keep at every width."""
    page = opened(browser, path, width)
    assert page.said == []
    assert [url for url in page.asked if not url.startswith("data:")] == [path.as_uri()]
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    assert page.evaluate("[...document.images].every(i => i.complete && i.naturalWidth > 0)")
    assert page.title() != "broken"
    assert path.stat().st_size < MAX_BYTES
    page.context.close()


def fabricated_tables() -> Any:
    """Load the module that makes up the tables of a report."""
    path = ROOT / "tests/unit/report/fabricate.py"
    spec = importlib.util.spec_from_file_location("report_fabricate_browser", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fabricated_pages(folder: Path, drawn: bool = True) -> dict[str, Path]:
    """Write the pages of NAMES; without ``drawn`` with white figures, which takes less time."""
    fabricate = fabricated_tables()
    studies = {
        "example": fabricate.study(),
        "several": fabricate.study(names=("clone_1", "clone_2", "clone_3")),
        "questions": fabricate.study(
            names=tuple(fabricate.QUESTIONS),
            asked=fabricate.QUESTIONS,
            levels=("parental", "resistant", *(f"N061011 / clone {i}" for i in range(6))),
            n_genes=60,
        ),
        "nothing": fabricate.study(
            significant=False, protein=False, functional=False, sets=False, checks=False
        ),
        "hostile": fabricate.study(gene=HOSTILE, levels=(HOSTILE, "other"), names=("a", HOSTILE)),
        "long": fabricate.study(gene="G" * 200, sample=LONG + "{arm}{k}", levels=("r" * 200, "t")),
    }
    # nine contrasts again, without genes of interest and with a long account of each
    bare = studies["questions"]
    asked = {
        name: {**question, "words": f"{question['words']}; fitted without {LONG * 3}"}
        for name, question in fabricate.QUESTIONS.items()
    }
    studies["bare"] = dataclasses.replace(
        bare, verdicts=bare.verdicts.iloc[:0], model={**bare.model, "contrasts": asked}
    )
    paths = {}
    for name, study in studies.items():
        title = HOSTILE if name == "hostile" else "Resistant against parental cells"
        # the figures of "bare" are those of "questions"
        shown = fabricate.with_figures(study, True, drawn and name != "bare")
        context = build(shown, fabricate.config(name=title), True, fabricate.NOTICE)
        paths[name] = folder / f"{name}.html"
        html.write(html.render(ROOT / "workflow/report", context), paths[name])
    return paths
