"""Draw the genes and proteins of a contrast, for the screen and for papers."""

from resistance import columns
from resistance.design.contrasts import sides_of
from resistance.fit_tables import question
from resistance.mechanisms.confidence import arms
from resistance.readers.json_files import read_json
from resistance.readers.tables import read_matrix, read_sheet, read_table
from resistance.report.figures.contrast import FIGURES, Inputs, draw
from resistance.report.withheld import withhold
from resistance.writers.figures import write_figures
from resistance.writers.logs import to_file

with to_file(snakemake.log[0]):
    source, params = snakemake.input, snakemake.params
    name, sheet, samples = params.contrast, read_sheet(source.contrasts), read_sheet(source.samples)
    verdicts = read_table(source.verdicts, columns.VERDICTS)
    verdicts = verdicts[verdicts["contrast"] == name]
    inputs = Inputs(
        de=read_table(source.de, columns.DIFFERENTIAL),
        concordance=withhold(read_table(source.concordance, columns.CONCORDANCE), verdicts),
        verdicts=verdicts,
        samples=read_table(source.quality, columns.QUALITY_SAMPLES),
        vst=read_matrix(source.vst, list(samples["sample"])),
        asked=question(read_json(source.model), name),
        sides=arms(samples, sheet, name, params.design),
        arms=sides_of(samples.set_index("sample"), sheet, params.design, name),
        alpha=params.alpha,
    )
    drawings = draw(inputs, params.simulated)
    write_figures(drawings, FIGURES, snakemake.output.captions, params.simulated)
