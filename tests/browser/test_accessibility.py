"""The page under axe-core, light and dark, at a desk and on a phone, and as it is printed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from browsing import NAMES, chromium, fabricated_pages, opened

axe_playwright = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
)
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],
}
LEAST = 4.5
#: axe looks at no text inside SVG, nor at what lies behind it.
SVG_TEXTS = """() => {
    const paper = (node) => {
        for (let at = node; at; at = at.parentElement) {
            const colour = getComputedStyle(at).backgroundColor;
            if (!/, 0\\)$/.test(colour)) return colour;
        }
        return "rgb(255, 255, 255)";
    };
    return [...document.querySelectorAll("main svg text")]
        .filter(one => one.getClientRects().length)
        .map(one => [getComputedStyle(one).fill, paper(one.closest("svg"))]);
}"""
#: What the canvas of the plot holds, as colours of its corner and all that differ from it.
PAINTED = """() => {
    const canvas = document.querySelector('[data-part="plot"]');
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const seen = new Set();
    for (let i = 0; i < data.length; i += 4) {
        if (data[i + 3] === 255) seen.add(`rgb(${data[i]}, ${data[i + 1]}, ${data[i + 2]})`);
    }
    return [...seen];
}"""
GROUND = "() => getComputedStyle(document.body).backgroundColor"


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, Path]:
    return fabricated_pages(tmp_path_factory.mktemp("pages"), drawn=False)


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


@contextmanager
def shown(browser: Any, path: Path, scheme: str, width: int = 1280) -> Iterator[Any]:
    """Open a page with its explorer unpacked; our policy would refuse axe's script."""
    page = opened(browser, path, width, color_scheme=scheme, bypass_csp=True)
    page.goto(path.as_uri() + "#genes")
    page.wait_for_selector("#explorer:not([hidden])")
    yield page
    page.context.close()


def violations(page: Any) -> list[str]:
    found = axe_playwright.Axe().run(page, options=RULES).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def unfold(page: Any) -> None:
    """Open all that is folded, a gene, and the list of genes that match."""
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    page.locator('[data-part="rows"] button').first.click()
    page.locator('[data-part="gene"] h4').wait_for()
    page.locator('[data-part="search"]').fill("a")
    page.locator('[data-part="search"]').press("ArrowDown")


def channels(colour: str) -> list[float]:
    return [float(part) / 255 for part in colour.split("(")[1].rstrip(")").split(",")[:3]]


def contrast(first: str, second: str) -> float:
    """Contrast of two colours as WCAG 2 defines it."""

    def luminance(colour: str) -> float:
        linear = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour)
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


#: Nine contrasts take axe half a minute: their parts are those of "several".
LARGE = ("questions", "bare")
CASES = [
    (name, width, scheme)
    for name in NAMES
    for width, scheme in ((1280, "light"), (390, "dark"), (1280, "dark"), (390, "light"))
    if name not in LARGE or (width, scheme) in ((1280, "light"), (390, "dark"))
]


@pytest.mark.parametrize(("name", "width", "scheme"), CASES)
def test_axe_finds_nothing(browser, pages, name, width, scheme):
    with shown(browser, pages[name], scheme, width) as page:
        if name not in LARGE:
            assert violations(page) == []
        unfold(page)
        assert violations(page) == []
        texts = page.evaluate(SVG_TEXTS)
        assert texts
        assert all(contrast(*pair) >= LEAST for pair in texts), texts


@pytest.mark.parametrize("name", ["example", "several"])
def test_paper_is_light(browser, pages, name):
    with shown(browser, pages[name], "dark") as page:
        dark = page.evaluate(GROUND)
        page.emulate_media(media="print", color_scheme="dark")
        assert page.evaluate(GROUND) == "rgb(255, 255, 255)" != dark
        assert violations(page) == []
        printed = page.evaluate(SVG_TEXTS)
        page.emulate_media(media="print", color_scheme="light")
        assert page.evaluate(SVG_TEXTS) == printed
        assert all(contrast(*pair) >= LEAST for pair in printed)


def test_the_mode_needs_no_script(browser, pages):
    page = opened(browser, pages["example"], scripts=False, color_scheme="dark")
    assert max(channels(page.evaluate(GROUND))) < 0.2
    # drawn on white, so that they read
    image = "getComputedStyle(document.querySelector('figure img')).backgroundColor"
    assert page.evaluate(image) == "rgb(255, 255, 255)"
    page.context.close()


def test_the_plot_follows_the_mode_while_the_page_is_open(browser, pages):
    with shown(browser, pages["example"], "light") as page:
        light = set(page.evaluate(PAINTED))
        page.emulate_media(color_scheme="dark")
        page.wait_for_function(
            "was => !was.every(one => (" + PAINTED + ")().includes(one))", arg=sorted(light)
        )
        dark = set(page.evaluate(PAINTED))
        paper = page.evaluate(
            "getComputedStyle(document.querySelector('[data-part=\"plot\"]')).backgroundColor"
        )
        # the writing of the axes stands out, and a mark of each kind is seen
        assert max(contrast(one, paper) for one in dark) >= 12
        assert light.isdisjoint(dark)


def test_a_colour_that_is_too_pale_is_found(browser, pages):
    with shown(browser, pages["example"], "dark") as page:
        page.add_style_tag(content=":root { --muted: #5a6470; }")
        assert any(line.startswith("color-contrast") for line in violations(page))
        assert any(contrast(*pair) < LEAST for pair in page.evaluate(SVG_TEXTS))


def test_a_control_without_a_name_is_found(browser, pages):
    with shown(browser, pages["example"], "light") as page:
        page.evaluate(
            "document.querySelector('[data-part=\"search\"]').parentElement.firstChild.remove()"
        )
        page.locator('[data-part="search"]').evaluate("one => one.removeAttribute('placeholder')")
        assert any(line.startswith("label") for line in violations(page))
