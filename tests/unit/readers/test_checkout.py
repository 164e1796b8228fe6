"""The commit, what was changed since, and why neither is known."""

import subprocess
from pathlib import Path

import pytest

from resistance.readers import checkout
from resistance.readers.checkout import read_checkout


def git(folder: Path, *arguments: str) -> str:
    name = ("-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *name, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "config").mkdir()
    for name in ("Snakefile", "scripts/a.py", "config/config.yaml"):
        (tmp_path / name).write_text("1")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    return tmp_path


def test_a_clean_clone(clone: Path) -> None:
    found = read_checkout(clone)
    assert found.commit == git(clone, "rev-parse", "HEAD")
    assert found.changed == ()
    assert found.reason == ""


def test_changed_and_new_files_of_the_workflow_are_named(clone: Path) -> None:
    (clone / "Snakefile").write_text("2")
    (clone / "scripts/new \u00fc.py").write_text("1")
    (clone / "config/config.yaml").write_text("2")
    assert read_checkout(clone).changed == ("Snakefile", "scripts/new \u00fc.py")


def test_variables_of_another_checkout_do_not_count(clone: Path, monkeypatch) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    assert read_checkout(clone).commit


def test_a_folder_without_a_checkout_of_its_own(clone: Path, tmp_path_factory) -> None:
    assert "no git checkout of its own" in read_checkout(clone / "scripts").reason
    assert read_checkout(tmp_path_factory.mktemp("plain")).reason == "no git checkout"


def test_a_checkout_without_a_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    assert read_checkout(tmp_path).commit == ""


def test_no_git(clone: Path, monkeypatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert read_checkout(clone).reason == "git is not installed"


def test_git_that_hangs(clone: Path, monkeypatch) -> None:
    def hang(*_, **__):
        raise subprocess.TimeoutExpired("git", 1)

    monkeypatch.setattr(checkout.subprocess, "run", hang)
    assert read_checkout(clone).reason == "git did not answer"
