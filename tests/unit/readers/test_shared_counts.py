"""Every file of counts among the reference data: read right with `auto`, or refused truly."""

from pathlib import Path

import pytest

from resistance.inputs.counts_source import CountsSource
from resistance.inputs.import_counts import import_counts
from resistance.readers.counts import read_and_check, read_counts
from resistance.readers.resources import read_annotation
from workflow_runs import shared

ROOT = Path(__file__).parents[3]
HTSEQ = "format_star_htseq/htseq_"
RRP6 = [f"{s}_{n}{r}" for s in ("WT", "rrp6") for n in "1234" for r in "ABC"]


def source(name, samples=(), **more) -> CountsSource:
    path = shared("data", name)
    rows = {sample: row for row, sample in enumerate(samples, start=2)}
    return CountsSource(path.parent, path.name, rows=rows, **more)


@pytest.mark.parametrize(
    ("name", "layout", "rows", "samples", "sums"),
    [
        (
            "airway/airway_rawcounts.csv.gz",
            "matrix",
            64102,
            ["SRR1039508", "SRR1039521"],
            [20637971, 21164133],
        ),
        ("airway/airway_scaledcounts.csv.gz", "matrix", 38694, ["SRR1039508"], None),
        ("pasilla/pasilla_gene_counts.tsv.gz", "matrix", 14599, ["treated1"], [18670279]),
        ("mcf7_endocrine/counts.tsv.gz", "matrix", 19959, ["AS-759536"], None),
        ("format_featurecounts/featureCounts.txt", "featurecounts", 1378, ["HBR_1", "UHR_3"], None),
        ("yeast_rrp6_technical_replicates/featureCounts_counts.txt.gz", "featurecounts", 7127,
         RRP6, None),
        ("yeast_pab1_rna_protein/rsem_expected_count_genes.csv.gz", "matrix", 6656,
         ["RNA_WT_rep1", "RNA_pab1d_pbp1d_rep3"], None),
    ],
)  # fmt: skip
def test_tables(name, layout, rows, samples, sums) -> None:
    table, problems = read_and_check(source(name, samples), dict(enumerate(samples, start=2)))
    assert problems == []
    assert (table.layout, len(table.data)) == (layout, rows)
    assert table.why
    found = table.matched(samples)
    assert all(len(positions) == 1 for positions in found.values())
    if sums:
        assert [table.data[found[sample][0]].sum() for sample in samples] == sums


@pytest.mark.parametrize(
    ("name", "layout", "rows", "total"),
    [
        ("format_star_htseq/ERR458837_subsamp_1ReadsPerGene.out.tab.gz", "star", 57773 + 4, 99821),
        (f"{HTSEQ}human_noheader.txt.gz", "htseq", 57773 + 5, 18789706),
        (f"{HTSEQ}mouse_with_header.tsv.gz", "htseq", 49768 + 5, 5667326),
        (f"{HTSEQ}mouse_with_header_2.tsv.gz", "htseq", 49768 + 5, 6294),
        (f"{HTSEQ}4col_additional_attr.tsv", "htseq", 3551 + 5, 12084000),
    ],
)
def test_files_of_one_sample(name, layout, rows, total) -> None:
    table, problems = read_counts(source(name))
    assert problems == []
    assert (table.layout, len(table.data), table.data[1].sum()) == (layout, rows, total)


def test_the_strand_of_star() -> None:
    """Of the sample's reads 95% lie on the genes' own strand."""
    name = "format_star_htseq/ERR458837_subsamp_1ReadsPerGene.out.tab.gz"
    table, _ = read_counts(source(name))
    assert "column forward is used. 4.8% of the reads" in table.notes[0]
    assert "N_noFeature: unstranded 28390, forward 29769, reverse 84738" in table.notes[0]
    outside = table.data.set_index(0)[1]
    assert outside["N_noFeature"] == 29769


@pytest.mark.parametrize(
    ("folder", "layout", "more"),
    [
        ("salmon", "salmon", {"tx2gene": "tx2gene.csv.gz"}),
        ("rsem", "rsem", {}),
    ],
)
def test_folders(folder, layout, more) -> None:
    samples = ["ERR188356", "ERR188021"]
    given = source(f"format_salmon_rsem/{folder}", samples, **more)
    table, problems = read_and_check(given, {2: samples[0], 3: samples[1]})
    assert problems == []
    assert (table.layout, len(table.data)) == (layout, 25343)
    assert set(table.files) == {table.columns[p] for (p,) in table.matched(samples).values()}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("format_star_htseq/dexseq_exon_counts_treated1fb.txt.gz", "exon bins, as DEXSeq takes"),
        ("format_star_htseq/dexseq_exon_counts_untreated1fb.txt.gz", "exon bins, as DEXSeq takes"),
        ("format_star_htseq/not_htseq_false_positive.tsv", "the file is cut short, or not of"),
        ("format_star_htseq", "The folder holds counts of several formats"),
        ("yeast_rrp6_technical_replicates/counts.txt.summary", "the summary that featureCounts"),
        ("format_featurecounts", "no file of counts for each sample, but tables of several"),
    ],
)
def test_the_true_reason_of_a_refusal(name, said) -> None:
    table, (problem,) = read_counts(source(name))
    assert table is None
    assert said in problem.message


def test_damaged_names_are_told() -> None:
    name = "rat_methimazole_excel_damaged/counts_excel_mangled_dup_symbols.tsv.gz"
    table, _ = read_counts(source(name, ["MET_1"]))
    assert (table.layout, len(table.data)) == ("matrix", 16590)


def test_the_damaged_rat_table_is_imported_whole() -> None:
    name = "rat_methimazole_excel_damaged/counts_excel_mangled_dup_symbols.tsv.gz"
    path = shared("data", name)
    samples = [f"{arm}_{i}" for arm in ("MET", "CTL") for i in (1, 2, 3)]
    rows = {sample: row for row, sample in enumerate(samples, start=2)}
    table, problems = read_counts(CountsSource(path.parent, path.name, rows=rows))
    assert problems == []
    annotation = read_annotation(ROOT / "resources/annotation", "other")
    found = import_counts(table, samples, annotation)
    inputs, genes = found.inputs, found.genes.set_index("gene_id")
    damaged = inputs[inputs["detail"].str.startswith("a date or number")]
    assert len(damaged) == 23
    left = damaged.loc[damaged["detail"].str.contains("not repaired"), "item"]
    assert set(left) == {"1-Mar#1", "1-Mar#2", "2-Mar#1", "2-Mar#2"}
    assert found.counts.loc[["1-Mar#1", "1-Mar#2"]].sum(axis=1).tolist() == [23094, 49]
    assert genes.loc["3-Mar", ["gene_name", "matched_by"]].tolist() == ["MARCH3", "repaired"]
    assert genes.loc["1-Mar#1", "matched_by"] == "none"
    assert (found.apart["kind"] == "spike_in").sum() == len(found.apart) > 80
    assert not found.counts.index.str.startswith("ERCC-").any()
    agree = inputs[inputs["detail"].str.contains("add up to those of the file")]
    assert agree["n"].tolist() == [6]
