"""Which column, or file, of counts is which sample."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resistance.inputs.sample_columns import CHOSEN, CUT, R_NAME, forms, make_name, match_columns


def found(columns, samples, chosen=None):
    return match_columns(["id", *columns], samples, chosen).found


@pytest.mark.parametrize(
    ("column", "sample"),
    [
        ("HBR_1", "HBR_1"),
        ("/home/x/mapping/HBR_1/HBR_1.bam", "HBR_1"),
        ("alignment/WT_1A.sorted.bam", "WT_1A"),
        (r"C:\runs\WT 1.bam", "WT 1"),
        ("map/S1Aligned.sortedByCoord.out.bam", "S1"),
        ("map/S1_Aligned.sortedByCoord.out.markdup.bam", "S1"),
        ("S1.sorted.dedup.cram", "S1"),
        ("S1_sorted", "S1_sorted"),
        ("S1_presorted.bam", "S1_presorted"),
        ("bam", "bam"),
        ("star/S1/Aligned.sortedByCoord.out.bam", "S1"),
        ("S1ReadsPerGene.out.tab.gz", "S1"),
        ("star/S1_ReadsPerGene.out.tab", "S1"),
        ("star/S1/ReadsPerGene.out.tab", "S1"),
        ("rsem/ERR1/ERR1.genes.results.gz", "ERR1"),
        ("salmon/ERR1/quant.sf.gz", "ERR1"),
        ("salmon/S1_quant/quant.sf", "S1"),
        ("kallisto/S1/abundance.h5", "S1"),
        ("S1_raw_counts.txt.gz", "S1"),
        ("S1.htseq-count.txt", "S1"),
        ("S1.featureCounts.txt", "S1"),
        ("GSM12_S1.counts.txt.gz", "S1"),
        ("counts/S1/gene_counts.tsv", "S1"),
    ],
)
def test_known_endings_and_folders_are_cut(column, sample) -> None:
    assert found([column], [sample]) == {sample: [1]}


def test_the_longest_name_that_a_sample_has_counts() -> None:
    assert forms("a/GSM12_S1.sorted.bam")[-2:] == ["S1", "GSM12"]
    assert found(["GSM12_S1.txt"], ["GSM12"]) == {"GSM12": [1]}
    assert found(["x/S1.sorted.bam"], ["S1", "S1.sorted"]) == {"S1": [], "S1.sorted": [1]}


def test_exact_names_come_first() -> None:
    columns = ["x/S1.bam", "S1", "S2.bam"]
    assert found(columns, ["S1", "S2", "S3"]) == {"S1": [2], "S2": [3], "S3": []}
    assert found(["S1.bam"], ["S1", "S1.bam"]) == {"S1": [], "S1.bam": [1]}


def test_what_the_sheet_names_comes_before_all() -> None:
    matches = match_columns(["id", "S1", "S2"], ["S1", "S2"], {"S1": 2, "gone": 1})
    assert matches.found == {"S1": [2], "S2": []}
    assert matches.how == {2: CHOSEN}


def test_ambiguous_columns_are_all_named() -> None:
    assert found(["a/S1.bam", "b/S1.bam"], ["S1"]) == {"S1": [1, 2]}
    assert found(["S1", "S1"], ["S1"]) == {"S1": [1, 2]}
    assert match_columns(["S1", "S2"], ["S1"]).found == {"S1": []}  # a column of ids is no sample


def test_common_ends_are_cut_where_two_samples_share_them() -> None:
    columns = ["run7_A1_L001", "length", "run7_A2_L001", "run7_B_L001"]
    matches = match_columns(["id", *columns], ["A1", "A2"])
    assert matches.found == {"A1": [1], "A2": [3]}
    assert matches.how[1] == 'the common prefix "run7_" and the common suffix "_L001" cut'
    assert found(["out/x1/res", "out/x2/res"], ["x1", "x2"]) == {"x1": [1], "x2": [2]}
    assert found(["sample1", "sample2"], ["1", "2"]) == {"1": [1], "2": [2]}


@pytest.mark.parametrize(
    ("columns", "samples"),
    [
        (["old_S1", "S2"], ["S1", "S2"]),  # one column has nothing in common with none
        (["S10", "S20"], ["1", "2"]),  # a number does not end within a number
        (["presorted_x", "presorted_y"], ["sorted_x", "sorted_y"]),
        (["s1", "s2"], ["S1", "S2"]),  # case is suggested, not matched
        (["a_b", "a_b"], ["a", "b"]),
    ],
)
def test_what_only_resembles_is_not_matched(columns, samples) -> None:
    result = found(columns, samples)
    assert not result[samples[0]]


def test_two_cuts_of_one_sample_are_ambiguous() -> None:
    columns = ["rna_S1", "rna_S2", "dna_S1", "dna_S2"]
    assert found(columns, ["S1", "S2"]) == {"S1": [1, 3], "S2": [2, 4]}


@pytest.mark.parametrize(
    ("sample", "spelled"),
    [("20-1", "X20.1"), ("a b", "a.b"), ("_x", "X_x"), (".5", "X.5"), (".a", ".a"), ("é1", "é1")],
)
def test_names_that_r_has_spelled(sample, spelled) -> None:
    assert make_name(sample) == spelled
    matches = match_columns(["id", spelled], [sample])
    assert matches.found == {sample: [1]}
    assert matches.how.get(1, "") == ("" if sample == spelled else R_NAME)


def test_names_that_r_spells_alike_are_not_guessed() -> None:
    assert found(["a.1"], ["a-1", "a 1"]) == {"a-1": [], "a 1": []}


@given(names=st.lists(st.text(min_size=1, max_size=6), unique=True, max_size=6), data=st.data())
def test_exact_names_of_any_kind_in_any_order(names, data) -> None:
    columns = ["id", *data.draw(st.permutations(names))]
    matched = match_columns(columns, names)
    assert all(columns[position] == name for name, (position,) in matched.found.items())
    assert not any(matched.how.values())


@given(
    names=st.lists(st.text("ab1-_./", min_size=1, max_size=5), unique=True, max_size=5),
    columns=st.lists(st.text("ab1-_./", min_size=1, max_size=7), max_size=6),
    data=st.data(),
)
def test_order_plays_no_part_and_no_column_has_two_samples(names, columns, data) -> None:
    def by_name(order, samples):
        matches = found(order, samples)
        return {name: sorted(order[i - 1] for i in matches[name]) for name in names}

    shuffled = data.draw(st.permutations(columns))
    expected = by_name(columns, names)
    assert by_name(shuffled, data.draw(st.permutations(names))) == expected
    positions = [i for given in found(columns, names).values() for i in given]
    assert len(positions) == len(set(positions))


def test_the_step_is_said() -> None:
    assert match_columns(["id", "x/S1.bam"], ["S1"]).how == {1: CUT}
