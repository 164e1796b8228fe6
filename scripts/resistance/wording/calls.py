"""Templates of the calls, and of what keeps a gene from one."""

from __future__ import annotations

from typing import Final

from resistance.wording.evidence import SINGLE

#: Templates by call, discordances by call and tier.
CALLS: Final[dict[str, str]] = {
    "posttranscriptional_loss A": (
        "{gene}: lower {layer} ({protein}). mRNA is unchanged within {rna_fold}-fold."
    ),
    "posttranscriptional_loss B": (
        "{gene}: lower {layer} ({protein}). The mRNA explains less than {share} of the fall; "
        "unchanged mRNA was not shown."
    ),
    "posttranscriptional_gain A": (
        "{gene}: higher {layer} ({protein}). mRNA is unchanged within {rna_fold}-fold."
    ),
    "posttranscriptional_gain B": (
        "{gene}: higher {layer} ({protein}). The mRNA explains less than {share} of the rise; "
        "unchanged mRNA was not shown."
    ),
    "transcript_only_up A": (
        "{gene}: higher mRNA ({rna}); {layer} is unchanged within {protein_fold}-fold."
    ),
    "transcript_only_up B": (
        "{gene}: higher mRNA ({rna}); {layer} follows by less than {share}; "
        "unchanged {short} was not shown."
    ),
    "transcript_only_down A": (
        "{gene}: lower mRNA ({rna}); {layer} is unchanged within {protein_fold}-fold."
    ),
    "transcript_only_down B": (
        "{gene}: lower mRNA ({rna}); {layer} follows by less than {share}; "
        "unchanged {short} was not shown."
    ),
    "concordant_up": "{gene}: higher mRNA and higher {layer} ({both}){qualifier}.",
    "concordant_down": "{gene}: lower mRNA and lower {layer} ({both}){qualifier}.",
    "opposite": "{gene}: {rna_moves} mRNA and {protein_moves} {layer} ({both}).",
    "unchanged": (
        "{gene}: mRNA is unchanged within {rna_fold}-fold and {layer} within {protein_fold}-fold."
    ),
    "not_detected": (
        "{gene}: no reads in any sample; neither a change nor unchanged mRNA can be stated."
    ),
    "not_measurable": (
        "{gene}: its reads cannot be counted with this reference; nothing can be said about its "
        "mRNA."
    ),
    "not_applicable": "{gene}: does not apply to this study.",
}

#: Said of tier C, beside a call that stays open.
LEVELS_DIFFER: Final = "The layers differ in size; which one moved is not settled."

#: A published ratio without SD, and what it is consistent with.
PUBLISHED: Final = (
    "{gene}: one ratio without SD (log2FC {protein}, not tested); consistent with {reading}. mRNA "
    "log2FC {rna}."
)

QUALIFIERS: Final[dict[str, str]] = {
    "": "",
    "protein_exceeds": "; {short} moves by more than the mRNA explains",
    "buffered": "; {short} follows by less than {share}",
}

#: What keeps a gene from a call; by reason, or reason and status of the mRNA or protein estimate.
INCONCLUSIVE: Final[dict[str, str]] = {
    "n1": "an arm has a single value, so nothing was tested",
    "n1 no_replicates": f"mRNA not tested: {SINGLE}",
    "n1 n1": "protein measured once in an arm: not tested",
    "n1 published": "one ratio without SD: not tested",
    "n1 prior_based": "the protein's error rests on a declared prior",
    "assay_conflict": "the assays of this compartment disagree by more than their errors allow",
    "censored": "values outside the range of the assay bound the change on one side only",
    "censored on_off": "fewer than two valid values in an arm",
    "ratio_compression": "this assay compresses ratios, and its compression could not be estimated",
    "lost_to_fdr": "the evidence does not hold after correction for the number of genes",
    "difference_only": "the layers differ in size, and which one moved is open",
    "rna_underpowered": "the mRNA estimate is too uncertain",
    "rna_underpowered outlier": "one sample dominates the mRNA estimate, which is set aside",
    "rna_underpowered not_converged": "the mRNA fit of this gene did not converge",
    "protein_underpowered": "the protein estimate is too uncertain",
    "protein_underpowered n2": "two replicates and too few targets give no reliable error",
    "protein_underpowered no_variance": "the replicates do not differ, which gives no error",
    "between_margins": "the change lies between what counts as changed and as unchanged",
}

#: Added to a share where an assay shows a part of every change only.
COMPRESSED: Final = " of what this assay would show"
