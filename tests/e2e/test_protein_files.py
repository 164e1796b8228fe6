"""Protein exports through the workflow itself."""

import pandas as pd
import pytest
import yaml

from workflow_runs import ROOT, finished, snakemake

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("entry")]

TARGETS = ("results/inputs/protein.tsv", "results/tables/protein_inputs.tsv", "--cores", "1")


def test_an_export_beside_the_protein_table(tmp_path) -> None:
    given = pd.read_csv(ROOT / "config/protein.tsv", sep="\t", dtype=str, keep_default_na=False)
    spectrometry = given["assay_type"] == "dia_ms"
    wide = given[spectrometry].pivot(index="gene", columns="sample", values="value")
    (tmp_path / "config").mkdir()
    for name in ("samples.tsv", "contrasts.tsv"):
        (tmp_path / "config" / name).write_text((ROOT / "config" / name).read_text())
    given[~spectrometry].to_csv(tmp_path / "config/protein.tsv", sep="\t", index=False)
    matrix = (
        wide.rename(columns="/data/{}.raw".format).reset_index().rename(columns={"gene": "Genes"})
    )
    matrix.insert(0, "Protein.Group", "P_" + matrix["Genes"])
    matrix.to_csv(tmp_path / "report.pg_matrix.tsv", sep="\t", index=False)
    runs = given[spectrometry].drop_duplicates("sample")
    runs = runs[["rna_sample", "condition", "replicate", "simulated"]].assign(run=runs["sample"])
    runs.to_csv(tmp_path / "config/runs.tsv", sep="\t", index=False)
    config = yaml.safe_load((ROOT / "config/config.yaml").read_text())
    config["counts"]["path"] = str(ROOT / config["counts"]["path"])
    config["protein_files"] = [
        {
            "path": "report.pg_matrix.tsv",
            "samples": "config/runs.tsv",
            "assay_id": "dia_ms_total",
        }
    ]
    (tmp_path / "config/config.yaml").write_text(yaml.safe_dump(config))
    run = finished(snakemake(ROOT / "Snakefile", tmp_path, *TARGETS))
    found = pd.read_csv(
        tmp_path / "results/inputs/protein.tsv", sep="\t", dtype=str, keep_default_na=False
    )
    keys = ["assay_id", "assay_type", "gene", "condition", "replicate", "rna_sample", "value"]
    expected = given[keys].sort_values(keys, ignore_index=True)
    pd.testing.assert_frame_equal(found[keys].sort_values(keys, ignore_index=True), expected)
    account = run.table("protein_inputs.tsv")
    of_file = account[account["item"] == "report.pg_matrix.tsv"].set_index("action")["n"]
    assert of_file.to_dict() == {"read": len(wide), "kept": len(wide)}
    assert account["detail"].str.contains("as report.pg_matrix.tsv of DIA-NN").any()
