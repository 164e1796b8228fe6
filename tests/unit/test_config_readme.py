"""config/README.md documents every key and column, and nothing else."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
README = (ROOT / "config/README.md").read_text()
HEADINGS = {
    "samples": "## Sample sheet",
    "contrasts": "## Contrasts",
    "protein": "## Protein",
    "protein_samples": "## Protein exports",
    "functional": "## Functional",
    "catalogue": "## Catalogue",
    "mechanism_rules": "## Rules of mechanisms",
}


def rules(schema, prefix=""):
    for name, rule in schema["properties"].items():
        if "properties" in rule:
            yield from rules(rule, f"{prefix}{name}.")
        else:
            yield prefix + name, rule


def keys(schema) -> list[str]:
    return [key for key, _ in rules(schema)]


def documented(section: str) -> set[str]:
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


def section(heading: str) -> str:
    return README.split(heading + "\n", 1)[1].split("\n## ", 1)[0]


def schema(name: str) -> dict:
    return yaml.safe_load((ROOT / f"workflow/schemas/{name}.schema.yaml").read_text())


def test_every_key() -> None:
    assert documented(section("## `config.yaml`")) == set(keys(schema("config")))


@pytest.mark.parametrize("name", HEADINGS)
def test_every_column(name) -> None:
    assert documented(section(HEADINGS[name])) == set(schema(name)["properties"])


def test_every_key_stands_in_the_commented_example() -> None:
    text = (ROOT / "config/config.yaml").read_text()
    for key in keys(schema("config")):
        assert re.search(rf"\b{key.rsplit('.', 1)[-1]}:", text), key


def test_choices_are_those_of_the_schema() -> None:
    for name, heading in {**HEADINGS, "config": "## `config.yaml`"}.items():
        lines = [line for line in section(heading).splitlines() if line.startswith("| `")]
        for key, rule in rules(schema(name)):
            (row,) = [line for line in lines if f"`{key}`" in line.split("|")[1]]
            said = [f"`{choice}`" for choice in rule.get("enum", ()) if choice]
            assert [choice for choice in said if choice not in row] == [], key


def test_the_catalogue_fits_its_schema() -> None:
    from resistance.inputs.tables import check_table
    from resistance.readers.delimited import read_delimited

    path = ROOT / "resources/catalogue/mechanisms.tsv"
    frame, problems, _ = read_delimited(path, "mechanisms.tsv")
    assert problems + check_table(frame, schema("catalogue"), "mechanisms.tsv") == []
