"""What a script depends on: a digest of its source and of the library modules it imports."""

from __future__ import annotations

import functools
import hashlib
import re
from pathlib import Path

#: An import statement. The syntax tree says the same (a test holds them against each other) and
#: takes half a second at the start of every job.
_STATEMENT = re.compile(
    r"^[ \t]*(?:from[ \t]+(?P<source>[\w.]+)[ \t]+import[ \t]+"
    r"(?P<names>\((?:[^()#]|#[^\n]*)*\)|[^\n(#]+)|import[ \t]+(?P<modules>[^\n#]+))",
    re.MULTILINE,
)
_COMMENT = re.compile(r"#[^\n]*")


@functools.cache
def _module_files(name: str, library: Path) -> list[Path]:
    """Return the files that importing ``resistance.a.b`` reads: packages' ``__init__`` included."""
    parts = name.split(".")[1:]
    files = [library / "__init__.py"]
    here = library
    for part in parts:
        if (here / f"{part}.py").is_file():
            files.append(here / f"{part}.py")
            break
        here = here / part
        if (here / "__init__.py").is_file():
            files.append(here / "__init__.py")
    return [file for file in files if file.is_file()]


@functools.cache
def _imports(source: str, package: str) -> frozenset[str]:
    """Return what a source imports of a package; nine scripts share most of their modules."""
    names: set[str] = set()
    for found in _STATEMENT.finditer(source.replace("\\\n", " ")):
        if found["modules"]:
            names |= {part.split()[0] for part in found["modules"].split(",") if part.strip()}
        else:
            # `from resistance.readers import modules` may name a module or an attribute: ask for
            # both, the file system decides
            listed = _COMMENT.sub("", found["names"]).strip("() \t\n").split(",")
            attributes = {part.split()[0] for part in listed if part.strip()}
            names |= {found["source"]} | {f"{found['source']}.{name}" for name in attributes}
    return frozenset(name for name in names if name.split(".")[0] == package)


def imported_modules(script: Path, library: Path) -> list[Path]:
    """List the library's files that a script needs, directly or through other modules.

    Imports are read from the source, those inside functions included; nothing is executed.

    Parameters
    ----------
    script : Path
    library : Path
        The package's folder; its name is the package's name.

    Returns
    -------
    list of Path
        Sorted.
    """
    found: set[Path] = set()
    todo = [script]
    while todo:
        for name in _imports(todo.pop().read_text(encoding="utf-8"), library.name):
            for file in _module_files(name, library):
                if file not in found:
                    found.add(file)
                    todo.append(file)
    return sorted(found)


def code_digest(script: Path, library: Path) -> str:
    """Digest a script together with every library module that it imports.

    Snakemake reruns a rule when its script changes, not when a module behind the script does;
    this digest as a parameter closes the gap and leaves all other rules alone.

    Parameters
    ----------
    script, library : Path

    Returns
    -------
    str
        First 16 hexadecimal digits of a SHA-256.
    """
    digest = hashlib.sha256()
    for path in [script, *imported_modules(script, library)]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
