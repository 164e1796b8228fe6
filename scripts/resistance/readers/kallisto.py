"""Read what kallisto writes as HDF5: ``abundance.h5``."""

from __future__ import annotations

from pathlib import Path

from resistance.count_formats.base import Floats, SampleCounts
from resistance.count_formats.kallisto import from_arrays
from resistance.problems import Problem
from resistance.readers.hdf5 import Hdf5Error, Hdf5File, read_whole


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
    read, problems = read_whole(path, name, _arrays)
    return from_arrays(*read, name) if read is not None else (None, problems)


def _arrays(file: Hdf5File) -> tuple[list[str], Floats, Floats]:
    if file.find("est_counts") is None or file.find("aux/ids") is None:
        raise Hdf5Error("There are no est_counts and aux/ids, as kallisto writes them.")
    ids = file.texts("aux/ids")
    return ids, file.numbers("est_counts", len(ids)), file.numbers("aux/eff_lengths", len(ids))
