"""Whether counts can measure the genes that X and Y share (see :mod:`resistance.genes.par`)."""

from __future__ import annotations

from typing import Final

import pandas as pd

from resistance.columns import CHECKS

#: Genes of the pseudo-autosomal regions that every tissue expresses.
SENTINELS: Final = {
    "SLC25A6": "ENSG00000169100",
    "CD99": "ENSG00000002586",
    "AKAP17A": "ENSG00000197976",
    "ZBED1": "ENSG00000214717",
    "DHRSX": "ENSG00000169084",
    "VAMP7": "ENSG00000124333",
}
#: Genes that studies of leukaemia ask about and that need not be expressed: their zero is only
#: readable where the sentinels have reads.
DEPENDENT: Final = {
    "IL3RA": "ENSG00000185291",
    "CRLF2": "ENSG00000205755",
    "CSF2RA": "ENSG00000198223",
    "P2RY8": "ENSG00000182162",
}
#: Further protein-coding genes of PAR1, not measurable where they have no read either.
NEIGHBOURS: Final = {
    "ASMTL": "ENSG00000169093",
    "GTPBP6": "ENSG00000178605",
    "PLCXD1": "ENSG00000182378",
    "PPP2R3B": "ENSG00000167393",
}

#: SLC25A6 over the median of the expressed genes. Intact references: 13-24 in airway smooth muscle
#: (GSE52778), 21-33 in lymphoblastoid cells (GEUVADIS). The 137 of 1,000 reads that remain with an
#: unmasked Y turn 13-33 into 1.8-4.5; the MCF-7 counts of EGAS00001007123, which lost nearly all
#: reads of PAR1, have 0.05. Five lies between.
SENTINEL_RATIO: Final = 5.0
#: Mean normalised count from which a gene is expressed.
_EXPRESSED: Final = 10.0


def dropout(counts: pd.DataFrame, genes: pd.DataFrame, organism: str) -> pd.DataFrame:
    """Tell which genes these counts cannot measure, because reads of X and Y were dropped.

    Where all ubiquitous pseudo-autosomal genes of the table are zero in all samples, the counter
    dropped the reads of the region, and a zero of IL3RA says nothing about CD123.

    Parameters
    ----------
    counts : pandas.DataFrame
        Genes x samples, index ``gene_id``, X and Y summed.
    genes : pandas.DataFrame
        ``gene_id, ensembl_id`` of the rows of ``counts``.
    organism : str
        Anything but ``human`` has no such genes.

    Returns
    -------
    pandas.DataFrame
        ``gene_id, measurable, reason``, one row a row of ``genes``, in their order; ``measurable``
        is yes or no.
    """
    out = pd.DataFrame(
        {"gene_id": genes["gene_id"].to_numpy(), "measurable": "yes", "reason": ""},
    ).astype(object)
    if organism != "human":
        return out
    ensembl_id = genes["ensembl_id"].to_numpy()
    zero = (counts.reindex(genes["gene_id"]) == 0).all(axis=1).to_numpy()
    present = [name for name, i in SENTINELS.items() if (ensembl_id == i).any()]
    is_sentinel = genes["ensembl_id"].isin(list(SENTINELS.values())).to_numpy()
    if not present or not len(counts.columns) or not zero[is_sentinel].all():
        return out
    dependent = genes["ensembl_id"].isin(list(DEPENDENT.values())).to_numpy()
    neighbour = genes["ensembl_id"].isin(list(NEIGHBOURS.values())).to_numpy()
    lost = is_sentinel | dependent | (neighbour & zero)
    out.loc[lost, "measurable"] = "no"
    out.loc[lost, "reason"] = (
        f"no sample has a read of {', '.join(present)}, which every tissue expresses: reads of the "
        "region that X and Y share were dropped, so this gene cannot be measured"
    )
    return out


def par_sentinel(counts_normalised: pd.DataFrame, genes: pd.DataFrame) -> pd.DataFrame:
    """Check that SLC25A6 has the reads that every human tissue shows.

    A reference with an unmasked Y loses most, not all, reads of the region, so IL3RA may be low
    without being zero. SLC25A6 lies beside it and is highly expressed everywhere.

    Parameters
    ----------
    counts_normalised : pandas.DataFrame
        Genes x samples, counts divided by size factors, index ``gene_id``.
    genes : pandas.DataFrame
        ``gene_id, ensembl_id``.

    Returns
    -------
    pandas.DataFrame
        One row, columns of :data:`resistance.columns.CHECKS`; ``value`` is the mean of SLC25A6
        over the median of the means of all genes with a mean of at least 10 (no unit). No row
        where the table has no human gene.
    """
    ensembl_id = genes["ensembl_id"].astype(str)
    if not ensembl_id.str.fullmatch(r"ENSG\d{11}").any():
        return pd.DataFrame(columns=list(CHECKS))
    row = {
        "check": "par_sentinel",
        "title": "Pseudo-autosomal genes",
        "scope": "study",
        "item": "SLC25A6",
        "status": "not_assessable",
        "value": "",
        "threshold": f">= {SENTINEL_RATIO:g}",
        "touches": ";".join(sorted(DEPENDENT)),
        "message": "",
    }
    means = counts_normalised.mean(axis=1)
    rows = genes.loc[ensembl_id == SENTINELS["SLC25A6"], "gene_id"]
    expressed = means[means >= _EXPRESSED]
    if rows.empty:
        row["message"] = "SLC25A6 is not in the counts, so the reference cannot be judged by it."
    elif expressed.empty:
        row["message"] = "No gene has enough reads to judge SLC25A6 by."
    else:
        ratio = float(means.reindex(rows).sum() / expressed.median())
        low = ratio < SENTINEL_RATIO
        row["status"] = "fail" if low else "pass"
        row["value"] = f"{ratio:.3g}"
        row["message"] = (
            f"SLC25A6, high in every tissue, has {ratio:.3g} times the reads of the median "
            f"expressed gene{'' if low else ', as expected'}."
        )
        if low:
            row["message"] += (
                " Reads that X and Y share were probably dropped: IL3RA, CRLF2, CSF2RA and P2RY8 "
                "may be too low. Count again with a Y-masked reference."
            )
    return pd.DataFrame([row], columns=list(CHECKS))
