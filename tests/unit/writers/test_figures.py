from __future__ import annotations

import pandas as pd
import pytest

from resistance.figure_columns import CAPTIONS
from resistance.readers.tables import read_table
from resistance.report.figures import style
from resistance.report.figures.drawing import Drawing, nothing
from resistance.writers.figures import write_figures

COLUMNS = {"x": float, "name": str}
ENDS = [f"_{journal}.{kind}" for journal in ("blood", "nature") for kind in ("svg", "pdf", "png")]


def drawing():
    import plotnine as p9

    frame = pd.DataFrame({"x": [1.0, 2.0], "name": ["a", "b"]})
    plot = p9.ggplot(frame, p9.aes("x", "name")) + p9.geom_point() + style.theme(4, 3)
    return Drawing(plot, "Two points.", "A plot of two points.", data=frame)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("figures") / "new"
    drawings = {"one": drawing(), "none": nothing("Plot", "No point", False)}
    definitions = {"one": COLUMNS, "none": COLUMNS}
    write_figures(drawings, definitions, folder / "captions.tsv", False, "of_")
    return folder


def test_every_figure_has_its_files_and_its_data(written):
    names = {path.name for path in written.iterdir()}
    expected = {f"of_{name}{end}" for name in ("one", "none") for end in (".svg", ".tsv", *ENDS)}
    assert names == expected | {"captions.tsv"}
    assert list(read_table(written / "of_one.tsv", COLUMNS)["name"]) == ["a", "b"]
    empty = read_table(written / "of_none.tsv", COLUMNS)
    assert (list(empty), len(empty)) == (list(COLUMNS), 0)


def test_captions_name_figures_in_their_order_and_say_what_is_drawn(written):
    table = read_table(written / "captions.tsv", CAPTIONS).set_index("figure")
    assert list(table.index) == ["of_one", "of_none"]
    assert list(table["drawn"]) == ["yes", "no"]
    assert table.loc["of_one", "caption"] == "Two points."
    assert set(table["blood_mm"]) <= {80, 115, 170}
    assert set(table["nature_mm"]) <= {89, 183}


def test_figures_of_simulated_data_mark_their_tables(tmp_path):
    write_figures({"one": drawing()}, {"one": COLUMNS}, tmp_path / "captions.tsv", True)
    assert (tmp_path / "one.tsv").read_text().splitlines()[0].endswith("simulated")
