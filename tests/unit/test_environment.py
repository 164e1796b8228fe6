"""The three ways to install must not drift apart: pyproject, locks, conda environment."""

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
CONDA_NAMES = {"snakemake-minimal": "snakemake", "matplotlib-base": "matplotlib"}


def locked() -> dict[str, str]:
    packages = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    return {package["name"]: package["version"] for package in packages}


def conda_pins() -> dict[str, str]:
    pins = {}
    for line in yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]:
        name, version = line.split(" =")
        pins[CONDA_NAMES.get(name, name)] = version
    return pins


def test_conda_pins_equal_the_lock() -> None:
    lock = locked()
    pins = conda_pins()
    pins.pop("python")
    assert pins == {name: lock[name] for name in pins}


def test_conda_has_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["hpc"]
    names = {re.match(r"[\w.-]+", item).group() for item in wanted}
    assert names <= set(conda_pins())


def test_exported_locks_equal_the_lock() -> None:
    lock = locked()
    for name in ("run", "dev"):
        text = (ROOT / f"requirements/{name}.lock").read_text()
        pins = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", text, flags=re.MULTILINE))
        assert pins == {package: lock[package] for package in pins}
        assert len(pins) > 50
        assert text.count("--hash=sha256:") >= len(pins)
