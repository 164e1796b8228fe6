"""Run the checks that come before any finding: gates of quality, and confounders."""

from resistance.checks.base import Context, Proteins
from resistance.checks.run import run_checks
from resistance.checks.thresholds import Thresholds
from resistance.columns import CHECKS, GENES, INPUTS, PROTEIN, QUALITY_SAMPLES, SIZE_FACTORS
from resistance.count_formats.star import strandedness_of
from resistance.design import contrasts as contrast_tools
from resistance.design.formula import parse_design
from resistance.mechanisms.scope import study_fields
from resistance.readers.fit_tables import read_fit
from resistance.readers.json_files import read_json
from resistance.readers.resources import read_clinical_names, read_positions
from resistance.readers.tables import read_matrix, read_sheet, read_table
from resistance.writers.logs import to_file
from resistance.writers.tables import write_table

with to_file(snakemake.log[0]):
    source, target, params = snakemake.input, snakemake.output, snakemake.params
    samples = read_sheet(source.samples).set_index("sample")
    contrasts = read_sheet(source.contrasts)
    ids = list(contrasts["id"])
    counts, vst = (read_matrix(path, list(samples.index)) for path in (source.counts, source.vst))
    rows = contrast_tools.contrasts_of(contrasts)
    code = contrast_tools.model_coding(samples, parse_design(params.design), rows)
    antigen = study_fields(params.study, read_clinical_names(source.clinical_names))["target"]
    estimates = (read_table(path, PROTEIN) for path in source.protein_estimates)
    strand = strandedness_of(read_table(source.inputs, INPUTS), params.strandedness)
    context = Context(
        counts, vst, read_table(source.genes, GENES), samples, contrasts,
        read_table(source.size_factors, SIZE_FACTORS).set_index("sample")["size_factor"],
        code, read_json(source.model), read_table(source.quality, QUALITY_SAMPLES),
        {**params.study, "drug": {**params.study.get("drug", {}), "target": antigen}},
        params.par_y_masked, strand, read_fit(dict(source.items()), ids),
        Proteins(read_sheet(source.protein), dict(zip(ids, estimates, strict=True))),
        read_positions(source.positions), Thresholds(**params.checks),
    )  # fmt: skip
    write_table(run_checks(context), target.checks, CHECKS, params.simulated)
