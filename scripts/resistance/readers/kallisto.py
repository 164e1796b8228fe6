"""Read what kallisto writes as HDF5: ``abundance.h5``."""

from __future__ import annotations

from pathlib import Path

from resistance.count_formats.base import SampleCounts
from resistance.count_formats.kallisto import from_arrays
from resistance.problems import Problem
from resistance.readers.delimited import missing
from resistance.readers.hdf5 import Hdf5Error, Hdf5File, problem_of


def read_kallisto(path: Path, name: str) -> tuple[SampleCounts | None, list[Problem]]:
    """Read kallisto's ``abundance.h5``.

    Parameters
    ----------
    path : Path
    name : str
        The file as the user named it.

    Returns
    -------
    counts : SampleCounts or None
        None if there are problems.
    problems : list of Problem
    """
    problems = missing(path, name)
    if problems:
        return None, problems
    try:
        with Hdf5File(path) as file:
            if file.find("est_counts") is None or file.find("aux/ids") is None:
                raise Hdf5Error("There are no est_counts and aux/ids, as kallisto writes them.")
            ids = file.texts("aux/ids")
            counts = file.numbers("est_counts", len(ids))
            lengths = file.numbers("aux/eff_lengths", len(ids))
    except Hdf5Error as error:
        return None, [problem_of(error, name)]
    return from_arrays(ids, counts, lengths, name)
