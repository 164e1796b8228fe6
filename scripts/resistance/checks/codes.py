"""Which checks lower the confidence of what they touch, and how far."""

from __future__ import annotations

from typing import Final

#: Confounders of section 6 of the design study: a note caps the confidence at moderate, a failure
#: at low. Of the other checks, which judge the data and the fit, only a failure caps.
CONFOUNDERS: Final = frozenset(
    {
        "batch_confounded",
        "passage_confounded",
        "drug_at_harvest",
        "drug_response",
        "p53_informative",
        "washout_days",
        "epitope_masking",
        "staining_clone",
        "surface_control",
        "medium",
        "il3_ng_ml",
        "cytokine_response",
        "stroma",
        "host_reads",
        "sorted",
        "proliferation",
        "identity",
        "lineage",
        "par_dropout",
        "par_sentinel",
        "par_y_masked",
        "par1_dosage",
        "strandedness",
        "strand_overlap",
        "amplicon_7q21",
        "promoter_capture",
    }
)

#: Checks whose failure leaves no more than "the layers differ in size" of a call: bound drug may
#: hide the epitope, so that a lower surface signal need not be less protein.
TIER_CAPS: Final = {"epitope_masking": "C"}
