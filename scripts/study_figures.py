"""Draw the samples of the study, for the screen and for papers."""

from resistance import columns
from resistance.readers.tables import read_matrix, read_table
from resistance.report.figures.study import FIGURES, draw, spread_of
from resistance.writers.figures import write_figures
from resistance.writers.logs import to_file

with to_file(snakemake.log[0]):
    source, simulated = snakemake.input, snakemake.params.simulated
    drawings = draw(
        samples=read_table(source.quality, columns.QUALITY_SAMPLES),
        pca=read_table(source.pca, columns.QUALITY_PCA),
        pca_without=read_table(source.pca_without, columns.QUALITY_PCA_WITHOUT),
        distances=read_table(source.distances, columns.QUALITY_DISTANCES),
        spread=spread_of(read_matrix(source.vst), read_matrix(source.normalised)),
        simulated=simulated,
    )
    write_figures(drawings, FIGURES, snakemake.output.captions, simulated)
