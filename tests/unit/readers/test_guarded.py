import os
import signal
import time

from resistance.readers import guarded
from resistance.readers.guarded import ends


def test_what_ends(tmp_path) -> None:
    assert ends(lambda: None, 0)
    assert ends(lambda: 1 / 0, 0)


def test_what_crashes() -> None:
    assert not ends(lambda: os.kill(os.getpid(), signal.SIGKILL), 0)


def test_what_does_not_end(monkeypatch) -> None:
    monkeypatch.setattr(guarded, "PATIENCE", 1)
    start = time.monotonic()
    assert not ends(lambda: time.sleep(60), 0)
    assert time.monotonic() - start < 10
