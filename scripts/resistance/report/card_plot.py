"""Geometry of the small plot on a verdict card: every replicate, on one fold scale.

mRNA and each protein assay stand side by side, as log2 distance from the mean of the reference
arm, so that "mRNA flat, protein down" is seen before it is read. The template draws what this
module computes; names are escaped there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from resistance.report import format as fmt

HEIGHT = 150.0
TOP, BOTTOM, LEFT = 22.0, 34.0, 44.0
ARM = 56.0  # px between the two arms of a panel
PANEL = 126.0


@dataclass(frozen=True)
class Panel:
    """Values of one layer.

    Attributes
    ----------
    title : str
    reference, target : list of float
        log2 values of the replicates.
    """

    title: str
    reference: list[float]
    target: list[float]


def rna_panel(counts: pd.Series, reference: list[str], target: list[str]) -> Panel:
    """Turn normalised counts of one gene into a panel.

    Parameters
    ----------
    counts : pandas.Series
        Normalised counts indexed by sample.
    reference, target : list of str
        Samples of the two arms.

    Returns
    -------
    Panel
        log2(count + 0.5): a half keeps zeros on the plot.
    """
    logs = pd.Series(np.log2(counts.to_numpy(float) + 0.5), index=counts.index)
    return Panel("mRNA", logs.reindex(reference).tolist(), logs.reindex(target).tolist())


def draw(panels: list[Panel], arms: tuple[str, str]) -> dict[str, Any] | None:
    """Lay out the panels of a card.

    Parameters
    ----------
    panels : list of Panel
    arms : tuple of str
        Names of the reference and the target arm.

    Returns
    -------
    dict or None
        ``width, height, ticks, panels, arms, label`` for ``card_plot.svg.j2``; None where no
        panel has a value.
    """
    shifted = []
    for panel in panels:
        base = _finite(panel.reference) or _finite(panel.target)
        if base:
            middle = float(np.mean(base))
            shifted.append(
                (
                    panel.title,
                    [v - middle for v in _finite(panel.reference)],
                    [v - middle for v in _finite(panel.target)],
                )
            )
    if not shifted:
        return None
    values = [v for _, reference, target in shifted for v in (*reference, *target)]
    low, high = min(-1.0, *values) - 0.3, max(1.0, *values) + 0.3
    scale = (HEIGHT - TOP - BOTTOM) / (high - low)

    def y(value: float) -> float:
        return round(TOP + (high - value) * scale, 1)

    step = max(1, math.ceil((high - low) / 5))
    ticks = [
        {"y": y(tick), "text": _fold_label(tick)}
        for tick in range(math.ceil(low), math.floor(high) + 1)
        if tick % step == 0
    ]
    drawn, sentences = [], []
    for index, (title, reference, target) in enumerate(shifted):
        left = LEFT + index * PANEL
        centres = (left + PANEL / 2 - ARM / 2, left + PANEL / 2 + ARM / 2)
        drawn.append(
            {
                "title": fmt.shorten(title, 17),
                "x": round(left + PANEL / 2, 1),
                "left": round(left, 1),
                "right": round(left + PANEL - 8, 1),
                "reference": _arm(reference, centres[0], y),
                "target": _arm(target, centres[1], y),
            }
        )
        if target and reference:
            sentences.append(
                f"{title}: {fmt.plural(len(reference), 'replicate')} of {arms[0]} and "
                f"{len(target)} of {arms[1]}, means {fmt.signed(float(np.mean(target)))} "
                "log2 apart"
            )
    return {
        "width": round(LEFT + PANEL * len(shifted), 1),
        "height": HEIGHT,
        "ticks": ticks,
        "zero": y(0.0),
        "panels": drawn,
        "arms": [fmt.shorten(name, 16) for name in arms],
        # long names would meet in the middle: the second goes one line down
        "arm_y": [HEIGHT - 19, HEIGHT - (7 if max(map(len, arms)) > 9 else 19)],
        "label": "Each replicate relative to the mean of the reference arm. "
        + "; ".join(sentences),
    }


def _finite(values: list[float]) -> list[float]:
    return [float(v) for v in values if not fmt.is_missing(v) and math.isfinite(v)]


def _arm(values: list[float], centre: float, y: Any) -> dict[str, Any]:
    spread = min(7.0, 26.0 / max(1, len(values)))
    ordered = sorted(values)
    points = [
        {"x": round(centre + (i - (len(ordered) - 1) / 2) * spread, 1), "y": y(value)}
        for i, value in enumerate(ordered)
    ]
    return {
        "x": round(centre, 1),
        "points": points,
        "mean": y(float(np.mean(values))) if values else None,
    }


def _fold_label(tick: int) -> str:
    size = 2 ** abs(tick)
    if tick == 0:
        return "same"
    text = f"{size:,}" if size < 10_000 else f"2^{abs(tick)}"
    return f"\u00d7{text}" if tick > 0 else f"\u00f7{text}"
