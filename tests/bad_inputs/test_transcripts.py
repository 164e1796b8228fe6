"""Problems of files of salmon, kallisto and RSEM, and of tables of transcripts."""

import numpy as np
import pytest

from resistance.problems import format_problems

SAMPLES = ("P1", "P2", "P3", "R1", "R2", "R3")
GENES = ("IL3RA", "ABCB1", "ACTB", "GAPDH", "TP53", "BCL2", "MCL1", "CD99", "SLC25A6", "LAMP1")
TX2GENE = "".join(f"tx{i}\t{gene}\n" for i, gene in enumerate(GENES))


def quant(seed: int) -> str:
    """A quant.sf of ten transcripts."""
    counts = np.random.default_rng(seed).negative_binomial(5, 0.02, 10) + 1.25
    rate = counts / 900
    rows = [
        f"tx{i}\t1000\t900.000\t{tpm:.6f}\t{count:.3f}"
        for i, (count, tpm) in enumerate(zip(counts, rate / rate.sum() * 1e6, strict=True))
    ]
    return "\n".join(["Name\tLength\tEffectiveLength\tTPM\tNumReads", *rows]) + "\n"


@pytest.fixture
def salmon(study):
    study.config["counts"] = {"path": "salmon", "tx2gene": "tx2gene.tsv"}
    study.files = {f"salmon/{s}/quant.sf": quant(i) for i, s in enumerate(SAMPLES)}
    study.files["tx2gene.tsv"] = TX2GENE
    return study


def text_of(study, number: int = 1) -> str:
    problems = study.problems()
    text = format_problems(problems)
    assert len(problems) == number, text
    return text


@pytest.mark.parametrize(
    "counts",
    [
        {},
        {"format": "salmon", "from_abundance": "scaledTPM"},
        {"from_abundance": "offsets"},
    ],
)
def test_good_ones(salmon, counts) -> None:
    salmon.config["counts"] |= counts
    assert salmon.problems() == []


CELL = 'salmon/P2/quant.sf, row 3, column "{}", value "{}"\n   {}'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("900.000", "-900", CELL.format("EffectiveLength", "-900", "This number is negative.")),
        ("900.000", "9OO", CELL.format("EffectiveLength", "9OO", "This is no number.")),
        ("900.000", "NA", CELL.format("EffectiveLength", "NA", "This is no number.")),
        ("900.000", "inf", CELL.format("EffectiveLength", "inf", "This is no number.")),
        ("tx1\t", "tx0\t", CELL.format("Name", "tx0", "This id stands in an earlier row")),
        ("1000\t900.000", "1000", "The row has 4 columns where the header has 5."),
    ],
)  # fmt: skip
def test_cells(salmon, old, new, said) -> None:
    lines = salmon.files["salmon/P2/quant.sf"].split("\n")
    lines[2] = lines[2].replace(old, new)
    salmon.files["salmon/P2/quant.sf"] = "\n".join(lines)
    text = text_of(salmon)
    assert said in text
    assert "copy it again from where it was made" in text


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (TX2GENE + "tx1\tTP53\n", 'tx2gene.tsv, row 11, column "gene", value "TP53"\n   An'),
        (TX2GENE + "tx10\n", 'tx2gene.tsv, row 11, value "tx10"\n   The row has no transcript'),
        ("tx0;IL3RA\n", "semicolons"),
        ("tx0\n", "The table has one column only."),
        ("", "tx2gene.tsv\n   The file is empty."),
        ("gene\ttx\nENSG00000185291\ttx0\n", "The first column holds genes; transcripts were"),
        (TX2GENE.replace("tx", "NM_"), "The genes of 10 of the 10 transcripts are not known to"),
    ],
)  # fmt: skip
def test_tables_of_transcripts(salmon, table, said) -> None:
    salmon.files["tx2gene.tsv"] = table
    assert said in text_of(salmon)


def test_a_table_that_is_not_there(salmon) -> None:
    salmon.config["counts"]["tx2gene"] = "tx2gen.tsv"
    assert 'tx2gen.tsv\n   The file does not exist.\n   Did you mean "tx2gene.tsv"?' in text_of(
        salmon
    )


def test_no_table_where_one_is_needed(salmon) -> None:
    del salmon.config["counts"]["tx2gene"]
    text = text_of(salmon)
    assert 'column "counts.tx2gene", value "tx0"' in text
    assert (
        "not known to the embedded human annotation of Ensembl 100 (100% of the reads), such as tx0"
        in text
    )
    assert "Give counts.tx2gene: a table of two columns, transcript and gene" in text


def test_samples_of_two_references(salmon) -> None:
    lines = salmon.files["salmon/R1/quant.sf"].split("\n")
    salmon.files["salmon/R1/quant.sf"] = "\n".join(lines[:-2]) + "\n"
    text = text_of(salmon)
    assert "salmon/R1/quant.sf" in text
    assert "tx9" in text


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ({"size_factors": {"offsets": "lengths.tsv"}}, "this table are both to be the offsets"),
        ({"size_factors": {"method": "iterative"}}, "a method without offsets are set"),
        ({"engine": "pydeseq2"}, "an engine without them are set"),
    ],
)
def test_lengths_beside_what_takes_none(salmon, block, said) -> None:
    salmon.config["counts"]["from_abundance"] = "offsets"
    salmon.config["differential"] = block
    salmon.files["lengths.tsv"] = salmon.counts.to_csv(sep="\t", index=False)
    assert said in text_of(salmon)


def test_no_lengths_in_a_matrix(study) -> None:
    study.config["counts"]["from_abundance"] = "offsets"
    text = text_of(study)
    assert 'column "counts.from_abundance", value "offsets"' in text
    assert "counts.tsv holds counts without transcript lengths" in text
