"""Files of one sample: STAR, htseq-count, tables of ids and counts; joined, and told apart."""

import numpy as np
import pandas as pd
import pytest

from resistance.count_formats import htseq, plain, star
from resistance.count_formats.base import SampleCounts
from resistance.count_formats.detect import detect
from resistance.count_formats.merge import merge

STAR = (
    "N_unmapped\t9\t9\t9\nN_multimapping\t8\t8\t8\nN_noFeature\t7\t{0}\t{1}\nN_ambiguous\t1\t1\t1\n"
    "g1\t100\t{1}\t{0}\ng2\t0\t0\t0\n"
)
HTSEQ = "g1\t5\ng2\t0\n__no_feature\t7\n__ambiguous\t2\n__not_aligned\t1\n"


def parsed(module, text, **more):
    counts, problems = module.parse(text, "f", **more)
    assert problems == []
    return counts


def test_star_has_three_ways_of_counting_and_four_rows_outside_of_genes() -> None:
    counts = parsed(star, STAR.format(3, 97))
    assert (counts.ids, counts.rows.tolist()) == (["g1", "g2"], [5, 6])
    assert {kind: values.tolist() for kind, values in counts.counts.items()} == {
        "unstranded": [100, 0],
        "forward": [97, 0],
        "reverse": [3, 0],
    }
    assert counts.outside["reverse"]["N_noFeature"] == 97


@pytest.mark.parametrize(
    ("forward", "reverse", "kind"),
    [(97, 3, "forward"), (3, 97, "reverse"), (52, 48, "unstranded"), (80, 20, "forward")],
)
def test_the_strand_is_that_of_the_reads(forward, reverse, kind) -> None:
    strand = star.strand_of({"f": parsed(star, STAR.format(reverse, forward))}, "unknown")
    assert (strand.kind, strand.problems) == (kind, [])
    assert f"{reverse:.1f}% of the reads in genes lie on the reverse strand" in strand.why
    assert f"N_noFeature: unstranded 7, forward {reverse}, reverse {forward}" in strand.why


def test_samples_of_two_protocols_are_refused_with_their_shares() -> None:
    samples = {"a": parsed(star, STAR.format(3, 97)), "b": parsed(star, STAR.format(50, 50))}
    strand = star.strand_of(samples, "unknown")
    (problem,) = strand.problems
    assert "a 3.0% (forward), b 50.0% (unstranded)" in problem.message
    assert problem.column == "counts.strandedness"
    # the configuration decides, and what speaks against it is said
    strand = star.strand_of(samples, "forward")
    assert (strand.kind, strand.problems) == ("forward", [])
    assert "the reads look forward and unstranded" in strand.why


def test_a_share_between_and_no_reads_are_unclear() -> None:
    for reverse, forward, said in ((30, 70, "30.0% (unclear)"), (0, 0, "no reads (unclear)")):
        (problem,) = star.strand_of(
            {"a": parsed(star, STAR.format(reverse, forward))}, "unknown"
        ).problems
        assert said in problem.message


def test_the_column_of_star_tells_the_strandedness() -> None:
    inputs = pd.DataFrame(
        [("counts", "strandedness", "reverse"), ("protein", "strandedness", "forward")],
        columns=["source", "item", "detail"],
    )
    assert star.strandedness_of(inputs, "unknown") == "reverse"
    assert star.strandedness_of(inputs, "forward") == "forward"
    assert star.strandedness_of(inputs[:0], "unknown") == "unknown"


@pytest.mark.parametrize("header", ["", "feature\tcount\n", "gene\tS1\n"])
def test_htseq_with_a_header_or_not(header) -> None:
    counts = parsed(htseq, header + HTSEQ)
    assert (counts.ids, counts.counts[""].tolist()) == (["g1", "g2"], [5, 0])
    assert counts.outside[""] == {"__no_feature": 7, "__ambiguous": 2, "__not_aligned": 1}
    assert counts.rows.tolist() == ([2, 3] if header else [1, 2])


def test_htseq_of_old_and_with_attributes() -> None:
    assert parsed(htseq, HTSEQ.replace("__", "")).outside == parsed(htseq, HTSEQ).outside
    text = "g1\tA\tchr1\t5\ng2\tB\tchr1\t0\n__no_feature\t\t\t7\n__ambiguous\t\t\t2\n"
    assert parsed(htseq, text).symbols == ["A", "B"]
    lines = text.split("\n")
    assert detect(lines).format == "htseq"
    # several samples side by side have counts there: that is a matrix
    assert detect("\n".join(lines).replace("\t\t\t", "\t1\t2\t").split("\n")).format != "htseq"


@pytest.mark.parametrize(
    ("text", "row", "value", "said"),
    [
        (HTSEQ.replace("5", "5O"), "1", "5O", "no number"),
        (HTSEQ.replace("5", "-5"), "1", "-5", "negative"),
        (HTSEQ.replace("g2\t0", "g2"), "2", "g2", "1 columns where the first row has 2"),
        (HTSEQ.replace("g2\t0", "g2\t"), "2", "", "empty"),
    ],
)
def test_what_is_no_count_is_named(text, row, value, said) -> None:
    counts, (problem, *_) = htseq.parse(text, "f")
    assert counts is None
    assert (problem.row, problem.value) == (row, value)
    assert said in problem.message


