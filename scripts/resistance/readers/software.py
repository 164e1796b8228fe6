"""Versions of packages: those that were locked and those that are in use."""

from __future__ import annotations

import platform
import re
import tomllib
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from resistance.provenance.facts import Package

PROJECT = "resistance-rnaseq"


def read_versions(lock: str | Path, packages: Iterable[str]) -> dict[str, str]:
    """Read the versions of packages out of ``uv.lock``.

    Parameters
    ----------
    lock : str or Path
    packages : iterable of str

    Returns
    -------
    dict of str to str
        Packages that the lock file lacks are absent.
    """
    # line by line: parsing 350 kB of TOML for ten versions takes longer than the whole page
    wanted, versions, name = set(packages), {}, ""
    for line in Path(lock).read_text(encoding="utf-8").splitlines():
        if line.startswith("name = "):
            name = tomllib.loads(line)["name"]
        elif line.startswith("version = ") and name in wanted:
            versions[name] = tomllib.loads(line)["version"]
            name = ""
    return versions


def direct_dependencies(lock: str | Path) -> list[str]:
    """List the packages that the workflow itself asks for at run time.

    Parameters
    ----------
    lock : str or Path
        ``uv.lock``.

    Returns
    -------
    list of str
        Sorted; empty where the lock lacks the project.
    """
    text = Path(lock).read_text(encoding="utf-8")
    block = text.partition(f'name = "{PROJECT}"\n')[2].partition("\n]\n")[0]
    return sorted(re.findall(r'^\s+\{ name = "([^"]+)"', block, re.MULTILINE))


def in_use(lock: str | Path) -> list[Package]:
    """Hold the packages in use against the lock.

    Parameters
    ----------
    lock : str or Path
        ``uv.lock``.

    Returns
    -------
    list of Package
        Python first, then the direct dependencies by name.
    """
    names = direct_dependencies(lock)
    locked = read_versions(lock, names)
    found = [Package("python", platform.python_version(), "")]
    for name in names:
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            version = ""
        found.append(Package(name, version, locked.get(name, "")))
    return found


def read_release(citation: str | Path) -> tuple[str, str]:
    """Read version and day of release of the workflow out of ``CITATION.cff``.

    Parameters
    ----------
    citation : str or Path

    Returns
    -------
    tuple of str
        ``(version, YYYY-MM-DD)``.
    """
    text = Path(citation).read_text(encoding="utf-8")
    told = dict(re.findall(r"^(version|date-released): *[\"']?([^\s\"']+)", text, re.MULTILINE))
    return told["version"], told["date-released"]
