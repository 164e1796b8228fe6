from __future__ import annotations

from resistance.report.data import FileFact
from resistance.report.files import rows


def test_rows_say_what_a_file_holds():
    found = rows(
        [
            FileFact("results/quality/samples.tsv", 5, "ab"),
            FileFact("results/inputs/samples.tsv", None, ""),
        ]
    )
    assert [r["meaning"] for r in found] == ["quality of each sample", "samples as used"]
    assert [r["size"] for r in found] == ["5 B", "–"]
