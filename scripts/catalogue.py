"""Put the catalogue of mechanisms and its rules together: the embedded tables and the study's."""

from pathlib import Path

from resistance.readers.catalogue import put_together
from resistance.readers.resources import CATALOGUE, RULES
from resistance.writers.logs import to_file
from resistance.writers.tables import write_table

with to_file(snakemake.log[0]) as log:
    source, target, params = snakemake.input, snakemake.output, snakemake.params
    catalogue, rules = put_together(
        *("".join(source.get(name, [])) for name in ("own", "own_rules")),
        Path(source.embedded).parent.parent,
        params.organism,
        params.replace,
    )
    log.info("%d rows of %d mechanisms", len(catalogue), catalogue["mechanism"].nunique())
    write_table(catalogue, target.catalogue, CATALOGUE, params.simulated)
    write_table(rules, target.rules, RULES, params.simulated)
