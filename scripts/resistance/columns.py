"""Columns of every table that the workflow writes, in order, with their type.

One place that says what a table holds: writers refuse a frame that lacks a column, readers give
back the same types, and ``docs/tables.md`` is held against it by a test.
"""

from __future__ import annotations

from typing import Final

Columns = dict[str, type]

#: One row for each thing that was read, kept, merged, renamed, listed or left out.
INPUTS: Final[Columns] = {
    # counts, layout, symbols, samples, contrasts, protein, annotation, design, genes_of_interest,
    # control_genes, offsets. Of counts without an item, read = kept + summed + not_used.
    "source": str,
    "action": str,  # read, kept, summed, renamed, listed, not_used, converted, scaled
    "item": str,  # the id, column or sample concerned; empty for a total
    "n": int,  # rows, columns or samples concerned
    "detail": str,  # one sentence
}

#: What keeps the inputs from being used; without rows where nothing does.
PROBLEMS: Final[Columns] = {
    "file": str,
    "row": str,  # as a spreadsheet counts: the header is row 1; empty where there is none
    "column": str,
    "value": str,  # what stands there
    "message": str,  # what is wrong
    "allowed": str,  # what may stand there
    "hint": str,  # what to do
}

#: What the owner of a study should know of its configuration and tables; the run goes on.
NOTES: Final[Columns] = {
    "source": str,  # config, samples, contrasts, protein, functional, mechanisms
    "note": str,  # one sentence
}

#: Where results come from; no time and no place of one machine.
PROVENANCE: Final[Columns] = {
    "kind": str,  # workflow, config, input, embedded, software
    "name": str,
    "value": str,  # SHA-256 of a file, version of a package, commit
    "detail": str,
}

#: Genes after ids were normalised and PAR pairs and versions summed; one row per counts row.
GENES: Final[Columns] = {
    "gene_id": str,  # the input's id, version cut off; never replaced by a mapped one
    "input_ids": str,  # the ids as they stand in the file, ";" between those that were summed
    "ensembl_id": str,  # of the embedded annotation (or the input's own); empty when unknown
    "gene_name": str,  # the symbol; the input's where ids are symbols; gene_id when unknown
    "biotype": str,
    "chromosome": str,
    # ensembl_id, retired_id, entrez, symbol, previous, alias, annotation_file, repaired, none
    "matched_by": str,
    "measurable": str,  # yes, no
    "reason": str,  # why not measurable
}

#: Genes that size factors come from, where the study names them.
CONTROL_GENES: Final[Columns] = {
    "gene_id": str,
    "name": str,  # as the study writes it
}

#: A check of quality or of a confounder.
CHECKS: Final[Columns] = {
    "check": str,
    "title": str,
    "scope": str,  # study, sample, contrast, gene
    "item": str,  # the sample, contrast or gene ("" for the study)
    "status": str,  # pass, note, fail, not_assessable
    "value": str,
    "threshold": str,
    "touches": str,  # "all", or gene symbols separated by ";" : whose confidence it caps
    "message": str,  # one sentence
}

DIFFERENTIAL: Final[Columns] = {
    "gene_id": str,
    "ensembl_id": str,
    "gene_name": str,
    "baseMean": float,
    "log2FoldChange": float,
    "lfcSE": float,
    "stat": float,
    "pvalue": float,
    "padj": float,
    "log2FoldChange_shrunken": float,
    "lfcSE_shrunken": float,
    "status": str,  # tested, all_zero, outlier, low_count, not_converged, no_replicates
    "svalue": float,  # of the shrunken change: mean false sign rate of the genes up to this one
}

#: Per-gene quantities of the model fit that later stages need (results/differential/genes.tsv.gz).
FIT_GENES: Final[Columns] = {
    "model": str,  # main: all samples; others are fitted on the subset that a contrast asks for
    "gene_id": str,
    "dispersion_genewise": float,
    "dispersion_trend": float,
    "dispersion": float,  # the one used
    "dispersion_outlier": str,  # yes, no: kept at the gene-wise value
    "max_cooks": float,
    "replaced": str,  # yes, no: counts of this gene were replaced as outliers before the refit
    "converged": str,  # yes, no
}

