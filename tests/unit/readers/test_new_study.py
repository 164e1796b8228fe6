"""From counts alone, or with a sheet, to a study that its own checks accept."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from resistance.readers.new_study import read_draft
from resistance.readers.study_checks import problems_of
from resistance.writers.new_study import write_study

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared/data"
RESOURCES = ROOT / "resources"
PLACES = {"schemas": ROOT / "workflow/schemas", "resources": RESOURCES}


def made(study: Path, counts: Path, sheet: Path | None = None, organism: str = "") -> list:
    draft, problems = read_draft(study, counts, sheet, organism, None, RESOURCES)
    assert problems == []
    write_study(study, draft, ROOT / "config/config.yaml")
    config = yaml.safe_load((study / "config/config.yaml").read_text())
    return problems_of(config, study, **PLACES, with_counts=True)


@pytest.mark.parametrize(
    ("counts", "sheet", "contrasts"),
    [
        ("airway/airway_rawcounts.csv.gz", "airway/airway_metadata.csv", 1),
        ("mcf7_endocrine/counts.tsv.gz", "mcf7_endocrine/samples.tsv", 4),
        ("pasilla/pasilla_gene_counts.tsv.gz", "", 1),
        ("yeast_rrp6_technical_replicates/featureCounts_counts.txt.gz", "", 1),
        ("format_featurecounts/featureCounts.txt", "", 1),
    ],
)
def test_real_counts_become_a_study_without_problems(tmp_path, counts, sheet, contrasts) -> None:
    if not SHARED.exists():
        pytest.skip("../shared is absent")
    given = SHARED / sheet if sheet else None
    assert made(tmp_path, SHARED / counts, given) == []
    lines = (tmp_path / "config/contrasts.tsv").read_text().splitlines()
    assert len(lines) == contrasts + 1


def test_a_folder_of_salmon_takes_a_table_of_transcripts(tmp_path) -> None:
    folder = SHARED / "format_salmon_rsem"
    if not folder.exists():
        pytest.skip("../shared is absent")
    sheet = tmp_path / "sheet.csv"
    runs = sorted(path.name for path in (folder / "salmon").iterdir())
    sheet.write_text("run,pop\n" + "".join(f"{run},{'ab'[i % 2]}\n" for i, run in enumerate(runs)))
    draft, problems = read_draft(
        tmp_path, folder / "salmon", sheet, "", folder / "tx2gene.csv.gz", RESOURCES
    )
    assert problems == []
    assert list(draft.samples["sample"]) == runs
    assert draft.values["counts.tx2gene"] == str(folder / "tx2gene.csv.gz")
    assert draft.values["study.organism"] == "human"
    assert draft.contrasts.loc[0, "id"] == "b_vs_a"


def test_hostile_names_stay_text(tmp_path) -> None:
    names = [
        *(
            '=cmd|"/c calc"!A1',
            "<script>alert(1)</script>",
            "'; DROP TABLE x;--",
            "$(touch hacked)",
        ),
        *("a,b", "../../etc/passwd"),
    ]
    header = ",".join(f'"{name.replace(chr(34), chr(34) * 2)}"' for name in ["gene", *names])
    rows = [
        f"GENE{i}," + ",".join(str(5 + (7 * i + 3 * j) % 90) for j in range(6)) for i in range(50)
    ]
    counts = tmp_path / "a folder; rm -rf x" / "counts #1: new;.csv"
    counts.parent.mkdir()
    counts.write_text("\n".join([header, *rows]) + "\n")
    sheet = tmp_path / "sheet.tsv"
    cells = [
        f'"{name.replace(chr(34), chr(34) * 2)}"\t{"p" if i < 3 else "=r"}'
        for i, name in enumerate(names)
    ]
    sheet.write_text("\n".join(["sample\tcondition", *cells]) + "\n")
    study = counts.parent
    assert made(study, counts, sheet, "other") == []
    config = yaml.safe_load((study / "config/config.yaml").read_text())
    assert config["counts"]["path"] == "counts #1: new;.csv"
    assert config["study"]["name"] == "a folder; rm -rf x"
    assert not (tmp_path / "hacked").exists()


def test_counts_that_cannot_be_read_are_problems(tmp_path) -> None:
    draft, problems = read_draft(tmp_path, tmp_path / "none.tsv", None, "", None, RESOURCES)
    assert draft is None
    assert "does not exist" in problems[0].message
    names = tmp_path / "names.tsv"
    names.write_text("gene\tsymbol\nENSG00000185291\tIL3RA\nENSG00000085563\tABCB1\n")
    draft, problems = read_draft(tmp_path, names, None, "", None, RESOURCES)
    assert draft is None
    assert problems[0].message.startswith("No column of numbers")
    draft, problems = read_draft(
        tmp_path, ROOT / "resources/example/counts.tsv.gz", tmp_path / "no.tsv", "", None, RESOURCES
    )
    assert draft is None
    assert len(problems) == 1


def test_the_command_writes_a_study_and_nothing_over_it(tmp_path) -> None:
    counts = tmp_path / "counts.tsv"
    counts.write_bytes(gzip.decompress((ROOT / "resources/example/counts.tsv.gz").read_bytes()))
    call = [sys.executable, str(ROOT / "scripts/new_study.py"), "--", str(tmp_path), str(counts)]
    environment = {"PYTHONPATH": str(ROOT / "scripts")}
    run = subprocess.run(
        [*call, "", ""], capture_output=True, text=True, env=environment, check=False
    )
    assert run.returncode == 0, run.stderr
    assert "path: counts.tsv\n" in (tmp_path / "config/config.yaml").read_text()
    assert "Please review:" in run.stdout
    assert run.stdout.rstrip().endswith("and run it without `check`.")
    again = subprocess.run(call, capture_output=True, text=True, env=environment, check=False)
    assert again.returncode == 1
    assert "is not overwritten" in again.stderr
    assert "Traceback" not in again.stderr
