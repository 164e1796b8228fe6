from resistance import columns, evidence_columns, figure_columns
from resistance.pathway_figures import study as of_pathways
from resistance.report.figures import contrast, model, study

TABLES = {name: value for name, value in vars(figure_columns).items() if name.isupper()}


def test_types_are_those_that_readers_and_writers_know() -> None:
    assert TABLES
    for name, table in TABLES.items():
        assert set(table.values()) <= {str, float, int}, name


def test_no_table_is_defined_twice() -> None:
    others = {name for module in (columns, evidence_columns) for name in vars(module)}
    assert not others & set(TABLES)


def test_every_table_but_the_captions_stands_behind_a_figure() -> None:
    modules = (of_pathways, contrast, model, study)
    used = [id(table) for module in modules for table in module.FIGURES.values()]
    assert {n for n, table in TABLES.items() if id(table) not in used} == {"CAPTIONS"}
