"""Studies that run through snakemake, each once per test session."""

import shutil
import sys
from pathlib import Path

import pandas as pd
import pytest

import page_studies
from workflow_runs import CLONED, ROOT, Run, finished, shared, snakemake, write_study

# the generator of the simulated studies
sys.path.insert(0, str(ROOT / "resources/example/build"))


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of what a fresh clone holds, free to be edited."""
    directory = tmp_path_factory.mktemp("clone")
    for name in CLONED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(
                source, directory / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc")
            )
        else:
            shutil.copy(source, directory / name)
    return directory


@pytest.fixture(scope="session")
def example(clone: Path) -> Run:
    """Run the shipped example in the clone, as `make run` does."""
    return finished(
        snakemake(
            clone / "Snakefile",
            clone,
            *("--workflow-profile", str(clone / "workflow/profiles/local"), "--cores", "2"),
        )
    )


@pytest.fixture(scope="session")
def mcf7(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run four endocrine-resistant MCF7 clones against their parent, without any protein."""
    data = shared("data", "mcf7_endocrine")
    directory = tmp_path_factory.mktemp("mcf7")
    clones = ["TAMR_A", "LTED_E", "LTED_B_1", "LTED_B_2"]
    config = {
        "study": {
            "name": "MCF7, endocrine resistance",
            "organism": "human",
            "drug": {"name": "tamoxifen or oestrogen deprivation", "class": "endocrine"},
        },
        "samples": "config/samples.tsv",
        "counts": {"path": str(data / "counts.tsv.gz")},
        "design": "~ condition",
        "contrasts": "config/contrasts.tsv",
        "genes_of_interest": ["IL3RA", "ABCB1", "ABCG2", "GREB1", "PGR", "TFF1"],
        "enrichment": {"collections": ["hallmark"]},
    }
    contrasts = pd.DataFrame(
        {
            "id": [f"{name}_vs_WT" for name in clones],
            "variable": "condition",
            "reference": "WT",
            "target": clones,
        }
    )
    samples = pd.read_csv(data / "samples.tsv", sep="\t", dtype=str)
    write_study(directory, config, {"samples.tsv": samples, "contrasts.tsv": contrasts})
    return finished(snakemake(ROOT / "Snakefile", directory))


@pytest.fixture(scope="session")
def yeast(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run yeast pab1 and pbp1 mutants with TMT proteomics: an organism without annotation."""
    data = shared("data", "yeast_pab1_rna_protein")
    directory = tmp_path_factory.mktemp("yeast")
    config = {
        "study": {"name": "Yeast pab1 pbp1", "organism": "other"},
        "samples": "config/samples.tsv",
        "counts": {
            "path": str(data / "rsem_expected_count_genes.csv.gz"),
            "annotation": str(data / "transcript_gene_ids.txt"),
        },
        "design": "~ condition",
        "contrasts": "config/contrasts.tsv",
        "protein": "config/protein.tsv",
        "genes_of_interest": ["PAB1", "PBP1"],
    }
    samples = pd.read_csv(data / "samples.tsv", sep="\t", dtype=str)
    samples = samples.loc[samples["assay"] == "RNA", ["sample", "condition", "replicate"]]
    wide = pd.read_csv(data / "protein_log2_tidy.tsv.gz", sep="\t", keep_default_na=False)
    protein = wide.melt(["gene", "accession"], var_name="sample", value_name="value")
    protein[["condition", "replicate"]] = protein["sample"].str.rsplit("_", n=1, expand=True).values
    protein = protein.rename(columns={"accession": "protein_id"}).assign(
        assay_id="tmt", assay_type="tmt", compartment="total", scale="log2", unit="intensity"
    )
    contrasts = pd.DataFrame(
        {
            "id": ["pbp1d_vs_WT", "pab1d_pbp1d_vs_pbp1d"],
            "variable": "condition",
            "reference": ["WT", "pbp1d"],
            "target": ["pbp1d", "pab1d_pbp1d"],
        }
    )
    tables = {"samples.tsv": samples, "contrasts.tsv": contrasts, "protein.tsv": protein}
    write_study(directory, config, tables)
    return finished(snakemake(ROOT / "Snakefile", directory))


@pytest.fixture(scope="session")
def airway(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run four donors' airway cells with and without dexamethasone, in pairs."""
    return page_studies.run(page_studies.airway, tmp_path_factory.mktemp("airway"))


@pytest.fixture(scope="session")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run a study in which nothing changes."""
    return page_studies.run(page_studies.unchanged, tmp_path_factory.mktemp("unchanged"))


@pytest.fixture(scope="session")
def single(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run a study of one sample an arm."""
    return page_studies.run(page_studies.single, tmp_path_factory.mktemp("single"))


@pytest.fixture(scope="session")
def endless(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run a study of names without end, in surroundings that test_same_bytes changes.

    In the clone: a commit or an edit of this checkout between two runs would tell them apart.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name, setting in (("LC_ALL", "C"), ("TZ", "UTC"), ("PYTHONHASHSEED", "1")):
            patch.setenv(name, setting)
        return page_studies.run(page_studies.endless, tmp_path_factory.mktemp("endless"), clone)