#: Cook's distances of each sample over genes (results/differential/cooks.tsv).
COOKS: Final[Columns] = {
    "model": str,
    "sample": str,
    "judged": str,  # yes: in a cell of three or more samples, where an outlier withholds p
    "n_genes": int,
    "q05": float,
    "q25": float,
    "q50": float,
    "q75": float,
    "q95": float,
    "max": float,
    "n_above": int,  # genes above the cutoff
    "cutoff": float,  # 99% point of F
}

SIZE_FACTORS: Final[Columns] = {"sample": str, "size_factor": float}

QUALITY_SAMPLES: Final[Columns] = {
    "sample": str,
    "display_name": str,
    "group": str,  # levels of the design's factors, joined by " / "
    "library_size": float,
    "detected_genes": int,
    "top_gene": str,
    "top_gene_share": float,
    "size_factor": float,
    "replicate_correlation": float,  # lowest Pearson r of the VST with a replicate of its group
}

QUALITY_PCA: Final[Columns] = {
    "sample": str,
    "component": int,
    "score": float,
    "explained_variance": float,
}

#: Of the counts without the effects of variables that no contrast asks about.
QUALITY_PCA_WITHOUT: Final[Columns] = {
    **QUALITY_PCA,
    "without": str,  # the variables, ", " between
}

QUALITY_DISTANCES: Final[Columns] = {"sample": str, "other": str, "distance": float}

ENRICHMENT: Final[Columns] = {
    "collection": str,
    "term": str,
    "es": float,
    "nes": float,  # positive: higher in the target arm
    "pvalue": float,  # 1e-10 at least
    "log2err": float,  # one SD of log2 of the p-value; empty at 1e-10
    "padj": float,
    "size": int,  # genes of the set among the ranked ones
    "set_size": int,  # genes in the collection
    "leading_edge": str,  # symbols, ";" between
    "camera_pvalue_rho01": float,  # at a correlation between genes of .01
    "camera_padj_rho01": float,
    "camera_pvalue_rho05": float,  # at .05
    "camera_padj_rho05": float,
    # robust, gene_permutation_only, camera_only, not_called, not_tested
    "call": str,
    "nes_without_proliferation": float,  # of called sets
    "padj_without_proliferation": float,
    "follows_proliferation": str,  # yes, no; empty where the set is not called
}

ENRICHMENT_COLLECTIONS: Final[Columns] = {
    "collection": str,
    "status": str,  # tested, no_sets, no_ranked_genes, no_set_in_size_range
    "n_sets": int,
    "n_tested": int,
    "n_too_small": int,  # sets with fewer ranked genes than are asked for
    "n_too_large": int,
    "n_ranked": int,  # genes in the ranking
    "n_matched": int,  # of these in any set of the collection
    "n_genes": int,  # genes in any set of the collection
    "reason": str,
}

#: Members of every gene set, under the names that the study's genes bear
#: (results/inputs/gene_sets.tsv.gz). One row a member.
GENE_SETS: Final[Columns] = {
    "collection": str,
    "term": str,
    "gene_name": str,  # the current symbol where the counts lack the gene
}

#: What each collection of gene sets is, and what became of its genes.
GENE_SET_COLLECTIONS: Final[Columns] = {
    "collection": str,
    "title": str,
    "organism": str,  # that its genes are of
    "source": str,
    "version": str,
    "date": str,
    "licence": str,
    "ids": str,  # what its genes are named by: symbol, ensembl, entrez; empty without sets
    "status": str,  # ready, no_sets
    "n_sets": int,
    "n_genes": int,
    "n_not_recognised": int,  # genes that neither the study nor the annotation has
    "n_renamed": int,  # genes that the study calls otherwise than the collection
    "n_without_orthologue": int,
    "n_empty": int,  # sets without a gene, left out
    "n_renamed_sets": int,  # sets whose name stood in an earlier line, and got a number
    "reason": str,
}

