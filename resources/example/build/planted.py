"""What the example study hides: invented changes of mRNA and protein, gene by gene.

All sizes are log2 fold changes of the resistant over the parental arm and were made up. Genes were
chosen for being well measured by their assay, outside the sets of proliferation and p53 and, but
for IL3RA, ABCB1 and the surface controls, outside the catalogue of mechanisms.
"""

from __future__ import annotations

from dataclasses import dataclass

NOTICE = "These findings were planted by us; sizes are invented; this is no evidence about PVEK."

FLOW, MS, WESTERN = "flow_surface", "dia_ms_total", "western_total"
#: The same target by another antibody clone, for its own epitope.
SECOND_CLONE = "flow_second_clone"


@dataclass(frozen=True)
class Planted:
    """One gene in one assay.

    Attributes
    ----------
    gene : str
    assay_id : str
        Empty where no protein is measured.
    rna, protein : float
        True log2 fold changes; ``protein`` is NaN where there is no protein.
    call : str
        What these two numbers amount to.
    mean : float
        Mean count of the parental arm in a library of 27.5 million reads; 0: no reads at all.
    dispersion : float
        Negative binomial dispersion; NaN: drawn around the trend.
    sd : float
        log2 SD between protein replicates; NaN: drawn as for every other target of the assay.
    is_decoy : bool
    note : str
    """

    gene: str
    assay_id: str
    rna: float
    protein: float
    call: str
    mean: float = 3000.0
    dispersion: float = float("nan")
    sd: float = float("nan")
    is_decoy: bool = False
    note: str = ""


_NAN = float("nan")

_LEADS = [
    Planted(
        "IL3RA",
        FLOW,
        0.0,
        -1.9,
        "posttranscriptional_loss",
        6000.0,
        0.01,
        note="CD123: the surface signal falls, the mRNA stays; total protein is not measured",
    ),
    Planted(
        "IL3RA",
        SECOND_CLONE,
        0.0,
        -1.9,
        "posttranscriptional_loss",
        6000.0,
        0.01,
        note="the same fall by a second clone: neither epitope nor glycan of one clone",
    ),
    Planted(
        "ABCB1",
        MS,
        4.5,
        2.6,
        "concordant_up",
        8.0,
        note="P-gp: nearly off in the parental line; efflux is not measured",
    ),
]

# gene, mRNA, protein
_CHANGES: dict[str, dict[str, list[tuple[str, float, float]]]] = {
    MS: {
        "concordant_up": [
            ("UCHL1", 2.2, 2.0), ("PHGDH", 1.9, 1.8), ("ALDH2", 2.5, 2.3), ("CKB", 2.8, 2.6),
        ],
        "concordant_down": [
            ("S100A6", -2.3, -2.1), ("FBP1", -2.0, -1.9), ("PYGL", -1.9, -1.9),
            ("LGALS1", -2.8, -2.4),
        ],
        "posttranscriptional_loss": [
            ("PPAT", 0.0, -2.2), ("GLUL", 0.0, -2.8), ("DDAH2", 0.0, -2.5), ("NANS", 0.0, -2.0),
        ],
        "posttranscriptional_gain": [
            ("FTH1", 0.0, 2.3), ("FTL", 0.0, 2.6), ("OAZ1", 0.0, 2.1), ("MAT2A", 0.0, 2.8),
        ],
        "transcript_only_up": [
            ("NACA", 2.2, 0.0), ("RPL22L1", 2.6, 0.0), ("EEF1B2", 2.8, 0.0), ("PABPC4", 3.0, 0.0),
        ],
        "transcript_only_down": [
            ("TUFM", -2.4, 0.0), ("CCT3", -2.7, 0.0), ("RPL5", -2.9, 0.0), ("EEF1D", -3.0, 0.0),
        ],
        "opposite": [
            ("TALDO1", 2.0, -2.0), ("CRYZ", -2.2, 2.2), ("ASNS", 2.4, -2.1), ("PRDX2", -2.0, 2.5),
        ],
    },
    FLOW: {
        "concordant_up": [("ITGAX", 2.0, 1.8)],
        "concordant_down": [("LAIR1", -2.1, -1.8)],
        "posttranscriptional_loss": [("CD84", 0.0, -1.7)],
        "posttranscriptional_gain": [("CD164", 0.0, 1.8)],
    },
}  # fmt: skip

