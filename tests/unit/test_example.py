"""The example study: what is committed is what the generator writes, and it is a valid study."""

import gzip
import importlib.util
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from resistance.readers import study as study_reader
from resistance.readers.resources import read_catalogue, read_gene_sets
from resistance.readers.study_checks import problems_of

ROOT = Path(__file__).parents[2]
CALLS = (
    "concordant_up",
    "concordant_down",
    "posttranscriptional_loss",
    "posttranscriptional_gain",
    "transcript_only_up",
    "transcript_only_down",
    "opposite",
    "unchanged",
    "inconclusive",
    "not_measured",
    "not_detected",
)


def module(path, name):
    spec = importlib.util.spec_from_file_location(name, path)
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[name] = loaded
    spec.loader.exec_module(loaded)
    return loaded


@pytest.fixture(scope="module")
def bench():
    return module(ROOT / "tests/benchmarks/bench_example_seeds.py", "bench_example_seeds")


@pytest.fixture(scope="module")
def build(bench):
    return bench.generator()


@pytest.fixture(scope="module")
def study(build):
    return build.load(build.SEED)


@pytest.fixture(scope="module")
def counts(study):
    return study.counts.set_index("gene_name").drop(columns="gene_id")


@pytest.fixture(scope="module")
def config():
    return yaml.safe_load((ROOT / "config/config.yaml").read_text(encoding="utf-8"))


def test_the_committed_files_are_what_the_generator_writes(build, study):
    for name, content in build.files(study).items():
        committed = (ROOT / name).read_bytes()
        if name.endswith(".gz"):
            assert committed[4:8] == b"\0\0\0\0", "a time stamp"
            committed = gzip.decompress(committed)
        assert committed == content, name


def test_writing_twice_gives_the_same_bytes(build, study, tmp_path):
    for folder in ("a", "b"):
        build.write(study, tmp_path / folder)
    files = sorted(path for path in (tmp_path / "a").rglob("*") if path.is_file())
    assert len(files) == 6
    for path in files:
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()


def test_the_study_is_valid_with_its_counts(config):
    places = {"base": ROOT, "schemas": ROOT / "workflow/schemas", "resources": ROOT / "resources"}
    study, problems = study_reader.load_study(config, **places)
    assert problems == []
    assert study.config["study"]["simulated"] is True
    assert problems_of(config, **places, with_counts=True) == []


def test_the_notice_is_the_agreed_sentence(build, config):
    from planted import NOTICE

    assert config["study"]["notice"] == NOTICE
    assert NOTICE in (ROOT / "resources/example/README.md").read_text(encoding="utf-8")


def test_every_key_of_the_config_has_a_comment():
    lines = (ROOT / "config/config.yaml").read_text(encoding="utf-8").splitlines()
    explained = {"name", "organism", "path"}  # the block of drug names and the title need none
    for number, line in enumerate(lines):
        key = line.strip().partition(":")[0]
        if line.startswith(" ") and not line.strip().startswith("#") and key not in explained:
            above = lines[max(0, number - 2) : number]
            assert any(text.strip().startswith("#") for text in above), line


def test_sizes_look_like_sequencing(study, counts):
    assert len(study.counts) >= 18000
    assert study.counts["gene_id"].is_unique
    assert study.counts["gene_id"].str.fullmatch(r"ENSG\d{11}").all()
    assert counts.sum().between(18e6, 40e6).all()
    assert counts.sum().max() / counts.sum().min() > 1.1
    assert 0.1 < (counts == 0).all(axis=1).mean() < 0.3
    assert (counts >= 10).any(axis=1).sum() > 12000


def test_counts_scatter_as_the_documented_negative_binomial(build):
    """Variance over replicates of unchanged genes against mean + dispersion x mean^2."""
    from simulate import simulate_counts

    genes = pd.DataFrame({"ensembl_id": [f"E{i}" for i in range(4000)], "chromosome": "1"})
    genes["symbol"] = genes["ensembl_id"]
    from planted import PLANTED

    fixed = sorted({p.gene for p in PLANTED if np.isfinite(p.dispersion)})
    genes.loc[: len(fixed) - 1, "symbol"] = fixed
    base = pd.Series(1000.0, index=genes["symbol"])
    unchanged = pd.Series(0.0, index=genes["symbol"])
    table = simulate_counts(genes, base, unchanged, seed=3).iloc[len(fixed) :, 2:]
    scaled = table / table.mean()
    observed = scaled.var(axis=1, ddof=1).mean()
    expected = (0.01 + 2 / 1000) * np.exp(0.5**2 / 2) + 1 / 1000
    assert observed == pytest.approx(expected, rel=0.06)


def test_culture_checks_find_nothing_but_the_single_derivation(study, counts):
    par, res = counts.iloc[:, :3], counts.iloc[:, 3:]

    def change(gene):
        scale = res.sum().mean() / par.sum().mean()
        return np.log2(res.loc[gene].mean() / par.loc[gene].mean() / scale)

    for gene in ("RPS4Y1", "MKI67", "PCNA", "MCM2", "CDKN1A", "MDM2", "SLC25A6", "AKAP17A"):
        assert counts.loc[gene].min() > 100
        assert abs(change(gene)) < 0.6
    assert counts.loc["XIST"].max() < 10
    sheet = study.samples
    assert sheet["derivation"].nunique() == 1
    same = ["line", "medium", "il3_ng_ml", "stroma", "drug_at_harvest", "washout_days", "sorted"]
    assert (sheet[same].nunique() == 1).all()
    for column in ("batch", "passage"):
        assert (pd.crosstab(sheet[column], sheet["condition"]) == 1).all(axis=None)
    assert set(sheet["simulated"]) == set(study.protein["simulated"]) == {"yes"}


