"""Read all gene sets, and name their members as the study's tables name these genes."""

from pathlib import Path

from resistance.columns import GENE_SET_COLLECTIONS, GENE_SETS, GENES
from resistance.gene_sets.sources import Collection
from resistance.readers.gene_sets import load_gene_sets
from resistance.readers.tables import read_table
from resistance.writers.logs import to_file
from resistance.writers.tables import write_table

with to_file(snakemake.log[0]) as log:
    source, target, params = snakemake.input, snakemake.output, snakemake.params
    loaded = load_gene_sets(
        [Collection(**collection) for collection in params.collections],
        read_table(source.genes, GENES),
        params.organism,
        Path(source.annotation[0]).parent.parent,
        Path(),
    )
    for row in loaded.collections.itertuples():
        log.info("%s: %s, %d sets. %s", row.collection, row.status, row.n_sets, row.reason)
    for name, unknown in loaded.not_recognised.items():
        if unknown:
            log.info("%s, not recognised: %s", name, " ".join(unknown))
    write_table(loaded.members, target.members, GENE_SETS, params.simulated)
    write_table(loaded.collections, target.collections, GENE_SET_COLLECTIONS, params.simulated)
