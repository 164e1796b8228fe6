"""salmon, kallisto and RSEM: what is read, and what is said of a damaged file."""

import numpy as np
import pytest

from resistance.count_formats import kallisto, rsem, salmon

SALMON = (
    "Name\tLength\tEffectiveLength\tTPM\tNumReads\nt1\t100\t50.5\t1e6\t3.25\nt2\t90\t40\t0\t0\n"
)
KALLISTO = "target_id\tlength\teff_length\test_counts\ttpm\nt1\t100\t50\t3\t5\nt2\t90\t40\t0\t0\n"
GENES = (
    "gene_id\ttranscript_id(s)\tlength\teffective_length\texpected_count\tTPM\tFPKM\n"
    "g1\tt1,t2\t100.00\t50.50\t3.25\t9.00\t2.00\ng2\tt3\t0.00\t0.00\t0.00\t0.00\t0.00\n"
)
ISOFORMS = (
    "transcript_id\tgene_id\tlength\teffective_length\texpected_count\tTPM\tFPKM\tIsoPct\n"
    "t1\tg1\t100\t50.50\t3.25\t9.00\t2.00\t100.00\n"
)
ALL = [(salmon, SALMON), (kallisto, KALLISTO), (rsem, GENES), (rsem, ISOFORMS)]


def read(module, text):
    counts, problems = module.parse(text, "f")
    assert problems == []
    return counts


def test_salmon() -> None:
    counts = read(salmon, SALMON)
    assert (counts.level, counts.ids, list(counts.rows)) == ("transcript", ["t1", "t2"], [2, 3])
    assert list(counts.counts[""]) == [3.25, 0]
    assert list(counts.lengths) == [50.5, 40]
    assert list(counts.abundance) == [1e6, 0]
    genes = read(salmon, SALMON.replace("t1", "ENSG00000000003.15").replace("t2", "ENSG0000000005"))
    assert genes.level == "gene"


def test_kallisto() -> None:
    counts = read(kallisto, KALLISTO)
    assert (counts.level, list(counts.counts[""]), list(counts.lengths)) == (
        "transcript",
        [3, 0],
        [50, 40],
    )
    assert list(counts.abundance) == [5, 0]


def test_rsem() -> None:
    genes, isoforms = read(rsem, GENES), read(rsem, ISOFORMS)
    assert (genes.level, genes.ids, genes.genes) == ("gene", ["g1", "g2"], [])
    assert (isoforms.level, isoforms.ids, isoforms.genes) == ("transcript", ["t1"], ["g1"])
    assert list(genes.lengths) == [50.5, 0]
    assert list(isoforms.counts[""]) == [3.25]


def test_each_knows_its_own_only() -> None:
    for module in (salmon, kallisto, rsem):
        for other, text in ALL:
            assert bool(module.recognise(text.split("\n"))) == (module is other)
        assert module.recognise([]) == module.recognise(["gene\tS1", "g\t1"]) == ""


@pytest.mark.parametrize(("module", "text"), ALL)
def test_blank_lines_and_rows(module, text) -> None:
    counts = read(module, "\n" + text.replace("\n", "\n\n", 1))
    assert list(counts.rows)[0] == 4


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("t2\t90\t40\t0\t0", "t2\t90\t40\t0\t-1", ("3", "NumReads", "-1", "This number is n")),
        ("t2\t90\t40\t0\t0", "t2\t90\t40\tx\t0", ("3", "TPM", "x", "This is no number.")),
        ("t2\t90\t40\t0\t0", "t2\t90\t40\tnan\t0", ("3", "TPM", "nan", "This is no number.")),
        ("t2\t90\t40\t0\t0", "t2\t90\t40\tinf\t0", ("3", "TPM", "inf", "This is no number.")),
        ("t2\t90\t40\t0\t0", "t2\t90\t40\t0\t", ("3", "NumReads", "", "The cell is empty.")),
        ("t2\t90\t40\t0\t0", "t2\t90\tTrue\t0\t0", ("3", "EffectiveLength", "True", "This is no")),
        ("t2\t90\t40\t0\t0", "t2\t90", ("3", "", "t2", "The row has 2 columns where")),
        ("t2", "t1", ("3", "Name", "t1", "This id stands in an earlier row")),
        ("t2", " ", ("3", "Name", "", "No id.")),
        ("NumReads", "Reads", ("1", "NumReads", "", "The column is missing.")),
        ("Length\tE", "TPM\tE", ("1", "TPM", "", "The column stands there twice.")),
    ],
)  # fmt: skip
def test_what_is_wrong_and_where(old, new, place) -> None:
    counts, (problem,) = salmon.parse(SALMON.replace(old, new, 1), "f")
    assert counts is None
    assert (problem.row, problem.column, problem.value) == place[:3]
    assert problem.message.startswith(place[3])
    assert problem.hint


def test_many_wrong_cells_are_counted() -> None:
    rows = "".join(f"a{i}\t9\t9\t1\t-1\n" for i in range(50))
    _, problems = salmon.parse(SALMON + rows, "f")
    assert len(problems) == 21
    assert problems[-1].message == "And 30 more cells that are no numbers from 0 up."
    assert problems[0].row == "4"


def test_a_header_alone() -> None:
    _, (problem,) = salmon.parse(SALMON.split("\n")[0] + "\n", "f")
    assert problem.message == "The file has a header but no rows."


def test_arrays_of_kallisto() -> None:
    counts, problems = kallisto.from_arrays(
        ["t1", "t2"], np.array([10.0, 0]), np.array([5.0, 9.0]), "f"
    )
    assert problems == []
    assert list(counts.abundance) == [1e6, 0]
    empty, _ = kallisto.from_arrays(["t"], np.zeros(1), np.ones(1), "f")
    assert list(empty.abundance) == [0]
    _, problems = kallisto.from_arrays(
        ["t1", "t1", "t3"], np.array([1.0, -1, np.nan]), np.array([0.0, 1, 1]), "f"
    )
    assert [(problem.row, problem.column, problem.value) for problem in problems] == [
        ("3", "aux/ids", "t1"),
        ("3", "est_counts", "-1"),
        ("4", "est_counts", "nan"),
        ("2", "aux/eff_lengths", "0"),
    ]


def test_a_carriage_return_is_no_line() -> None:
    counts, (problem,) = salmon.parse(SALMON.replace("t2\t90\t40", "t2\t90\t4\r0"), "f")
    assert counts is None
    assert (problem.row, problem.column) == ("3", "EffectiveLength")
