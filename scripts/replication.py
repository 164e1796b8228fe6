"""Hold the changes of the genes with a verdict side by side over all contrasts."""

from resistance.columns import CONCORDANCE, VERDICTS
from resistance.evidence_columns import REPLICATION
from resistance.mechanisms.confidence import arms
from resistance.readers.tables import read_sheet, read_table
from resistance.replication.table import replication_table
from resistance.writers.logs import to_file
from resistance.writers.tables import write_table

with to_file(snakemake.log[0]) as log:
    source, params = snakemake.input, snakemake.params
    ids = list(params.contrast_ids)
    samples, contrasts = read_sheet(source.samples), read_sheet(source.contrasts)
    verdicts = read_table(source.verdicts, VERDICTS)
    table = replication_table(
        {
            name: read_table(path, CONCORDANCE)
            for name, path in zip(ids, source.concordance, strict=True)
        },
        {name: arms(samples, contrasts, name, params.design) for name in ids},
        verdicts[["gene_id", "ensembl_id", "gene_name"]].drop_duplicates(),
    )
    for line in table["sentence"]:
        log.info(line)
    write_table(table, snakemake.output.table, REPLICATION, params.simulated)
