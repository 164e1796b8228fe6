"""Snakemake's own report of the example: what is in it, and that nothing went wrong."""

import re
import zipfile

import pytest

from workflow_runs import Run, finished, snakemake

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("example")]

CATEGORIES = (
    *("Report", "Verdicts", "Trust", "mRNA and protein", "Pathways"),
    *("Files to send", "Provenance"),
)


@pytest.fixture(scope="module", params=["report.zip", "report.html"])
def made(request: pytest.FixtureRequest, example: Run, tmp_path_factory) -> tuple[Run, str]:
    """Make the report without a network; return the run and the page."""
    target = tmp_path_factory.mktemp("report") / request.param
    run = finished(
        snakemake(
            example.directory / "Snakefile",
            example.directory,
            *("--cores", "1", "--report", str(target)),
        )
    )
    if target.suffix == ".html":
        return run, target.read_text(encoding="utf-8")
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        return run, archive.read("report/report.html").decode("utf-8")


def test_nothing_went_wrong(made: tuple[Run, str]) -> None:
    run, _ = made
    said = run.stdout + run.stderr
    assert "(ERROR" not in said
    assert "Traceback" not in said
    assert "Report created" in said


def test_the_main_outputs_stand_in_categories(made: tuple[Run, str]) -> None:
    _, page = made
    for category in CATEGORIES:
        assert f'"{category}": {{' in page, category
    for name in ("verdicts.tsv", "summary.pdf", "results.xlsx", "provenance.tsv"):
        assert name in page, name


def test_captions_are_filled(made: tuple[Run, str]) -> None:
    _, page = made
    assert "in contrast resistant_vs_parental" in page
    assert "snakemake.wildcards" not in page


def test_the_page_loads_nothing_from_elsewhere(made: tuple[Run, str]) -> None:
    _, page = made
    assert not re.search(r'<(?:script|img|iframe)[^>]*\ssrc="https?:', page)
    assert not re.search(r'<link[^>]*rel="stylesheet"[^>]*href="https?:', page)
