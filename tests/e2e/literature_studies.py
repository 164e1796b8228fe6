"""What the literature says of resistant lines, as small simulated studies.

Directions are those of the papers; every size is invented. The example itself has the directions of
Poussard 2026: surface CD123 lower, its mRNA not, ABCB1 higher in both.
"""

from designs import Arm, Design, Function, Plant, target_row
from planted import FLOW, MS

TWO_ARMS = (Arm("parental"), Arm("resistant"))
ONE_QUESTION = {"resistant_vs_parental": ("parental", "resistant")}

#: Chen 2015 (PMID 25840583): one line loses CD30, the other keeps it and gains MDR1.
BRENTUXIMAB = Design(
    name="Two lines resistant to an anti-CD30 conjugate",
    disease="lymphoma",
    drug={
        "name": "anti-CD30 conjugate",
        "class": "adc",
        "target": "TNFRSF8",
        "linker": "cleavable",
        "payload": "tubulin_inhibitor",
    },
    arms=(
        Arm("karpas", line="KARPAS-299"),
        Arm("karpas_r", line="KARPAS-299"),
        Arm("l428", line="L428"),
        Arm("l428_r", line="L428"),
    ),
    contrasts={"karpas": ("karpas", "karpas_r"), "l428": ("l428", "l428_r")},
    plants=(
        Plant("TNFRSF8", FLOW, {"karpas_r": (-2.2, -2.6)}, 5000, sd=0.08),
        Plant("ABCB1", FLOW, {"l428_r": (4.0, 3.0)}, 200, sd=0.08),
    ),
    genes_of_interest=("TNFRSF8", "ABCB1"),
    catalogue=(target_row("TNFRSF8", "CD30"),),
)

#: Corbett 2020: lines resistant to conjugates of PBD dimers gain ABCG2 and ABCC2, not ABCB1.
PBD = Design(
    name="A line resistant to a conjugate of a PBD dimer",
    disease="lymphoma",
    drug={
        "name": "conjugate of a PBD dimer",
        "class": "adc",
        "target": "IL2RA",
        "linker": "cleavable",
        "payload": "dna_crosslinker",
    },
    arms=TWO_ARMS,
    contrasts=ONE_QUESTION,
    plants=(
        Plant("ABCG2", MS, {"resistant": (3.6, 2.4)}, 60),
        Plant("ABCC2", MS, {"resistant": (2.8, 1.9)}, 60),
        Plant("ABCB1", MS, {}, 400),
    ),
    genes_of_interest=("ABCG2", "ABCC2", "ABCB1"),
)

#: Togami 2019 (doi:10.1172/JCI128571): CD123 is kept, DPH1 falls.
TAGRAXOFUSP = Design(
    name="A line resistant to a fusion toxin against CD123",
    drug={
        "name": "fusion toxin against CD123",
        "class": "fusion_toxin",
        "target": "IL3RA",
        "payload": "diphtheria_toxin",
    },
    arms=TWO_ARMS,
    contrasts=ONE_QUESTION,
    plants=(
        Plant("IL3RA", FLOW, {}, 6000, sd=0.08),
        Plant("DPH1", "", {"resistant": (-2.2, 0.0)}, 1200),
    ),
    genes_of_interest=("IL3RA", "DPH1", "ABCB1"),
)

#: PMID 39830370: a model of very high CD123 that does not take the drug up; the payload acts.
NO_UPTAKE = Design(
    name="A model of very high CD123 that does not internalise",
    disease="b_all",
    drug={
        "name": "conjugate against CD123",
        "class": "adc",
        "target": "IL3RA",
        "linker": "cleavable",
        "payload": "dna_monoalkylator",
    },
    arms=TWO_ARMS,
    contrasts=ONE_QUESTION,
    plants=(Plant("IL3RA", FLOW, {"resistant": (2.0, 2.0)}, 6000),),
    genes_of_interest=("IL3RA", "ABCB1"),
    functions=(
        Function(
            "internalisation_rate", "fraction", {"parental": 0.6, "resistant": 0.12}, gene="IL3RA"
        ),
        Function("adc_ic50", "nM", {"parental": 0.05, "resistant": 8.0}),
        Function("payload_ic50", "nM", {"parental": 0.02, "resistant": 0.02}),
    ),
)
