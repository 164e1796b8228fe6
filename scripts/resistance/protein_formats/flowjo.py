"""FlowJo's table editor: one row a sample, one column a statistic of a gate and a stain."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

import pandas as pd

from resistance.grid import Grid
from resistance.inputs.schema_words import listing
from resistance.inputs.tables import capped
from resistance.problems import Problem, did_you_mean
from resistance.protein_formats.base import Export, amounts, melted, record
from resistance.protein_formats.flowjo_columns import (
    INTENSITIES,
    SCATTER,
    SHARES,
    VIABILITY,
    StatisticColumn,
    control_kind,
    marker_of,
    statistic_columns,
    written,
)

#: Names of the columns that hold the sample; FlowJo leaves the name out, or writes "Sample:".
_SAMPLE: Final = ("", "sample", "sample:", "name", "name:", "$fil")
#: Rows that FlowJo writes below the samples.
_SUMMARY: Final = frozenset(
    {"mean", "sd", "stddev", "std dev", "std. dev.", "median", "min", "max", "minimum", "maximum",
     "cv", "sum", "count"}
)  # fmt: skip
_INSIDE: Final = re.compile(r"intracell|permeabil|(?<![a-z])icfacs(?![a-z])", re.IGNORECASE)


def _sample_column(grid: Grid) -> int:
    return next((at for at, name in enumerate(grid.header) if name.lower() in _SAMPLE), -1)


def recognise(grid: Grid) -> str:
    """Say why a table is FlowJo's; empty if it is not."""
    named = [
        c for c in statistic_columns(grid) if c.gate or (c.channel and c.statistic in INTENSITIES)
    ]
    if not named or _sample_column(grid) < 0:
        return ""
    example = grid.header[named[0].at]
    return f'The table has one row a sample and columns such as "{example}", as FlowJo writes.'


def parse(grid: Grid, quantity: str) -> tuple[Export | None, list[Problem]]:
    """Read a table of FlowJo's table editor.

    Intensities only: percentages are no abundance. The stain is what stands behind ``::``.

    Parameters
    ----------
    grid : Grid
    quantity : str
        ``Geometric Mean``, ``Median`` or ``Mean``; or a gate (``Cells/Live``); or both, with
        ``|`` between. Empty for the first statistic that the table has.

    Returns
    -------
    export : Export or None
        None if there are problems.
    problems : list of Problem
    """
    columns, at = statistic_columns(grid), _sample_column(grid)
    if not columns or at < 0:
        return None, [_no_statistics(grid)]
    stained = [c for c in columns if c.statistic in INTENSITIES and c.channel]
    stained = [c for c in stained if not SCATTER.match(c.fluorochrome)]
    if not stained:
        return None, [_no_intensity(grid, columns)]
    statistic, gate, problem = _chosen(grid, quantity, stained)
    if problem:
        return None, [problem]
    wanted = [c for c in stained if c.statistic == statistic and gate in (None, c.gate)]
    named = [c for c in wanted if c.stain and not VIABILITY.search(c.stain)]
    if not named:
        return None, [_no_stain(grid, wanted)]
    problems = _several_gates(grid, named)
    sample = grid.cells[at]
    summary = sample.str.lower().isin(_SUMMARY) | (sample == "")
    kept = grid.cells.index[~summary]
    problems += _repeated_samples(grid, sample[kept])
    if problems:
        return None, problems
    return _export(grid, columns, named, sample, summary), []


def _export(
    grid: Grid,
    columns: list[StatisticColumn],
    named: list[StatisticColumn],
    sample: pd.Series,
    summary: pd.Series,
) -> Export:
    kept = grid.cells.index[~summary]
    parts, records, notes = [], [], []
    for column in named:
        gene, said = marker_of(column)
        rows = melted(grid, kept, {gene: column.at}, {"gene": gene}, zero_is_missing=False)
        rows["run"] = sample[kept].to_numpy()
        for name, beside in _beside(columns, column).items():
            rows[name] = amounts(grid, grid.cells.loc[kept, beside].to_numpy(object), False)
        inside = _INSIDE.search(f"{column.gate} {column.stain}")
        rows["compartment"] = "intracellular" if inside else ""
        rows["fluorochrome"] = column.fluorochrome
        where = f'gate "{column.gate}"' if column.gate else "all events"
        parts.append(rows)
        records.append(record("kept", len(rows), f"Column of {gene} in {where}.{said}", gene))
    rows = pd.concat(parts).astype(object)
    rows = rows.fillna("").assign(scale="linear", unit="MFI")
    order = rows.index.argsort(kind="stable")  # sample by sample, as the table has them
    records += [record("read", len(grid.cells), "Rows of the export.")]
    why = "FlowJo's summary of the samples, no sample."
    records += [
        record("listed", 1, f"Row {row}: {why}", sample[row]) for row in summary.index[summary]
    ]
    records.append(record("kept", len(kept), "Rows of samples."))
    used = {column.at for column in named}
    others = [n for at, n in enumerate(grid.header) if n and at not in used]
    if others:
        detail = f"Other columns, not taken as values: {listing(others, 60)}."
        records.append(record("listed", len(others), detail, "columns"))
    missed = {c.stain for c in columns if c.stain and c.statistic in INTENSITIES}
    missed -= {c.stain for c in named}
    missed = {stain for stain in missed if not VIABILITY.search(stain)}
    if missed:
        notes.append(
            f"stains without a column of this statistic and gate are not used: "
            f"{listing(sorted(missed))}. quantity in protein_files takes another."
        )
    if (rows["compartment"] == "").any():
        notes.append(
            "stains count as surface; write compartment: intracellular in this block of "
            "protein_files if cells were permeabilised."
        )
    gates = sorted({column.gate for column in named})
    statistic = named[0].statistic
    why = f'{recognise(grid)} Values are "{statistic}"{_preferred(columns, statistic)}.'
    defaults = {"assay_type": "flow", "compartment": "surface"}
    defaults["assay_id"] = f"flow {gates[0]}".strip() if len(gates) == 1 else "flow"
    runs = dict.fromkeys(sample[kept])
    controls = {run: kind for run in runs if (kind := control_kind(run))}
    ordered = rows.iloc[order]
    return Export(grid.name, "flowjo", why, ordered, defaults, records, notes, controls)


