"""Which commit of the workflow runs, and whether its files are as committed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from resistance.provenance.facts import Checkout

#: What results depend on; the configuration of a study is no part of the workflow.
CODE = (
    *("Snakefile", "scripts", "workflow", "resources", "docs/tables.md"),
    *("CITATION.cff", "environment.yml", "uv.lock"),
)
#: Seconds after which git counts as absent, as on a file system that does not answer.
PATIENCE = 20


def _git(root: Path, *arguments: str) -> str:
    # variables such as GIT_DIR would speak of another checkout; no lock is taken for a look
    clean = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    done = subprocess.run(
        ["git", "-C", str(root), "-c", "core.quotePath=false", *arguments],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        env={**clean, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
        timeout=PATIENCE,
        check=True,
    )
    return done.stdout


def read_checkout(root: Path) -> Checkout:
    """Ask git about the folder of the workflow.

    Parameters
    ----------
    root : Path
        Holds the Snakefile.

    Returns
    -------
    Checkout
        Without a commit, but with the reason, where there is no git, no checkout or no commit.
    """
    try:
        top = Path(_git(root, "rev-parse", "--show-toplevel").rstrip("\n"))
        if top.resolve() != root.resolve():
            return Checkout("", (), "the workflow is no git checkout of its own")
        commit = _git(root, "rev-parse", "--verify", "HEAD").strip()
        said = _git(root, "status", "--porcelain", "--no-renames", "-z", "--", *CODE)
    except FileNotFoundError:
        return Checkout("", (), "git is not installed")
    except subprocess.TimeoutExpired:
        return Checkout("", (), "git did not answer")
    except subprocess.CalledProcessError as error:
        owned = "dubious ownership" in str(error.stderr)
        why = "the checkout belongs to another user" if owned else "no git checkout"
        return Checkout("", (), why)
    return Checkout(commit, tuple(sorted(entry[3:] for entry in said.split("\0") if entry)), "")
