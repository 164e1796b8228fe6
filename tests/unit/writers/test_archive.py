from __future__ import annotations

import os
import stat
import zipfile

import pytest

from resistance.writers.archive import repack, write_archive


@pytest.fixture
def files(tmp_path):
    for name in ("b", "a"):
        (tmp_path / name).write_text(name * 1000)
    return {f"results/{name}": tmp_path / name for name in ("b", "a")}


def test_sorted_without_times_and_with_one_mode(tmp_path, files):
    write_archive(files, tmp_path / "one.zip")
    os.utime(tmp_path / "a", (1, 1))
    (tmp_path / "b").chmod(stat.S_IRWXU)
    write_archive(dict(reversed(files.items())), tmp_path / "new" / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "new" / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.namelist() == ["results/a", "results/b"]
        assert archive.read("results/a") == b"a" * 1000
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o644}


@pytest.mark.parametrize("name", ["/etc/x", "a/../../x", "..", "a\\b"])
def test_no_name_leads_out_of_the_folder(tmp_path, files, name):
    with pytest.raises(ValueError, match="no name"):
        write_archive({name: files["results/a"]}, tmp_path / "one.zip")


def test_nothing_to_pack_is_a_valid_archive(tmp_path):
    write_archive({}, tmp_path / "none.zip")
    assert zipfile.ZipFile(tmp_path / "none.zip").namelist() == []


def test_repacking_forgets_times_and_keeps_order(tmp_path, files):
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        for name, path in files.items():
            archive.write(path, name)
    repack(tmp_path / "in.zip", tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert archive.namelist() == ["results/b", "results/a"]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
