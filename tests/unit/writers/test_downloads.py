"""Files that were fetched."""

from resistance.writers.downloads import write_download


def test_bytes_stay_as_they_came(tmp_path) -> None:
    write_download(b"\x1f\x8b\r\n", tmp_path / "new/folder/file")
    assert (tmp_path / "new/folder/file").read_bytes() == b"\x1f\x8b\r\n"
