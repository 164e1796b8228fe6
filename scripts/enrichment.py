"""Step "enrichment": gene sets that move, one table per contrast and one row per collection."""

from resistance import columns
from resistance.design.contrasts import contrast_named
from resistance.directions import signed
from resistance.enrichment.analysis import Settings, enrich, no_ranks
from resistance.enrichment.ranking import rank_genes
from resistance.readers.gene_sets import read_collections
from resistance.readers.tables import read_sheet, read_table
from resistance.writers.logs import to_file
from resistance.writers.tables import write_table

with to_file(snakemake.log[0]) as log:
    params = snakemake.params
    contrast = contrast_named(read_sheet(snakemake.input.contrasts), params.contrast)
    de = signed(read_table(snakemake.input.de, columns.DIFFERENTIAL), contrast)
    table, status = enrich(
        rank_genes(de),
        read_collections(snakemake.input.sets, params.collections),
        Settings(params.min_size, params.max_size, params.seed, snakemake.threads),
        no_ranks(contrast),
    )
    for row in status.itertuples():
        log.info("%s: %s, %d sets tested. %s", row.collection, row.status, row.n_tested, row.reason)
    write_table(table, snakemake.output.table, columns.ENRICHMENT, params.simulated)
    write_table(
        status, snakemake.output.collections, columns.ENRICHMENT_COLLECTIONS, params.simulated
    )
