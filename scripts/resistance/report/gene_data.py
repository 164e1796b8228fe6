"""All genes of the page, packed for its script: text as JSON, numbers byte by byte, gzip, base64.

Numbers keep 19 bits, five digits and more; p is stored as -log10, since single precision ends at
1e-38. Bytes of one rank stand together (all first bytes, all second ones, ...), which gzip packs to
a quarter of JSON with four digits. A large study keeps fewer digits of counts, fold changes and
their errors, but not of p, which decides what is called. The FDR is not stored: the page adjusts
the p values of the tested genes as the table does (Benjamini & Hochberg 1995), unless that gives
another one; and mean counts stand once where contrasts share them.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from resistance.fit_tables import question
from resistance.genes.gene_ids import Annotation
from resistance.multiple_testing import benjamini_hochberg
from resistance.report import asked as questions
from resistance.report import format as fmt
from resistance.report.data import ContrastTables, StudyTables
from resistance.wording import statuses

#: Numbers of a gene in any contrast, in the order in which they are packed, after its status.
FIELDS: Final = ("lfc", "se", "shrunken", "p")
#: Bits of a single-precision number that are cleared: what is left is right to 2e-6.
_CLEARED: Final = 5
#: Steps of log2(count + 1), so that a count is right to 0.04%, or to 2% in a large study.
STEPS, COARSE_STEPS = 1000, 16
#: A study of more genes x samples than these is large: its page would pass 8 MB.
FINE_COUNTS: Final = 1_200_000
#: Counts of more genes x samples than these stay out of the page (3 MB packed).
MOST_COUNTS: Final = 3_000_000
#: Of a large study: steps of fold changes and their errors, of which two decimals are shown.
COARSE: Final = 2.0**-11
#: Of a study whose organism has none.
NO_ANNOTATION: Final = Annotation(
    "other",
    pd.DataFrame(columns=["ensembl_id", "symbol", "biotype", "chromosome"], dtype=object),
    pd.DataFrame(columns=["name", "ensembl_id", "kind"], dtype=object),
    pd.DataFrame(columns=["retired_id", "ensembl_id"], dtype=object),
    pd.DataFrame(columns=["symbol", "ensembl_x", "ensembl_y"], dtype=object),
)
#: Double precision ends here; a p value of 0 is drawn there.
_SMALLEST: Final = 1e-308


def packed(data: bytes) -> str:
    """Compress and write as text; the same bytes always.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    str
        Base64: letters, digits, ``+``, ``/`` and ``=`` alone.
    """
    return base64.b64encode(gzip.compress(data, 9, mtime=0)).decode("ascii")


def shuffled(values: np.ndarray) -> bytes:
    """Put bytes of one rank together.

    Parameters
    ----------
    values : numpy.ndarray
        One dimension; little-endian bytes of its type are taken.

    Returns
    -------
    bytes
    """
    plain = np.ascontiguousarray(values.astype(values.dtype.newbyteorder("<")))
    return plain.view(np.uint8).reshape(len(plain), -1).T.tobytes()


def lines(names: Sequence[str]) -> str:
    """Write a name a line: the page keeps one text, not an object for each name.

    Parameters
    ----------
    names : sequence of str
        A line break inside a name becomes a space.

    Returns
    -------
    str
    """
    return "\n".join(name.replace("\n", " ") for name in names)


def rounded(values: pd.Series, step: float = 0.0) -> np.ndarray:
    """Round to the bits that are kept.

    Parameters
    ----------
    values : pandas.Series
    step : float
        A power of 2; 0 for none.

    Returns
    -------
    numpy.ndarray
        Single precision, relative error at most 2e-6, or to the nearest ``step``; NaN stays NaN.
    """
    if step:
        # the bits below a step are zeros, which take no place
        return (np.round(values.to_numpy(dtype=float) / step) * step).astype(np.float32)
    bits = values.to_numpy(dtype=np.float32).view(np.uint32)
    half, mask = np.uint32(1 << (_CLEARED - 1)), np.uint32(~((1 << _CLEARED) - 1) & 0xFFFFFFFF)
    kept = ((bits + half) & mask).view(np.float32)
    return np.where(np.isfinite(values), kept, values).astype(np.float32)


def gene_data(study: StudyTables, alpha: float) -> dict[str, Any]:
    """Pack the genes of a study.

    Parameters
    ----------
    study : StudyTables
    alpha : float
        FDR threshold.

    Returns
    -------
    dict
        ``genes``, ``counts`` and ``contrasts`` (a list): text for the page's data blocks.
    """
    annotation = study.annotation or NO_ANNOTATION
    genes = study.genes.sort_values("gene_id", kind="stable").reset_index(drop=True)
    ids = genes["gene_id"].tolist()
    symbols = [
        "" if name == gene else name for gene, name in zip(ids, genes["gene_name"], strict=True)
    ]
    arms = _arms(study)
    groups = list(dict.fromkeys(arms.values()))
    cells = len(ids) * len(arms)
    steps, coarse = (STEPS, 0.0) if cells <= FINE_COUNTS else (COARSE_STEPS, COARSE)
    counted = _counts(study.counts, ids, list(arms), steps) if 0 < cells <= MOST_COUNTS else b""
    codes = _codes(study.contrasts)
    place = {gene: i for i, gene in enumerate(ids)}
    about = {
        "n": len(ids),
        "ids": lines(ids),
        "symbols": lines(symbols),
        "aliases": lines(_aliases(genes["ensembl_id"], symbols, annotation)),
        "absent": lines(_absent(genes, annotation)),
        "annotated": bool(len(annotation.genes)),
        "reasons": dict(
            zip(
                genes.loc[genes["measurable"] == "no", "gene_id"],
                genes.loc[genes["measurable"] == "no", "reason"],
                strict=True,
            )
        ),
        "statuses": [
            {"code": code, "label": statuses.label(code), "meaning": statuses.meaning(code)}
            for code in codes
        ],
        "steps": steps,
        "groups": groups,
        "samples": [{"name": name, "group": groups.index(arm)} for name, arm in arms.items()],
        "contrasts": [
            {
                **_about(study, contrast, place, alpha),
                "means": _same_means(study.contrasts, i),
                "fields": _fields(study.contrasts, i),
            }
            for i, contrast in enumerate(study.contrasts)
        ],
    }
    text = json.dumps(about, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return {
        "genes": packed(text.encode("ascii")),
        "counts": packed(counted),
        "contrasts": [
            packed(_numbers(contrast, ids, codes, _fields(study.contrasts, i), coarse))
            for i, contrast in enumerate(study.contrasts)
        ],
    }


def _arms(study: StudyTables) -> dict[str, str]:
    """Sample -> level of the variable that the first contrast compares; one name without any."""
    sheet = study.samples.set_index("sample")
    variable = next((c.variable for c in study.contrasts if c.variable in sheet), "")
    if not variable:
        return dict.fromkeys(sheet.index, "samples")
    return {str(name): str(level) for name, level in sheet[variable].items()}


def _codes(contrasts: Sequence[ContrastTables]) -> list[str]:
    found = {code for contrast in contrasts for code in contrast.de["status"]}
    return [
        *(code for code in statuses.STATUSES if code in found),
        *sorted(found - set(statuses.STATUSES)),
    ]


def _aliases(ids: pd.Series, symbols: list[str], annotation: Annotation) -> list[str]:
    """Other names of each gene, "|" between; ``previous``, ``clinical`` and ``alias`` alike."""
    names: dict[str, list[str]] = {}
    rows = annotation.aliases[annotation.aliases["kind"] != "approved"]
    for name, identifier in zip(rows["name"], rows["ensembl_id"], strict=True):
        names.setdefault(identifier, []).append(name)
    return [
        "|".join(sorted({n for n in names.get(identifier, ()) if n != symbol and "|" not in n}))
        for identifier, symbol in zip(ids, symbols, strict=True)
    ]


def _absent(genes: pd.DataFrame, annotation: Annotation) -> list[str]:
    """Symbols of protein-coding genes that the counts have no row for."""
    known = annotation.genes
    coding = known[(known["biotype"] == "protein_coding") & (known["symbol"] != "")]
    missing = coding[~coding["ensembl_id"].isin(set(genes["ensembl_id"]))]
    return sorted(set(missing["symbol"]) - set(genes["gene_name"]))


def _about(
    study: StudyTables, contrast: ContrastTables, place: dict[str, int], alpha: float
) -> dict[str, Any]:
    asked = question(study.model, contrast.id)
    mine = study.verdicts[study.verdicts["contrast"] == contrast.id]
    return {
        "id": contrast.id,
        "slug": fmt.slug(contrast.id),
        "reference": contrast.reference,
        "target": contrast.target,
        "alpha": f"{alpha:g}",
        "height": -float(np.log10(alpha)),
        "directed": questions.kind(asked) not in questions.UNDIRECTED,
        "panel": sorted({place[gene] for gene in mine["gene_id"] if gene in place}),
    }


def _same_means(contrasts: Sequence[ContrastTables], i: int) -> int:
    """Position of the first contrast with the same mean counts: that which holds them."""
    own = contrasts[i].de.set_index("gene_id")["baseMean"]
    return next(
        j for j in range(i + 1) if contrasts[j].de.set_index("gene_id")["baseMean"].equals(own)
    )


def _fields(contrasts: Sequence[ContrastTables], i: int) -> list[str]:
    """Name the numbers that a contrast's block holds."""
    de = contrasts[i].de
    p = de["pvalue"].where(de["status"] == "tested").to_numpy(dtype=float)
    again = np.isclose(benjamini_hochberg(p), de["padj"], rtol=1e-9, atol=0, equal_nan=True).all()
    mean = ["mean"] if _same_means(contrasts, i) == i else []
    return [*FIELDS, *mean, *([] if again else ["q"])]


