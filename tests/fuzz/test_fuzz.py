"""2,000 damaged inputs end with a table or with problems; ``make fuzz`` tries 50,000."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

RUN = Path(__file__).parent / "run.py"


@pytest.mark.parametrize("seed", [101, 102, 103, 104])
def test_damaged_inputs_are_told(seed, tmp_path) -> None:
    log = tmp_path / "fuzz.log"
    command = [sys.executable, str(RUN), "--cases", "500", "--seed", str(seed), "--log", str(log)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, log.read_text()[:8000]
    assert "500 cases" in ended.stdout
    assert " 0 findings" in ended.stdout


@pytest.fixture
def fuzzer(monkeypatch):
    monkeypatch.syspath_prepend(str(RUN.parent))
    import run

    return run


def test_what_is_not_damaged_is_accepted(fuzzer, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(fuzzer, "damaged", lambda data, rng: data)
    for case, kinds, _ in fuzzer.CASES.values():
        for i, kind in enumerate(kinds):
            for seed in range(12):  # some seeds name another format
                folder = tmp_path / f"{case.__name__}{i}_{seed}"
                folder.mkdir()
                if case(folder, kind, random.Random(seed)):
                    break
            else:
                pytest.fail(f"{kind} is refused as it is")


def test_a_fault_is_found(fuzzer, monkeypatch) -> None:
    def fails(*_: object) -> bool:
        raise KeyError("broken")

    monkeypatch.setattr(fuzzer, "CASES", {"counts": (fails, ["x"], 1)})
    seen, findings = fuzzer.fuzz(3, 1)
    assert len(findings) == 3
    assert "broken" in findings[0].said