#: Score of each gene set in each sample (results/tables/pathway_scores.tsv.gz). A column a sample
#: follows, float.
PATHWAY_SCORES: Final[Columns] = {
    "collection": str,
    "term": str,
    "n_genes": int,  # genes of the set among those that were ranked
}

#: What a contrast does to the scores.
PATHWAY_SCORE_TESTS: Final[Columns] = {
    "collection": str,
    "term": str,
    "n_genes": int,
    "difference": float,  # target - reference
    "se": float,  # moderated
    "df": float,
    "t": float,
    "pvalue": float,
    "padj": float,  # within the collection
}

#: How far each sample lies from its replicates over all gene sets.
PATHWAY_SCORE_SAMPLES: Final[Columns] = {
    "sample": str,
    "arm": str,  # levels of the variables that contrasts compare
    "n_sets": int,
    "distance": float,  # to its replicates: median over them of the median over sets
    "others": float,  # the same among the others
    "ratio": float,
    "status": str,  # usual, aberrant, not_judged
}

#: Called genes in gene sets, those that rise and those that fall apart.
OVER_REPRESENTATION: Final[Columns] = {
    "direction": str,  # up, down
    "collection": str,
    "term": str,
    "size": int,  # tested genes of the set
    "n_changed": int,  # genes called in that direction
    "overlap": int,
    "expected": float,
    "odds_ratio": float,  # 0.5 added to each cell
    "pvalue": float,
    "padj": float,  # within direction and collection
    "genes": str,  # ";" between
}

#: Gene sets that tell one story, by their leading edges.
PATHWAY_GROUPS: Final[Columns] = {
    "direction": str,  # up, down
    "group": int,  # 1: the best
    "label": str,  # term of the set that names the group
    "collection": str,
    "term": str,
    "is_best": str,  # yes, no
    "nes": float,
    "padj": float,
    "camera_padj_rho05": float,
    "call": str,
    "size": int,
    "follows_proliferation": str,
    "overlap_with_best": float,  # likeness of the leading edges
    "n_shared": int,  # genes of both leading edges
}

#: Gene sets over all contrasts. Columns nes_<id>, padj_<id> and call_<id> of each contrast follow.
PATHWAY_COMPARISON: Final[Columns] = {
    "collection": str,
    "term": str,
    "n_up": int,  # contrasts with padj < .05
    "n_down": int,
    "pattern": str,  # all_up, all_down, private_<id>, some, opposite, none, only_contrast
    "common_leading_edge": str,  # symbols, ";" between
}

#: One row per gene x assay x compartment of one contrast.
PROTEIN: Final[Columns] = {
    "gene_id": str,  # of the counts table; empty when the counts have no such gene
    "ensembl_id": str,
    "gene_name": str,
    "protein_gene": str,  # the gene as written in the protein table
    "protein_id": str,  # as written: tells the proteins of one gene apart
    "assay_id": str,
    "assay_type": str,
    "compartment": str,
    "n_reference": int,
    "n_target": int,
    "mean_reference": float,  # log2 signal
    "mean_target": float,
    "log2FoldChange": float,  # target - reference
    "lfcSE": float,  # moderated, systematic_sd included
    "df": float,
    "ci_low": float,
    "ci_high": float,
    "pvalue": float,  # two-sided moderated t against 0
    "padj": float,  # BH within assay x compartment
    "sd": float,  # the gene's own pooled SD
    "prior_sd": float,
    "prior_df": float,
    "moderation": str,  # ebayes, pooled, declared, none
    "systematic_sd": float,
    "paired": str,  # yes, no
    "method": str,  # difference, paired, one_sample, tobit, bound, prior, none
    "compresses": str,  # yes, no
    "censored_reference": int,
    "censored_target": int,
    # estimated, censored_bound, prior_based, published, n1, n2, no_variance, censored, on_off,
    # not_in_contrast
    "status": str,
    "reason": str,
}

