"""Join counts, sample sheet and annotation by name; account for every row and column."""

from pathlib import Path

from resistance.columns import CONTROL_GENES, GENES, INPUTS
from resistance.inputs.counts_source import CountsSource
from resistance.inputs.import_counts import import_counts
from resistance.inputs.sample_rows import notes, resolve
from resistance.readers.counts import read_counts
from resistance.readers.delimited import read_delimited, usable
from resistance.readers.gene_names import read_gene_names
from resistance.readers.resources import read_annotation
from resistance.readers.size_factors import lengths_of, read_size_factor_inputs
from resistance.writers.logs import to_file
from resistance.writers.tables import write_matrix, write_table

with to_file(snakemake.log[0]) as log:
    source, target, params = snakemake.input, snakemake.output, snakemake.params
    study, folder = params.study, Path(source.annotation[0]).parent
    tables = map(Path, (source.samples, source.contrasts))
    sheet, contrasts = (usable(read_delimited(path, str(path))) for path in tables)
    rows = resolve(sheet, study["exclude_samples"])
    counts = CountsSource.from_config(study, sheet, Path(), folder.parent)
    annotation = read_annotation(folder, counts.organism)
    table = usable(read_counts(counts))
    log.info("%d samples. %s", len(rows.kept), " ".join([*notes(rows), *table.notes]))
    own = [usable(read_gene_names(Path(path), path)) for path in source.annotation_file] or [None]
    imported = import_counts(table, list(rows.kept["sample"]), annotation, *own, *params.par, rows)
    lengths = lengths_of(table, rows.summed, counts.from_abundance)
    asked = (params.control_genes, params.offsets, Path())
    beside = usable(read_size_factor_inputs(*asked, imported, annotation, lengths))
    write_matrix(imported.counts, target.counts, None, params.simulated)
    write_table(imported.genes, target.genes, GENES, params.simulated)
    write_table(beside.inputs, target.log, INPUTS, params.simulated)
    for frame, path in ((rows.table, target.samples), (contrasts, target.contrasts)):
        write_table(frame, path, dict.fromkeys(frame.columns, str), params.simulated)
    for path in target.control_genes:
        write_table(beside.control, path, CONTROL_GENES, params.simulated)
    for path in target.offsets:
        write_matrix(beside.offsets, path, None, params.simulated)