@pytest.mark.parametrize(
    ("text", "ids", "values"),
    [
        ("g1\t5\ng2\t0\n", ["g1", "g2"], [5, 0]),
        ('"x"\n"g1"\t5\n"g2"\t0\n', ["g1", "g2"], [5, 0]),
        ("gene,symbol,count\ng1,A,5\ng2,B,0\n", ["g1", "g2"], [5, 0]),
        ("gene_id\tlength\tcount\tFPKM\ng1\t900\t5\t1.2\ng2\t800\t0\t0\n", ["g1", "g2"], [5, 0]),
        ("entrez\tS1\n1\t5\n2\t0\n", ["1", "2"], [5, 0]),
        (
            "# Program:featureCounts\nGeneid\tChr\tStart\tEnd\tStrand\tLength\tx/S1.bam\n"
            "g1\tchr1\t1\t9\t+\t9\t5\ng2\tchr1\t1\t9\t+\t9\t0\n",
            ["g1", "g2"],
            [5, 0],
        ),
    ],
)
def test_tables_of_one_sample(text, ids, values) -> None:
    counts = parsed(plain, text)
    assert (counts.ids, counts.counts[""].tolist()) == (ids, values)


def test_several_columns_of_numbers_are_asked_for() -> None:
    text = "gene\traw\tnorm\ng1\t5\t1.5\n"
    counts, (problem,) = plain.parse(text, "f")
    assert counts is None
    assert problem.allowed == "raw, norm"
    assert parsed(plain, text, column="raw").counts[""].tolist() == [5]
    assert plain.parse(text, "f", "nope")[1][0].message == '0 columns are called "nope".'


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("g1\t5\ng2\t0\n", "matrix"),
        ("sample\tcondition\nS1\ta\n", ""),
        ("0.1\t0.2\n", ""),
        ("1\t2\n3\t4\n", ""),
        ("gene\tS1\n", ""),
        ("UniqueCount\tAmbigCount\n1\t2\n", ""),
        ('{"a": 1}\n', ""),
        ("", ""),
        ("                 Started job on |\tJul 1\n Started mapping on |\tJul 1\n", ""),
        ("chr1\t1\t9\t1\t1\t0\t3\t0\t20\n", "matrix"),
    ],
)
def test_what_holds_counts_is_told_by_content(text, kind) -> None:
    assert detect(text.split("\n")).format == kind


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("".join(f"FBgn1:00{i}\t{i}\n" for i in range(9)), "exon bins, as DEXSeq"),
        ("feature\tcount\ng1\t5\n", "the rows that it ends with"),
        ("Status\tS1.bam\nAssigned\t5\n", "the summary that featureCounts writes"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_reason(text, said) -> None:
    assert said in detect(text.split("\n")).refused


def of(name, ids, values, **more) -> SampleCounts:
    return SampleCounts(
        name, ids, np.arange(1, len(ids) + 1), {"": np.array(values, dtype=float)}, **more
    )


def test_files_are_joined_by_id_and_not_by_order() -> None:
    files = {"b": of("b", ["g2", "g1"], [2, 1]), "a": of("a", ["g1", "g2"], [3, 4])}
    merged = merge(files)
    assert merged.columns == ["gene_id", "a", "b"]
    assert merged.data.to_numpy().tolist() == [["g1", 3, 1], ["g2", 4, 2]]
    assert merge(dict(reversed(files.items()))).data.equals(merged.data)


def test_reads_outside_of_genes_stay_as_rows() -> None:
    files = {
        "a": of("a", ["g1"], [3], outside={"": {"__ambiguous": 7.0}}),
        "b": of("b", ["g1"], [4], outside={"": {"__no_feature": 9.0}}),
    }
    merged = merge(files)
    assert merged.data.to_numpy().tolist() == [
        ["g1", 3, 4],
        ["__ambiguous", 7, 0],
        ["__no_feature", 0, 9],
    ]
    assert merged.rows == (1, 2, 3)


def test_files_of_another_annotation_are_refused() -> None:
    files = {name: of(name, ["g1", "g2"], [1, 2]) for name in "abc"}
    files |= {"d": of("d", ["g1", "g3"], [1, 2]), "e": of("e", ["g1", "g3"], [1, 2])}
    (problem,) = merge(files).problems
    assert problem.file == "d"
    assert "This file and a do not list the same genes: 1 stand only here" in problem.message
    assert "The same is true of e." in problem.message
    assert problem.value == "g3"


def test_ids_that_stand_twice_need_one_order() -> None:
    same = {name: of(name, ["g", "g", "h"], [1, 2, 3]) for name in "ab"}
    assert merge(same).data[1].tolist() == [1, 2, 3]
    (problem,) = merge(same | {"c": of("c", ["h", "g"], [3, 1])}).problems
    assert problem.value == "g"
    assert "which row is which cannot be told" in problem.message
