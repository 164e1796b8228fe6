"""Write figures for the screen and for papers, each with the data behind it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from resistance.columns import Columns
from resistance.figure_columns import CAPTIONS
from resistance.report.figures.drawing import Drawing
from resistance.report.figures.rendering import render
from resistance.writers.tables import write_table


def write_figures(
    drawings: Mapping[str, Drawing],
    definitions: Mapping[str, Columns],
    captions: str | Path,
    simulated: bool,
    prefix: str = "",
) -> None:
    """Write the files of figures, and a table of what a reader needs beside them.

    Of the figure ``volcano``: ``volcano.svg`` for the screen, ``volcano_blood.svg``, ``.pdf`` and
    ``.png`` and ``volcano_nature.*`` at a column width of the journal, ``volcano.tsv``.

    Parameters
    ----------
    drawings : mapping of str to Drawing
        In the order of the captions.
    definitions : mapping of str to Columns
        Columns of the data behind each.
    captions : str or Path
        The table; the figures are written beside it.
    simulated : bool
    prefix : str
        Begin of the files' names.
    """
    folder, rows = Path(captions).parent, []
    folder.mkdir(parents=True, exist_ok=True)
    for key, drawing in drawings.items():
        name = f"{prefix}{key}"
        files = render(drawing)
        (folder / f"{name}.svg").write_bytes(files.screen)
        for end, content in files.paper.items():
            (folder / f"{name}_{end}").write_bytes(content)
        definition = definitions[key]
        data = drawing.data if drawing.drawn else pd.DataFrame(columns=list(definition))
        write_table(data, folder / f"{name}.tsv", definition, simulated)
        widths = {f"{journal}_mm": mm for journal, mm in files.widths.items()}
        drawn = "yes" if drawing.drawn else "no"
        words = {"caption": drawing.caption, "alt": drawing.alt}
        rows.append({"figure": name, **words, "drawn": drawn, **widths})
    write_table(pd.DataFrame(rows, columns=list(CAPTIONS)), captions, CAPTIONS, simulated)
