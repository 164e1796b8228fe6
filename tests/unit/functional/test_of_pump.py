import pytest

from resistance.functional.of_pump import of_pump

TEXT = "P-gp limits this drug; a pump is active; block before payload action"


@pytest.mark.parametrize(
    ("text", "names", "kept"),
    [
        (TEXT, ("ABCB1", "P-gp"), TEXT),
        (TEXT, ("ABCG2", "BCRP"), "a pump is active"),
        (
            "P-gp is active; block before payload action",
            ("ABCG2", "BCRP"),
            "block before payload action",
        ),
        ("P-gp limits the payload; a pump is active", ("ABCG2",), "a pump is active"),
        ("P-gp and/or ABCG2 limits this drug", ("ABCG2", "BCRP"), None),
        ("P-gp and/or ABCG2 limits this drug", ("ABCC1", "MRP1"), ""),
        ("ABCG2, P-gp and/or ABCC1 is active", ("ABCC1", "MRP1"), None),
        ("no activity of ABCG2 is shown", ("ABCB1", "P-gp"), ""),
        ("not measured", ("ABCB1",), None),
        ("", ("ABCB1",), ""),
        ("the target of zosuquidar is active", ("PDR5",), None),
    ],
)
def test_a_clause_belongs_to_the_pumps_that_it_names(text, names, kept) -> None:
    assert of_pump(text, names) == (text if kept is None else kept)
