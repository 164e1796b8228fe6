import h5py
import numpy as np

from resistance.count_formats import kallisto
from resistance.readers.kallisto import read_kallisto

IDS = [f"ENST{i:011d}.1" for i in range(40)]
COUNTS = np.arange(40.0)
LENGTHS = np.linspace(50, 800, 40)


def test_the_two_files_of_a_sample_agree(tmp_path) -> None:
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["est_counts"] = COUNTS
        file["aux/ids"] = np.array(IDS, dtype="S")
        file["aux/eff_lengths"] = LENGTHS
    found, problems = read_kallisto(tmp_path / "a.h5", "a.h5")
    assert problems == []
    per_base = COUNTS / LENGTHS
    tpm = per_base / per_base.sum() * 1e6
    rows = [
        "\t".join(map(repr, map(float, row)))
        for row in zip(LENGTHS, LENGTHS, COUNTS, tpm, strict=True)
    ]
    header = "\t".join(kallisto.HEADER)
    lines = [f"{name}\t{row}" for name, row in zip(IDS, rows, strict=True)]
    text, _ = kallisto.parse("\n".join([header, *lines]), "a.tsv")
    assert found.ids == text.ids == IDS
    assert found.level == text.level == "transcript"
    assert list(found.rows) == list(text.rows)
    np.testing.assert_array_equal(found.counts[""], text.counts[""])
    np.testing.assert_array_equal(found.lengths, text.lengths)
    np.testing.assert_allclose(found.abundance, text.abundance, rtol=1e-14)
