"""Draw the gene sets of a contrast, for the screen and for papers."""

from resistance import columns
from resistance.design.contrasts import contrast_named, sides_of
from resistance.directions import signed
from resistance.enrichment.ranking import rank_genes
from resistance.mechanisms.confidence import arms
from resistance.pathway_figures.study import FIGURES, Inputs, draw
from resistance.readers.tables import read_matrix, read_sheet, read_table
from resistance.writers.figures import write_figures
from resistance.writers.logs import to_file

with to_file(snakemake.log[0]):
    source, params = snakemake.input, snakemake.params
    name = params.contrast
    sheet, samples = read_sheet(source.contrasts), read_sheet(source.samples)
    names = list(samples["sample"])
    scores = {**columns.PATHWAY_SCORES, **dict.fromkeys(names, float)}
    de = signed(read_table(source.de, columns.DIFFERENTIAL), contrast_named(sheet, name))
    inputs = Inputs(
        groups=read_table(source.groups, columns.PATHWAY_GROUPS),
        enrichment=read_table(source.enrichment, columns.ENRICHMENT),
        members=read_table(source.gene_sets, columns.GENE_SETS),
        scores=read_table(source.scores, scores),
        de=de,
        samples=read_table(source.quality, columns.QUALITY_SAMPLES),
        vst=read_matrix(source.vst, names),
        ranking=rank_genes(de),
        sides=arms(samples, sheet, name, params.design),
        target=sides_of(samples.set_index("sample"), sheet, params.design, name)[1],
    )
    drawings = draw(inputs, params.simulated)
    write_figures(drawings, FIGURES, snakemake.output.captions, params.simulated, "pathways_")
