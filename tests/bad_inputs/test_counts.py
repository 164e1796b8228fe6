"""Problems of the counts: row as a spreadsheet counts, column as in the file."""

import gzip

import numpy as np
import pandas as pd
import pytest

from resistance.problems import format_problems

FILE = "counts.tsv"
SAMPLES = ["P1", "P2", "P3", "R1", "R2", "R3"]


def text_of(study, number: int = 1) -> str:
    problems = study.problems()
    text = format_problems(problems)
    assert len(problems) == number, text
    return text


def deep_counts(genes: int = 3000) -> pd.DataFrame:
    """Return counts as a sequencer gives them: a few million reads, many low genes."""
    rng = np.random.default_rng(11)
    mean = rng.lognormal(4, 2.5, genes)
    depth = np.array([0.8, 1.0, 1.3, 0.9, 1.1, 1.2])
    return pd.DataFrame(
        rng.negative_binomial(8, 8 / (8 + mean[:, None] * depth)), columns=SAMPLES
    ).astype(float)


def as_table(values: pd.DataFrame, digits: int | None = None) -> pd.DataFrame:
    values = values if digits is None else values.round(digits)
    table = values.astype(str)
    table.insert(0, "gene_id", [f"GENE{i}x" for i in range(len(values))])
    return table


def test_sample_that_is_not_in_the_counts(study) -> None:
    study.counts = study.counts.rename(columns={"R2": "R_2"})
    text = text_of(study)
    assert 'config/samples.tsv, row 6, column "sample", value "R2"' in text
    assert "Allowed: P1, P2, P3, R1, R_2, R3" in text
    assert 'Did you mean "R_2"?' in text


def test_no_sample_is_in_the_counts(study) -> None:
    study.counts.columns = ["gene_id", *(f"sample{i}" for i in range(6))]
    text = text_of(study)
    assert "No column has the name of a sample" in text
    assert "P1, P2" in text
    assert "sample0, sample1" in text


def test_duplicate_column(study) -> None:
    study.files = {FILE: study.counts.to_csv(sep="\t", index=False).replace("P2", "P1", 1)}
    study.samples = study.samples.drop(index=1)
    text = text_of(study)
    assert f'{FILE}, row 1, column "P1"' in text
    assert '2 columns belong to the sample "P1"' in text


def test_duplicate_gene(study) -> None:
    study.counts.loc[5, "gene_id"] = "IL3RA"
    text = text_of(study)
    assert f'{FILE}, row 7, column "gene_id", value "IL3RA"' in text
    assert "row 2 already" in text


def test_two_genes_that_excel_made_one_date_stay_two_rows(study) -> None:
    study.counts.loc[[5, 6], "gene_id"] = "1-Mar"
    assert study.problems() == []


def test_gene_that_stands_there_twice(study) -> None:
    study.counts.loc[[5, 6], "gene_id"] = "BCL2"
    text = text_of(study)
    assert "This gene id stands in row 7 already" in text
    assert "counts.duplicate_ids" in text
    study.config["counts"]["duplicate_ids"] = "highest_mean"
    assert study.problems() == []


def test_mixed_without_mouse_genes(study) -> None:
    study.config["study"]["organism"] = "mixed"
    assert "No row is a mouse gene by its id, but study.organism is mixed" in text_of(study)
    study.counts.loc[[5, 6], "gene_id"] = ["ENSMUSG00000000001", "mm10_Actb"]
    assert study.problems() == []


@pytest.mark.parametrize(
    ("organism", "prefix", "right"),
    [
        ("human", "ENSMUSG", "mouse"),
        ("mouse", "ENSG", "human"),
        ("human", "ENSRNOG", "other"),
    ],
)
def test_ids_of_another_organism(study, organism, prefix, right) -> None:
    study.config["study"]["organism"] = organism
    own = {"human": "ENSG", "mouse": "ENSMUSG"}[organism]
    ids = [f"{prefix}{i:011d}.3" for i in range(1, len(study.counts) + 1)]
    study.counts["gene_id"] = ids
    study.counts.loc[0, "gene_id"] = f"{own}{1:011d}"
    text = text_of(study)
    assert f'{FILE}, row 3, column "gene_id", value "{ids[1]}"' in text
    assert f"9 of 10 Ensembl ids are not of study.organism ({organism})" in text
    assert f"begin with {own}" in text
    assert f"set study.organism: {right}." in text
    study.config["study"]["organism"] = "other"
    assert study.problems() == []


