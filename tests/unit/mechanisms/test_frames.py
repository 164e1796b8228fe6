import pandas as pd

from resistance.mechanisms.frames import rows_as_tuples


def test_rows_keep_their_order_and_names() -> None:
    rows = rows_as_tuples(pd.DataFrame({"gene": ["a", "b"], "x": [1, 2]}, index=[7, 3]))
    assert [(row.gene, row.x) for row in rows] == [("a", 1), ("b", 2)]
    assert rows_as_tuples(pd.DataFrame({"gene": []})) == []