def _numbers(
    contrast: ContrastTables,
    ids: list[str],
    codes: list[str],
    fields: Sequence[str],
    coarse: float,
) -> bytes:
    de = contrast.de.set_index("gene_id").reindex(ids)
    columns = {
        "lfc": de["log2FoldChange"],
        "se": de["lfcSE"],
        "shrunken": de["log2FoldChange_shrunken"],
        "p": _height(de["pvalue"]),
        "q": _height(de["padj"]),
        "mean": de["baseMean"],
    }
    steps = dict.fromkeys(("lfc", "se", "shrunken"), coarse)
    parts = [shuffled(rounded(columns[name], steps.get(name, 0.0))) for name in fields]
    position = {code: i for i, code in enumerate(codes)}
    status = de["status"].map(position).fillna(0).to_numpy(dtype=np.uint8)
    return b"".join([status.tobytes(), *parts])


def _height(p: pd.Series) -> pd.Series:
    """-log10, as a volcano plot draws it."""
    return pd.Series(-np.log10(p.to_numpy(dtype=float).clip(min=_SMALLEST)), index=p.index)


def _counts(counts: pd.DataFrame, ids: list[str], samples: list[str], steps: int) -> bytes:
    """Write the median of each gene, then each sample's distance from it: 0, -1, 1, -2, ...

    Distances are small numbers, which gzip packs to half of what the counts themselves take.
    """
    values = counts.reindex(index=ids, columns=samples).fillna(0).to_numpy(dtype=float)
    logs = np.round(np.log2(values + 1) * steps).clip(0, 32 * steps).astype(np.int64)
    middle = np.median(logs, axis=1).astype(np.int64)
    apart = logs - middle[:, None]
    folded = np.where(apart < 0, -2 * apart - 1, 2 * apart)
    return shuffled(np.concatenate([middle, folded.T.ravel()]).astype(np.uint16))
