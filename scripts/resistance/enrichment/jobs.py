"""Run pieces of work side by side, with the same result for any number of processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import starmap
from typing import Any


def run_jobs(function: Callable[..., Any], jobs: Sequence[tuple], n_jobs: int) -> list[Any]:
    """Run a function on each job, side by side where that pays.

    Parameters
    ----------
    function : callable
        Of the module level.
    jobs : sequence of tuple
        Its arguments.
    n_jobs : int
        Processes at most.

    Returns
    -------
    list
        In the order of ``jobs``, the same for any number of processes.
    """
    workers = min(n_jobs, len(jobs))
    if workers <= 1:
        return list(starmap(function, jobs))
    from joblib import Parallel, delayed

    # forked workers: with loky each would import everything anew (seconds of CPU time)
    parallel = Parallel(n_jobs=workers, backend="multiprocessing", batch_size=1)
    return list(parallel(delayed(function)(*job) for job in jobs))
