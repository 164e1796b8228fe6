"""HDF5 of kallisto, and files that were made to do harm."""

import os
import random
import tracemalloc

import h5py
import numpy as np
import pytest

from resistance.readers.hdf5 import Hdf5Error, Hdf5File, is_hdf5
from resistance.readers.kallisto import read_kallisto

IDS = [f"ENST{i:011d}.1" for i in range(40)]
COUNTS = np.arange(40.0)
LENGTHS = np.linspace(50, 800, 40)


def write(path, change=lambda file: None) -> None:
    with h5py.File(path, "w") as file:
        file["est_counts"] = COUNTS
        file["aux/ids"] = np.array(IDS, dtype="S")
        file["aux/lengths"] = np.arange(40)
        file["aux/eff_lengths"] = LENGTHS
        change(file)


def replace(name, **dataset):
    def change(file) -> None:
        del file[name]
        file.create_dataset(name, **dataset)

    return change


def link(name, target):
    def change(file) -> None:
        del file[name]
        file[name] = target

    return change


def virtual(file) -> None:
    del file["est_counts"]
    layout = h5py.VirtualLayout(shape=(40,), dtype="f8")
    layout[:] = h5py.VirtualSource("other.h5", "est_counts", shape=(40,))
    file.create_virtual_dataset("est_counts", layout)


HUGE = {"shape": (4_000_000_000,), "dtype": "f8", "chunks": (1000,), "compression": "gzip"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (link("est_counts", h5py.ExternalLink("/etc/passwd", "/")), "link to another place"),
        (link("aux", h5py.ExternalLink("other.h5", "/aux")), "link to another place"),
        (link("est_counts", h5py.SoftLink("/aux/eff_lengths")), "link to another place"),
        (virtual, "values from other files"),
        (
            replace("est_counts", shape=(40,), dtype="f8", external=[("/etc/passwd", 0, 320)]),
            "values from other files",
        ),
        (replace("est_counts", **HUGE), "(4000000000,), where (40,) was expected"),
        (replace("aux/ids", **(HUGE | {"dtype": "S10"})), "at most 320,000,000 are read"),
        (
            replace("est_counts", shape=(40,), dtype="f8", chunks=(90_000_000,), maxshape=(None,)),
            "90000000 entries, 720,000,000 bytes in memory",
        ),
        (replace("est_counts", shape=(40,), dtype=h5py.ref_dtype), "no numbers"),
        (replace("aux/ids", shape=(40,), dtype=h5py.ref_dtype), "no text"),
        (replace("aux/ids", data=np.ones((2, 2), "S1")), "aux/ids is no list"),
        (replace("est_counts", data=np.zeros(40, "V8")), "no numbers"),
        (lambda file: file.pop("aux/eff_lengths"), "There is no array aux/eff_lengths."),
        (lambda file: file.pop("aux/ids"), "as kallisto writes them"),
    ],
)  # fmt: skip
def test_what_is_not_read(tmp_path, change, words) -> None:
    write(tmp_path / "a.h5", change)
    tracemalloc.start()
    counts, (problem,) = read_kallisto(tmp_path / "a.h5", "a.h5")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert counts is None
    assert words in problem.message
    assert problem.hint
    assert peak < 5_000_000


def test_long_texts_that_stand_in_the_file_once(tmp_path) -> None:
    """A text of any length may be pointed at by every entry: what is read is counted."""
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        file["ids"] = np.array(["x" * 3_000_000] * 150, dtype=object)
    with pytest.raises(Hdf5Error, match="takes more than"), Hdf5File(path) as file:
        file.texts("ids")


def test_a_file_that_is_not_there_or_no_hdf5(tmp_path) -> None:
    assert not is_hdf5(tmp_path / "a.h5")
    _, (problem,) = read_kallisto(tmp_path / "a.h5", "a.h5")
    assert problem.message == "The file does not exist."
    (tmp_path / "a.h5").write_text("target_id\n")
    assert not is_hdf5(tmp_path / "a.h5")
    _, (problem,) = read_kallisto(tmp_path / "a.h5", "a.h5")
    assert problem.message == "The HDF5 file is damaged or cut short."


def test_damaged_bytes_give_a_problem_or_numbers(tmp_path) -> None:
    write(tmp_path / "a.h5")
    whole = (tmp_path / "a.h5").read_bytes()
    chance = random.Random(1)
    for _ in range(100):
        data = bytearray(whole)
        if chance.random() < 0.2:
            data = data[: chance.randrange(len(data))]
        for _ in range(min(chance.choice([1, 3, 20]), len(data))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        (tmp_path / "b.h5").write_bytes(data)
        counts, problems = read_kallisto(tmp_path / "b.h5", "b.h5")
        assert (counts is None) == bool(problems)


def test_a_pipe_is_no_hdf5(tmp_path) -> None:
    os.mkfifo(tmp_path / "f.h5")
    assert not is_hdf5(tmp_path / "f.h5")
