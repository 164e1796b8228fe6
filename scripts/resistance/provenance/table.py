"""The table of provenance: workflow, configuration, inputs, embedded resources, software."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

import pandas as pd

from resistance.columns import PROVENANCE
from resistance.provenance.facts import Checkout, Hashed, Package

PROJECT: Final = "resistance-rnaseq"
#: Changed files that are named; the rest is counted.
NAMED: Final = 10


def rows(
    release: tuple[str, str],
    checkout: Checkout,
    config: Mapping[str, Any],
    files: Mapping[str, Iterable[Hashed]],
    manifest: pd.DataFrame,
    packages: Iterable[Package],
) -> pd.DataFrame:
    """Put the table together.

    Parameters
    ----------
    release : tuple of str
        Version and day of release of the workflow.
    checkout : Checkout
    config : mapping
        The configuration after defaults.
    files : mapping of str to iterable of Hashed
        ``config``, ``input`` and ``embedded``.
    manifest : pandas.DataFrame
        ``resources/MANIFEST.tsv``.
    packages : iterable of Package

    Returns
    -------
    pandas.DataFrame
        Columns ``PROVENANCE``; no time and no path of this machine.
    """
    version, day = release
    out = [("workflow", PROJECT, version, f"released {day}"), *_checkout(checkout)]
    out += [("config", file.name, file.sha256, _size(file)) for file in files["config"]]
    out.append(("config", "after defaults", _digest(config), "as sorted JSON"))
    out += [("input", file.name, file.sha256, _size(file)) for file in files["input"]]
    known = {f"resources/{row['file']}": row for _, row in manifest.iterrows()}
    out += [_embedded(file, known.get(file.name)) for file in files["embedded"]]
    out += [_package(package) for package in packages]
    return pd.DataFrame(out, columns=list(PROVENANCE))


def _checkout(checkout: Checkout) -> list[tuple[str, str, str, str]]:
    if not checkout.commit:
        return [("workflow", "commit", "", f"unknown: {checkout.reason}")]
    shown = ", ".join(checkout.changed[:NAMED])
    more = len(checkout.changed) - NAMED
    return [
        ("workflow", "commit", checkout.commit, "git"),
        (
            "workflow",
            "changed_files",
            str(len(checkout.changed)),
            f"{shown} and {more} more" if more > 0 else shown or "as committed",
        ),
    ]


def _size(file: Hashed) -> str:
    return f"{file.size} bytes"


def _digest(config: Mapping[str, Any]) -> str:
    text = json.dumps(config, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _embedded(file: Hashed, known: pd.Series | None) -> tuple[str, str, str, str]:
    if known is None:
        said = "not in MANIFEST.tsv"
    elif known["sha256"] == file.sha256:
        said = "; ".join(str(known[key]) for key in ("version", "licence", "notes") if known[key])
    else:
        said = "differs from MANIFEST.tsv"
    return "embedded", file.name, file.sha256, said


def _package(package: Package) -> tuple[str, str, str, str]:
    if not package.locked:
        said = "not locked"
    elif package.version == package.locked:
        said = "as locked"
    else:
        said = f"locked: {package.locked}"
    return "software", package.name, package.version, said
