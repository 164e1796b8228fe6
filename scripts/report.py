"""Write results/report.html, and the literature that its Methods cites as BibTeX."""

from pathlib import Path

from resistance.readers.report import read_study
from resistance.report.bibtex import bibtex
from resistance.report.context import build
from resistance.report.methods import cited
from resistance.writers import html, logs
from resistance.writers.text_files import write_lines

with logs.to_file(snakemake.log[0]):
    params, target = snakemake.params, snakemake.output
    organism = params.config["study"]["organism"]
    study = read_study(dict(snakemake.input.items()), params.contrast_ids, organism)
    context = build(study, params.config, params.simulated, params.notice)
    page = next(path for path in snakemake.input.templates if path.endswith(html.PAGE))
    html.write(html.render(Path(page).parent, context), target.html)
    write_lines(bibtex(cited(study, params.config)), target.references)
