"""A changed table, parameter or module reruns what depends on it, and nothing else."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from workflow_runs import jobs_of_dry_run

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("example")]

#: What lists or packs inputs and results follows every change of theirs.
GATHERING = {"provenance", "crate", "archive", "workbook", "summary_pdf"}
AFTER_ENRICHMENT = {"pathway_groups", "pathway_figures", "report"}
FIGURES = {"study_figures", "model_figures", "contrast_figures", "pathway_figures"}
AFTER_CONCORDANCE = {"concordance", "mechanisms", "summary", "replication", "report", "h5ad"} | {
    "contrast_figures"
}
AFTER_FIT = (
    AFTER_CONCORDANCE
    | AFTER_ENRICHMENT
    | FIGURES
    | {"differential", "quality", "enrichment", "checks", "pathway_scores"}
)
AFTER_PROTEIN = AFTER_CONCORDANCE | {"protein_import", "protein", "checks"}
EVERYTHING = AFTER_FIT | {"inputs", "gene_sets", "protein_import", "protein", "functional"}


@contextmanager
def edited(path: Path, old: str, new: str) -> Iterator[None]:
    """Change a file, and give back both its content and its time."""
    before, stat = path.read_text(), path.stat()
    assert old in before, path
    path.write_text(before.replace(old, new, 1))
    try:
        yield
    finally:
        path.write_text(before)
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def rerun(example) -> set[str]:
    return jobs_of_dry_run(example.directory / "Snakefile", example.directory) - GATHERING


def test_second_run_does_nothing(example) -> None:
    assert jobs_of_dry_run(example.directory / "Snakefile", example.directory) == set()


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("config/samples.tsv", "Parental 1", "Parent 1", EVERYTHING),
        ("config/protein.tsv", "day1", "day9", AFTER_PROTEIN),
        ("config/config.yaml", "alpha: 0.1", "alpha: 0.05", AFTER_FIT),
        ("config/config.yaml", "seed: 42", "seed: 43", {"enrichment"} | AFTER_ENRICHMENT),
    ],
    ids=["sheet", "protein", "alpha", "seed"],
)
def test_tables_and_parameters(example, file: str, old: str, new: str, expected: set[str]) -> None:
    with edited(example.directory / file, old, new):
        assert rerun(example) == expected


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        ("enrichment/prerank.py", {"enrichment"} | AFTER_ENRICHMENT),
        ("wording/concordance.py", AFTER_CONCORDANCE | {"functional"}),
        ("genes/gene_ids.py", EVERYTHING),
        ("report/format.py", {"report"} | FIGURES),
        ("report/figures/top_genes.py", {"contrast_figures", "report"}),
        ("report/figures/fit.py", {"study_figures", "model_figures", "report"}),
        ("report/glossary.py", {"report"}),
    ],
)
def test_library_modules(example, module: str, expected: set[str]) -> None:
    path = example.directory / "scripts/resistance" / module
    with edited(path, '"""', '"""Edited. '):
        assert rerun(example) == expected


def test_a_template_reruns_the_report_alone(example) -> None:
    with edited(example.directory / "workflow/report/style.css", "{", "{ "):
        assert rerun(example) == {"report"}
