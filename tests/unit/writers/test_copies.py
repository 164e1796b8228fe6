"""Copies of files."""

from resistance.writers.copies import copy_file


def test_the_content_is_copied_into_a_new_folder(tmp_path) -> None:
    source, target = tmp_path / "a", tmp_path / "new/b"
    source.write_bytes(b"\x00\r\n")
    source.chmod(0o400)
    copy_file(source, target)
    assert target.read_bytes() == b"\x00\r\n"
    assert target.stat().st_mode & 0o200
