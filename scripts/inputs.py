"""Join counts, sample sheet and annotation by name; account for every row and column."""

from pathlib import Path

from resistance.columns import GENES, INPUTS
from resistance.inputs.import_counts import import_counts
from resistance.readers.counts import read_counts
from resistance.readers.delimited import read_delimited, usable
from resistance.readers.gene_names import read_gene_names
from resistance.readers.resources import read_annotation
from resistance.writers.logs import to_file
from resistance.writers.tables import write_matrix, write_table

with to_file(snakemake.log[0]):
    source, target, params = snakemake.input, snakemake.output, snakemake.params
    sheets = {
        kind: usable(read_delimited(Path(source[kind]), source[kind]))
        for kind in ("samples", "contrasts")
    }
    own = source.get("annotation_file")
    own_file = own[0] if own and not isinstance(own, str) else own
    imported = import_counts(
        usable(read_counts(Path(source.counts), source.counts, params.format)),
        list(sheets["samples"]["sample"]),
        read_annotation(Path(source.annotation[0]).parent, params.organism),
        usable(read_gene_names(Path(own_file), own_file)) if own_file else None,
        params.par_y_masked,
        params.par_duplicates or "",
    )
    write_matrix(imported.counts, target.counts, None, params.simulated)
    write_table(imported.genes, target.genes, GENES, params.simulated)
    write_table(imported.inputs, target.log, INPUTS, params.simulated)
    for kind, sheet in sheets.items():
        write_table(sheet, target[kind], dict.fromkeys(sheet.columns, str), params.simulated)
