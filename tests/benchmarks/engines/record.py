"""What a run measured. Standard library only (see :mod:`engines.measure`)."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from engines.measure import Usage

#: Methods in the order of the tables, with their names.
METHODS = {
    "vectorised": "this engine",
    "pydeseq2": "PyDESeq2",
    "deseq2": "R DESeq2",
    "edger": "edgeR QL",
    "limma": "limma-voom",
}
CALLED = 0.05


@dataclass(frozen=True)
class Timing:
    """Medians over repetitions, in seconds."""

    cpu: float
    wall: float
    repetitions: int


@dataclass
class Record:
    """Everything that a run measured.

    Attributes
    ----------
    datasets : dict of str to str
        Name of a data set in files and in words.
    times : dict of (str, str, str) to Timing
        By data set, method and step.
    memory : dict of (str, str) to float
        MB, by data set and method.
    calls : dict of (str, str) to set of str
        Genes at padj < 0.05, by data set and method.
    p_values : dict of (str, str) to (int, int)
        Genes with a p value below 0.05, and with one at all.
    job : list of Usage
    large : Usage or None
    large_seconds : Timing or None
    left_out : list of str
        What did not run, and why.
    """

    datasets: dict[str, str] = field(default_factory=dict)
    times: dict[tuple[str, str, str], Timing] = field(default_factory=dict)
    memory: dict[tuple[str, str], float] = field(default_factory=dict)
    calls: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    p_values: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    job: list[Usage] = field(default_factory=list)
    large: Usage | None = None
    large_seconds: Timing | None = None
    left_out: list[str] = field(default_factory=list)

    def cpu(self, data: str, method: str, step: str = "fit") -> float:
        """Return the median CPU seconds; NaN where it was not measured."""
        timing = self.times.get((data, method, step))
        return timing.cpu if timing else math.nan

    def read(self, out: Path, data: str, method: str) -> None:
        """Take in what a peer wrote about a data set."""
        for step, timing in read_times(out / "times.tsv").items():
            self.times[data, method, step] = timing
        called, below, known = set(), 0, 0
        for row in _rows(out / "results.tsv"):
            p, padj = _number(row["pvalue"]), _number(row["padj"])
            known += not math.isnan(p)
            below += p < CALLED
            if padj < CALLED:
                called.add(row["gene"])
        self.calls[data, method] = called
        self.p_values[data, method] = below, known

    def differing(self, data: str, method: str, other: str = "deseq2") -> int | None:
        """Return how many calls differ between two methods; None where one is missing."""
        if (data, method) not in self.calls or (data, other) not in self.calls:
            return None
        return len(self.calls[data, method] ^ self.calls[data, other])


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream, delimiter="\t")


def _number(text: str) -> float:
    return math.nan if text in ("", "NA") else float(text)


def read_times(path: Path) -> dict[str, Timing]:
    """Read a peer's times: the median of each step."""
    seconds: dict[str, list[tuple[float, float]]] = {}
    for row in _rows(path):
        seconds.setdefault(row["step"], []).append((float(row["cpu"]), float(row["wall"])))
    return {
        step: Timing(median(c for c, _ in all_), median(w for _, w in all_), len(all_))
        for step, all_ in seconds.items()
    }
