"""Open pages in headless Chromium and keep what they say and ask for."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
MAX_BYTES = 5_000_000
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


def opened(browser: Any, path: Path, width: int = 1280, scripts: bool = True) -> Any:
    """Open a page; ``said`` holds its console lines, ``asked`` the addresses it requested."""
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
    path = Path(__file__).parents[2] / "tests/unit/report/fabricate.py"
    spec = importlib.util.spec_from_file_location("report_fabricate_browser", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
