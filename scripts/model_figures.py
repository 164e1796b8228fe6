"""Draw the fit of a model, for the screen and for papers."""

from resistance import columns
from resistance.fit_tables import MAIN, contrasts_of_model, model_names, of_model, question
from resistance.readers.json_files import read_json
from resistance.readers.tables import read_table
from resistance.report.figures.model import FIGURES, draw, whose
from resistance.writers.figures import write_figures
from resistance.writers.logs import to_file

with to_file(snakemake.log[0]):
    source, params = snakemake.input, snakemake.params
    model = read_json(source.model)
    name = question(model, params.contrast).get("model", MAIN)
    genes = read_table(source.fit_genes, columns.FIT_GENES)
    drawings = draw(
        genes=of_model(genes, name),
        cooks=of_model(read_table(source.cooks, columns.COOKS), name),
        means=read_table(source.de, columns.DIFFERENTIAL).set_index("gene_id")["baseMean"],
        samples=read_table(source.quality, columns.QUALITY_SAMPLES),
        whose=whose(contrasts_of_model(model, name), name == MAIN, len(model_names(genes)) > 1),
        simulated=params.simulated,
    )
    write_figures(drawings, FIGURES, snakemake.output.captions, params.simulated, "fit_")
