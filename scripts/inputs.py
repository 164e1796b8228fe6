"""Join counts, sample sheet and annotation by name; account for every row and column."""

from pathlib import Path

from resistance.columns import CONTROL_GENES, GENES, INPUTS
from resistance.inputs.counts_source import CountsSource
from resistance.inputs.import_counts import import_counts
from resistance.inputs.sample_rows import notes, resolve, with_mouse_fraction
from resistance.readers.counts import read_counts
from resistance.readers.delimited import read_delimited, usable
from resistance.readers.gene_names import read_gene_names
from resistance.readers.resources import read_annotation
from resistance.readers.size_factors import lengths_of, read_size_factor_inputs
from resistance.writers.logs import to_file
from resistance.writers.tables import write_matrix, write_table

with to_file(snakemake.log[0]) as log:
    source, target, params = snakemake.input, snakemake.output, snakemake.params
    folder = Path(source.annotation[0]).parent
    names = (source.samples, source.contrasts)
    sheet, contrasts = map(usable, map(read_delimited, map(Path, names), names))
    rows = resolve(sheet, params.study["exclude_samples"])
    counts = CountsSource.from_config(params.study, sheet, Path(), folder.parent)
    annotation = read_annotation(folder, counts.organism)
    table = usable(read_counts(counts))
    log.info("%d samples. %s", len(rows.kept), " ".join([*notes(rows), *table.notes]))
    own = [usable(read_gene_names(Path(path), path)) for path in source.annotation_file] or [None]
    imported = import_counts(table, list(rows.kept["sample"]), annotation, *own, *params.par, rows)
    sheet = with_mouse_fraction(rows.table, imported.mouse_fraction)
    lengths = lengths_of(table, rows.summed, counts.from_abundance)
    beside = usable(read_size_factor_inputs(*params.beside, Path(), imported, annotation, lengths))
    write_table(imported.genes, target.genes, GENES, params.simulated)
    write_table(beside.inputs, target.log, INPUTS, params.simulated)
    for frame, path in ((sheet, target.samples), (contrasts, target.contrasts)):
        write_table(frame, path, dict.fromkeys(frame.columns, str), params.simulated)
    for path in target.control_genes:
        write_table(beside.control, path, CONTROL_GENES, params.simulated)
    matrices = [(imported.counts, target.counts), (imported.apart, target.set_apart)]
    for matrix, path in [*matrices, *((beside.offsets, path) for path in target.offsets)]:
        write_matrix(matrix, path, None, params.simulated)
