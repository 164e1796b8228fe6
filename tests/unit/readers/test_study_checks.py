"""Opening the large files of a study: more of it in test_study.py and tests/bad_inputs."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
import yaml

from resistance.readers.study_checks import problems_of

ROOT = Path(__file__).parents[3]


def test_the_example_has_no_problems() -> None:
    config = yaml.safe_load((ROOT / "config/config.yaml").read_text())
    places = {"schemas": ROOT / "workflow/schemas", "resources": ROOT / "resources"}
    assert problems_of(config, ROOT, **places, with_counts=True) == []


@pytest.mark.parametrize("path", ["x" * 5000, "a\0b", "~/counts.tsv", "/dev/zero", "config/..", ""])
def test_counts_that_cannot_be_a_file_are_problems(path) -> None:
    config = yaml.safe_load((ROOT / "config/config.yaml").read_text())
    config["counts"]["path"] = path
    places = {"schemas": ROOT / "workflow/schemas", "resources": ROOT / "resources"}
    assert problems_of(config, ROOT, **places, with_counts=True)


@pytest.mark.parametrize("name", ["", "GEN2.2_par_1"])
def test_a_sheet_with_wrong_names_of_replicates_is_told_where_size_factors_need_it(
    name, tmp_path
) -> None:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    shutil.copytree(ROOT / "resources/example", tmp_path / "resources/example")
    config = yaml.safe_load((ROOT / "config/config.yaml").read_text())
    (tmp_path / "config/control.tsv").write_text("gene\nACTB\n")
    config["differential"]["size_factors"] = {"control_genes": "config/control.tsv"}
    sheet = pd.read_csv(tmp_path / "config/samples.tsv", sep="\t", dtype=str)
    sheet["replicate_of"] = ""
    row = {**sheet.iloc[0], "sample": name, "replicate_of": sheet["sample"][0]}
    pd.DataFrame([*sheet.to_dict("records"), row]).to_csv(
        tmp_path / "config/samples.tsv", sep="\t", index=False
    )
    places = {"schemas": ROOT / "workflow/schemas", "resources": ROOT / "resources"}
    found = problems_of(config, tmp_path, **places, with_counts=True)
    assert {problem.row for problem in found} == {str(len(sheet) + 2)}
