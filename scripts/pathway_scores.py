"""Score gene sets in each sample, test the scores in each contrast, find aberrant replicates."""

from resistance.columns import (
    GENE_SETS,
    GENES,
    PATHWAY_SCORE_SAMPLES,
    PATHWAY_SCORE_TESTS,
    PATHWAY_SCORES,
)
from resistance.pathway_scores.study import score_study
from resistance.readers.tables import read_matrix, read_sheet, read_table
from resistance.writers.logs import to_file
from resistance.writers.tables import write_table

with to_file(snakemake.log[0]) as log:
    source, target, params = snakemake.input, snakemake.output, snakemake.params
    samples = read_sheet(source.samples).set_index("sample")
    scored = score_study(
        read_matrix(source.vst, list(samples.index)),
        read_table(source.genes, GENES),
        read_table(source.gene_sets, GENE_SETS),
        samples,
        read_sheet(source.contrasts),
        params.design,
        (params.min_size, params.max_size),
    )
    with_samples = {**PATHWAY_SCORES, **dict.fromkeys(samples.index, float)}
    write_table(scored.scores, target.scores, with_samples, params.simulated)
    write_table(scored.samples, target.samples, PATHWAY_SCORE_SAMPLES, params.simulated)
    for contrast, path in zip(params.contrast_ids, target.tests, strict=True):
        write_table(scored.tests[contrast], path, PATHWAY_SCORE_TESTS, params.simulated)
    for note in scored.notes:
        log.info(note)
