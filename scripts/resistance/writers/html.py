"""Write the report: one file that calls nothing, asks nothing and runs only its own script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

#: files of the templates' folder
PAGE, STYLE = "page.html.j2", "style.css"
#: joined into one script, whose digest the policy names
SCRIPTS = ("script.js", "genes.js")


def content_security_policy(script: str) -> str:
    """Return the policy of the page: nothing from outside, one script by its digest.

    Parameters
    ----------
    script : str
        The text between the ``<script>`` tags.

    Returns
    -------
    str
    """
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; "
        "style-src 'unsafe-inline'; img-src data:"
    )


def render(templates: str | Path, context: Mapping[str, Any]) -> str:
    """Render the page.

    Parameters
    ----------
    templates : str or Path
        Folder of ``page.html.j2``, its partials, ``style.css`` and the scripts.
    context : mapping
        From :func:`resistance.report.context.build`.

    Returns
    -------
    str

    Raises
    ------
    jinja2.UndefinedError
        If a template names a value that the context lacks.
    """
    import jinja2
    from markupsafe import Markup

    folder = Path(templates)
    # without a carriage return: a browser digests the script after turning CRLF into LF
    parts = [(folder / name).read_text(encoding="utf-8") for name in SCRIPTS]
    script = "\n".join(parts).replace("\r\n", "\n")
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(PAGE).render(
        **context,
        csp=content_security_policy(script),
        # ours, from the repository: no input of a user reaches these two
        script=Markup(script),
        style=Markup((folder / STYLE).read_text(encoding="utf-8")),
    )


def write(html: str, path: str | Path) -> None:
    """Write the page as UTF-8 with line feeds.

    Parameters
    ----------
    html : str
    path : str or Path
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8", newline="\n")
