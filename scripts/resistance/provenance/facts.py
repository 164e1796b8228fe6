"""What is known of where results come from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Hashed:
    """A file and its checksum.

    Attributes
    ----------
    name : str
        As the study names it; files of the workflow from its own folder on.
    sha256 : str
    size : int
        Bytes.
    """

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Checkout:
    """The checkout of the workflow.

    Attributes
    ----------
    commit : str
        Empty where git does not say.
    changed : tuple of str
        Files of the workflow that are not as committed.
    reason : str
        Why there is no commit.
    """

    commit: str
    changed: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Package:
    """A package.

    Attributes
    ----------
    name : str
    version : str
        In use; empty where it is not installed under this name.
    locked : str
        In the lock file; empty for what is not locked.
    """

    name: str
    version: str
    locked: str
