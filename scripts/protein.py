"""Bring the protein table to one estimate per gene, assay and compartment."""

from pathlib import Path

from resistance.columns import GENES, PROTEIN, PROTEIN_VALUES
from resistance.design.contrasts import contrast_named
from resistance.protein.arms import of_model, protein_arms
from resistance.protein.estimates import estimate
from resistance.protein.matching import attach_genes, match_genes, replicate_values
from resistance.protein.priors import declared_priors
from resistance.protein.tidy import log2_signals, tidy
from resistance.readers.resources import read_annotation
from resistance.readers.tables import read_sheet, read_table
from resistance.writers.logs import to_file
from resistance.writers.tables import write_table

with to_file(snakemake.log[0]) as log:
    source, target, params = snakemake.input, snakemake.output, snakemake.params
    contrast = contrast_named(read_sheet(source.contrasts), params.contrast)
    samples = read_sheet(source.samples).set_index("sample")
    measured = of_model(read_sheet(source.protein), samples, contrast)
    signals = log2_signals(tidy(measured))
    genes = read_table(source.genes, GENES)
    annotation = read_annotation(Path(source.annotation[0]).parent, params.organism)
    arms, priors = protein_arms(contrast), declared_priors(params.prior)
    sides = (arms.reference, arms.target)
    declared = (params.systematic_sd, arms.why_none, params.paired, priors)
    estimates = estimate(signals, *sides, *declared)
    table = attach_genes(estimates, match_genes(estimates, genes, annotation))
    values = replicate_values(signals, match_genes(signals, genes, annotation), sum(sides, ()))
    lacking = (table["gene_id"] == "").sum()
    log.info("%d protein estimates, %d of genes that the counts lack", len(table), lacking)
    write_table(table, target.table, PROTEIN, params.simulated)
    write_table(values, target.values, PROTEIN_VALUES, params.simulated)
