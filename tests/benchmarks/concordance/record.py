"""What the benchmark found."""

from __future__ import annotations

from dataclasses import dataclass, field

from concordance.cells import Cell, Sizes
from concordance.scores import Scores


@dataclass
class Record:
    """Results of one run.

    Attributes
    ----------
    sizes : Sizes
    scores : dict
        By cell and rule.
    single : dict
        By cell, number of targets and fall.
    seconds : dict
        CPU seconds of the stages of a whole proteome of ``genes``.
    """

    sizes: Sizes
    scores: dict[tuple[Cell, str], Scores] = field(default_factory=dict)
    single: dict[tuple[Cell, int, float], Scores] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    genes: int = 20_000
