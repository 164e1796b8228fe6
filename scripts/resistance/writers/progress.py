"""Show a run's progress on the terminal: one line a finished stage, one for a failed one."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from typing import IO, Any, Final

#: What Snakemake says beside these lines, once or twice for each job.
_EVENTS: Final = ("job_started", "job_finished", "progress")
_SAID: Final = ("Select jobs to execute...",)


def _event(record: logging.LogRecord) -> str:
    event = getattr(record, "event", "")
    return str(getattr(event, "value", event))


class Quieter(logging.Filter):
    """Drops Snakemake's own lines on progress; warnings and errors pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a record is shown.

        Parameters
        ----------
        record : logging.LogRecord

        Returns
        -------
        bool
        """
        if record.levelno >= logging.WARNING:
            return True
        return _event(record) not in _EVENTS and record.msg not in _SAID


class Stages(logging.Handler):
    """Writes ``[ 7/23] enrichment (resistant_vs_parental)`` when a job has ended.

    Parameters
    ----------
    stream : file
        The terminal.
    """

    def __init__(self, stream: IO[str]) -> None:
        super().__init__(logging.INFO)
        self.stream = stream
        self.names: dict[Any, str] = {}
        self.ended: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Follow the jobs.

        Parameters
        ----------
        record : logging.LogRecord
            Of Snakemake; what is unknown is passed over.
        """
        event = _event(record)
        if event == "job_info":
            self.names[getattr(record, "jobid", None)] = _stage(record)
        elif event == "job_finished":
            self.ended.append(self.names.get(getattr(record, "job_id", None), ""))
        elif event == "progress":
            done, total = getattr(record, "done", 0), getattr(record, "total", 0)
            named = ", ".join(name for name in self.ended if name not in ("", "all"))
            self.ended.clear()
            if named:
                self._say(f"[{done:>{len(str(total))}}/{total}] {named}")
        elif event == "job_error":
            logs = ", ".join(str(log) for log in getattr(record, "log", None) or ())
            self._say(f"FAILED: {_stage(record)}{f'; see {logs}' if logs else ''}")

    def _say(self, text: str) -> None:
        print(text, file=self.stream, flush=True)


def _stage(record: logging.LogRecord) -> str:
    """Name a job by its rule and its wildcards."""
    rule = str(getattr(record, "rule_name", ""))
    wildcards = getattr(record, "wildcards", None)
    values = ", ".join(map(str, wildcards.values())) if isinstance(wildcards, Mapping) else ""
    return f"{rule.replace('_', ' ')}{f' ({values})' if values else ''}"


def show_stages(logger: logging.Logger, stream: IO[str] | None = None) -> None:
    """Put one line a stage in the place of what a logger writes to the terminal.

    Parameters
    ----------
    logger : logging.Logger
        Snakemake's.
    stream : file, optional
        Standard error where it is left out.
    """
    for handler in logger.handlers:
        if isinstance(handler, logging.StreamHandler) and not isinstance(
            handler, logging.FileHandler
        ):
            handler.addFilter(Quieter())
    logger.addHandler(Stages(stream or sys.stderr))
