"""Small valid files of every format that a study may bring: what the fuzzer damages."""

import io
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np

GENES = {
    "ENSG00000185291": "IL3RA",
    "ENSG00000085563": "ABCB1",
    "ENSG00000141510": "TP53",
    "ENSG00000002586": "CD99",
    "ENSG00000169100": "SLC25A6",
    "ENSG00000171791": "BCL2",
    "ENSG00000143384": "MCL1",
    "ENSG00000111640": "GAPDH",
    "ENSG00000075624": "ACTB",
    "ENSG00000185896": "LAMP1",
    "ENSG00000292332": "IL3RA",
}
SAMPLES = ("P1", "P2", "R1", "R2")
_RNG = np.random.default_rng(11)
COUNTS = _RNG.negative_binomial(5, 0.01, (len(GENES), len(SAMPLES))) + 1
IDS, SYMBOLS = list(GENES), list(GENES.values())


def table(rows: list[list[object]], mark: str = "\t") -> bytes:
    return ("\n".join(mark.join(map(str, row)) for row in rows) + "\n").encode()


def matrix(mark: str = "\t", ids: list[str] = IDS) -> bytes:
    rows = zip(ids, COUNTS.tolist(), strict=True)
    return table([["gene_id", *SAMPLES], *([gene, *row] for gene, row in rows)], mark)


def featurecounts() -> bytes:
    head = ["Geneid", "Chr", "Start", "End", "Strand", "Length"]
    bams = [f"out/{sample}.sorted.bam" for sample in SAMPLES]
    rows = [
        [g, "1;1", "5;9", "7;19", "+;+", 12, *c.tolist()] for g, c in zip(IDS, COUNTS, strict=True)
    ]
    return b"# Program:featureCounts v2.0.3\n" + table([[*head, *bams], *rows])


