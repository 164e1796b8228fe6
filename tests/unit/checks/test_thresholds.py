from dataclasses import asdict
from pathlib import Path

import yaml

from resistance.checks.thresholds import Thresholds

SCHEMA = Path(__file__).parents[3] / "workflow/schemas/config.schema.yaml"


def test_the_defaults_are_those_of_the_schema():
    rules = yaml.safe_load(SCHEMA.read_text())["properties"]["checks"]["properties"]
    assert {key: rule["default"] for key, rule in rules.items()} == asdict(Thresholds())
