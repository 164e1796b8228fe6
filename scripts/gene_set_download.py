"""Fetch gene sets from the address that the configuration names, and check what came."""

from resistance.readers.downloads import fetch
from resistance.writers.downloads import write_download
from resistance.writers.logs import to_file

with to_file(snakemake.log[0]) as log:
    data = fetch(snakemake.params.url, snakemake.wildcards.sha256)
    log.info("%d bytes from %s", len(data), snakemake.params.url)
    write_download(data, snakemake.output[0])
