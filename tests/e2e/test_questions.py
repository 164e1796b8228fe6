"""Every kind of question in one small study; the fit once more with other cores and threads."""

import hashlib
import json
import re

import numpy as np
import pandas as pd
import pytest

from browsing import check_page, chromium
from workflow_runs import ROOT, finished, jobs_of_dry_run, snakemake, write_study

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("questions")]

TWO_LEVELS = {"variable": "condition", "reference": "parental", "target": "clone_1"}
QUESTIONS = [
    {"id": "plain", **TWO_LEVELS},
    {"id": "mean_of_clones", "formula": "(clone_1 + clone_2) / 2 - parental"},
    {"id": "beyond", **TWO_LEVELS, "alternative": "greaterAbs", "lfc_threshold": "1"},
    {"id": "within", **TWO_LEVELS, "alternative": "lessAbs", "lfc_threshold": "1"},
    {"id": "any", "test": "lrt", "reduced": "~ batch"},
    {"id": "one_batch", **TWO_LEVELS, "subset": "batch = b1"},
    {"id": "alone", **TWO_LEVELS, "subset": "batch = b1", "exclude_samples": "s03; s04; s05; s06"},
]


def study():
    """Return counts, sheet and protein of three lines in two batches; g0-g39 change in clone_1."""
    rng = np.random.default_rng(5)
    conditions = ["parental", "clone_1", "clone_2"] * 4
    samples = pd.DataFrame(
        {
            "sample": [f"s{i:02d}" for i in range(1, 13)],
            "condition": conditions,
            "batch": ["b1"] * 6 + ["b2"] * 6,
        }
    )
    # one technical replicate of the first sample
    technical = samples.iloc[[0]].assign(sample="s01_again", replicate_of="s01")
    samples = pd.concat([samples, technical], ignore_index=True).fillna("")
    mean = rng.lognormal(4.5, 1.3, 400)
    effect = np.where(np.arange(400) < 40, 2.0, 0.0)
    change = effect[:, None] * (samples["condition"] == "clone_1").to_numpy()
    mu = mean[:, None] * 2**change * rng.uniform(0.7, 1.3, len(samples))
    size = 1 / (0.02 + 2 / mean)
    counts = pd.DataFrame(
        rng.negative_binomial(size[:, None], (size[:, None]) / (size[:, None] + mu)),
        columns=samples["sample"],
    )
    counts.insert(0, "gene", [f"g{i}" for i in range(400)])
    counts.loc[399, samples["sample"]] = 0
    protein = pd.DataFrame(
        [
            (f"g{gene}", condition, replicate, 100 * up * (1 + 0.05 * replicate))
            for gene, up in ((0, 4), (100, 1))
            for condition, up in (("parental", 1), ("clone_1", up), ("clone_2", up))
            for replicate in (1, 2, 3)
        ],
        columns=["gene", "condition", "replicate", "value"],
    )
    return counts, samples, protein


def write(directory):
    counts, samples, protein = study()
    config = {
        "study": {"name": "Every kind of question", "organism": "other"},
        "samples": "config/samples.tsv",
        "counts": {"path": "config/counts.tsv"},
        "design": "~ batch + condition",
        "contrasts": "config/contrasts.tsv",
        "protein": "config/protein.tsv",
        "genes_of_interest": ["g0", "g100"],
    }
    contrasts = pd.DataFrame(QUESTIONS).fillna("")
    tables = {
        "samples.tsv": samples,
        "contrasts.tsv": contrasts,
        "protein.tsv": protein,
        "counts.tsv": counts,
    }
    write_study(directory, config, tables)


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    found = []
    # the second run stops after the stages whose numbers could depend on threads
    for cores, last in (("2", []), ("1", ["--until", "quality"])):
        directory = tmp_path_factory.mktemp(f"cores_{cores}")
        write(directory)
        with pytest.MonkeyPatch.context() as patch:
            for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
                patch.setenv(name, cores)
            found.append(
                finished(snakemake(ROOT / "Snakefile", directory, "--cores", cores, *last))
            )
    return found


def test_cores_and_threads_change_no_byte(runs):
    digests = [
        {
            str(path.relative_to(run.directory)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted((run.directory / "results").rglob("*"))
            if path.is_file()
        }
        for run in runs
    ]
    whole, fit = digests
    assert len(fit) > 20
    assert {name: whole[name] for name in fit} == fit


def test_every_question_has_its_tables(runs):
    for question in QUESTIONS:
        table = runs[0].table(f"{question['id']}/differential_expression.tsv")
        assert len(table) == 400
        assert (table["padj"].notna() == (table["status"] == "tested")).all()
        assert table.loc[table["gene_id"] == "g399", "status"].item() == "all_zero"
        for name in ("concordance", "protein", "enrichment", "mechanisms"):
            runs[0].table(f"{question['id']}/{name}.tsv")


def test_planted_changes_are_found_by_each_test(runs):
    def calls(name, alpha=0.05):
        table = runs[0].table(f"{name}/differential_expression.tsv").set_index("gene_id")
        return table["padj"] < alpha

    planted = [f"g{i}" for i in range(40)]
    for name in ("plain", "mean_of_clones", "any", "one_batch"):
        assert calls(name)[planted].mean() > 0.6, name
        assert calls(name).drop(planted).mean() < 0.1, name
    assert calls("beyond")[planted].mean() > 0.4
    assert not calls("within")[planted].any()
    assert calls("within").drop(planted).mean() > 0.5
    alone = runs[0].table("alone/differential_expression.tsv")
    assert set(alone["status"]) == {"no_replicates", "all_zero"}
    any_difference = runs[0].table("any/differential_expression.tsv")
    assert any_difference[["log2FoldChange", "log2FoldChange_shrunken"]].isna().all().all()


def test_models_are_those_of_the_samples(runs):
    model = json.loads((runs[0].directory / "results/differential/model.json").read_text())
    assert model["residual_df"] == 12 - 4
    assert model["models"]["subset_one_batch"]["n_samples"] == 6
    assert model["contrasts"]["any"]["reduced_df"] == 2
    names = set(model["models"]["main"]["samples"])
    assert "s01_again" not in names  # summed into s01
    assert "s01" in names


def test_protein_of_a_formula_is_that_of_its_pooled_arms(runs):
    pooled = runs[0].table("mean_of_clones/concordance.tsv").set_index("gene_id")
    assert pooled.loc["g0", "protein_log2FoldChange"] == pytest.approx(2.0, abs=1e-6)
    without_arms = runs[0].table("any/concordance.tsv").set_index("gene_id")
    assert without_arms.loc["g0", "call"] == "not_measured"
    assert "has no arms" in without_arms.loc["g0", "reason"]


def test_the_report_words_each_question(runs):
    page = re.sub(r"<[^>]+>", " ", runs[0].report)
    for words in (
        "higher in the mean of clone_1 and clone_2 than in parental",
        "beyond 1, up or down",
        "between -1 and 1",
        "likelihood ratio of ~ batch + condition against ~ batch",
        "fitted on the samples with batch = b1",
    ):
        assert words in re.sub(r"\s+", " ", page), words
    assert "Traceback" not in page


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_page_in_a_browser(runs, width):
    with chromium() as browser:
        check_page(browser, runs[0].directory / "results/report.html", width)


def test_an_unchanged_study_runs_nothing_again(runs):
    # somebody may have committed to this checkout since
    assert jobs_of_dry_run(ROOT / "Snakefile", runs[0].directory) <= {"provenance", "crate"}
