"""Write results/summary.pdf."""

from resistance.exports.brief import brief_of
from resistance.readers.report import read_study
from resistance.writers.logs import to_file
from resistance.writers.pdf import write_pdf

with to_file(snakemake.log[0]):
    params = snakemake.params
    organism = params.config["study"]["organism"]
    study = read_study(dict(snakemake.input.items()), params.contrast_ids, organism)
    brief = brief_of(study, params.config, params.simulated, params.notice)
    write_pdf(brief, snakemake.output.pdf)
