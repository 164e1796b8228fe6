"""Read arrays of HDF5 files from anywhere: no other file is opened, no large memory is taken."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import numpy as np

from resistance.count_formats.base import Floats
from resistance.problems import Problem
from resistance.readers.guarded import outcome
from resistance.readers.raw_files import missing

#: Bytes that one array may take in memory: 60,000 genes x 660 samples of 8 bytes.
LARGEST = 320_000_000
#: Bytes of text that are read at a time, at most.
_AT_ONCE = 50_000_000
_DAMAGED = "The HDF5 file is damaged or cut short."
_SIGNATURE = b"\x89HDF\r\n\x1a\n"
_AGAIN = "Copy or download it again."

T = TypeVar("T")


class Hdf5Error(Exception):
    """What is wrong with an HDF5 file; the message is for its owner."""


def is_hdf5(path: Path) -> bool:
    """Tell by its first bytes whether a file is HDF5.

    Parameters
    ----------
    path : Path
        Of a file that exists; what is no plain file is none: a pipe would wait for ever.

    Returns
    -------
    bool
    """
    if not path.is_file():
        return False
    try:
        with path.open("rb") as handle:
            return handle.read(len(_SIGNATURE)) == _SIGNATURE
    except OSError:
        return False


class Hdf5File:
    """An open file, whose arrays are looked at before they are read.

    Parameters
    ----------
    path : Path

    Raises
    ------
    Hdf5Error
        Everything that a file can be that we do not read, here and in the methods.
    """

    def __init__(self, path: Path) -> None:
        import h5py

        self._h5 = h5py
        try:
            self._size = path.stat().st_size
            self._file = h5py.File(path, "r", locking=False)
        except (OSError, RuntimeError, ValueError) as error:
            raise Hdf5Error(_DAMAGED) from error

    def __enter__(self) -> Hdf5File:
        """Return the file."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file; what h5py says of a damaged one becomes a message."""
        try:
            self._file.close()
        except (OSError, RuntimeError) as failed:
            raise Hdf5Error(_DAMAGED) from failed
        if kind is not None and issubclass(
            kind,
            (OSError, RuntimeError, ValueError, KeyError, TypeError, UnicodeError, MemoryError),
        ):
            raise Hdf5Error(_DAMAGED) from error

    def find(self, path: str) -> Any:
        """Return a group or a dataset by its path, or None where there is none.

        Parameters
        ----------
        path : str
            Names with ``/`` between them.

        Returns
        -------
        h5py.Group, h5py.Dataset or None
        """
        here: Any = self._file
        for name in path.split("/"):
            if not isinstance(here, self._h5.Group) or name not in here:
                return None
            if not isinstance(here.get(name, getlink=True), self._h5.HardLink):
                raise Hdf5Error(
                    f"{path} is a link to another place or file; such are not followed."
                )
            here = here[name]
        return here

    def is_group(self, path: str) -> bool:
        """Tell whether a path is a group."""
        return isinstance(self.find(path), self._h5.Group)

    def is_text(self, path: str) -> bool:
        """Tell whether a path is a dataset of text of one dimension."""
        found = self.find(path)
        return (
            isinstance(found, self._h5.Dataset)
            and found.dtype.names is None
            and len(found.shape or ()) == 1
            and self._holds_text(found.dtype)
        )

    def names(self, path: str) -> list[str]:
        """Return the names in a group, sorted."""
        return sorted(self.find(path)) if self.is_group(path) else []

    def fields(self, path: str) -> list[str]:
        """Return the fields of a dataset of records; empty where it is none."""
        found = self.find(path)
        is_dataset = isinstance(found, self._h5.Dataset)
        return list(found.dtype.names or ()) if is_dataset else []

    def attribute(self, path: str, name: str) -> str:
        """Return an attribute that is text; empty where there is none."""
        found = self.find(path)
        value = found.attrs.get(name) if found is not None else None
        return as_text(value) if isinstance(value, (str, bytes)) else ""

    def shape(self, path: str) -> tuple[int, ...]:
        """Return the shape of a dataset.

        Parameters
        ----------
        path : str

        Returns
        -------
        tuple of int
        """
        return tuple(int(n) for n in self._dataset(path).shape or ())

    def numbers(self, path: str, n: int | None = None) -> Floats:
        """Read numbers of one or two dimensions.

        Parameters
        ----------
        path : str
        n : int, optional
            How many entries the array of one dimension must have.

        Returns
        -------
        numpy.ndarray
            float64.
        """
        dataset = self._dataset(path)
        if dataset.dtype.kind not in "iufb" or dataset.dtype.itemsize > 8:
            raise Hdf5Error(f"{path} holds {dataset.dtype}, no numbers.")
        shape = self.shape(path)
        if n is not None and shape != (n,):
            raise Hdf5Error(f"{path} has the shape {shape}, where ({n},) was expected.")
        self._afford(path, dataset, 8)
        with np.errstate(all="ignore"):  # damaged numbers
            return np.asarray(dataset[()], dtype=np.float64)

    def texts(self, path: str, field: str = "") -> list[str]:
        """Read text of one dimension.

        Parameters
        ----------
        path : str
        field : str
            Of a dataset of records.

        Returns
        -------
        list of str
        """
        dataset = self._dataset(path)
        kind = dataset.dtype[field] if field else dataset.dtype
        if not self._holds_text(kind):
            raise Hdf5Error(f"{path} holds {kind}, no text.")
        if len(self.shape(path)) != 1:
            raise Hdf5Error(f"{path} is no list.")
        self._afford(path, dataset, 160)
        # texts of any length lie in the file: not more than it holds can be read at a time
        step = len(dataset)
        if kind.kind == "O":
            step = max(1, _AT_ONCE // max(self._size, 1))
        found: list[str] = []
        taken = 0
        for start in range(0, len(dataset), max(step, 1)):
            chunk = dataset[start : start + step]
            part = [as_text(value) for value in (chunk[field] if field else chunk)]
            taken += sum(map(len, part))
            if taken > LARGEST:
                raise Hdf5Error(f"The text of {path} takes more than {LARGEST:,} bytes.")
            found += part
        return found

    def _holds_text(self, kind: np.dtype[Any]) -> bool:
        return kind.kind in "SU" or bool(self._h5.check_string_dtype(kind))

    def _dataset(self, path: str) -> Any:
        dataset = self.find(path)
        if not isinstance(dataset, self._h5.Dataset):
            raise Hdf5Error(f"There is no array {path}.")
        if dataset.external or dataset.is_virtual:
            raise Hdf5Error(f"{path} takes its values from other files; such are not followed.")
        return dataset

    def _afford(self, path: str, dataset: Any, size: int) -> None:
        """Refuse what takes too much memory, be it as it is or as one block of the file."""
        for shape in (dataset.shape or (), dataset.chunks or ()):
            taken = math.prod(int(n) for n in shape) * max(size, dataset.dtype.itemsize)
            if taken > LARGEST:
                raise Hdf5Error(
                    f"{path} is {' x '.join(map(str, shape))} entries, {taken:,} bytes in memory; "
                    f"at most {LARGEST:,} are read."
                )


def as_text(value: object) -> str:
    """Return a text of HDF5, which may be bytes.

    Parameters
    ----------
    value : object

    Returns
    -------
    str
        Without spaces around it.
    """
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return text.strip()


def read_whole(
    path: Path, name: str, read: Callable[[Hdf5File], T]
) -> tuple[T | None, list[Problem]]:
    """Read a file of HDF5, after a process of its own has shown that this ends.

    Parameters
    ----------
    path : Path
    name : str
        The file as the user named it.
    read : callable
        Takes the open file; may raise :class:`Hdf5Error`.

    Returns
    -------
    content : object or None
        What ``read`` returns; None if there are problems.
    problems : list of Problem
    """

    def attempt() -> T:
        with Hdf5File(path) as file:
            return read(file)

    problems = missing(path, name)
    if problems:
        return None, problems
    try:
        said = outcome(attempt, path.stat().st_size)
        if said != "":
            raise Hdf5Error(said or _DAMAGED)
        return attempt(), []
    except Hdf5Error as error:
        hint = "Or give the counts as text (TSV), which has no limit but that of its size."
        hint = _AGAIN if str(error) == _DAMAGED else hint
        return None, [Problem(name, str(error), hint=hint)]
