"""The same study gives the same bytes, whatever cores, locale, time zone and seed of hashes."""

import hashlib
import subprocess
from pathlib import Path

import pytest

import page_studies
from workflow_runs import Run

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("endless")]

#: The one most unlike C, where it is installed: a comma in numbers, letters sorted otherwise.
LOCALES = ("de_DE.UTF-8", "C.UTF-8")


def installed() -> str:
    """Return the first of the locales that this machine has, or skip."""
    listed = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout
    known = {name.lower().replace("-", "") for name in listed.split()}
    for name in LOCALES:
        if name.lower().replace("-", "") in known:
            return name
    pytest.skip(f"none of {', '.join(LOCALES)} is installed (Debian: apt-get install locales)")


@pytest.fixture(scope="module")
def elsewhere(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run the study of ``endless`` again, in surroundings that differ in all that may differ."""
    directory = tmp_path_factory.mktemp("elsewhere") / "another folder"
    directory.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        for name, setting in (
            *(("LC_ALL", installed()), ("LANG", installed()), ("TZ", "Asia/Kathmandu")),
            *(("PYTHONHASHSEED", "77"), ("OMP_NUM_THREADS", "3"), ("HOME", str(directory.parent))),
        ):
            patch.setenv(name, setting)
        return page_studies.run(page_studies.endless, directory, clone, cores=1)


def digests(run: Run) -> dict[str, str]:
    results = run.directory / "results"
    return {
        str(path.relative_to(results)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(results.rglob("*"))
        if path.is_file()
    }


def test_every_file_of_results_is_the_same(endless: Run, elsewhere: Run) -> None:
    one, other = digests(endless), digests(elsewhere)
    assert len(one) > 60
    assert set(one) == set(other)
    assert [name for name in one if one[name] != other[name]] == []
    kinds = {name.rpartition(".")[2] for name in one}
    assert {"html", "tsv", "gz", "svg", "pdf", "xlsx", "h5ad", "zip", "json", "bib"} <= kinds


def test_no_file_tells_where_or_when_it_was_made(endless: Run) -> None:
    here = str(endless.directory).encode()
    for path in sorted((endless.directory / "results").rglob("*")):
        if path.is_file():
            assert here not in path.read_bytes(), path
