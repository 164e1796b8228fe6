"""Versions of the lock, and those that run."""

import platform
from importlib import metadata

import pytest

from resistance.readers import software
from resistance.report.methods import PACKAGES

LOCK = """version = 1
[[package]]
name = "pydeseq2"
version = "0.5.4"
dependencies = [
    { name = "numpy" },
]
[[package]]
name = "numpy"
version = "0.0.1"
[[package]]
name = "resistance-rnaseq"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
    { name = "numpy" },
    { name = "no-such-package" },
]

[package.optional-dependencies]
hpc = [
    { name = "slurm" },
]
"""


@pytest.fixture
def lock(tmp_path):
    path = tmp_path / "uv.lock"
    path.write_text(LOCK, encoding="utf-8")
    return path


def test_versions_are_those_of_the_lock_file(lock) -> None:
    assert software.read_versions(lock, ["pydeseq2", "absent"]) == {"pydeseq2": "0.5.4"}


def test_every_package_that_methods_names_is_in_the_lock(request) -> None:
    lock = request.config.rootpath / "uv.lock"
    assert set(software.read_versions(lock, PACKAGES)) == set(PACKAGES)


def test_only_direct_dependencies_of_a_run_are_listed(lock) -> None:
    assert software.direct_dependencies(lock) == ["no-such-package", "numpy"]


def test_versions_in_use_stand_beside_the_lock(lock) -> None:
    python, absent, numpy = software.in_use(lock)
    assert (python.name, python.version) == ("python", platform.python_version())
    assert (absent.version, absent.locked) == ("", "")
    assert (numpy.version, numpy.locked) == (metadata.version("numpy"), "0.0.1")


def test_this_environment_is_the_locked_one(request) -> None:
    packages = software.in_use(request.config.rootpath / "uv.lock")
    assert len(packages) > 10
    assert [p.name for p in packages[1:] if p.version != p.locked] == []


def test_the_release_is_that_of_the_project(request) -> None:
    version, day = software.read_release(request.config.rootpath / "CITATION.cff")
    assert f'version = "{version}"' in (request.config.rootpath / "pyproject.toml").read_text()
    assert len(day) == 10
