"""Exports are checked with the study, in the user's own rows and columns."""

from pathlib import Path

import pytest

from resistance.readers.protein_checks import check_exports
from resistance.readers.study import load_study
from resistance.readers.study_checks import look_at, problems_of

ROOT = Path(__file__).parents[3]
PLACES = {"schemas": ROOT / "workflow/schemas", "resources": ROOT / "resources"}
SHARED = Path("/work/shared/data/yeast_pab1_rna_protein")
FILES = {
    "s.tsv": "sample\tk\nS1\ta\nS2\ta\nS3\tb\nS4\tb\n",
    "k.tsv": "id\tvariable\treference\ttarget\nx\tk\ta\tb\n",
    "c.tsv": "id\tS1\tS2\tS3\tS4\ng\t1\t2\t3\t4\nh\t4\t3\t2\t9\n",
    "pg.txt": "Majority protein IDs\tGene names\tLFQ intensity S1\tLFQ intensity S2\t"
    "LFQ intensity S3\tLFQ intensity S4\nP1\tg\t1E9\t2E9\t3E9\t0\nP2\th\t5E8\t4E8\t6E8\t7E8\n",
}
CONFIG = {
    "study": {"name": "x", "organism": "other"},
    "samples": "s.tsv",
    "counts": {"path": "c.tsv"},
    "design": "~ k",
    "contrasts": "k.tsv",
    "protein_files": [{"path": "pg.txt"}],
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_a_study_of_exports_has_no_problems(base) -> None:
    study, problems = load_study(CONFIG, base, **PLACES)
    assert problems == []
    assert study.protein is None
    look = look_at(study)
    assert look.problems == []
    assert look.study.protein["value"].tolist()[:4] == ["1E9", "2E9", "3E9", ""]
    assert problems_of(CONFIG, base, **PLACES, with_counts=True) == []


def test_no_exports_no_work(base) -> None:
    study, _ = load_study({**CONFIG, "protein_files": []}, base, **PLACES)
    assert check_exports(study, None) == (None, [])


def test_absent_files_are_told_at_once(base) -> None:
    wrong = {**CONFIG, "protein_files": [{"path": "pg.tx", "samples": "r.tsv"}]}
    problems = load_study(wrong, base, **PLACES)[1]
    assert [p.file for p in problems] == ["pg.tx", "r.tsv"]
    assert problems[0].hint == 'Did you mean "pg.txt"?'


def test_problems_name_file_row_and_column_of_the_export(base) -> None:
    (base / "pg.txt").write_text(FILES["pg.txt"].replace("4E8", "4 E8"))
    (problem,) = problems_of(CONFIG, base, **PLACES, with_counts=True)
    assert (problem.file, problem.row, problem.column, problem.value) == (
        "pg.txt",
        "3",
        "LFQ intensity S2",
        "4 E8",
    )


def test_an_unknown_condition_is_in_the_table_of_runs(base) -> None:
    (base / "r.tsv").write_text("run\tcondition\nS1\ta\nS2\taa\nS3\tb\nS4\tb\n")
    config = {**CONFIG, "protein_files": [{"path": "pg.txt", "samples": "r.tsv"}]}
    (problem,) = problems_of(config, base, **PLACES, with_counts=True)
    assert (problem.file, problem.row, problem.column) == ("r.tsv", "3", "condition")
    assert problem.value == "aa"


def test_the_same_protein_twice(base) -> None:
    (base / "pg.txt").write_text(FILES["pg.txt"] + "P1\tg\t1E9\t2E9\t3E9\t1E9\n")
    problems = problems_of(CONFIG, base, **PLACES, with_counts=True)
    assert len(problems) == 4
    assert (problems[0].file, problems[0].row) == ("pg.txt", "4")
    assert "stands in row 2 (LFQ intensity S1)" in problems[0].message


def test_table_and_export_are_checked_together(base) -> None:
    (base / "p.tsv").write_text("gene\tcondition\treplicate\tvalue\tassay_id\ng\ta\t1\tx\tw\n")
    config = {**CONFIG, "protein": "p.tsv", "concordance": {"systematic_sd": {"lfq_ms": 0.1}}}
    # the assay is one of the export: no problem of the setting
    (problem,) = problems_of(config, base, **PLACES, with_counts=True)
    assert (problem.file, problem.row, problem.column) == ("p.tsv", "2", "value")


def test_made_up_exports_are_marked_in_the_table_of_runs(base) -> None:
    (base / "s.tsv").write_text(
        "sample\tk\tsimulated\nS1\ta\tyes\nS2\ta\tyes\nS3\tb\tyes\nS4\tb\tyes\n"
    )
    config = {**CONFIG, "study": {**CONFIG["study"], "simulated": True}}
    problems = problems_of(config, base, **PLACES, with_counts=True)
    assert any(p.column == "simulated" for p in problems)
    rows = "".join(f"S{n}\t{'aabb'[n - 1]}\tyes\n" for n in range(1, 5))
    (base / "r.tsv").write_text(f"run\tcondition\tsimulated\n{rows}")
    config["protein_files"] = [{"path": "pg.txt", "samples": "r.tsv"}]
    assert problems_of(config, base, **PLACES, with_counts=True) == []


def test_names_of_genes_are_looked_up(base) -> None:
    config = {**CONFIG, "study": {"name": "x", "organism": "human"}}
    (base / "pg.txt").write_text(FILES["pg.txt"].replace("\tg\t", "\tCD12\t"))
    study, _ = load_study(config, base, **PLACES)
    look = look_at(study)
    assert any("neither the annotation nor the counts know" in note for note in look.study.notes)


def test_the_tidy_table_of_the_yeast_proteome(base) -> None:
    if not SHARED.is_dir():
        pytest.skip("shared data are absent")
    names = [f"{g}_{n}" for g in ("WT", "pbp1d", "pab1d_pbp1d") for n in (1, 2, 3)]
    rows = "".join(f"{n}\t{n.rsplit('_', 1)[0]}\n" for n in names)
    (base / "s.tsv").write_text(f"sample\tk\n{rows}")
    (base / "k.tsv").write_text("id\tvariable\treference\ttarget\nx\tk\tpbp1d\tpab1d_pbp1d\n")
    path = SHARED / "protein_log2_tidy.tsv.gz"
    config = {**CONFIG, "protein_files": [{"path": str(path), "assay_type": "tmt"}]}
    study, problems = load_study(config, base, **PLACES)
    assert problems == []
    inputs, problems = check_exports(study, None)
    assert problems == []
    assert len(inputs.table) == 2783 * 9
    assert set(inputs.table["scale"]) == {"log2"}
    assert inputs.table["condition"].value_counts().to_dict() == dict.fromkeys(
        ("WT", "pbp1d", "pab1d_pbp1d"), 2783 * 3
    )
