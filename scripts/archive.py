"""Write results/results.zip."""

from pathlib import Path

from resistance.writers.archive import write_archive
from resistance.writers.logs import to_file

with to_file(snakemake.log[0]):
    source = snakemake.input
    files = {path: path for path in (*source.pages, *source.tables, *source.figures)}
    # of the repository: beside the results, under their name alone
    files |= {f"results/docs/{Path(path).name}": path for path in source.docs}
    write_archive(files, snakemake.output.archive)
