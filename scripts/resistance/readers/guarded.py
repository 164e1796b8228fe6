"""Try in a process of its own what may never end: HDF5 loops over some damaged files."""

from __future__ import annotations

import contextlib
import os
import signal
import warnings
from collections.abc import Callable

#: Seconds that a small file may take, and bytes of a file that take one second more.
PATIENCE = 10
BYTES_A_SECOND = 2_000_000


def ends(read: Callable[[], object], size: int) -> bool:
    """Tell whether reading a file ends, without a crash and in time.

    Parameters
    ----------
    read : callable
        Reads the file and changes nothing else; an exception is an end, too.
    size : int
        Bytes of the file.

    Returns
    -------
    bool
        True where the system has no way of trying (Windows).
    """
    if not hasattr(os, "fork"):
        return True
    with warnings.catch_warnings():
        # Python 3.12 warns of locks that other threads hold; the child takes none of theirs
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the child, whatever it is doing
            signal.alarm(PATIENCE + size // BYTES_A_SECOND)
            with contextlib.suppress(Exception):
                read()
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1] == 0
