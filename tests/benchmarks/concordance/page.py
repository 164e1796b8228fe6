"""The benchmark as tables of docs/concordance.md."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from concordance.cells import Cell
from concordance.estimates import ASSAYS, TITLES
from concordance.record import Record
from concordance.rules import RULES
from concordance.scores import any_false, false_discovery_rate, power
from concordance.single import FALLS, TARGETS
from concordance.targets import Target, share
from concordance.truth import WORLDS
from resistance.protein.estimates import SYSTEMATIC_SD

BEGIN = "<!-- begin: written by make bench-concordance -->"
END = "<!-- end: written by make bench-concordance -->"


def tables(record: Record, targets: Sequence[Target]) -> str:
    """Write all tables.

    Parameters
    ----------
    record : Record
    targets : sequence of Target

    Returns
    -------
    str
        Markdown.
    """
    parts = ["### Targets", "", _targets(targets), ""]
    for world, about in WORLDS.items():
        cells = sorted(
            {c for c, _ in record.scores if c.world == world and c.systematic_sd == SYSTEMATIC_SD},
            key=_order,
        )
        if not cells:
            continue
        panels = record.scores[cells[0], "ours"].panels
        says = "panels with any false call" if world == "none" else "false discovery rate / power"
        parts += [f"### {about[0].upper()}{about[1:]}", ""]
        parts += [f"{panels:,} panels of {record.sizes.panel} a cell; {says}.", ""]
        parts += [_world(record, cells), ""]
    parts += ["### The rule with its 95% intervals", "", _intervals(record), ""]
    if record.single:
        parts += ["### Assays of one or two targets", "", _single(record), ""]
    if record.seconds:
        parts += ["### CPU time", "", _seconds(record), ""]
    return "\n".join(parts).rstrip() + "\n"


def insert(path: Path, text: str) -> None:
    """Put the tables between the marks of a page.

    Parameters
    ----------
    path : pathlib.Path
    text : str
    """
    page = path.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    path.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", encoding="utf-8")


def _order(cell: Cell) -> tuple[int, int]:
    return [assay.name for assay in ASSAYS].index(cell.assay), cell.replicates


def _short(value: float) -> str:
    return f"{value:.2f}".replace("0.", ".", 1) if value < 1 else f"{value:.1f}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join([_row(header), _row(["---"] * len(header)), *map(_row, rows)])


def _targets(targets: Sequence[Target]) -> str:
    rows = [[t.what, t.measured, t.bar, t.verdict] for t in targets]
    return _table(["what", "measured", "target", ""], rows)


def _world(record: Record, cells: Sequence[Cell]) -> str:
    rows = []
    for name, rule in RULES.items():
        row = [rule.title]
        for cell in cells:
            scores = record.scores[cell, name]
            if cell.world == "none":
                row.append(_short(any_false(scores).value))
            else:
                rate, found = false_discovery_rate(scores).value, power(scores).value
                row.append(f"{_short(rate)}/{_short(found)}")
        rows.append(row)
    header = ["rule", *(f"{TITLES[c.assay]} n={c.replicates}" for c in cells)]
    return _table(header, rows)


def _intervals(record: Record) -> str:
    rows = []
    order = list(WORLDS)
    cells = sorted(
        {cell for cell, rule in record.scores if rule == "ours"},
        key=lambda c: (order.index(c.world), _order(c), -c.systematic_sd),
    )
    for cell in cells:
        scores = record.scores[cell, "ours"]
        found = share(power(scores)) if scores.discordant.any() else ""
        rows.append(
            [
                cell.world,
                TITLES[cell.assay],
                str(cell.replicates),
                f"{cell.systematic_sd:.2f}",
                share(false_discovery_rate(scores)),
                share(any_false(scores)),
                found,
            ]
        )
    header = ["truth", "assay", "n", "systematic_sd", "false discovery rate"]
    return _table([*header, "panels with a false call", "power"], rows)


def _single(record: Record) -> str:
    cells = sorted(
        {cell for cell, _, _ in record.single}, key=lambda c: (*_order(c), -c.systematic_sd)
    )
    rows = []
    for cell in cells:
        for targets in TARGETS:
            found = [_short(power(record.single[cell, targets, fall]).value) for fall in FALLS]
            about = [TITLES[cell.assay], str(cell.replicates), f"{cell.systematic_sd:.2f}"]
            rows.append([*about, str(targets), *found])
    header = ["assay", "n", "systematic_sd", "targets", *(f"fall of {fall:g}" for fall in FALLS)]
    return _table(header, rows)


def _seconds(record: Record) -> str:
    rows = [[stage, f"{seconds:.2f}"] for stage, seconds in record.seconds.items()]
    rows.append(["all", f"{sum(record.seconds.values()):.2f}"])
    return _table([f"{record.genes:,} genes, DIA, n = 3", "CPU seconds"], rows)