_UNCHANGED = [
    Planted(
        gene, FLOW, 0.0, 0.0, "unchanged", mean, 0.008, 0.08,
        note="precise assay and mRNA: equivalence can be shown",
    )
    for gene, mean in (
        ("PTPRC", 18000.0), ("B2M", 60000.0), ("CD4", 4000.0), ("CD38", 5000.0), ("CD53", 9000.0),
    )
]  # fmt: skip

# both layers change by the same small amount; only one of them is measured well enough to show it
_DECOYS = [
    *(
        Planted(
            gene, MS, change, change, "inconclusive", 6000.0, 0.01, 0.45, True,
            "same small change in both layers; the protein is too noisy to show it",
        )
        for gene, change in (
            ("PPA1", 0.7), ("ESD", 0.75), ("GLO1", -0.7), ("PGLS", -0.75), ("LTA4H", 0.65),
            ("NUDC", -0.65), ("ADK", 0.7), ("CNDP2", -0.7),
        )
    ),
    *(
        Planted(
            gene, FLOW, change, change, "inconclusive", 10.0, _NAN, 0.12, True,
            "same small change in both layers; the mRNA is too low to show it",
        )
        for gene, change in (("CD2", -0.8), ("CD5", 0.8), ("CD22", -0.8), ("SIGLEC6", 0.8))
    ),
]  # fmt: skip

_INCONCLUSIVE = [
    *(
        Planted(
            gene, WESTERN, 0.0, change, "inconclusive", 4000.0, sd=0.6,
            note="a western with three replicates rarely shows a 1.5-fold change",
        )
        for gene, change in (("PPIB", -0.6), ("ERP29", 0.6))
    ),
    *(
        Planted(
            gene, MS, change, change, "inconclusive", 4000.0,
            note="the change lies between the margins of change and of equivalence",
        )
        for gene, change in (("BLVRB", 0.45), ("PEBP1", -0.45))
    ),
]  # fmt: skip

_ABSENT = [
    *(
        Planted(
            gene, MS, 0.0, 0.0, "not_detected", 0.0,
            note="protein from serum or skin; the cells have no such mRNA",
        )
        for gene in ("ALB", "KRT10")
    ),
    Planted("ABCC2", "", 0.0, _NAN, "not_detected", 0.0, note="no reads in any sample"),
    *(
        Planted(gene, "", 0.0, _NAN, "not_measured", mean, note="no protein assay")
        for gene, mean in (("ABCG2", 40.0), ("ABCC1", 1500.0), ("SLFN11", 1200.0))
    ),
]  # fmt: skip

#: Proteins of the mass-spectrometry run that do not change.
BACKGROUND = (
    "ACTR2", "ACTR3", "ARPC2", "ARPC3", "CAPZA1", "CAPZB", "CFL1", "COPB1", "COPE", "DDX3X",
    "DDX5", "EIF3B", "EIF3F", "EIF4A1", "EIF5A", "EZR", "FKBP1A", "FUBP1", "GANAB", "GDI2",
    "HNRNPC", "HNRNPH1", "HSPA4", "DNAJA1", "KHSRP", "MSN", "MYH9", "FLNA", "P4HB", "PDIA3",
    "PDIA6", "PFN1", "PGD", "PPIA", "PRKCSH", "PSMA1", "PSMA4", "PSMC1", "PSMD2", "RAB1A",
    "RPLP2", "RPLP0", "RPS3", "SND1", "TCP1", "TLN1", "UBA1", "VCP", "TWF2", "YWHAB",
)  # fmt: skip

