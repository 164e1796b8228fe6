"""Opening the large files of a study: more of it in test_study.py and tests/bad_inputs."""

from pathlib import Path

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
