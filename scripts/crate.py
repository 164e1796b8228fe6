"""Write the research object crate of the run, with a copy of the Snakefile."""

from resistance.columns import PROVENANCE
from resistance.provenance.crate import MAIN, Description, crate
from resistance.readers.checksums import all_hashed, hashed
from resistance.readers.tables import read_table
from resistance.writers.copies import copy_file
from resistance.writers.json_files import write_json
from resistance.writers.logs import to_file

with to_file(snakemake.log[0]):
    source, target, params = snakemake.input, snakemake.output, snakemake.params
    copy_file(source.snakefile, target.snakefile)
    content = crate(
        Description(params.name, params.simulated, **params.publication),
        read_table(source.provenance, PROVENANCE),
        all_hashed({path.removeprefix("results/"): path for path in source.results}),
        hashed(target.snakefile, MAIN),
    )
    # the descriptions say that data are simulated: a key of our own would be no JSON-LD
    write_json(content, target.metadata, simulated=False)
