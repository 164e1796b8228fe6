import logging
import sys
import warnings
from pathlib import Path

import pytest

from resistance.problems import InputError, Problem
from resistance.writers.logs import to_file


def test_everything_said_goes_to_the_file(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    path = tmp_path / "logs/step.log"
    with to_file(path) as logger:
        print("printed")
        print("complained", file=sys.stderr)
        logger.info("logged")
        warnings.warn("warned", stacklevel=1)
    text = path.read_text()
    for word in ("printed", "complained", "INFO logged", "warned"):
        assert word in text
    assert capsys.readouterr() == ("", "")
    assert not logging.getLogger("resistance").handlers


def test_a_users_mistake_is_shown_without_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    with pytest.raises(SystemExit) as stop, to_file(tmp_path / "step.log"):
        raise InputError([Problem("counts.tsv", "This is wrong.")])
    assert stop.value.code == 1
    shown = capsys.readouterr().err
    assert "This is wrong." in shown
    assert "Traceback" not in shown
    assert "This is wrong." in (tmp_path / "step.log").read_text()
