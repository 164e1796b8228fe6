"""What a script depends on: a digest of its source and of the library modules it imports."""

from __future__ import annotations

import ast
import functools
import hashlib
from pathlib import Path


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
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            # `from resistance.readers import modules` may name a module or an attribute: ask for
            # both, the file system decides
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(name for name in names if name.split(".")[0] == package)


def imported_modules(script: Path, library: Path) -> list[Path]:
    """List the library's files that a script needs, directly or through other modules.

    Imports are read from the syntax tree, those inside functions included; nothing is executed.

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
