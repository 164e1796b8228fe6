"""Write results/results.xlsx."""

from resistance.exports.readme_sheets import About, columns_sheet, readme_sheet
from resistance.exports.sheets import sheet_of, tables_of
from resistance.exports.table_docs import read_docs
from resistance.readers.text_tables import read_text, read_text_tables
from resistance.writers.logs import to_file
from resistance.writers.workbook import write_workbook

with to_file(snakemake.log[0]) as log:
    params = snakemake.params
    about = About(params.study, params.simulated, params.notice)
    frames = read_text_tables(snakemake.input.tables)
    tables = tables_of(frames, params.contrast_ids, read_docs(read_text(snakemake.input.docs)))
    for table in tables:
        if table.why_not:
            log.info("%s: %s", table.path, table.why_not)
    shown = [sheet_of(table) for table in tables if table.sheet]
    sheets = [readme_sheet(about, tables), columns_sheet(tables), *shown]
    write_workbook(sheets, params.study, snakemake.output.workbook)
