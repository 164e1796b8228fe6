"""The machine and the versions that a run had. Standard library only."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

from engines.measure import FOLDER


def _field(path: str, name: str) -> str:
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(name)), "")


def machine() -> str:
    """Return processor, cores and memory."""
    model = _field("/proc/cpuinfo", "model name") or platform.processor() or platform.machine()
    memory = _field("/proc/meminfo", "MemTotal").split()
    size = f", {int(memory[0]) / 1e6:.0f} GB of memory" if memory else ""
    return f"{model}, {os.cpu_count()} cores{size}, {platform.system()}"


def python_versions() -> str:
    """Return Python and the libraries that do the numerical work."""
    names = ("numpy", "scipy", "pandas", "pydeseq2", "anndata")
    libraries = ", ".join(f"{name} {version(name)}" for name in names)
    return f"Python {platform.python_version()}, {libraries}"


def r_versions(rscript: str) -> dict[str, str]:
    """Return versions of R and of the packages that are there.

    Parameters
    ----------
    rscript : str
        Command or path; ``none`` leaves R out.

    Returns
    -------
    dict of str to str
        Empty where R is missing.
    """
    found = None if rscript == "none" else shutil.which(rscript)
    if not found:
        return {}
    command = [found, str(FOLDER / "engines/peers.R"), "versions"]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    rows = (line.split("\t") for line in said.splitlines())
    return {row[0]: row[1] for row in rows if len(row) > 1}
