"""Damaged inputs, table by table: each of ``cases/*.yaml`` says what must be said of it."""

import gzip
import sys
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from resistance.problems import Problem, format_problems

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "unit/readers"))

from xlsx_files import write_xlsx  # noqa: E402

CASES = [
    case
    for path in sorted((HERE / "cases").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def give(study, case: dict) -> None:
    """Put a case's files and keys of the configuration in the place of the good study's."""
    for key, value in case.get("config", {}).items():
        *blocks, last = key.split(".")
        place = study.config
        for block in blocks:
            place = place[block]
        place[last] = value
    study.write()
    for name, text in case.get("files", {}).items():
        path = study.base / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = text.encode(case.get("encoding", "utf-8"))
        data = gzip.compress(data, mtime=0) if case.get("gzip") else data
        path.write_bytes(data[: case.get("cut")])
    if "workbook" in case:
        write_xlsx(study.base / case["config"]["counts.path"], case["workbook"])


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_what_is_wrong_is_said(case, study) -> None:
    give(study, case)
    study.write = lambda: None
    found = study.problems()
    text = format_problems(found)
    for wanted in case["expect"]:
        assert any(
            all(part in getattr(problem, name) for name, part in wanted.items())
            for problem in found
        ), text
    assert len(found) == case.get("n", len(case["expect"])), text


def test_cases_are_many_and_say_where_and_what() -> None:
    names = {field.name for field in fields(Problem)}
    assert len(CASES) >= 100
    assert len({case["id"] for case in CASES}) == len(CASES)
    for case in CASES:
        assert case["expect"]
        for wanted in case["expect"]:
            assert {"file", "message"} <= set(wanted) <= names, case["id"]
    # where a whole file is wrong there is no row or column
    placed = [wanted for case in CASES for wanted in case["expect"] if len(wanted) > 2]
    assert len(placed) >= 100
