"""Lay the site out as the repository is, so that every link holds in both.

``mkdocs.yml`` names this file. MkDocs knows only the pages below docs/, and takes that folder for
the root. Here each page gets the path that it has in the repository, the pages outside docs/ come
in, and so does every other file of the repository that a page links to (tables, licences).
"""

import re
from collections.abc import Iterable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[1]
#: Pages that stand where GitHub and the tools look for them, not below docs/.
OUTSIDE = ("README.md", "config/README.md", "CONTRIBUTING.md", "CHANGELOG.md")
LINK = re.compile(r"\]\(([^)\s#]+)")
INLINE_CODE = re.compile(r"<code>[^<]*</code>")


def linked_files(pages: Iterable[str]) -> set[str]:
    """Return the files that are no pages and that pages link to, as paths from the root.

    Parameters
    ----------
    pages : iterable of str
        Pages, as paths from the root of the repository.

    Returns
    -------
    set of str
        Paths below the root; what does not exist is left to MkDocs, which warns.
    """
    found = set()
    for page in pages:
        for target in LINK.findall((ROOT / page).read_text(encoding="utf-8")):
            path = (ROOT / page).parent.joinpath(target).resolve()
            if path.is_file() and path.suffix != ".md" and path.is_relative_to(ROOT):
                found.add(path.relative_to(ROOT).as_posix())
    return found


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Return the files of the site, each under its path in the repository."""
    theme = [file for file in files if file.src_dir != config.docs_dir]
    below = Path(config.docs_dir).relative_to(ROOT)
    pages = [(below / file.src_uri).as_posix() for file in files.documentation_pages()]
    pages += OUTSIDE
    paths = [*pages, *config.extra_css, *sorted(linked_files(pages))]
    own = [File(path, str(ROOT), config.site_dir, config.use_directory_urls) for path in paths]
    return Files([*own, *theme])


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    r"""Return the page with ``\|`` in inline code as a bar, as GitHub shows it in tables."""
    return INLINE_CODE.sub(lambda code: code.group().replace("\\|", "|"), html)
