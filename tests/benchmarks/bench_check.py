"""How long a matrix of many samples takes to be checked, and how much memory.

``.venv/bin/python tests/benchmarks/bench_check.py`` writes 60,000 genes x 500 samples to a
temporary folder, reads and checks them as ``snakemake check`` does, and prints seconds of CPU time
(of one core) and memory. Targets: below 20 s and 2 GB.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts")]

MOST_SECONDS, MOST_GIGABYTES = 20, 2


def write_matrix(path: Path, genes: int, samples: list[str]) -> None:
    """Write counts in blocks: this process must not need memory for them before it reads."""
    rng = np.random.default_rng(1)
    with path.open("w", encoding="utf-8") as stream:
        stream.write("\t".join(["gene_id", *samples]) + "\n")
        for start in range(0, genes, 1000):
            counts = rng.negative_binomial(1, 0.005, (min(1000, genes - start), len(samples)))
            for i, row in enumerate(counts.tolist(), start=start):
                stream.write(f"ENSG{i:011d}\t" + "\t".join(map(str, row)) + "\n")


def main() -> int:
    """Measure one matrix.

    Returns
    -------
    int
        1 if a target is missed, or if something is said to be wrong with good counts.
    """
    from resistance.inputs.counts_source import CountsSource
    from resistance.readers.counts import read_and_check

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--genes", type=int, default=60_000)
    parser.add_argument("--samples", type=int, default=500)
    given = parser.parse_args()
    samples = [f"S{i}" for i in range(given.samples)]
    rows = {sample: row for row, sample in enumerate(samples, start=2)}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "counts.tsv"
        write_matrix(path, given.genes, samples)
        size = path.stat().st_size / 1e6
        start = time.process_time()
        source = CountsSource(path.parent, path.name, organism="human", rows=rows)
        _, problems = read_and_check(
            source, {row: s for s, row in rows.items()}, ROOT / "resources"
        )
        seconds = time.process_time() - start
    gigabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
    print(f"{given.genes:,} x {given.samples}, {size:.0f} MB: {seconds:.1f} s, {gigabytes:.2f} GB")
    for problem in problems[:3]:
        print(problem.message)
    return int(bool(problems) or seconds > MOST_SECONDS or gigabytes > MOST_GIGABYTES)


if __name__ == "__main__":
    sys.exit(main())
