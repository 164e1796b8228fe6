"""What a file is, told from its start and its end."""

import gzip
import os

import pytest

from resistance.readers.sniff import detect_file, look

ROWS = "".join(f"gene{i}\t{i}\n" for i in range(20_000))
END = "__no_feature\t7\n__ambiguous\t2\n"


@pytest.mark.parametrize("packed", [False, True])
def test_the_end_of_a_large_file_is_seen(tmp_path, packed) -> None:
    path = tmp_path / "f"
    data = (ROWS + END).encode()
    path.write_bytes(gzip.compress(data, mtime=0) if packed else data)
    seen = look(path)
    assert (seen.head[0], seen.tail[-2:]) == ("gene0\t0", ["__ambiguous\t2", ""])
    assert len(seen.head) + len(seen.tail) < 10_000
    # no line is seen in part
    assert {line.count("\t") for line in [*seen.head, *seen.tail[:-1]]} == {1}
    assert all(line in ROWS for line in seen.tail[:-3])
    assert detect_file(path).format == "htseq"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", ""),
        (b"\x00\x01\x02" * 100, ""),
        (b"\x1f\x8b broken", ""),
        (gzip.compress(ROWS.encode(), mtime=0)[:300], ""),
        ("\ufeffgene\tS1\r\ng1\t5\r\n".encode(), "matrix"),
        ("gene\tS1\ng1\t5\n".encode("utf-16"), "matrix"),
        (b"g1\t5\rg2\t6\r", "matrix"),
        (b"\x89HDF\r\n\x1a\n" + b"est_counts", "kallisto"),
        (b"\x89HDF\r\n\x1a\n", "h5ad"),
    ],
)
def test_whatever_a_file_holds(tmp_path, data, kind) -> None:
    (tmp_path / "f").write_bytes(data)
    assert detect_file(tmp_path / "f").format == kind


def test_what_cannot_be_opened_holds_nothing(tmp_path) -> None:
    assert look(tmp_path / "none") == ([], [])


def test_a_pipe_is_not_waited_for(tmp_path) -> None:
    os.mkfifo(tmp_path / "f")
    assert look(tmp_path / "f") == ([], [])
    assert detect_file(tmp_path / "f").format == detect_file(tmp_path).format
