"""Names that look like markup, formulas, SQL, shell or templates stay text to the last page."""

import csv
import re
import shutil
import subprocess
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
import yaml

from workflow_runs import ROOT, Run, finished, snakemake, write_study

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("entry")]

NAMES = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=cmd|'/C calc'!A0",
    "'; DROP TABLE genes; --",
    "$(touch pwned)",
    "`touch pwned`",
    "{{7*7}}",
    "\u202eGNE\u202c",
    "x" * 200,
    "</script><svg onload=alert(1)>",
)
CHROMIUM = shutil.which("chromium")


class Injected(HTMLParser):
    """What a parser finds on a page that only a name could have put there."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if any(name.startswith("on") or (name, value) == ("src", "x") for name, value in attrs):
            self.found.append(str(self.get_starttag_text()))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script" and "alert(1)" in data:
            self.found.append(data[:200])


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run a study whose genes, samples, levels, title, files and comments are such names."""
    directory = tmp_path_factory.mktemp("hostile")
    random = np.random.default_rng(1)
    means = random.lognormal(5, 1, (400, 1))
    fold = np.where(np.arange(400) < 40, 6, 1)[:, None] ** np.array([[0, 0, 0, 1, 1, 1]])
    counts = pd.DataFrame(
        random.negative_binomial(10, 10 / (10 + means * fold)),
        index=[*NAMES, *(f"gene{i}" for i in range(400 - len(NAMES)))],
        columns=list(NAMES[:6]),
    )
    folder = directory / "$(touch pwned)"
    folder.mkdir()
    counts.rename_axis("gene").to_csv(folder / "`touch pwned`.tsv", sep="\t")
    levels = [NAMES[0]] * 3 + [NAMES[1]] * 3
    protein = pd.DataFrame(
        {
            "gene": np.repeat(NAMES[:4], 6),
            "assay_id": "ms",
            "assay_type": "dia_ms",
            "compartment": "total",
            "sample": [*NAMES[:6]] * 4,
            "condition": levels * 4,
            "replicate": list("123123") * 4,
            "scale": "log2",
            "unit": "intensity",
            "value": random.normal(20, 1, 24).round(3),
            "clone": NAMES[0],
        }
    )
    config = {
        "study": {
            "name": " ".join(NAMES),
            "organism": "other",
            "notice": NAMES[1],
            "drug": {"name": NAMES[0], "class": "other", "target": NAMES[1]},
        },
        "samples": "config/samples.tsv",
        "counts": {"path": "$(touch pwned)/`touch pwned`.tsv"},
        "design": "~ condition",
        "contrasts": "config/contrasts.tsv",
        "protein": "config/protein.tsv",
        "genes_of_interest": list(NAMES),
    }
    contrast = {"id": "k", "variable": "condition", "reference": levels[0], "target": levels[-1]}
    tables = {
        "samples.tsv": pd.DataFrame(
            {"sample": NAMES[:6], "condition": levels, "display_name": NAMES[4:10]}
        ),
        "contrasts.tsv": pd.DataFrame([contrast]),
        "protein.tsv": protein,
    }
    write_study(directory, config, tables)
    return snakemake(ROOT / "Snakefile", directory)


def test_the_run_ends(hostile: Run) -> None:
    finished(hostile)


def test_nothing_in_a_name_is_executed(hostile: Run) -> None:
    assert not list(hostile.directory.rglob("pwned"))
    assert not (ROOT / "pwned").exists()


def test_names_are_text_on_the_page(hostile: Run) -> None:
    assert Injected(hostile.report).found == []
    # titles and genes are shown as they were given
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in hostile.report
    assert "{{7*7}}" in hostile.report


def test_names_are_text_in_a_browser(hostile: Run, tmp_path) -> None:
    if CHROMIUM is None:
        pytest.skip("no Chromium")
    page = hostile.directory / "results/report.html"
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}"]
    done = subprocess.run(
        [CHROMIUM, *flags, "--virtual-time-budget=3000", "--dump-dom", page.as_uri()],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert Injected(done.stdout).found == []
    assert "49" not in re.findall(r"<h1[^>]*>(.*?)</h1>", done.stdout, re.S)[0]


def test_names_are_unchanged_in_tables(hostile: Run) -> None:
    genes = pd.read_csv(
        hostile.directory / "results/inputs/genes.tsv.gz",
        sep="\t",
        keep_default_na=False,
        quoting=csv.QUOTE_NONE,
    )
    assert set(NAMES) <= set(genes["gene_id"])


def test_a_path_with_brackets_is_refused_with_the_reason(hostile: Run, tmp_path) -> None:
    shutil.copytree(hostile.directory / "config", tmp_path / "config")
    config = yaml.safe_load((tmp_path / "config/config.yaml").read_text())
    config["counts"]["path"] = "<b>{x}.tsv"
    (tmp_path / "config/config.yaml").write_text(yaml.safe_dump(config))
    (tmp_path / "<b>{x}.tsv").write_bytes(
        (hostile.directory / "$(touch pwned)/`touch pwned`.tsv").read_bytes()
    )
    run = snakemake(ROOT / "Snakefile", tmp_path, "--dry-run")
    assert run.returncode == 1
    assert "The path holds a bracket that Snakemake would fill in" in run.stderr
    assert "Traceback" not in run.stderr
