"""False discoveries and power of the concordance rule beside fold changes, padj and others.

``make bench-concordance`` writes the tables of docs/concordance.md in about 10 minutes on two
cores; ``--quick`` takes seconds and judges nothing. What is simulated and how it is judged stands
in the modules of ``concordance/``.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from concordance.cells import Sizes, world_cells
from concordance.page import insert, tables
from concordance.record import Record
from concordance.single import single_cells
from concordance.speed import cpu_seconds
from concordance.targets import judge
from concordance.truth import WORLDS

PAGE = Path(__file__).parents[2] / "docs/concordance.md"
SEED = 20
QUICK = Sizes(genes=300, panels=12, replicates=(3,))


def run(sizes: Sizes, worlds: Sequence[str], jobs: int, proteome: int) -> Record:
    """Run all parts.

    Parameters
    ----------
    sizes : Sizes
    worlds : sequence of str
        Keys of :data:`concordance.truth.WORLDS`.
    jobs : int
        Processes; they change no number but the CPU time.
    proteome : int
        Genes of the measurement of CPU time.

    Returns
    -------
    Record
    """
    record = Record(sizes, genes=proteome)
    record.seconds = cpu_seconds(proteome)
    tasks = [(world, n) for world in worlds for n in sizes.replicates]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        cells = [
            # each truth has its own seed
            pool.submit(world_cells, world, n, sizes, SEED + list(WORLDS).index(world))
            for world, n in tasks
        ]
        singles = [pool.submit(single_cells, n, sizes, SEED) for n in sizes.replicates if n > 2]
        for (world, n), done in zip(tasks, cells, strict=True):
            record.scores |= done.result()
            print(f"{world}, n = {n}", flush=True)
        for single in singles:
            record.single |= single.result()
    return record


def main() -> None:
    """Run the benchmark and write its tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, to try the benchmark")
    parser.add_argument("--worlds", nargs="+", choices=list(WORLDS), default=list(WORLDS))
    parser.add_argument("--panels", type=int, help="panels a cell")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--page", type=Path, help="a page with the marks; docs/concordance.md")
    chosen = parser.parse_args()
    sizes = QUICK if chosen.quick else Sizes(panels=chosen.panels or Sizes.panels)
    record = run(sizes, chosen.worlds, chosen.jobs, 500 if chosen.quick else 20_000)
    text = tables(record, judge(record, chosen.quick))
    print(text)
    whole = not chosen.quick and set(chosen.worlds) == set(WORLDS)
    page = chosen.page or (PAGE if whole else None)
    if page:
        insert(page, text)


if __name__ == "__main__":
    main()
