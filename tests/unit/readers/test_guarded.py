import os
import signal
import time

from resistance.readers import guarded
from resistance.readers.guarded import outcome


def fail() -> None:
    raise ValueError("of no use")


def test_what_ends() -> None:
    assert outcome(lambda: None, 0) == ""
    assert outcome(fail, 0) == "of no use"


def test_what_takes_too_much_memory() -> None:
    assert outcome(lambda: bytearray(100_000_000), 0) == ""
    assert outcome(lambda: bytearray(4_000_000_000), 0) == "MemoryError"


def test_what_crashes() -> None:
    assert outcome(lambda: os.kill(os.getpid(), signal.SIGKILL), 0) is None


def test_what_does_not_end(monkeypatch) -> None:
    monkeypatch.setattr(guarded, "PATIENCE", 1)
    start = time.monotonic()
    assert outcome(lambda: time.sleep(60), 0) is None
    assert time.monotonic() - start < 10
