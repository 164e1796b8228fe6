"""What the rule must hold, and whether it does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from concordance.cells import Cell
from concordance.estimates import TITLES
from concordance.record import Record
from concordance.scores import Share, any_false, false_discovery_rate, power
from resistance.protein.estimates import SYSTEMATIC_SD

MOST_SECONDS = 3.0


@dataclass(frozen=True)
class Target:
    """One bar: what was measured, where it was worst, what it should be."""

    what: str
    measured: str
    bar: str
    verdict: str


def judge(record: Record, quick: bool) -> list[Target]:
    """Hold the rule against its targets.

    Parameters
    ----------
    record : Record
    quick : bool
        Few panels: nothing is judged.

    Returns
    -------
    list of Target
    """
    cells = sorted({cell for cell, rule in record.scores if rule == "ours"})
    edges = ("change_edge", "half_edge")
    inside = [c for c in cells if c.world not in edges and c.assay != "western"]
    without = [c for c in cells if c.world == "none"]

    def of(chosen: Iterable[Cell], measure: Callable[..., Share]) -> list[tuple[Cell, Share]]:
        return [(cell, measure(record.scores[cell, "ours"])) for cell in chosen]

    out = []

    def bar(what: str, chosen: Iterable[Cell], most: float, measure: Callable[..., Share]) -> None:
        found = of(chosen, measure)
        if not found:
            out.append(Target(what, "not measured", f"<= {most}", "not measured"))
            return
        cell, worst = max(found, key=lambda pair: pair[1].value)
        passes = worst.value <= most
        out.append(Target(what, f"{share(worst)} ({named(cell)})", f"<= {most}", said(passes)))

    def said(passes: bool) -> str:
        return "not judged" if quick else "pass" if passes else "**miss**"

    bar("false discovery rate, worst of all cells", cells, 0.05, false_discovery_rate)
    found = of(cells, false_discovery_rate)
    if found:
        cell, worst = max(found, key=lambda pair: pair[1].high)
        text = f"{worst.high:.3f} ({named(cell)})"
        what = "its upper 95% bound, worst of all cells"
        out.append(Target(what, text, "<= 0.05", said(worst.high <= 0.05)))
    bar(
        "false discovery rate, flow and MS, n >= 3, off the boundaries",
        [c for c in inside if c.replicates >= 3],
        0.02,
        false_discovery_rate,
    )
    for assay, n, least in (("flow", 3, 0.90), ("dia", 3, 0.75), ("western", 6, 0.78)):
        cell = Cell("grey", assay, n, SYSTEMATIC_SD)
        what = f"power, {TITLES[assay]}, n = {n}"
        if cell in cells:
            found_share = power(record.scores[cell, "ours"])
            verdict = said(found_share.value >= least)
            out.append(Target(what, share(found_share), f">= {least}", verdict))
        else:
            out.append(Target(what, "not measured", f">= {least}", "not measured"))
    what = "no discordance: panels with a false call"
    bar(f"{what}, n >= 3", [c for c in without if c.replicates >= 3], 0.02, any_false)
    bar(f"{what}, n = 2", [c for c in without if c.replicates == 2], 0.04, any_false)
    if record.seconds:
        total = sum(record.seconds.values())
        verdict = said(total < MOST_SECONDS)
        what = f"{record.genes:,} genes, DIA on both layers: CPU"
        out.append(Target(what, f"{total:.2f} s", f"< {MOST_SECONDS:g} s", verdict))
    return out


def share(value: Share) -> str:
    """Write a share with its interval."""
    return f"{value.value:.3f} [{value.low:.3f}, {value.high:.3f}]"


def named(cell: Cell) -> str:
    """Name a cell."""
    return (
        f"{cell.world}, {TITLES[cell.assay]}, n = {cell.replicates}, "
        f"systematic_sd {cell.systematic_sd:g}"
    )
