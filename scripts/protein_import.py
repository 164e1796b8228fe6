"""Bring the protein table and exports to one tidy table; account for every row and run."""

from pathlib import Path

from resistance.columns import INPUTS
from resistance.inputs.protein_inputs import account, sorted_rows
from resistance.protein.tidy import DEFAULTS
from resistance.readers.delimited import read_delimited, usable
from resistance.readers.protein_files import read_protein_inputs
from resistance.readers.study import read_schema
from resistance.writers.logs import to_file
from resistance.writers.tables import write_table

with to_file(snakemake.log[0]) as log:
    source, target, params = snakemake.input, snakemake.output, snakemake.params
    sheet, contrasts = (
        usable(read_delimited(Path(path), path)) for path in (source.samples, source.contrasts)
    )
    own = [usable(read_delimited(Path(path), path, rows_needed=False)) for path in source.protein]
    schemas = tuple(read_schema(Path(path)) for path in source.schemas)
    read = read_protein_inputs(*(own or [None]), params.config, Path(), schemas, sheet, contrasts)
    inputs = usable(read)
    log.info("%d measurements. %s", len(inputs.table), " ".join(inputs.notes))
    rows = sorted_rows(inputs.table)
    write_table(rows, target.table, dict.fromkeys(DEFAULTS, str), params.simulated)
    write_table(account(inputs), target.log, INPUTS, params.simulated)