def _preferred(columns: list[StatisticColumn], statistic: str) -> str:
    others = sorted({c.statistic for c in columns} & set(INTENSITIES) - {statistic})
    return f"; the table has {listing(others)}, too" if others else ""


def _beside(columns: list[StatisticColumn], of: StatisticColumn) -> dict[str, int]:
    """Find the events and the forward scatter of the same gate."""
    found = {}
    for column in columns:
        if column.gate != of.gate:
            continue
        if column.statistic == "Count":
            found["n_events"] = column.at
        elif column.statistic == of.statistic and column.fluorochrome.upper() == "FSC":
            found["cell_size_value"] = column.at
    return found


def _chosen(
    grid: Grid, quantity: str, stained: list[StatisticColumn]
) -> tuple[str, str | None, Problem | None]:
    """Return the statistic, and the gate where the configuration names one."""
    present = [name for name in INTENSITIES if any(c.statistic == name for c in stained)]
    # a statistic is of use only where it has stains
    labelled = [n for n in present if any(c.statistic == n and c.stain for c in stained)]
    default = (labelled or present)[0]
    if not quantity:
        return default, None, None
    gates = list(dict.fromkeys(c.gate for c in stained))
    lead, _, last = (part.strip() for part in quantity.rpartition("|"))
    statistic = written(last)
    if statistic in present:
        wanted = lead
    else:
        wanted, statistic = quantity.strip(), default
    if not wanted:
        return statistic, None, None
    found = [gate for gate in gates if gate == wanted or gate.endswith(f"/{wanted}")]
    found = [wanted] if wanted in found else found
    if len(found) == 1:
        return statistic, found[0], None
    choices = [*present, *(gate for gate in gates if gate)]
    return (
        "",
        None,
        Problem(
            grid.name,
            f"The name means {len(found)} gates." if found else "No statistic or gate is so named.",
            row="1",
            column="quantity",
            value=quantity,
            allowed=listing(found or choices, 30),
            hint=did_you_mean(wanted, choices) or "Write the whole path of the gate.",
        ),
    )


def _no_statistics(grid: Grid) -> Problem:
    return Problem(
        grid.name,
        "This is no table of FlowJo: it needs a column of samples and columns of statistics.",
        row="1",
        value=listing([name for name in grid.header if name], 12),
        allowed='columns such as "Cells/Live | Geometric Mean (Comp-PE-A :: CD123)"',
        hint="Export it from the table editor with FlowJo's own names of columns.",
    )


def _no_intensity(grid: Grid, columns: list[StatisticColumn]) -> Problem:
    shares = [c for c in columns if SHARES.fullmatch(c.statistic)]
    message = "The table has no intensities of a stain."
    if shares:
        message = "The table has only percentages of cells in gates; that is no abundance."
    return Problem(
        grid.name,
        message,
        row="1",
        column=grid.header[(shares or columns)[0].at],
        allowed="a column of Geometric Mean, Median or Mean for each stain",
        hint="A gate hides a shift of the whole population: add the statistic Geometric Mean of "
        "each stain to the gate of live cells in FlowJo, and export the table again.",
    )


def _no_stain(grid: Grid, wanted: list[StatisticColumn]) -> Problem:
    first = wanted[0]
    lead = f"{first.gate} | " if first.gate else ""
    return Problem(
        grid.name,
        "No column says which protein was stained: only channels are named.",
        row="1",
        column=grid.header[first.at],
        allowed=f'"{lead}{first.statistic} ({first.channel} :: CD123)", with the stain behind ::',
        hint="Name the stains in FlowJo and export the table again, or write them into its header.",
    )


def _several_gates(grid: Grid, named: list[StatisticColumn]) -> list[Problem]:
    gates: dict[str, list[StatisticColumn]] = {}
    for column in named:
        gates.setdefault(marker_of(column)[0], []).append(column)
    return capped(
        [
            Problem(
                grid.name,
                f"{stain} has {len(found)} columns, and nothing says which of them is meant.",
                row="1",
                column=grid.header[found[1].at],
                allowed=listing([column.gate or column.channel for column in found], 20),
                hint="Write the gate as quantity in this block of protein_files, such as "
                f'"{found[0].gate or found[0].channel}", or take the other columns out of the '
                "table.",
            )
            for stain, found in gates.items()
            if len(found) > 1
        ],
        "stains in several gates",
    )


def _repeated_samples(grid: Grid, sample: pd.Series) -> list[Problem]:
    several = {name for name, n in Counter(sample).items() if n > 1}
    rows = sample[sample.isin(several) & sample.duplicated()]
    return capped(
        [
            Problem(
                grid.name,
                "Two rows have this name of a sample.",
                str(row),
                grid.header[_sample_column(grid)] or "first column",
                name,
                "each sample once",
                "Give the tubes names of their own in FlowJo or in this column.",
            )
            for row, name in rows.items()
        ],
        "names of several rows",
    )
