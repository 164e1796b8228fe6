"""A small study whose gene sets are known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from resistance import columns
from resistance.enrichment.ranking import rank_genes
from resistance.mechanisms.confidence import Arms
from resistance.pathway_figures.study import Inputs

SAMPLES = ["P1", "P2", "R1", "R2", "other"]
N = 200


def frame(definition, rows):
    out = pd.DataFrame(rows, columns=list(dict.fromkeys(key for row in rows for key in row)))
    for name, kind in definition.items():
        if name not in out:
            out[name] = "" if kind is str else np.nan
    return out[list(definition)]


def build(n_groups=2, members=2, term="SET_{direction}_{group}_{member}"):
    """Groups of sets: those that go up lead the ranking, those that go down end it."""
    genes = [f"GENE{i:03d}" for i in range(N)]
    stat = np.linspace(6, -6, N)
    de = frame(
        columns.DIFFERENTIAL,
        [
            {"gene_id": f"ENSG{i:03d}", "gene_name": gene, "baseMean": 100.0, "stat": stat[i]}
            | {"padj": 0.01, "pvalue": 0.001, "log2FoldChange": stat[i] / 4}
            for i, gene in enumerate(genes)
        ],
    )
    groups, enrichment, sets = [], [], []
    for direction, sign in (("up", 1), ("down", -1)):
        for group in range(1, n_groups + 1):
            for member in range(members):
                name = term.format(direction=direction, group=group, member=member)
                start = (group - 1) * 6 + member
                own = genes[start : start + 12] if sign > 0 else genes[::-1][start : start + 12]
                facts = {
                    "collection": "reactome",
                    "term": name,
                    "nes": sign * (2.5 - 0.1 * group - 0.01 * member),
                    "padj": 0.0001 * group,
                    "call": "robust" if group == 1 else "gene_permutation_only",
                    "size": 12,
                    "follows_proliferation": "yes" if group == 2 else "no",
                }
                groups.append(
                    facts
                    | {"direction": direction, "group": group, "label": name}
                    | {"is_best": "no" if member else "yes", "camera_padj_rho05": 0.01}
                )
                enrichment.append(facts | {"leading_edge": ";".join(own[:8])})
                sets += [{"collection": "reactome", "term": name, "gene_name": g} for g in own]
    enrichment.append(
        {"collection": "resistance", "term": "RESISTANCE_DRUG_EFFLUX", "nes": 1.8, "padj": 0.02}
        | {"call": "gene_permutation_only", "size": 10, "leading_edge": "GENE001;GENE003"}
    )
    sets += [
        {"collection": "resistance", "term": "RESISTANCE_DRUG_EFFLUX", "gene_name": genes[i]}
        for i in range(1, 60, 6)
    ]
    rng = np.random.default_rng(1)
    vst = pd.DataFrame(
        rng.normal(8, 0.1, (N, 5)) + np.outer(stat / 4, [-1, -1, 1, 1, 0]),
        index=pd.Index(de["gene_id"], name="gene_id"),
        columns=SAMPLES,
    )
    scores = pd.DataFrame(
        [
            {"collection": row["collection"], "term": row["term"], "n_genes": 12}
            | dict(zip(SAMPLES, rng.normal(0, 0.01, 5) + row["nes"] / 50, strict=True))
            for row in enrichment
        ]
    )
    quality = frame(
        columns.QUALITY_SAMPLES, [{"sample": s, "display_name": "", "group": ""} for s in SAMPLES]
    )
    return Inputs(
        groups=frame(columns.PATHWAY_GROUPS, groups),
        enrichment=frame(columns.ENRICHMENT, enrichment),
        members=frame(columns.GENE_SETS, sets),
        scores=scores,
        de=de,
        samples=quality,
        vst=vst,
        ranking=rank_genes(de),
        sides=Arms(("P1", "P2"), ("R1", "R2"), None, None),
        target="resistant",
    )


@pytest.fixture(scope="session")
def made():
    return build


@pytest.fixture(scope="session")
def inputs():
    return build()


@pytest.fixture(scope="session")
def nothing(inputs):
    """The same study where no set is called."""
    import dataclasses

    return dataclasses.replace(
        inputs,
        groups=inputs.groups.iloc[:0],
        enrichment=inputs.enrichment.assign(call="not_called"),
    )