def star() -> bytes:
    outside = [["N_unmapped", 9, 9, 9], ["N_multimapping", 8, 8, 8]]
    outside += [["N_noFeature", 50, 700, 60], ["N_ambiguous", 3, 1, 2]]
    return table(
        [*outside, *([g, n, n // 50, n] for g, n in zip(IDS, COUNTS[:, 0].tolist(), strict=True))]
    )


def htseq() -> bytes:
    names = (
        "__no_feature",
        "__ambiguous",
        "__too_low_aQual",
        "__not_aligned",
        "__alignment_not_unique",
    )
    rows = [[g, n] for g, n in zip(IDS, COUNTS[:, 1].tolist(), strict=True)]
    return table([*rows, *([name, 5] for name in names)])


def quantified(header: list[str], with_gene: bool = False) -> bytes:
    transcripts = [f"ENST000000{i:05d}.2" for i in range(len(IDS))]
    rows = []
    for transcript, gene, n in zip(transcripts, IDS, COUNTS[:, 2].tolist(), strict=True):
        first = [transcript, gene] if with_gene else [transcript]
        rows.append([*first, 1500, 1320.5, n / 10, n + 0.25][: len(header)])
    return table([header, *rows])


TX2GENE = table([[f"ENST000000{i:05d}", gene] for i, gene in enumerate(IDS)])


def rsem() -> bytes:
    head = [
        "gene_id",
        "transcript_id(s)",
        "length",
        "effective_length",
        "expected_count",
        "TPM",
        "FPKM",
    ]
    rows = [
        [g, "t1,t2", 900.5, 800.25, n + 0.5, n / 7, n / 9]
        for g, n in zip(IDS, COUNTS[:, 2].tolist(), strict=True)
    ]
    return table([head, *rows])


def hdf5(fill: Callable[[h5py.File], None]) -> bytes:
    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        fill(file)
    return stream.getvalue()


def _kallisto(file: h5py.File) -> None:
    file["est_counts"] = COUNTS[:, 0].astype(float)
    file["aux/ids"] = np.array([f"ENST000000{i:05d}" for i in range(len(IDS))], dtype="S")
    file["aux/lengths"] = np.full(len(IDS), 900)
    file["aux/eff_lengths"] = np.full(len(IDS), 800.0)


def _anndata(file: h5py.File) -> None:
    file["X"] = COUNTS.T.astype(float)
    for name, index in (("obs", SAMPLES), ("var", IDS)):
        group = file.create_group(name)
        group.attrs["_index"] = "_index"
        group["_index"] = np.array(index, dtype="S")


#: One file of counts each; those of one sample are that of P1.
COUNT_FILES: dict[str, bytes] = {
    "matrix": matrix(),
    "csv": matrix(","),
    "semicolons": matrix(";"),
    "symbols": matrix(ids=[f"{s}{i or ''}" if i == 10 else s for i, s in enumerate(SYMBOLS)]),
    "excel": matrix(ids=["1-Mar", "2-Mar", "1-Sep", *SYMBOLS[3:10], "ERCC-00002"]),
    "entrez": matrix(ids=[str(7 * i + 101) for i in range(len(IDS))]),
    "gencode": matrix(ids=[f"{g}.5|OTT|{s}|100" for g, s in GENES.items()]),
    "mixed": matrix(
        ids=[*(f"GRCh38_{g}" for g in IDS[:8]), *(f"mm10_ENSMUSG0000000000{i}" for i in (1, 3, 5))]
    ),
    "featurecounts": featurecounts(),
    "star": star(),
    "htseq": htseq(),
    "salmon": quantified(["Name", "Length", "EffectiveLength", "TPM", "NumReads"]),
    "kallisto": quantified(["target_id", "length", "eff_length", "est_counts", "tpm"]),
    "rsem": rsem(),
    "kallisto_h5": hdf5(_kallisto),
    "h5ad": hdf5(_anndata),
}

RUNS = ("P1", "P2", "R1", "R2")
_MS = (2.0**20 * _RNG.lognormal(0, 1, (6, 4))).round(1).tolist()
_PROTEINS = list(
    zip(("P26951", "P08183", "P04637", "P14209", "P12236", "P10415"), SYMBOLS[:6], _MS, strict=True)
)


def _long(head: list[str], row: Callable[..., list[object]], mark: str = "\t") -> bytes:
    rows = [row(p, g, run, values[i]) for p, g, values in _PROTEINS for i, run in enumerate(RUNS)]
    return table([head, *rows], mark)


PROTEIN_FILES: dict[str, bytes] = {
    "maxquant": table(
        [
            [
                "Protein IDs",
                "Majority protein IDs",
                "Gene names",
                "Peptides",
                "Reverse",
                "Potential contaminant",
                "Only identified by site",
                *(f"LFQ intensity {run}" for run in RUNS),
            ],
            *([p, p, g, 7, "", "", "", *values] for p, g, values in _PROTEINS),
            ["REV__X", "REV__X", "", 1, "+", "", "", 0, 0, 0, 0],
        ]
    ),
    "diann": table(
        [
            [
                "Protein.Group",
                "Protein.Names",
                "Genes",
                "First.Protein.Description",
                *(f"D:\\raw\\{r}.raw" for r in RUNS),
            ],
            *([p, f"{g}_HUMAN", g, "x", *values] for p, g, values in _PROTEINS),
        ]
    ),
    "fragpipe": table(
        [
            [
                "Protein",
                "Protein ID",
                "Gene",
                "Indistinguishable Proteins",
                "Combined Total Peptides",
                *(f"{run} MaxLFQ Intensity" for run in RUNS),
            ],
            *([f"sp|{p}|X", p, g, "", 5, *values] for p, g, values in _PROTEINS),
        ]
    ),
    "spectronaut": _long(
        ["R.Condition", "R.Replicate", "R.FileName", "PG.ProteinGroups", "PG.Genes", "PG.Quantity"],
        lambda p, g, run, value: [run[0], run[1], run, p, g, value],
    ),
    "olink": _long(
        [
            "SampleID",
            "OlinkID",
            "UniProt",
            "Assay",
            "MissingFreq",
            "Panel",
            "PlateID",
            "QC_Warning",
            "LOD",
            "NPX",
        ],
        lambda p, g, run, value: [
            run,
            "OID1",
            p,
            g,
            0,
            "Immune",
            "Plate1",
            "Pass",
            0.5,
            round(np.log2(value), 3),
        ],
        ";",
    ),
    "flowjo": table(
        [
            ["Sample:", "Cells/Live | Geometric Mean (Comp-PE-A :: CD123)", "Cells/Live | Count"],
            *([f"{run}.fcs", 1200 + i, 9000] for i, run in enumerate(RUNS)),
            ["Mean", 1201, 9000],
            ["SD", 1, 0],
        ],
        ",",
    ),
    "western": _long(
        [
            "blot_id",
            "lane",
            "sample",
            "gene",
            "target_signal",
            "background",
            "loading_signal",
            "loading_control",
            "exposure",
        ],
        lambda p, g, run, value: ["b1", run, run, g, value, 100, 9000, "ACTB", 30],
    ),
    "wide": table([["gene", *RUNS], *([g, *values] for _, g, values in _PROTEINS)]),
    "tidy": _long(
        ["gene", "condition", "replicate", "value", "sample"],
        lambda p, g, run, value: [
            g,
            "parental" if run[0] == "P" else "resistant",
            run[1],
            value,
            run,
        ],
    ),
}

#: The tables of a study that a user writes by hand.
TABLES: dict[str, bytes] = {
    "config/samples.tsv": table(
        [
            ["sample", "condition", "batch", "file"],
            *([s, "parental" if s[0] == "P" else "resistant", s[1], ""] for s in SAMPLES),
        ]
    ),
    "config/contrasts.tsv": table(
        [["id", "variable", "reference", "target"], ["rvp", "condition", "parental", "resistant"]]
    ),
    "config/protein.tsv": PROTEIN_FILES["tidy"],
    "config/functional.tsv": table(
        [
            ["assay", "mechanism", "gene", "condition", "replicate", "value", "unit"],
            *(
                ["dye_efflux", "drug_efflux", "ABCB1", c, i, 10 * i, "MFI"]
                for c in ("parental", "resistant")
                for i in (1, 2, 3)
            ),
        ]
    ),
    "config/runs.tsv": table(
        [
            ["run", "sample", "condition", "replicate"],
            *([r, r, "parental" if r[0] == "P" else "resistant", r[1]] for r in RUNS),
        ]
    ),
    "config/annotation.tsv": table([["id", "symbol"], *([g, s] for g, s in GENES.items())]),
    "config/offsets.tsv": matrix(),
    "config/sets.gmt": table(
        [
            ["A set", "<b>its genes</b>", *IDS[:4]],
            ["A set", "# again", *(f"{gene}.12" for gene in IDS[3:8])],
            ["none", ""],
            ["symbols", "", *SYMBOLS],
        ]
    ),
    "config/config.yaml": b"""study:
  {name: fuzz, organism: human, drug: {name: x, class: adc, target: IL3RA}}
samples: config/samples.tsv
counts: {path: counts.tsv, format: auto, annotation: config/annotation.tsv}
design: "~ batch + condition"
contrasts: config/contrasts.tsv
protein: config/protein.tsv
protein_files:
  - {path: export.txt, samples: config/runs.tsv, assay_id: ms}
functional: config/functional.tsv
genes_of_interest: [IL3RA, CD123]
differential: {size_factors: {control_genes: [ACTB, GAPDH]}}
enrichment:
  gene_sets: [{name: mine, path: config/sets.gmt, ids: auto}]
  downloads:
    - {name: release, url: "https://example.org/sets.gmt", sha256: %s}
"""
    % (b"0a" * 32),
}


def write_study(base: Path) -> None:
    for name, data in {
        **TABLES,
        "counts.tsv": matrix(),
        "export.txt": PROTEIN_FILES["maxquant"],
    }.items():
        path = base / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
