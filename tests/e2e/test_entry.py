"""How the workflow is started, and what a user's mistake looks like."""

import gzip
import re
import shutil
from pathlib import Path

import pytest
import yaml

from workflow_runs import ROOT, Run, jobs_of_dry_run, snakemake

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("entry")]


#: The example's data with only the keys that every config needs.
MINIMAL = {
    "study": {"name": "minimal", "organism": "human", "simulated": True},
    "samples": "config/samples.tsv",
    "counts": {"path": "resources/example/counts.tsv.gz"},
    "design": "~ condition",
    "contrasts": "config/contrasts.tsv",
}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Return a study folder of its own that uses the example's tables."""
    shutil.copytree(ROOT / "config", tmp_path / "config")
    (tmp_path / "resources/example").mkdir(parents=True)
    shutil.copy(ROOT / "resources/example/counts.tsv.gz", tmp_path / "resources/example")
    return tmp_path


def edit_config(study: Path, **changes: object) -> dict:
    path = study / "config/config.yaml"
    config = yaml.safe_load(path.read_text())
    config.update(changes)
    path.write_text(yaml.safe_dump({k: v for k, v in config.items() if v is not None}))
    return config


def files_of(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def check(study: Path, *arguments: str) -> Run:
    profile = ("--workflow-profile", str(ROOT / "workflow/profiles/local"))
    return snakemake(ROOT / "Snakefile", study, *("check", "--cores", "1"), *profile, *arguments)


def test_check_says_what_would_be_run_and_runs_nothing(study: Path) -> None:
    run = check(study)
    assert run.returncode == 0, run.stderr
    assert files_of(study / "results") == ["preview.txt", "tables/problems.tsv"]
    assert len((study / "results/tables/problems.tsv").read_text().splitlines()) == 1
    preview = (study / "results/preview.txt").read_text()
    assert preview in run.stdout
    assert "positive log2FoldChange = higher in resistant than in parental" in preview
    assert len(preview.splitlines()) < 60


def test_check_lists_counts_that_are_not_there_and_mended_problems_leave_the_list(
    study: Path,
) -> None:
    counts = study / "resources/example/counts.tsv.gz"
    counts.rename(study / "away")
    edit_config(study, designn="~ condition")
    for _ in range(2):
        run = check(study)
        assert run.returncode == 1
        assert "Traceback" not in run.stdout + run.stderr
        assert "2 problems in the inputs" in run.stderr
        assert list(run.table("problems.tsv")["file"]) == [
            "config/config.yaml",
            "resources/example/counts.tsv.gz",
        ]
    (study / "away").rename(counts)
    edit_config(study, designn=None)
    # a dry run leaves no file behind, and does not touch those that are there
    assert snakemake(ROOT / "Snakefile", study, "-n", "--cores", "1").returncode == 0
    assert len(run.table("problems.tsv")) == 2
    assert check(study).returncode == 0
    assert len(run.table("problems.tsv")) == 0


def test_a_folder_that_is_no_study_stays_as_it_is(tmp_path: Path) -> None:
    run = check(tmp_path)
    assert run.returncode == 1
    assert "There is no such file" in run.stderr
    assert not (tmp_path / "results").exists()


def test_all_problems_in_one_list_without_traceback(study: Path) -> None:
    edit_config(study, designn="~ condition", design="~ condition + __import__('os')")
    sheet = study / "config/samples.tsv"
    lines = sheet.read_text().splitlines()
    sheet.write_text("\n".join([*lines, lines[-1]]) + "\n")
    run = snakemake(ROOT / "Snakefile", study, "--cores", "1")
    said = run.stdout + run.stderr
    assert run.returncode == 1
    assert "Traceback" not in said
    assert "designn" in said
    assert "__import__" in said
    assert "samples.tsv" in said
    assert "3 problems in the inputs" in said
    assert files_of(study / "results") == ["tables/problems.tsv"]
    assert len(run.table("problems.tsv")) == 3


def test_a_config_that_is_not_yaml_is_told_with_its_row(study: Path) -> None:
    path = study / "config/config.yaml"
    path.write_text(path.read_text().replace("samples: config", "samples:\tx: config"))
    run = snakemake(ROOT / "Snakefile", study, "--cores", "1")
    said = run.stdout + run.stderr
    assert run.returncode == 1
    assert "Traceback" not in said
    assert "config/config.yaml, row" in said
    assert "tab" in said


def test_counts_are_checked_before_the_first_job(study: Path) -> None:
    path = study / "resources/example/counts.tsv.gz"
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    cells = lines[7].split("\t")
    cells[-1] = "-3"
    lines[7] = "\t".join(cells)
    path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode()))
    run = snakemake(ROOT / "Snakefile", study, "--cores", "1")
    said = run.stdout + run.stderr
    assert run.returncode == 1
    assert "Traceback" not in said
    assert "-3" in said
    assert "row 8" in said
    assert files_of(study / "results") == ["tables/problems.tsv"]
    (problem,) = run.table("problems.tsv").to_dict("records")
    assert (str(problem["row"]), str(problem["value"])) == ("8", "-3")


def test_nothing_of_the_example_leaks_into_another_study(study: Path) -> None:
    """A minimal config must not inherit the example's protein table, drug or genes."""
    (study / "config/config.yaml").write_text(yaml.safe_dump(MINIMAL))
    arguments = ("--cores", "1", "--dry-run", "--printshellcmds", "--verbose")
    run = snakemake(ROOT / "Snakefile", study, *arguments)
    assert run.returncode == 0, run.stderr
    assert "protein.tsv" not in "".join(
        line for line in (run.stdout + run.stderr).splitlines() if "config/" in line
    )


def test_configfile_on_the_command_line_replaces_the_default(study: Path) -> None:
    (study / "other.yaml").write_text(yaml.safe_dump(MINIMAL))
    run = snakemake(
        ROOT / "Snakefile",
        study,
        *("--configfile", str(study / "other.yaml"), "--cores", "1", "--dry-run"),
    )
    said = run.stdout + run.stderr
    assert run.returncode == 0, said
    protein_inputs = [line for line in said.splitlines() if "config/protein.tsv" in line]
    assert protein_inputs == []


def test_a_study_outside_the_clone_plans_every_stage(study: Path) -> None:
    stages = jobs_of_dry_run(ROOT / "Snakefile", study)
    text = "\n".join(path.read_text() for path in (ROOT / "workflow/rules").glob("*.smk"))
    rules = set(re.findall(r"^rule (\w+):", text, re.MULTILINE)) - {"check"}
    # only where the study has mechanisms of its own, or gene sets by address
    assert stages == rules - {"catalogue", "gene_set_download"}


def test_the_entry_stays_short() -> None:
    assert len((ROOT / "Snakefile").read_text().splitlines()) <= 60
    for script in (ROOT / "scripts").glob("*.py"):
        assert len(script.read_text().splitlines()) <= 40, script
