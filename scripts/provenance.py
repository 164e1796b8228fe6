"""Write where the results come from: commit, configuration, inputs, resources, software."""

from resistance.columns import PROVENANCE
from resistance.provenance.facts import Checkout
from resistance.provenance.table import rows
from resistance.readers.checksums import all_hashed
from resistance.readers.software import in_use, read_release
from resistance.readers.tables import read_sheet
from resistance.writers.logs import to_file
from resistance.writers.tables import write_table

with to_file(snakemake.log[0]):
    source, params = snakemake.input, snakemake.params
    table = rows(
        read_release(source.citation),
        Checkout(**params.checkout),
        params.config,
        {kind: all_hashed(named) for kind, named in params.files.items()},
        read_sheet(source.manifest),
        in_use(source.lock),
    )
    write_table(table, snakemake.output.table, PROVENANCE, params.simulated)