def test_a_few_ids_of_another_organism_simply_work(study) -> None:
    ids = [f"ENSG{i:011d}" for i in range(1, len(study.counts) + 1)]
    study.counts["gene_id"] = [f"ENSMUSG{1:011d}", "Actb", *ids[2:]]
    assert study.problems() == []


def test_gene_without_id(study) -> None:
    study.counts.loc[5, "gene_id"] = ""
    assert f"{FILE}, row 7" in text_of(study)


def test_row_numbers_in_the_place_of_ids(study) -> None:
    study.counts["gene_id"] = [str(i) for i in range(len(study.counts))]
    assert "The first column numbers the rows" in text_of(study)


def test_row_numbers_beside_ids_simply_work(study) -> None:
    study.counts.insert(0, "", [str(i) for i in range(len(study.counts))])
    assert study.problems() == []


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("-3", "cannot be negative"),
        ("12.5", "not a whole number"),
        ("many", "not a count"),
        ("NA", "not a count"),
        ("", "The cell is empty"),
        ("inf", "not a count"),
        ("1,234", "without commas"),
        ("True", "not a count"),
    ],
)
def test_wrong_value(study, value, message) -> None:
    study.counts.loc[3, "R1"] = value
    text = text_of(study)
    place = f'{FILE}, row 5, column "R1"' + (f', value "{value}"' if value else "")
    assert place in text
    assert message in text
    assert "whole numbers from 0 up" in text


def test_row_is_the_one_a_spreadsheet_shows(study) -> None:
    study.counts.loc[3, "R1"] = "-3"
    lines = study.counts.to_csv(sep="\t", index=False).split("\n")
    study.files = {FILE: "\n".join(["# a comment", lines[0], "", *lines[1:]])}
    assert f'{FILE}, row 7, column "R1"' in text_of(study)


def test_many_wrong_values_are_cut(study) -> None:
    counts = as_table(deep_counts(100).astype(int))
    counts["R1"] = "-1"
    study.counts = counts
    text = text_of(study, 21)
    assert "And 80 more negative counts." in text


def test_column_of_text_in_the_place_of_counts(study) -> None:
    study.counts["R1"] = "high"
    text = text_of(study)
    assert f'{FILE}, row 2, column "R1", value "high"' in text
    assert "holds text, not counts" in text


def test_sample_without_reads(study) -> None:
    study.counts["R1"] = "0"
    text = text_of(study)
    assert f'{FILE}, row 1, column "R1"' in text
    assert "no reads at all" in text


def test_ragged_row(study) -> None:
    study.files = {FILE: study.counts.to_csv(sep="\t", index=False) + "LAST\t1\t2\n"}
    text = text_of(study)
    assert f'{FILE}, row 12, value "LAST"' in text
    assert "3 columns where the header has 7" in text


def test_not_what_featurecounts_writes(study) -> None:
    study.config["counts"]["format"] = "featurecounts"
    text = text_of(study)
    assert "Geneid, Chr, Start, End, Strand, Length" in text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: (c / c.sum() * 1e6).round(4), "sum to 1,000,000"),
        (lambda c: (c / c.sum() * 1e6).round(0), "sum to 1,000,000"),
        (lambda c: np.log2(c / c.sum() * 1e6 + 1), "look like logarithms"),
        (lambda c: np.log2(c / c.sum() * 1e6 + 0.01), "look like logarithms"),
        (lambda c: c / [0.83, 1.021, 1.304, 0.917, 1.103, 1.224], "multiples of"),
        (lambda c: (c / [0.83, 1.021, 1.304, 0.917, 1.103, 1.224]).round(2), "multiples of"),
        (lambda c: c / c.sum() * c.sum().mean(), "each sample sums to"),
        (
            lambda c: c / c.sum() * 7e5 / np.linspace(0.5, 9, len(c))[:, None],
            "look like FPKM, TPM or otherwise normalised",
        ),
        (lambda c: (c - c.mean()) / c.std(), "look like logarithms or standardised"),
    ],
    ids=["TPM", "rounded CPM", "log CPM", "log CPM below 0", "size factors", "size factors, 2 "
         "digits", "common total", "FPKM", "z-scores"],
)  # fmt: skip
def test_what_is_no_counts(study, change, message) -> None:
    study.counts = as_table(change(deep_counts()))
    text = text_of(study)
    assert message in text
    assert "Give the raw counts" in text


def estimated(counts: pd.DataFrame) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    shifts = rng.uniform(-0.5, 0.5, counts.shape).round(2) * (rng.random(counts.shape) < 0.5)
    return (counts + shifts).clip(lower=0)


