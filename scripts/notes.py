"""Keep what the owner of a study should know of its configuration and small tables."""

from resistance.columns import NOTES
from resistance.inputs.study_notes import note_rows
from resistance.writers.logs import to_file
from resistance.writers.tables import write_table

with to_file(snakemake.log[0]):
    params = snakemake.params
    table = note_rows(params.notes, params.tables)
    write_table(table, snakemake.output.notes, NOTES, params.simulated)
