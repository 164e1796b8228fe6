from resistance.checks import base


def test_field_is_none_where_anything_is_unknown(make):
    context = make(medium=["a", "b", "unknown", "a", "a", "a"])
    assert base.field(context, "medium", ["s0", "s2"]) is None
    assert base.field(context, "medium", ["s0", "s1"]).tolist() == ["a", "b"]
    assert base.field(context, "stroma", ["s0"]) is None


def test_arms_hold_samples_of_the_two_levels(make):
    context = make("pqr" * 2)
    arms = context.arms({"variable": "condition", "reference": "p", "target": "r"})
    assert arms == {"reference": ["s0", "s3"], "target": ["s2", "s5"]}


def test_per_sample_has_one_row_for_each_that_stands_out():
    judged = {"a": ("pass", "1", "m"), "b": ("note", "2", "n")}
    (row,) = base.per_sample("c", "C", "t", judged, ("1", "well"))
    assert (row["scope"], row["item"], row["status"]) == ("sample", "b", "note")
    (row,) = base.per_sample("c", "C", "t", {"a": ("pass", "1", "m")}, ("1", "well"))
    assert (row["scope"], row["value"], row["message"]) == ("study", "1", "well")
