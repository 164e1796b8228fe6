"""The configuration of a new study: every key of the example's, with what is known filled in."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

import yaml

from resistance.inputs.paths import shown

REVIEW: Final = "  # guessed: please review"
_KEY: Final = re.compile(r"(?P<indent> *)(?P<key>[a-z_0-9]+):(?P<value>.*)")
_HEAD: Final = (
    "# Written by `make new`. What is marked as guessed was guessed from the counts and the sheet:",
    "# please review it. A key behind # is not used; take the # away to use it, with your value.",
    "# All keys: config/README.md of the workflow. Paths are relative to the folder of the study,",
    "# the one that holds config/.",
)


def config_text(example: str, values: Mapping[str, object], guessed: Collection[str] = ()) -> str:
    """Write a configuration with the comments of the example's.

    Parameters
    ----------
    example : str
        ``config/config.yaml`` of the workflow.
    values : mapping of str to object
        Values by key, with dots between the key of a block and its own.
    guessed : collection of str
        Those of the keys that are marked for review.

    Returns
    -------
    str
        YAML. Keys of the example without a value stand there as comments.

    Raises
    ------
    KeyError
        If the example lacks one of the keys.
    """
    lines = example.splitlines()
    start = next(i for i, line in enumerate(lines) if not line.startswith("#"))
    out, written = [*_HEAD], set()
    path: list[str] = []
    for line in lines[start:]:
        match = _KEY.fullmatch(line)
        if match is None:
            out.append(line)
            continue
        path = [*path[: len(match["indent"]) // 2], match["key"]]
        name = ".".join(path)
        if name in values:
            mark = REVIEW if name in guessed else ""
            out.append(f"{match['indent']}{match['key']}: {scalar(values[name])}{mark}")
            written.add(name)
        elif any(key.startswith(f"{name}.") for key in values):
            out.append(f"{match['indent']}{match['key']}:")
        else:
            out.append(f"{match['indent']}# {line.strip()}")
    absent = set(values) - written
    if absent:
        raise KeyError(f"keys that the example lacks: {sorted(absent)}")
    return "\n".join(out) + "\n"


def scalar(value: object) -> str:
    """Write a value so that YAML reads it back, whatever a text holds.

    Parameters
    ----------
    value : object
        Text, number or truth value.

    Returns
    -------
    str
        One line; texts that are more than a plain word stand in quotation marks.
    """
    if isinstance(value, str) and not re.fullmatch(
        r"[A-Za-z][A-Za-z0-9_/-]*(\.[A-Za-z0-9]+)*", value
    ):
        text = yaml.safe_dump(value, default_style='"', width=10**6, allow_unicode=True)
        return text.strip()
    text = yaml.safe_dump(value, width=10**6, allow_unicode=True)
    return text.removesuffix("...\n").strip()


def listed(items: Collection[str]) -> str:
    """Write names for a comment or a terminal: no line breaks, no control characters.

    Parameters
    ----------
    items : collection of str

    Returns
    -------
    str
    """
    return ", ".join(shown(item) for item in items)
