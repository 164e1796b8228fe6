"""The study of traps: three ways in which a resistant line looks other than it is.

One line made resistant to an invented antibody-drug conjugate against CD33, counts from a genome
whose Y was not masked, and three arms: the parental cells; resistant cells two days after the last
drug; the same resistant cells harvested under the drug. docs/traps.md tells each trap.
"""

from __future__ import annotations

from designs import Arm, Design, Plant, target_row
from planted import FLOW, MS

TRAPS = Design(
    name="Traps: simulated GEN2.2-like cells whose findings must be withheld",
    drug={
        "name": "invented conjugate against CD33",
        "class": "adc",
        "target": "CD33",
        "linker": "cleavable",
        "payload": "dna_monoalkylator",
    },
    arms=(
        Arm("parental"),
        Arm("resistant", fields={"washout_days": "2"}),
        Arm("under_drug", fields={"washout_days": "0", "drug_at_harvest": "yes"}),
    ),
    contrasts={
        "two_days_after_drug": ("parental", "resistant"),
        "under_drug": ("parental", "under_drug"),
    },
    genes_of_interest=("CD33", "IL3RA", "ABCB1"),
    plants=(
        # CD33 itself does not change: bound drug covers the epitope of the staining antibody
        Plant(
            "CD33", FLOW, {"resistant": (0.0, -1.7), "under_drug": (0.0, -2.2)}, 5000,
            columns={"clone_competes_with_drug": "yes"},
        ),
        # the surface signal falls for good; the reads of the mRNA were dropped
        Plant("IL3RA", FLOW, {"resistant": (0.0, -1.9), "under_drug": (0.0, -1.9)}, 6000),
        # a pump that rises in both, to show what a check leaves of the same finding
        Plant("ABCB1", MS, {"resistant": (4.5, 2.6), "under_drug": (4.5, 2.6)}, 8),
        # the acute response of p53 to a drug that damages DNA
        *(
            Plant(gene, "", {"under_drug": (change, 0.0)}, mean)
            for gene, change, mean in (
                ("CDKN1A", 2.2, 1500), ("MDM2", 1.7, 1800),
                ("GADD45A", 1.4, 900), ("BBC3", 1.3, 300),
            )
        ),
    ),
    catalogue=(target_row("CD33", "CD33"),),
    par_dropout=True,
)  # fmt: skip
