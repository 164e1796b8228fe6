"""Checksums of files."""

import hashlib

from resistance.readers.checksums import all_hashed, hashed


def test_a_file_is_digested_under_the_name_that_is_given(tmp_path) -> None:
    path = tmp_path / "a.tsv"
    path.write_bytes(b"abc\n" * 100_000)
    found = hashed(path, "config/a.tsv")
    assert found.name == "config/a.tsv"
    assert found.size == 400_000
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_files_keep_their_order(tmp_path) -> None:
    for name in "ba":
        (tmp_path / name).write_text(name)
    named = {"second": str(tmp_path / "b"), "first": str(tmp_path / "a")}
    assert [file.name for file in all_hashed(named)] == ["second", "first"]