PLANTED: tuple[Planted, ...] = (
    *_LEADS,
    *(
        Planted(gene, assay, rna, protein, call)
        for assay, calls in _CHANGES.items()
        for call, genes in calls.items()
        for gene, rna, protein in genes
    ),
    *_UNCHANGED,
    *_DECOYS,
    *_INCONCLUSIVE,
    *_ABSENT,
    *(
        Planted(
            gene, MS, 0.0, 0.0, "unchanged", 5000.0,
            note="background: three replicates rarely show equivalence",
        )
        for gene in BACKGROUND
    ),
)  # fmt: skip

#: Decoys whose two layers both reach significance with the shipped seed: they mislead nobody there.
NOT_MISLEADING = ("PGLS",)

#: Hallmark sets that move in the mRNA: mean and SD of the log2 fold change of their genes.
PATHWAYS = {
    "HALLMARK_INTERFERON_ALPHA_RESPONSE": (0.7, 0.3),
    "HALLMARK_CHOLESTEROL_HOMEOSTASIS": (0.5, 0.25),
    "HALLMARK_OXIDATIVE_PHOSPHORYLATION": (-0.4, 0.15),
}

#: Sets whose genes are never changed: checks of the culture read them.
KEPT_SETS = ("HALLMARK_P53_PATHWAY", "HALLMARK_E2F_TARGETS", "HALLMARK_G2M_CHECKPOINT")

#: Mean counts of genes whose level a reader would look for, in a library of 27.5 million reads.
LEVELS: dict[str, float] = {
    # pseudo-autosomal region 1: all there, so CD123 is measurable
    "SLC25A6": 20000, "CD99": 6000, "AKAP17A": 1500, "ZBED1": 900, "DHRSX": 700, "ASMTL": 1500,
    "GTPBP6": 1200, "PPP2R3B": 300, "CSF2RA": 500, "P2RY8": 1500, "CRLF2": 15, "VAMP7": 1200,
    # an invented male line: Y genes on, XIST off
    "RPS4Y1": 2500, "DDX3Y": 900, "KDM5D": 500, "UTY": 300, "EIF1AY": 400, "USP9Y": 250,
    "ZFY": 150, "XIST": 0.3,
    # plasmacytoid dendritic cell
    "TCF4": 9000, "IRF8": 8000, "SPIB": 2000, "BCL11A": 3000, "IRF7": 2500, "CLEC4C": 900,
    "NRP1": 1500, "LILRA4": 1800, "GZMB": 2500, "TCL1A": 3500, "NCAM1": 2200, "CSF2RB": 2500,
    # proliferation, p53
    "MKI67": 9000, "PCNA": 8000, "MCM2": 7000, "CDKN1A": 1500, "MDM2": 1800, "GADD45A": 900,
    "BBC3": 300, "TP53": 2500,
    # neighbours of ABCB1
    "ABCB4": 40, "RUNDC3B": 60, "SLC25A40": 700, "DBF4": 1500, "CROT": 500, "TMEM243": 600,
    "ADAM22": 60, "SRI": 2500, "DMTF1": 1200, "STEAP4": 5,
    # other tissues, stroma
    "IL3": 0, "NR1I2": 0, "CAV1": 5, "CAVIN1": 5, "ABCC3": 20, "CA9": 3, "FUT7": 30, "CCR4": 4,
    "SYP": 20, "NTRK1": 3, "NES": 10, "TUBB3": 40, "SPP1": 3, "DNTT": 200, "COL1A1": 0,
    "COL3A1": 0, "SPARC": 20, "VCAM1": 2, "PECAM1": 500,
    # the most abundant ones
    "ACTB": 120000, "EEF1A1": 150000, "GAPDH": 60000, "TMSB4X": 90000, "CD74": 70000,
}  # fmt: skip
