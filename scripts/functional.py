"""Bring functional assays to estimates, tests and what may be concluded from them."""

from math import log2
from pathlib import Path

import pandas as pd

from resistance.design.contrasts import contrast_named
from resistance.evidence_columns import FUNCTIONAL
from resistance.functional.estimates import Margins
from resistance.functional.table import functional_table
from resistance.readers.delimited import read_delimited, usable
from resistance.readers.tables import read_sheet
from resistance.writers.logs import to_file
from resistance.writers.tables import write_table

with to_file(snakemake.log[0]) as log:
    source, params = snakemake.input, snakemake.params
    given = [source.functional] if isinstance(source.functional, str) else list(source.functional)
    tables = [usable(read_delimited(Path(path), path, rows_needed=False)) for path in given]
    contrast = contrast_named(read_sheet(source.contrasts), params.contrast)
    margins = Margins(*(log2(params.settings[f"{name}_margin"]) for name in Margins._fields))
    measured = tables[0] if tables else pd.DataFrame()
    table = functional_table(measured, contrast, margins, params.settings["alpha"], params.human)
    log.info("%d estimates, %d conclusions", len(table), (table["conclusion"] != "").sum())
    write_table(table, snakemake.output.table, FUNCTIONAL, params.simulated)
