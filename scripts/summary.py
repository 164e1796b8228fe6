"""Write one verdict per gene of interest and contrast."""

from resistance.columns import CHECKS, CONCORDANCE, VERDICTS
from resistance.evidence_columns import LADDER, MECHANISMS
from resistance.readers import resources
from resistance.readers.tables import read_sheet, read_table
from resistance.verdicts import summarise
from resistance.wording.summary import lines
from resistance.writers.logs import to_file
from resistance.writers.tables import write_table
from resistance.writers.text_files import write_lines

with to_file(snakemake.log[0]):
    source, params = snakemake.input, snakemake.params
    ids = list(params.contrast_ids)

    def by_contrast(paths, columns):
        """Read one table per contrast."""
        return {name: read_table(path, columns) for name, path in zip(ids, paths, strict=True)}

    mechanisms = by_contrast(source.mechanisms, MECHANISMS)
    verdicts = summarise(
        by_contrast(source.concordance, CONCORDANCE),
        mechanisms,
        read_table(source.checks, CHECKS),
        read_sheet(source.samples),
        read_sheet(source.contrasts),
        resources.read_mechanism_rules(source.rules),
        resources.read_clinical_names(source.clinical_names),
        list(params.genes_of_interest),
        params.study,
        params.design,
    )
    write_table(verdicts, snakemake.output.verdicts, VERDICTS, params.simulated)
    text = lines(verdicts, mechanisms, by_contrast(source.ladders, LADDER), params.simulated)
    write_lines(text, snakemake.output.text)
