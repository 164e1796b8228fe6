"""Limits and damage of files are said, never run into."""

import gzip
import os
import zlib

import pytest

from resistance.readers.raw_files import read_raw

TABLE = b"gene\tS1\nA\t5\n"


def message(path, **limits) -> str:
    data, problems = read_raw(path, "f", **limits)
    assert data == b""
    (problem,) = problems
    return problem.message


def test_gzip_of_several_members(tmp_path) -> None:
    path = tmp_path / "f"
    path.write_bytes(gzip.compress(TABLE) + gzip.compress(b"B\t6\n") + b"\x00" * 9)
    assert read_raw(path, "f") == (TABLE + b"B\t6\n", [])


@pytest.mark.parametrize("keep", [5, 15, -1, -4, -9])
def test_cut_short(tmp_path, keep) -> None:
    path = tmp_path / "f"
    path.write_bytes(gzip.compress(TABLE * 50)[:keep])
    assert "damaged or cut short" in message(path)


def test_a_broken_byte_and_what_follows(tmp_path) -> None:
    path = tmp_path / "f"
    packed = bytearray(gzip.compress(os.urandom(5000)))
    packed[2500] ^= 255
    path.write_bytes(packed)
    assert "damaged" in message(path)
    path.write_bytes(gzip.compress(TABLE) + b"more")
    assert "damaged" in message(path)


def test_a_bomb_is_not_unpacked(tmp_path) -> None:
    path = tmp_path / "f"
    packer = zlib.compressobj(9, wbits=31)
    blank = b"\x00" * 1_000_000
    path.write_bytes(b"".join(packer.compress(blank) for _ in range(300)) + packer.flush())
    assert path.stat().st_size < 400_000
    assert "unpacks to more than 400 times its size" in message(path)


def test_size_is_told_before_reading(tmp_path) -> None:
    path = tmp_path / "f"
    with path.open("wb") as stream:
        stream.truncate(10_000_000_000)  # a sparse file: nothing is written
    assert message(path) == ("The file holds 10 GB, more than any table of counts or proteins.")
    path.write_bytes(TABLE * 100)
    assert "1.2 " not in message(path, most=100)


def test_what_is_no_file(tmp_path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "pipe or a device" in message(tmp_path / "pipe")
    assert "folder" in message(tmp_path)
    assert "does not exist" in message(tmp_path / "gone")
    assert "does not exist" in message(tmp_path / ("x" * 300))


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (b"BZh91AY", "bzip2"),
        (b"\x80\x04\x95\x10", "pickle"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html>\n<html>", "web page"),
        (b"<HTML><body>", "web page"),
        (b"<?xml version='1.0'?>", "XML"),
        (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS"),
        (b"%%MatrixMarket matrix coordinate integer general\n", "single cells"),
        (b"RDX3\n", "R data"),
        (b"%PDF-1", "PDF"),
    ],
)
def test_other_containers(tmp_path, start, said) -> None:
    path = tmp_path / "f"
    path.write_bytes(gzip.compress(start + b" and so on"))
    assert said in message(path)
