"""Addresses that gene sets are fetched from: which may be, and a mirror in their place."""

from __future__ import annotations

from typing import Final
from urllib.parse import SplitResult, urlsplit

#: Names of this computer: a test, or a mirror, may serve there without a certificate.
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


def address(url: str, base_url: str) -> str:
    """Put a mirror in the place of the scheme and the host of an address.

    Parameters
    ----------
    url : str
    base_url : str
        Such as ``https://mirror.example.org/sets``; empty for none.

    Returns
    -------
    str
        The base, then path and query of ``url``; ``url`` itself where it has no host.
    """
    parts = split(url)
    if not base_url or parts is None or not parts.netloc:
        return url
    query = f"?{parts.query}" if parts.query else ""
    return f"{base_url.rstrip('/')}/{parts.path.lstrip('/')}{query}"


def split(url: str) -> SplitResult | None:
    """Take an address apart.

    Parameters
    ----------
    url : str

    Returns
    -------
    urllib.parse.SplitResult or None
        None if it is no address.
    """
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - a port that is no number raises only when it is read
    except ValueError:
        return None
    return parts


def address_fault(url: str) -> str:
    """Say why nothing is fetched from an address.

    Parameters
    ----------
    url : str

    Returns
    -------
    str
        A sentence; empty for https, for http on this computer, and for an absolute file.
    """
    parts = split(url)
    if parts is None or not parts.scheme:
        return "This is no address."
    if any(character <= " " or character > "~" for character in url):
        return "The address holds a space or a letter that must be written as %20 or the like."
    if parts.scheme == "file":
        if parts.netloc not in ("", "localhost") or not parts.path.startswith("/"):
            return "A file's address must hold its whole path: file:///folder/sets.gmt."
        return ""
    if parts.scheme not in ("http", "https"):
        return f'Nothing is fetched by "{parts.scheme}".'
    if not parts.hostname:
        return "The address names no computer."
    if parts.username or parts.password:
        return "The address holds a user name or a password, which would stand in the tables."
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        return "Nothing is fetched by http, which anyone on the way can change."
    return ""
