"""Run a command in a process of its own and see what it used.

Standard library only: a child starts with the peak memory of the process that started it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1]
ROOT = FOLDER.parents[1]
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes of one unit of ru_maxrss


@dataclass(frozen=True)
class Usage:
    """What a whole process used, its children included.

    Attributes
    ----------
    cpu, wall : float
        Seconds; user and system time together.
    peak : float
        Largest resident memory, MB.
    failure : str
        Last line that the process wrote, where it failed; empty otherwise.
    """

    cpu: float
    wall: float
    peak: float
    failure: str


def environment() -> dict[str, str]:
    """Return the environment of all peers: one thread, our own modules."""
    paths = os.pathsep.join([str(FOLDER), str(ROOT / "scripts")])
    one = dict.fromkeys(_ONE_THREAD, "1")
    return {**os.environ, **one, "PYTHONPATH": paths, "PYTHONWARNINGS": "ignore"}


def run(command: list[str], log: Path, cwd: Path | None = None) -> Usage:
    """Run a command to its end.

    Parameters
    ----------
    command : list of str
    log : pathlib.Path
        Takes what the process writes.
    cwd : pathlib.Path, optional

    Returns
    -------
    Usage
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as stream:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=stream, stderr=subprocess.STDOUT, env=environment(), cwd=cwd
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    failure = ""
    if process.returncode:
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        failure = lines[-1] if lines else f"exit status {process.returncode}"
    peak = used.ru_maxrss * _PEAK_UNIT / 1e6
    return Usage(used.ru_utime + used.ru_stime, wall, peak, failure)


def python(module: str, *arguments: object) -> list[str]:
    """Return the command of one of our modules."""
    return [sys.executable, "-m", f"engines.{module}", *map(str, arguments)]