@pytest.mark.parametrize(
    "change", [lambda c: c.astype(int), lambda c: c, estimated], ids=["counts", "1.0", "RSEM"]
)
def test_counts_and_estimated_counts_simply_work(study, change) -> None:
    study.counts = as_table(change(deep_counts()))
    assert study.problems() == []


def test_text_columns_beside_the_counts_simply_work(study) -> None:
    study.counts.insert(1, "gene_name", "NA")
    study.counts["description"] = "a, b; c"
    study.counts["length"] = "1200"
    assert study.problems() == []


def test_header_one_short_as_r_writes_it(study) -> None:
    text = study.counts.to_csv(sep="\t", index=False)
    study.files = {FILE: text.removeprefix("gene_id\t")}
    assert study.problems() == []


def test_quoted_table_as_r_writes_it(study) -> None:
    text = study.counts.to_csv(sep=",", index=False, quoting=2).replace("gene_id", "")
    study.files = {FILE: text}
    assert study.problems() == []


def test_compressed_table(study) -> None:
    study.files = {FILE: None}
    study.config["counts"]["path"] = "counts.tsv.gz"
    text = study.counts.to_csv(sep="\t", index=False)
    (study.base / "counts.tsv.gz").write_bytes(gzip.compress(text.encode()))
    assert study.problems() == []


def test_damaged_compressed_table(study) -> None:
    study.files = {FILE: None}
    study.config["counts"]["path"] = "counts.tsv.gz"
    text = study.counts.to_csv(sep="\t", index=False)
    (study.base / "counts.tsv.gz").write_bytes(gzip.compress(text.encode())[:-20])
    assert "damaged or cut short" in text_of(study)


def test_equal_counts_on_x_and_y_ask_for_a_choice(study) -> None:
    names = dict.fromkeys(study.counts["gene_id"], "")
    ids = [f"ENSG{i:011d}" for i in range(1, len(names) + 1)]
    ids[:2] = ["ENSG00000185291.14", "ENSG00000185291.14_PAR_Y"]
    study.counts["gene_id"] = ids
    study.counts.loc[1, SAMPLES] = study.counts.loc[0, SAMPLES]
    text = text_of(study)
    assert "counts.par_duplicates" in text
    assert "IL3RA" in text
    assert "sum, x_only" in text
    study.config["counts"]["par_duplicates"] = "sum"
    assert study.problems() == []


def test_bam_files_of_featurecounts_simply_work(study) -> None:
    beside = pd.DataFrame(
        {"Geneid": study.counts["gene_id"], "Chr": "1;1", "Start": "5;9", "End": "7;12",
         "Strand": "+;+", "Length": "6"}
    )  # fmt: skip
    bam = study.counts[SAMPLES].add_prefix("/scratch/map/").add_suffix(".sorted.bam")
    table = pd.concat([beside, bam], axis=1).to_csv(sep="\t", index=False)
    study.files = {FILE: '# Program:featureCounts v2.0.3; Command:"featureCounts"\n' + table}
    assert study.problems() == []
    study.config["counts"]["format"] = "featurecounts"
    assert study.problems() == []


def test_two_bam_files_of_one_sample(study) -> None:
    table = study.counts.rename(columns={"P1": "a/P1.bam"}).assign(extra="5")
    study.counts = table.rename(columns={"extra": "b/P1.sorted.bam"})
    text = text_of(study)
    assert "a/P1.bam, b/P1.sorted.bam" in text
    assert "Write the one that it is into the sheet's column `column`." in text


def test_annotation_with_two_symbols_for_one_id(study) -> None:
    study.config["counts"]["annotation"] = "names.csv"
    study.files = {"names.csv": "id,symbol\nIL3RA,CD123\nIL3RA,CD124\n"}
    text = text_of(study)
    assert 'names.csv, row 3, column "id", value "IL3RA"' in text
    assert "another symbol in an earlier row" in text


def test_samples_in_the_rows(study) -> None:
    turned = study.counts.set_index("gene_id").T.rename_axis("sample").reset_index()
    study.files = {FILE: turned.to_csv(sep="\t", index=False)}
    assert "The samples stand in the rows: transpose the table" in text_of(study)


def test_a_count_beyond_all_reads(study) -> None:
    study.files = {FILE: study.counts.to_csv(sep="\t", index=False).replace("\t348\t", "\t1e300\t")}
    text = text_of(study)
    assert f'{FILE}, row 9, column "P2", value "1e300"' in text
    assert "No sample has so many reads" in text