#: Replicates behind the protein estimates, for figures (results/protein/values.tsv).
PROTEIN_VALUES: Final[Columns] = {
    "gene_id": str,
    "ensembl_id": str,
    "gene_name": str,
    "protein_gene": str,
    "protein_id": str,
    "assay_id": str,
    "assay_type": str,
    "compartment": str,
    "condition": str,
    "sample": str,
    "rna_sample": str,  # of the same culture; empty where the table does not tell
    "replicate": str,
    "log2_signal": float,
    "censored": str,
}

#: One row per panel gene, and per gene with protein data, x assay x compartment.
CONCORDANCE: Final[Columns] = {
    "gene_id": str,
    "ensembl_id": str,
    "gene_name": str,
    "assay_id": str,  # empty when no protein was measured
    "assay_type": str,
    "compartment": str,
    "family": str,  # panel, rest
    "family_size": int,
    "rna_log2FoldChange": float,
    "rna_lfcSE": float,
    "rna_df": float,
    "rna_ci_low": float,
    "rna_ci_high": float,
    "rna_padj": float,
    "rna_status": str,
    "protein_log2FoldChange": float,
    "protein_lfcSE": float,
    "protein_df": float,
    "protein_ci_low": float,
    "protein_ci_high": float,
    "protein_padj": float,
    "protein_status": str,
    "protein_method": str,  # of PROTEIN: how the estimate was made
    # samples: the layers were held against each other by per-sample differences; arms: as
    # independent estimates; empty where nothing was tested
    "link": str,
    "systematic_sd": float,
    "change_margin": float,  # log2
    "rna_equivalence_margin": float,  # log2
    "protein_equivalence_margin": float,  # log2
    "explained_fraction": float,  # f, after ratio compression
    "p_loss": float,
    "p_gain": float,
    "p_transcript_up": float,
    "p_transcript_down": float,
    "p_concordant_up": float,
    "p_concordant_down": float,
    "p_unchanged": float,
    "p_difference": float,  # two-sided, protein - mRNA
    "p_rna_up": float,  # the parts of the claims: a change beyond the margin, or equivalence
    "p_rna_down": float,
    "p_rna_unchanged": float,
    "p_protein_up": float,
    "p_protein_down": float,
    "p_protein_unchanged": float,
    "q_protein_only": float,  # of the smaller of loss and gain, within the stacked family
    "q_transcript_only": float,
    "q_concordant": float,
    "q_unchanged": float,
    "q_levels_differ": float,  # a discordance at f = 1: one layer moves by more than the other
    "smallest_margin_rna": float,  # log2: smallest equivalence margin that would pass
    "smallest_margin_protein": float,
    "call": str,
    "qualifier": str,  # protein_exceeds, buffered, or empty
    "tier": str,  # A, B, C or empty
    "reason": str,  # why inconclusive, not_measured, ...
    "replicates_needed": float,  # per arm, for 80% power at the observed estimate; empty otherwise
    # log2: smallest fall of the protein under unchanged mRNA that this row would have called a
    # loss with 80% power
    "smallest_callable": float,
    "combined_from": str,  # assay ids, ";" between, of a row that combines several assays
    "cochran_p": float,  # heterogeneity of the assays that were combined
    "naive_reading": str,  # what "significant in one layer only" would have said
    "sentence": str,
}

VERDICTS: Final[Columns] = {
    "contrast": str,
    "gene_id": str,
    "ensembl_id": str,
    "gene_name": str,
    "clinical_name": str,
    "call": str,
    "tier": str,
    "confidence": str,
    "capped_by": str,  # checks that failed or are not assessable and lower the confidence
    "n_derivations": str,  # per arm, as "1 v 1"; "unknown" when the sheet does not tell
    "function": str,
    "next_experiment": str,
    "would_change": str,  # the result that would turn the verdict
    "sentence": str,
}
