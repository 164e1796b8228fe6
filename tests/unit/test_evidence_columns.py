from resistance import columns, evidence_columns

TABLES = {name: value for name, value in vars(evidence_columns).items() if name.isupper()}


def test_types_are_those_that_readers_and_writers_know() -> None:
    assert set(TABLES) == {
        "MECHANISMS",
        "MECHANISM_GENES",
        "LOCALISATION",
        "FUNCTIONAL",
        "LADDER",
        "REPLICATION",
    }
    for name, table in TABLES.items():
        assert set(table.values()) <= {str, float, int}, name


def test_no_table_is_defined_twice() -> None:
    assert not {name for name in vars(columns) if name.isupper()} & set(TABLES)
