"""Step "pathway_groups": called genes in sets, sets that tell one story, sets over contrasts."""

from resistance.columns import (
    DIFFERENTIAL,
    ENRICHMENT,
    GENE_SETS,
    OVER_REPRESENTATION,
    PATHWAY_GROUPS,
)
from resistance.design.contrasts import contrast_named
from resistance.directions import directed
from resistance.pathways.comparison import compare, comparison_columns
from resistance.pathways.groups import pathway_groups, said_of
from resistance.pathways.over_representation import over_representation, said
from resistance.readers.tables import read_sheet, read_table
from resistance.writers.logs import to_file
from resistance.writers.tables import write_table

with to_file(snakemake.log[0]) as log:
    source, target, params = snakemake.input, snakemake.output, snakemake.params
    contrasts, gene_sets = read_sheet(source.contrasts), read_table(source.gene_sets, GENE_SETS)
    sizes, tables = (params.min_size, params.max_size), {}
    for i, name in enumerate(params.contrast_ids):
        de = directed(read_table(source.de[i], DIFFERENTIAL), contrast_named(contrasts, name))
        called = over_representation(de, gene_sets, params.alpha, sizes)
        tables[name] = read_table(source.enrichment[i], ENRICHMENT)
        groups = pathway_groups(tables[name])
        log.info("%s: %s %s", name, said(called, params.alpha), said_of(groups))
        write_table(called, target.called[i], OVER_REPRESENTATION, params.simulated)
        write_table(groups, target.groups[i], PATHWAY_GROUPS, params.simulated)
    columns = comparison_columns(list(tables))
    write_table(compare(tables), target.comparison, columns, params.simulated)
