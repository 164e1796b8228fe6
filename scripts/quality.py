"""Describe the samples: library sizes, principal components, distances."""

from resistance import quality
from resistance.columns import (
    GENES,
    QUALITY_DISTANCES,
    QUALITY_PCA,
    QUALITY_PCA_WITHOUT,
    QUALITY_SAMPLES,
    SIZE_FACTORS,
)
from resistance.design import contrasts as contrast_tools
from resistance.design.formula import parse_design
from resistance.readers.tables import read_matrix, read_sheet, read_table
from resistance.writers.logs import to_file
from resistance.writers.tables import write_table

with to_file(snakemake.log[0]):
    source, target, params = snakemake.input, snakemake.output, snakemake.params
    samples = read_sheet(source.samples).set_index("sample")
    counts, vst = (read_matrix(path, list(samples.index)) for path in (source.counts, source.vst))
    genes = read_table(source.genes, GENES)
    factors = read_table(source.size_factors, SIZE_FACTORS).set_index("sample")["size_factor"]
    rows = contrast_tools.contrasts_of(read_sheet(source.contrasts))
    code = contrast_tools.model_coding(samples, parse_design(params.design), rows)
    table = quality.sample_table(counts, vst, genes, samples, factors, code)
    write_table(table, target.samples, QUALITY_SAMPLES, params.simulated)
    write_table(quality.pca(vst), target.pca, QUALITY_PCA, params.simulated)
    without = quality.pca_without(vst, samples, code, rows)
    write_table(without, target.pca_without, QUALITY_PCA_WITHOUT, params.simulated)
    write_table(quality.distances(vst), target.distances, QUALITY_DISTANCES, params.simulated)
