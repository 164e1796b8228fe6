"""Try in a process of its own what may never end: HDF5 loops over some damaged files."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import warnings
from collections.abc import Callable
from pathlib import Path

#: Seconds that a small file may take, and bytes of a file that take one second more.
PATIENCE = 10
BYTES_A_SECOND = 2_000_000
#: Bytes of memory that a small file may take, bytes for each byte of a file more, and the most.
MEMORY, FOR_EACH_BYTE, MOST = 600_000_000, 40, 1_600_000_000
_STATM = Path("/proc/self/statm")


def outcome(read: Callable[[], object], size: int) -> str | None:
    """Read a file in a process of its own, with limits of time and memory.

    Parameters
    ----------
    read : callable
        Reads the file and changes nothing else.
    size : int
        Bytes of the file.

    Returns
    -------
    str or None
        Empty if it was read, also where the system has no way of trying (Windows); the message of
        the exception that it raised; None if it crashed or did not end in time.
    """
    if not hasattr(os, "fork"):
        return ""
    source, target = os.pipe()
    with warnings.catch_warnings():
        # Python 3.12 warns of locks that other threads hold; the child takes none of theirs
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        _try(read, size, target)
    os.close(target)
    with os.fdopen(source, "rb") as pipe:
        said = pipe.read().decode("utf-8", "replace")
    return said if os.waitpid(child, 0)[1] == 0 else None


def _try(read: Callable[[], object], size: int, target: int) -> None:
    """Do the reading, say its message, and end the process."""
    code = 1
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends it, whatever it is doing
        signal.alarm(PATIENCE + size // BYTES_A_SECOND)
        with contextlib.suppress(OSError, ValueError):
            taken = int(_STATM.read_text().split()[0]) * resource.getpagesize()
            limit = taken + min(MEMORY + FOR_EACH_BYTE * size, MOST)
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        try:
            read()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            os.write(target, (str(error) or type(error).__name__).encode()[:4096])
        code = 0
    finally:
        os._exit(code)
