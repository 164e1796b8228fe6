"""CPU time and memory of GSEA on 20,000 genes and 1,500 sets, beside gseapy alone.

Run as a script it does one job and prints its numbers, so that each has a process of its own.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

GENES, SETS = 20_000, 1_500
#: Sets whose genes move, and by how many SD.
MOVED, SHIFT = 150, 0.35
CHUNK = 300
ROOT = Path(__file__).parents[3]


def data(seed: int = 1) -> tuple[pd.Series, dict[str, list[str]]]:
    """Simulate a ranking and sets of 10 to 500 genes, a tenth of which move."""
    rng = np.random.default_rng(seed)
    names = np.array([f"G{i:05d}" for i in range(GENES)])
    sizes = np.clip(np.exp(rng.normal(3.8, 0.9, SETS)), 10, 500).astype(int)
    sets = {
        f"S{i:04d}": sorted(rng.choice(names, size, replace=False)) for i, size in enumerate(sizes)
    }
    statistic = pd.Series(rng.normal(size=GENES), index=names)
    for i in range(MOVED):
        statistic[sets[f"S{i:04d}"]] += SHIFT * (-1) ** i
    return statistic.sort_values(ascending=False, kind="stable"), sets


def _ours(statistic: pd.Series, sets: dict[str, list[str]]) -> int:
    from resistance.enrichment.prerank import Prerank

    return int((Prerank(statistic).test({"x": sets})["padj"] < 0.05).sum())


def _gseapy(statistic: pd.Series, sets: dict[str, list[str]]) -> int:
    import gseapy

    from resistance.multiple_testing import benjamini_hochberg

    names = sorted(sets)
    pvalues = []
    for start in range(0, len(names), CHUNK):
        found = gseapy.prerank(
            statistic,
            {name: sets[name] for name in names[start : start + CHUNK]},
            **{"outdir": None, "min_size": 10, "max_size": 500, "ascending": None, "threads": 1},
            **{"no_plot": True, "seed": 42, "method": "multilevel", "eps": 1e-10},
        ).res2d
        pvalues.append(found["NOM p-val"].astype(float).to_numpy())
    return int((benjamini_hochberg(np.concatenate(pvalues)) < 0.05).sum())


JOBS = {"ours": _ours, "gseapy": _gseapy}


def measure(job: str) -> dict[str, float]:
    """Run a job in a process of its own.

    Parameters
    ----------
    job : {"ours", "gseapy"}

    Returns
    -------
    dict
        ``cpu`` (seconds, imports left out), ``gb`` (peak), ``called``.
    """
    command = [sys.executable, __file__, job]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Do the job that the command line names."""
    import gseapy  # noqa: F401 - its import is not what is measured

    statistic, sets = data()
    start = time.process_time()
    called = JOBS[sys.argv[1]](statistic, sets)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(json.dumps({"cpu": seconds, "gb": peak, "called": called}))


if __name__ == "__main__":
    main()
