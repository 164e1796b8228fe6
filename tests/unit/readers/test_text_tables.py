from __future__ import annotations

import gzip

from resistance.readers.text_tables import read_text, read_text_tables


def test_everything_is_text_as_it_stands(tmp_path):
    one, two = str(tmp_path / "one.tsv"), str(tmp_path / "two.tsv.gz")
    (tmp_path / "one.tsv").write_text("gene\tpadj\nNA\t0.10\nMARCH1\t\n", encoding="utf-8")
    (tmp_path / "two.tsv.gz").write_bytes(gzip.compress(b"only\theader\n"))
    read = read_text_tables([two, one])
    assert list(read) == [two, one]
    assert read[one].to_numpy().tolist() == [["NA", "0.10"], ["MARCH1", ""]]
    assert list(read[two].columns) == ["only", "header"]
    assert read_text(one).startswith("gene\t")
