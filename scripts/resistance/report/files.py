"""What each result file holds, in a line."""

from __future__ import annotations

from pathlib import PurePosixPath

from resistance.report import format as fmt
from resistance.report.data import FileFact

MEANING = {
    "differential_expression.tsv": "every gene of the counts: fold change, test, status",
    "concordance.tsv": "mRNA against protein, a row for each gene, assay and compartment",
    "protein.tsv": "protein estimates with their errors",
    "values.tsv": "protein signal of each replicate",
    "enrichment.tsv": "gene sets: score, test, leading edge",
    "enrichment_collections.tsv": "what was tested in each collection, or why not",
    "over_representation.tsv": "called genes in gene sets, up and down apart",
    "pathway_groups.tsv": "gene sets that tell the same story, the best of each group first",
    "pathway_comparison.tsv": "gene sets side by side over the contrasts",
    "pathway_score_samples.tsv": "samples that stand apart over many gene sets",
    "gene_set_collections.tsv": "collections of gene sets: version, licence, what was left out",
    "gene_sets.tsv.gz": "members of every gene set, as this study names them",
    "captions.tsv": "captions of the figures beside it, which are SVG, PDF, PNG and TSV",
    "fit_captions.tsv": "the same for the figures of the fit",
    "pathways_captions.tsv": "the same for the figures of gene sets",
    "localisation.tsv": "surface against total protein: where a protein went",
    "functional.tsv": "functional assays: estimates, tests, what may be concluded",
    "ladder.tsv": "the rungs of evidence of each mechanism, filled or open",
    "mechanisms.tsv": "verdict on each mechanism",
    "mechanism_genes.tsv": "the genes behind each mechanism, with sources",
    "verdicts.tsv": "the verdict on each gene of interest",
    "replication.tsv": "the genes of interest side by side over the contrasts",
    "checks.tsv": "gates of quality and confounders",
    "notes.tsv": "what to know of the configuration and its tables",
    "inputs.tsv": "what was read, merged, renamed or left out",
    "protein_inputs.tsv": "the same of the protein table and exports",
    "size_factors.tsv": "size factor of each sample",
    "normalised_counts.tsv": "counts divided by size factors",
    "vst.tsv": "variance-stabilised values",
    "pca.tsv": "principal components",
    "distances.tsv": "distances between samples",
    "model.json": "the fitted model",
    "cooks.tsv": "how far each sample pulls the fits of the genes (Cook\u2019s distance)",
    "genes.tsv.gz": "genes: input ids, annotation, whether measurable",
    "counts.tsv.gz": "counts as used",
    "contrasts.tsv": "contrasts as used",
}


def rows(files: list[FileFact]) -> list[dict[str, str]]:
    """Build the table of files.

    Parameters
    ----------
    files : list of FileFact

    Returns
    -------
    list of dict
    """
    out = []
    for fact in files:
        path = PurePosixPath(fact.path)
        meaning = MEANING.get(path.name, "")
        if path.name == "samples.tsv":
            meaning = (
                "quality of each sample" if path.parent.name == "quality" else "samples as used"
            )
        if path.name == "genes.tsv.gz" and path.parent.name == "differential":
            meaning = "the fit of each gene: dispersions, outliers, convergence"
        out.append(
            {
                "path": fact.path,
                "meaning": meaning,
                "size": fmt.file_size(fact.size),
                "sha256": fact.sha256,
            }
        )
    return out
