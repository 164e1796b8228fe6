import pytest

from resistance.checks import sequencing


def test_small_libraries_are_named(good, alter):
    counts = good.counts.copy()
    assert counts.sum().min() > 5e6
    for sample, depth in (("s1", 5e5), ("s2", 3e6)):
        counts[sample] = (counts[sample] * depth / counts[sample].sum()).astype(int)
    rows = sequencing.library_size(alter(good, counts=counts))
    assert [(r["item"], r["status"]) for r in rows] == [("s1", "fail"), ("s2", "note")]
    assert rows[0]["scope"] == "sample"
    assert float(rows[0]["value"]) == counts["s1"].sum()


@pytest.mark.parametrize(("factor", "status"), [(1, "pass"), (3, "note"), (10, "fail")])
def test_depth_of_arms(make, alter, factor, status):
    context = make(effect=0.0)
    counts = context.counts.copy()
    counts[["s3", "s4", "s5"]] *= factor
    (row,) = sequencing.library_ratio(alter(context, counts=counts))
    assert (row["status"], row["scope"], row["item"]) == (status, "contrast", "k")
    assert float(row["value"]) == pytest.approx(factor, rel=0.05)


def test_few_detected_genes(good, alter):
    counts = good.counts.copy()
    counts.loc[counts.index[150:], "s4"] = 0
    (row,) = sequencing.detected_genes(alter(good, counts=counts))
    assert (row["item"], row["status"]) == ("s4", "fail")


def test_a_replicate_that_disagrees(good, alter):
    counts = good.counts.copy()
    counts["s0"] = counts["s0"].to_numpy()[::-1]
    rows = sequencing.replicate_correlation(alter(good, counts=counts))
    assert {r["item"] for r in rows} == {"s0", "s1", "s2"}
    assert {r["status"] for r in rows} == {"fail"}


def test_without_replicates_correlation_is_not_assessable(make):
    (row,) = sequencing.replicate_correlation(make("pr"))
    assert row["status"] == "not_assessable"


def test_a_swapped_sample_is_named(good, alter):
    counts = good.counts.rename(columns={"s0": "s3", "s3": "s0"})[list(good.counts.columns)]
    (row,) = sequencing.possible_swap(alter(good, counts=counts))
    assert row["status"] == "fail"
    assert row["message"].startswith(("s0", "s3"))


def test_pairs_are_no_swap(make, alter):
    # samples of one donor resemble each other more than those of one arm
    context = make("prprpr", design="~ donor + condition", donor=list("aabbcc"))
    counts = context.counts.copy()
    for block, names in enumerate((["s0", "s1"], ["s2", "s3"], ["s4", "s5"])):
        rows = counts.index[10 + 30 * block : 40 + 30 * block]
        counts.loc[rows, names] *= 64
    (row,) = sequencing.possible_swap(alter(context, counts=counts))
    assert row["status"] == "pass"


def test_no_effect_is_never_called_a_swap(make):
    (row,) = sequencing.possible_swap(make(effect=0.0))
    assert row["status"] in ("pass", "note")


def test_samples_with_equal_counts_are_named(good, alter):
    counts = good.counts.copy()
    counts["s4"] = counts["s1"]
    rows = sequencing.identical_samples(alter(good, counts=counts))
    assert [(r["item"], r["value"], r["status"]) for r in rows] == [
        ("s1", "s4", "fail"),
        ("s4", "s1", "fail"),
    ]
    assert rows[0]["message"].startswith("s1 and s4 have exactly equal counts")
    counts.loc[counts.index[5], "s4"] += 1
    (row,) = sequencing.identical_samples(alter(good, counts=counts))
    assert row["status"] == "pass"
