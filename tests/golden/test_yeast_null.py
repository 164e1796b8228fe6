"""False calls on real data without a difference, and with one planted (GSE229691, PXD041495)."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resistance.columns import GENES
from resistance.concordance.assemble import concordance_table
from resistance.concordance.calls import DISCORDANT
from resistance.concordance.claims import Margins
from resistance.concordance.panel import PANEL
from resistance.concordance.study import rna_of_contrast
from resistance.differential.analysis import analyse
from resistance.differential.models import Settings
from resistance.protein.estimates import estimate
from resistance.protein.matching import attach_genes, match_genes
from resistance.protein.tidy import log2_signals, tidy
from resistance.readers.resources import read_prior_variance

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared/data/yeast_pab1_rna_protein"
REPLICATES = (1, 2, 3)
#: The wild type among the mutants of the target arm, and the mutant among the reference arm.
MIXTURES = [(wild, mutant) for wild in REPLICATES for mutant in REPLICATES]
PLANTED_FALL = 1.5
PLANTED_SHARE = 0.05

pytestmark = [
    pytest.mark.golden,
    pytest.mark.skipif(not DATA.exists(), reason=f"{DATA.name} is absent from ../shared/data"),
]


def mixed(mixture: tuple[int, int]) -> dict[tuple[str, int], str]:
    """Return the arm of each sample: two of one line and one of the other in either."""
    wild, mutant = mixture
    target = {("WT", wild), *(("pbp1d", i) for i in REPLICATES if i != mutant)}
    samples = [(line, i) for line in ("WT", "pbp1d") for i in REPLICATES]
    return {sample: "target" if sample in target else "reference" for sample in samples}


@pytest.fixture(scope="module")
def data():
    counts = pd.read_csv(DATA / "rsem_expected_count_genes.csv.gz", index_col=0).round().astype(int)
    counts.index.name = "gene_id"
    names = pd.read_csv(DATA / "transcript_gene_ids.txt", sep="\t", index_col=0)["gene_id"]
    genes = pd.DataFrame({"gene_id": counts.index, "measurable": "yes"})
    genes["gene_name"] = genes["gene_id"].map(names).fillna(genes["gene_id"])
    protein = pd.read_csv(DATA / "protein_log2_tidy.tsv.gz", sep="\t")
    return counts, genes.reindex(columns=list(GENES)).fillna(""), protein


@pytest.fixture(scope="module")
def settings() -> Settings:
    prior_table = read_prior_variance(ROOT / "resources/statistics/prior_variance.tsv")
    return Settings(alpha=0.05, prior_table=prior_table)


@pytest.fixture(scope="module")
def mixtures(data, settings):
    """Fit the mRNA of all ways to mix the labels."""
    return [fitted(mixture, data, settings) for mixture in MIXTURES]


def fitted(mixture: tuple[int, int], data, settings: Settings):
    counts, genes, protein = data
    arms = mixed(mixture)
    columns = {f"RNA_{line}_rep{i}": arm for (line, i), arm in arms.items()}
    samples = pd.DataFrame({"arm": columns}).rename_axis("sample")
    contrasts = pd.DataFrame(
        [("one", "arm", "reference", "target")], columns=["id", "variable", "reference", "target"]
    )
    own = counts[list(columns)]
    out = analyse(own, genes, samples, contrasts, "~ arm", settings)
    rna = rna_of_contrast(
        out.tables["one"],
        own,
        out.size_factors,
        out.fit_genes,
        out.model,
        samples,
        contrasts,
        "one",
    )
    return arms, genes, protein, rna


def called(mixture, planted: set[str]) -> pd.DataFrame:
    arms, genes, protein, rna = mixture
    falls = np.where(protein["gene"].isin(planted), PLANTED_FALL, 0.0)
    tall = pd.concat(
        pd.DataFrame(
            {
                "gene": protein["gene"],
                "condition": arm,
                "replicate": f"{line}{i}",
                "value": [
                    repr(float(x)) for x in protein[f"{line}_{i}"] - falls * (arm == "target")
                ],
            }
        )
        for (line, i), arm in arms.items()
    )
    signals = log2_signals(tidy(tall.assign(assay_type="tmt", scale="log2")))
    estimates = estimate(signals, ["reference"], ["target"])
    matched = attach_genes(estimates, match_genes(estimates, genes, None))
    empty = pd.DataFrame(columns=PANEL)
    out = concordance_table(matched, genes, empty, rna, Margins())
    return out[(out["family_size"] > 0) & (out["gene_id"] != "")]


def test_mixed_labels_hold_no_discordance(mixtures) -> None:
    for mixture in mixtures:
        assert sorted(mixture[0].values()) == ["reference"] * 3 + ["target"] * 3
        table = called(mixture, set())
        assert len(table) == 2596
        assert table["call"].isin([*DISCORDANT, "opposite"]).sum() <= 2
        # most genes are shown to be unchanged: the data could have spoken
        assert (table["call"] == "unchanged").mean() > 0.9


def test_planted_falls_are_found(mixtures) -> None:
    rng = np.random.default_rng(4)
    shares = []
    _, genes, protein, _ = mixtures[0]
    names = np.sort(protein.loc[protein["gene"].isin(genes["gene_name"]), "gene"])
    for mixture in mixtures:
        planted = set(rng.choice(names, round(PLANTED_SHARE * len(names)), replace=False))
        table = called(mixture, planted)
        there = table["gene_name"].isin(planted)
        discordant = table["call"].isin([*DISCORDANT, "opposite"])
        found = there & table["call"].isin(["posttranscriptional_loss", "opposite"])
        false_share = (discordant & ~found).sum() / max(discordant.sum(), 1)
        shares.append((false_share, found.sum() / there.sum()))
    false, power = np.mean(shares, axis=0)
    assert false <= 0.05
    assert power >= 0.85
