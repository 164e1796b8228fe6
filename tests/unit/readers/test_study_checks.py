"""Opening the large files of a study: more of it in test_study.py and tests/bad_inputs."""

from pathlib import Path

import yaml

from resistance.readers.study_checks import problems_of

ROOT = Path(__file__).parents[3]


def test_the_example_has_no_problems() -> None:
    config = yaml.safe_load((ROOT / "config/config.yaml").read_text())
    places = {"schemas": ROOT / "workflow/schemas", "resources": ROOT / "resources"}
    assert problems_of(config, ROOT, **places, with_counts=True) == []
