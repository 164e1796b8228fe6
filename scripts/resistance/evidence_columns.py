"""Columns of the tables of evidence: mechanisms, place, function, ladder, replication.

The continuation of :mod:`resistance.columns`, under the same rules.
"""

from __future__ import annotations

from typing import Final

from resistance.columns import Columns

MECHANISMS: Final[Columns] = {
    "group": str,  # mechanism, cell_state, outlook, check
    "mechanism": str,
    "title": str,
    "verdict": str,  # codes of design/concordance.md, section 5
    "label": str,  # the verdict in words
    "confidence": str,  # low, moderate, high; empty where there is no verdict
    "capped_by": str,  # what keeps the confidence from being higher; codes, ";" between
    "n_derivations": str,  # per arm, as "1 v 1"; "unknown" when the sheet does not tell
    "effectors": str,  # symbols, ";" between
    "n_genes": int,
    "n_expected": int,  # genes that move as expected
    "n_against": int,  # genes that count against
    "set_nes_stat": float,  # camera-preranked t of the sign-aligned set; empty if k < 5
    "set_pvalue": float,
    "set_padj": float,
    "function": str,  # what functional assays conclude; "not measured" without any
    "next_experiment": str,
    "would_change": str,  # the result that would turn the verdict
    "reason": str,
    "sentence": str,
}

MECHANISM_GENES: Final[Columns] = {
    "group": str,
    "mechanism": str,
    "gene_id": str,
    "ensembl_id": str,
    "gene_name": str,
    "role": str,
    "evidence_class": str,
    "expected_direction": str,
    "rna_log2FoldChange": float,
    "rna_lfcSE": float,
    "rna_padj": float,
    "rna_status": str,
    "protein_log2FoldChange": float,
    "protein_lfcSE": float,
    "protein_assay_id": str,
    "protein_status": str,
    "call": str,  # the gene's concordance call that was used
    "tier": str,
    "grade": str,
    "reason": str,
    "rationale": str,
    "source": str,
}

#: Where a protein went: surface against total, one row per gene with a surface assay.
LOCALISATION: Final[Columns] = {
    "gene_id": str,
    "ensembl_id": str,
    "gene_name": str,
    "surface_assay_id": str,
    "total_assay_id": str,  # empty where the total was not measured
    "surface_log2FoldChange": float,
    "surface_lfcSE": float,
    "surface_df": float,
    "total_log2FoldChange": float,
    "total_lfcSE": float,
    "total_df": float,
    "log2FoldChange": float,  # of the ratio surface / total
    "lfcSE": float,  # Welch
    "df": float,
    "ci_low": float,
    "ci_high": float,
    "pvalue": float,  # two-sided, ratio against 0
    "padj": float,  # BH over the genes of the table
    "surface": str,  # lower, higher, unchanged, not_shown, not_measured
    "total": str,
    "rna": str,
    "reading": str,  # code of the table in docs/concordance.md
    "sentence": str,
}

#: Estimates from functional assays of one contrast.
FUNCTIONAL: Final[Columns] = {
    "mechanism": str,
    "gene": str,  # symbol; empty where the assay names none
    "assay": str,
    "modulator": str,  # the inhibitor, or empty
    "unit": str,
    # difference (target - reference without modulator), effect_reference, effect_target (modulator
    # against none, in one arm), interaction (effect_target - effect_reference)
    "quantity": str,
    "n_reference": int,
    "n_target": int,
    "log2FoldChange": float,
    "lfcSE": float,
    "df": float,
    "ci_low": float,
    "ci_high": float,
    "pvalue": float,  # two-sided
    "padj": float,  # BH over the tested rows of the contrast
    "p_changed": float,  # the change in the direction of resistance exceeds the change margin
    "q_changed": float,  # BH over the rows that a conclusion may rest on
    "p_equivalent": float,  # TOST at the equivalence margin
    "q_equivalent": float,
    "status": str,  # estimated, bound, censored, n1, n2, no_variance, not_in_contrast
    "conclusion": str,  # code: pump_active, pump_limits_drug, block_before_payload, ...; or empty
    "reason": str,
    "sentence": str,
}

#: The rungs of evidence of each mechanism: what is filled and what is open.
LADDER: Final[Columns] = {
    "mechanism": str,
    "title": str,
    "rung": str,  # mrna, protein, localisation, function, intervention
    "state": str,  # filled, against, not_shown, open
    "evidence": str,  # what fills it, or what is missing, in words
}

#: Each gene with a verdict over the contrasts of the study, a row per layer.
REPLICATION: Final[Columns] = {
    "gene_id": str,
    "ensembl_id": str,
    "gene_name": str,
    "layer": str,  # mRNA, or the compartment of the protein
    "assay_id": str,  # empty for the mRNA
    "n_contrasts": int,  # with an estimate and its error
    "contrasts": str,  # their ids, ";" between
    "independent": str,  # yes, no, unknown: whether no two share samples or derivations
    "n_higher": int,  # estimates above and below zero
    "n_lower": int,
    "cochran_q": float,  # of independent lines only
    "cochran_p": float,
    "tau2": float,  # variance between lines, from three lines on
    "log2FoldChange": float,  # random effects, from three independent lines on
    "lfcSE": float,
    "df": float,
    "ci_low": float,
    "ci_high": float,
    "p_two_higher": float,  # at least two contrasts are higher (lower) by more than the margin
    "p_two_lower": float,
    "p_all_higher": float,  # all are
    "p_all_lower": float,
    "sentence": str,
}
