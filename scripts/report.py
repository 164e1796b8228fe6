"""Write results/report.html."""

from pathlib import Path

from resistance.readers.report import read_study
from resistance.report.context import build
from resistance.writers import html, logs

with logs.to_file(snakemake.log[0]):
    params = snakemake.params
    study = read_study(dict(snakemake.input.items()), params.contrast_ids)
    context = build(study, params.config, params.simulated, params.notice)
    page = next(path for path in snakemake.input.templates if path.endswith(html.PAGE))
    html.write(html.render(Path(page).parent, context), snakemake.output.html)