def test_the_truth_holds_what_the_issue_asks_for(study):
    truth = study.truth
    leads = truth[truth["gene"].isin(["IL3RA", "ABCB1"])]
    # ABCB1; IL3RA by two clones
    assert list(leads["planted_call"]) == ["concordant_up", *["posttranscriptional_loss"] * 2]
    assert set(truth["planted_call"]) == set(CALLS)
    assert (truth["planted_call"].value_counts() >= 2).all()
    assert (truth["misleads_naive"] == "yes").sum() >= 5
    low = study.counts.set_index("gene_name").loc["ABCB1"].iloc[1:4]
    assert 2 <= low.mean() <= 20
    measured = study.protein.drop_duplicates(["gene", "assay_id"])
    assert set(measured.loc[measured["gene"] == "IL3RA", "compartment"]) == {"surface"}
    spectrometry = measured[measured["assay_type"] == "dia_ms"]
    assert len(spectrometry) >= 50
    assert "ABCB1" in set(spectrometry["gene"])
    keys = study.protein[["gene", "assay_id", "condition"]].value_counts()
    assert set(keys) == {3}


def test_planted_calls_are_true_of_the_planted_changes(build, study):
    from score import claim_holds

    rows = study.truth[~study.truth["planted_call"].str.match("not_|inconclusive")]
    for row in rows.itertuples():
        assert claim_holds(
            row.planted_call, row.true_rna_log2fc, row.true_protein_log2fc, western=False
        ), row.gene
    changes = rows[rows["planted_call"] != "unchanged"]
    size = changes[["true_rna_log2fc", "true_protein_log2fc"]].abs()
    others = ~changes["gene"].isin(["ABCB1"])
    assert size[others].max(axis=1).between(1.5, 3).all()


def test_p53_and_proliferation_and_the_panel_do_not_move(build, study):
    from planted import KEPT_SETS, PATHWAYS
    from simulate import rna_changes

    sets = read_gene_sets(ROOT / "resources/gene_sets/hallmark.gmt.gz")
    catalogue = read_catalogue(ROOT / "resources/catalogue/mechanisms.tsv")
    kept = set(catalogue["gene"]).union(*(sets[name] for name in KEPT_SETS))
    genes = study.counts.rename(columns={"gene_name": "symbol"})[["symbol"]]
    changes = rna_changes(genes, sets, kept, build.SEED)
    assert (changes[changes.index.isin(kept - {"ABCB1"})] == 0).all()
    for name, (mean, _) in PATHWAYS.items():
        moved = changes[changes.index.isin(set(sets[name]) - kept)]
        assert moved.mean() * np.sign(mean) > 0.3


def test_seeds_differ_and_parts_have_streams_of_their_own(build):
    from simulate import stream

    assert stream(1, "counts").random() == stream(1, "counts").random()
    drawn = {stream(seed, part).random() for seed in (1, 2) for part in ("counts", "means")}
    assert len(drawn) == 4


@pytest.fixture(scope="module")
def judged(bench, study):
    """Planted and catalogue genes among 1,200 others: seconds instead of a minute."""
    from score import score

    return score(bench.concordance_of(study, genes_per_fit=1200), study.truth)


def test_calls_of_the_shipped_seed_against_the_truth(judged):
    leads = judged.set_index("gene")
    assert set(leads.loc["IL3RA", "call"]) == {"posttranscriptional_loss"}
    assert set(leads.loc["IL3RA", "tier"]) == {"A"}
    assert leads.loc["ABCB1", "call"] == "concordant_up"
    assert not (judged["judged"] == "wrong").any()
    changes = judged[judged["is_change"] & ~judged["gene"].isin(["IL3RA", "ABCB1"])]
    assert len(changes) >= 28
    assert (changes["judged"] == "right").mean() >= 0.8
    rest = changes[changes["judged"] != "right"]
    assert (rest["call"] == "inconclusive").all()
    assert (rest["reason"] != "").all()
    assert set(judged["call"]) == set(CALLS)
    assert (judged["call"].value_counts() >= 2).all()
    absent = judged[judged["planted_call"].str.startswith("not_")]
    assert (absent["call"] == absent["planted_call"]).all()


def test_decoys_mislead_a_naive_reader_and_not_us(judged):
    misled = judged[judged["misleads_naive"] == "yes"]
    assert len(misled) >= 5
    assert misled["naive_wrong"].all()
    assert (misled["call"] == "inconclusive").all()


@pytest.mark.parametrize(
    ("call", "rna", "protein", "true"),
    [
        ("posttranscriptional_loss", 0.0, -1.9, True),
        ("posttranscriptional_loss", -1.9, -1.9, False),
        ("posttranscriptional_gain", 1.0, 0.9, False),
        ("transcript_only_up", 2.0, 0.0, True),
        ("transcript_only_down", -0.7, -0.7, False),
        ("concordant_up", 0.7, 0.7, True),
        ("concordant_up", 0.7, -0.7, False),
        ("opposite", 2.0, -2.0, True),
        ("unchanged", 0.0, 0.6, False),
        ("inconclusive", 0.0, 0.0, False),
    ],
)
def test_a_claim_is_judged_by_the_true_changes(build, call, rna, protein, true):
    from score import claim_holds

    assert claim_holds(call, rna, protein, western=False) is true
