"""Fetch a file that the configuration names by its address and its checksum."""

from __future__ import annotations

import hashlib
import http.client
import urllib.error
import urllib.request
from typing import IO, Final

from resistance.gene_sets.addresses import LOOPBACK, address_fault, split
from resistance.problems import InputError, Problem

#: The whole of MSigDB is 30 MB.
MOST_BYTES: Final = 500_000_000
SECONDS: Final = 60
_BLOCK: Final = 1 << 20
_BY_HAND: Final = (
    "Try again later, set enrichment.download_base_url to a mirror, or download the file yourself "
    "and name it in enrichment.gene_sets."
)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follow a server to another address only where one may be fetched from there, too."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        fault = address_fault(newurl)
        if fault or newurl.startswith("file:"):
            raise urllib.error.URLError(f"the server sends on to {newurl}, which is not fetched")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(url: str, sha256: str, most: int = MOST_BYTES, seconds: float = SECONDS) -> bytes:
    """Fetch a file and hold it against its checksum.

    Parameters
    ----------
    url : str
        https, http on this computer, or file.
    sha256 : str
        64 hexadecimal digits.
    most : int
        Bytes that the file may have.
    seconds : float
        That the server may be silent.

    Returns
    -------
    bytes

    Raises
    ------
    InputError
        If it cannot be fetched, is too large, or is another file than the checksum's.
    """
    fault = address_fault(url)
    if fault:
        raise InputError([Problem(url, fault)])
    parts = split(url)
    handlers: list[urllib.request.BaseHandler] = [_Redirects()]
    if parts is not None and parts.hostname in LOOPBACK:
        handlers.append(urllib.request.ProxyHandler({}))  # this computer needs no way through one
    try:
        data = _read(urllib.request.build_opener(*handlers), url, most, seconds)
    except urllib.error.HTTPError as error:
        message = f"The server answers {error.code} ({error.reason})."
        raise InputError([Problem(url, message, hint=_BY_HAND)]) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", "") or error
        said = str(getattr(reason, "strerror", "") or reason or type(error).__name__).rstrip(".")
        raise InputError(
            [Problem(url, f"The file cannot be fetched: {said}.", hint=_BY_HAND)]
        ) from None
    if len(data) > most:
        allowed = f"at most {most / 1e6:.0f} MB"
        raise InputError([Problem(url, "The file is too large.", allowed=allowed)])
    found = hashlib.sha256(data).hexdigest()
    if found != sha256.lower():
        raise InputError([_other_file(url, found, sha256.lower(), len(data))])
    return data


def _read(opener: urllib.request.OpenerDirector, url: str, most: int, seconds: float) -> bytes:
    request = urllib.request.Request(url, headers={"User-Agent": "resistance-workflow"})
    blocks: list[bytes] = []
    size = 0
    with opener.open(request, timeout=seconds) as answer:
        announced = answer.headers.get("Content-Length")
        while size <= most and (block := answer.read(_BLOCK)):
            blocks.append(block)
            size += len(block)
    if announced is not None and announced.isdigit() and size < min(int(announced), most):
        raise OSError("the connection ended before the file did")
    return b"".join(blocks)


def _other_file(url: str, found: str, wanted: str, size: int) -> Problem:
    return Problem(
        url,
        f"This is another file than the one that the configuration names ({size:,} bytes): its "
        "sha256 differs.",
        column="sha256",
        value=found,
        allowed=wanted,
        hint="Has a new release taken its place, or is it a page that asks to log in? Look at the "
        "file; if it is the right one, write its sha256 into the configuration.",
    )
