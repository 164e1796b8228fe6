"""The documentation builds as a site, every link in it leads somewhere, and it asks no network."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "config/README.md")
#: What loads when a page is opened; links that a reader may follow are not among it.
LOADED = re.compile(r'<(?:script|img|iframe|source)[^>]*\ssrc="([^"]+)"|<link[^>]*\shref="([^"]+)"')


def build(root: Path, site: Path) -> subprocess.CompletedProcess[str]:
    """Build the site of the repository at ``root`` as `make docs` does."""
    mkdocs = str(Path(sys.executable).parent / "mkdocs")
    # never --quiet: it silences the warnings before --strict can count them
    command = [mkdocs, "build", "--strict", "--site-dir", str(site)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )


def articles(site: Path) -> dict[str, str]:
    """Return what each page says, by its path below the site."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        article = re.search(r"<article.*?</article>", path.read_text(encoding="utf-8"), re.DOTALL)
        if article:
            found[path.relative_to(site).as_posix()] = article.group()
    return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site once, with every link and anchor followed."""
    path = tmp_path_factory.mktemp("site")
    done = build(ROOT, path)
    assert done.returncode == 0, done.stdout + done.stderr
    return path


def test_every_page_is_built(site: Path) -> None:
    sources = list(PAGES)
    sources += [path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")]
    pages = [re.sub(r"(^|/)README\.md$", r"\1index.md", source) for source in sources]
    missing = [p for p in pages if not (site / p).with_suffix(".html").is_file()]
    assert missing == []


def test_files_of_the_repository_come_along(site: Path) -> None:
    for name in ("CITATION.cff", "resources/MANIFEST.tsv", "docs/templates/flow.tsv"):
        assert (site / name).read_bytes() == (ROOT / name).read_bytes()


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    pages = [path.read_text(encoding="utf-8") for path in site.rglob("*.html")]
    loaded = {a or b for page in pages for a, b in LOADED.findall(page)}
    assert len(loaded) > 3
    assert {address for address in loaded if re.match(r"(https?:)?//", address)} == set()


def test_markdown_is_understood_as_on_github(site: Path) -> None:
    """MkDocs wants blank lines that GitHub does not: no list or table may be left as text."""
    left = [
        (page, text)
        for page, article in articles(site).items()
        for text in re.findall(r"<p>(.*?)</p>", article, re.DOTALL)
        if re.search(r"(^|\n)\s*([-*] |\d+\. |\||```)", text)
    ]
    assert left == []
    code = re.findall(r"<code>.*?</code>", "".join(articles(site).values()))
    assert [text for text in code if r"\|" in text] == []


@pytest.mark.parametrize(
    ("added", "named"),
    [
        ("[x](nowhere.md)", "nowhere.md"),
        ("[x](tables.md#no-such-heading)", "no-such-heading"),
        ("[x](#no-such-heading)", "no-such-heading"),
        ("[x](../config/README.md#no-such-heading)", "no-such-heading"),
        ("[x](../resources/nowhere.tsv)", "nowhere.tsv"),
        ("![x](nowhere.png)", "nowhere.png"),
    ],
)
def test_a_broken_link_is_told(tmp_path: Path, added: str, named: str) -> None:
    root = copied(tmp_path / "clone")
    assert_broken(root, root / "docs/traps.md", added, named)


def test_a_page_outside_the_navigation_is_told(tmp_path: Path) -> None:
    root = copied(tmp_path / "clone")
    assert_broken(root, root / "docs/orphan.md", "# Nobody links here", "docs/orphan.md")


def copied(root: Path) -> Path:
    """Copy what the site is made of."""
    shutil.copytree(ROOT / "docs", root / "docs", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "resources/catalogue", root / "resources/catalogue")
    (root / "config").mkdir()
    for name in (*PAGES, "CITATION.cff", "resources/MANIFEST.tsv", "mkdocs.yml"):
        shutil.copy(ROOT / name, root / name)
    return root


def assert_broken(root: Path, page: Path, added: str, named: str) -> None:
    with page.open("a", encoding="utf-8") as stream:
        stream.write(f"\n\n{added}\n")
    done = build(root, root / "site")
    assert done.returncode != 0
    assert named in done.stdout + done.stderr
