"""Where the example's results come from, and what a commit reruns."""

import hashlib
import json
import re
import shutil
import subprocess
from urllib.parse import unquote

import pytest

from workflow_runs import jobs_of_dry_run

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("example")]


def sha256(path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_inputs_are_listed_with_their_checksums(example) -> None:
    table = example.table("provenance.tsv").set_index("name")
    names = ["config/samples.tsv", "config/contrasts.tsv", "config/protein.tsv"]
    names += ["config/config.yaml", "resources/example/counts.tsv.gz"]
    for name in [*names, "resources/annotation/human.tsv.gz"]:
        assert table.loc[name, "value"] == sha256(example.directory / name), name
    assert "unknown: " in table.loc["commit", "detail"]
    assert not table["detail"].str.contains("differs from MANIFEST", na=False).any()
    assert str(example.directory) not in table.to_csv()


def test_the_crate_lists_every_result_that_is_there(example) -> None:
    results = example.directory / "results"
    graph = json.loads((results / "ro-crate-metadata.json").read_text())["@graph"]
    files = {
        unquote(entity["@id"]): entity["sha256"]
        for entity in graph
        if "File" in entity["@type"] and "://" not in entity["@id"]
    }
    assert {"report.html", "references.bib", "tables/verdicts.tsv", "workflow/Snakefile"} <= set(
        files
    )
    for name, digest in files.items():
        assert sha256(results / name) == digest, name
    written = {str(path.relative_to(results)) for path in results.rglob("*") if path.is_file()}
    # these are of no rule, or hold the crate
    apart = {"ro-crate-metadata.json", "preview.txt", "tables/problems.tsv"}
    assert {name for name in written - set(files) if not name.endswith(".zip")} == apart


def test_works_that_the_page_cites_are_those_of_the_bibliography(example) -> None:
    text = (example.directory / "results/references.bib").read_text(encoding="utf-8")
    dois = [line.split("{")[1].rstrip("},") for line in text.splitlines() if "doi = " in line]
    assert "10.1186/s13059-014-0550-8" in dois
    listed = re.search("<summary>References</summary>(.*?)</ul>", example.report, re.DOTALL)
    assert re.findall(r"doi:(\S+?)</li>", listed[1]) == dois


def test_a_commit_reruns_what_tells_of_it_and_nothing_else(example) -> None:
    snakefile = example.directory / "Snakefile"
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
    try:
        for arguments in (["init", "-q"], ["add", "Snakefile"], ["commit", "-qm", "one"]):
            subprocess.run([*git, *arguments], cwd=example.directory, check=True)
        assert jobs_of_dry_run(snakefile, example.directory) == {"provenance", "crate"}
    finally:
        shutil.rmtree(example.directory / ".git")
    assert jobs_of_dry_run(snakefile, example.directory) == set()
