"""Bring the user's protein table and exports together into one tidy table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from resistance.inputs.config import CONFIG_FILE
from resistance.inputs.protein_backgrounds import with_backgrounds
from resistance.inputs.protein_inputs import COLUMNS, ProteinInputs
from resistance.inputs.protein_runs import ABOUT, Runs, RunTable, resolve_runs, unmatched_rows
from resistance.inputs.schema_words import listing
from resistance.problems import Problem
from resistance.protein.matching import GROUP_SEPARATOR, genes_of_group
from resistance.protein.tidy import MASS_SPECTROMETRY
from resistance.protein_formats.base import Export, record

_ASSAY: Final = ("assay_id", "assay_type", "compartment")


@dataclass(frozen=True)
class Source:
    """One block of ``protein_files`` and what was read for it.

    Attributes
    ----------
    block : mapping
        Of the configuration.
    export : Export
    runs : RunTable or None
    """

    block: Mapping[str, Any]
    export: Export
    runs: RunTable | None


def combine(
    table: pd.DataFrame | None,
    name: str,
    sources: Sequence[Source],
    sheet: pd.DataFrame,
    variables: Sequence[str],
) -> tuple[ProteinInputs, list[Problem]]:
    """Bring the table of protein and all exports to one table.

    Parameters
    ----------
    table : pandas.DataFrame or None
        The user's table, text, indexed by row.
    name : str
        The table as the user named it.
    sources : sequence of Source
    sheet : pandas.DataFrame
        Sample sheet, text.
    variables : sequence of str
        Columns of the sheet whose levels are conditions.

    Returns
    -------
    inputs : ProteinInputs
        As far as it goes where there are problems.
    problems : list of Problem
    """
    problems: list[Problem] = []
    parts, records, notes = [], [], []
    if table is not None:
        parts.append(_frame(table, name, {}))
        records.append(record("read", len(table), "Rows of the protein table.", name))
        records.append(record("kept", len(table), "Rows of the protein table.", name))
    unmatched: dict[int, tuple[RunTable, list[set[int]], list[Export]]] = {}
    for source in sources:
        assay = _assay(source)
        runs, found = resolve_runs(source.export, source.runs, assay["assay_id"], sheet, variables)
        problems += found
        if source.runs is not None:
            entry = unmatched.setdefault(id(source.runs), (source.runs, [], []))
            entry[1].append(set(runs.unmatched))
            entry[2].append(source.export)
        part, said, found = _measurements(source, runs, assay)
        problems += found
        parts.append(part)
        records += said
        notes += [f"{source.export.name}: {note}" for note in source.export.notes]
        notes += _unused(source.export, runs)
    for runs_table, sets, exports in unmatched.values():
        problems += unmatched_rows(runs_table, sorted(set.intersection(*sets)), exports)
    problems += _shared_assays(table, name, sources)
    names = [name] * (table is not None) + [source.export.name for source in sources]
    return _joined(parts, list(dict.fromkeys(names)), records, notes), problems


def _assay(source: Source) -> dict[str, str]:
    """Return what block and format say of the assay."""
    return {
        key: str(source.block.get(key) or source.export.defaults.get(key, "")) for key in _ASSAY
    }


def _unused(export: Export, runs: Runs) -> list[str]:
    if not runs.unused or runs.about.empty:
        return []
    return [
        f"{export.name}: {len(runs.unused)} of {len(export.runs)} runs are not used "
        f"({listing(list(runs.unused), 12)})."
    ]


def _frame(rows: pd.DataFrame, name: str, more: Mapping[str, Any]) -> pd.DataFrame:
    columns = {
        column: rows[column].to_numpy(dtype=object)
        if column in rows
        else np.full(len(rows), "", dtype=object)
        for column in COLUMNS
    }
    places = {"file": name, "row": rows.index.astype(str), "column": "", "runs_row": "0"}
    return pd.DataFrame({**columns, **places, "runs_file": "", **more}, dtype=object)


def _measurements(
    source: Source, runs: Runs, assay: Mapping[str, str]
) -> tuple[pd.DataFrame, list[dict[str, object]], list[Problem]]:
    """Fill in what is known of runs and assay; leave out runs that nothing is said of."""
    export = source.export
    rows = export.rows[export.rows["run"].isin(runs.about.index)]
    about = runs.about.loc[rows["run"]].set_axis(rows.index)
    filled = rows.assign(place=about["place"].astype(str))
    if "column" not in filled:
        filled["column"] = filled["run"]
    for column in ABOUT:
        own = filled.get(column, "")
        filled[column] = about[column].where(about[column] != "", own)
    for column, value in assay.items():
        own = filled[column] if column in filled else pd.Series("", index=filled.index)
        filled[column] = own.where(own != "", value)
    filled, of_controls, problems = with_backgrounds(export, runs, source.runs, filled)
    filled, said = _genes(filled)
    filled, empty = _with_values(filled)
    more = {
        "column": filled["column"].to_numpy(),
        "runs_file": source.runs.name if source.runs is not None else "",
        "runs_row": filled["place"].to_numpy(),
    }
    records = [
        record("read", len(export.runs), f"Runs. {export.format}: {export.why}", "runs"),
        *({**entry, "item": entry["item"] or export.name} for entry in export.records),
        *_of_runs(filled, runs, export),
        *of_controls,
        *said,
        *empty,
    ]
    lead = f"{export.name}: "
    records = [
        entry if entry["item"] == export.name else {**entry, "detail": f"{lead}{entry['detail']}"}
        for entry in records
    ]
    return _frame(filled, export.name, more), records, problems


def _genes(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[dict[str, object]]]:
    """Name a group of one gene after it, and a protein without gene after its accession."""
    names = {name: ("" if name is None else str(name)) for name in rows["gene"].unique()}
    single = {name: genes_of_group(name) for name in names if GROUP_SEPARATOR in name}
    single = {name: genes for name, genes in single.items() if len(genes) == 1}
    gene = rows["gene"].replace({name: genes[0] for name, genes in single.items()})
    said = [
        record(
            "renamed",
            int((rows["gene"] == name).sum()),
            f"All genes of the group are {genes[0]}.",
            name,
        )
        for name, genes in sorted(single.items())
    ]
    accession = rows["protein_id"] if "protein_id" in rows else pd.Series("", index=rows.index)
    given = rows["ensembl_id"] if "ensembl_id" in rows else pd.Series("", index=rows.index)
    nameless = (gene == "") & (given == "")
    if (nameless & (accession != "")).any():
        count = accession[nameless].nunique()
        said.append(record("kept", count, "Proteins without a gene.", "by accession"))
    gene = gene.where(~nameless, accession)
    lost = (gene == "") & (given == "")
    if lost.any():
        why = "Values that name neither gene nor protein."
        said.append(record("not_used", int(lost.sum()), why, "values"))
    return rows.assign(gene=gene)[~lost], said


def _with_values(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[dict[str, object]]]:
    """Leave out empty cells, except where they mean "not seen" or a limit stands for them."""
    seen = (rows["value"] != "") | rows["assay_type"].isin(MASS_SPECTROMETRY)
    if "censored" in rows:
        seen |= rows["censored"].isin(["left", "right"])
    if seen.all():
        return rows, []
    why = "Cells without a value: nothing was measured."
    return rows[seen], [record("not_used", int((~seen).sum()), why, "values")]


def _of_runs(rows: pd.DataFrame, runs: Runs, export: Export) -> list[dict[str, object]]:
    values = (rows["value"] != "").groupby(rows["run"], sort=False).sum()
    out = []
    for run, said in zip(runs.about.index, runs.about.to_dict("records"), strict=True):
        where = f"condition {said['condition']}, replicate {said['replicate']}"
        where = where if said["condition"] else "as the export says"
        if found_by := runs.found_by.get(run):
            where += f" (found {found_by})"
        out.append(record("kept", int(values.get(run, 0)), f"Values of this run: {where}.", run))
    out += [
        record("not_used", 1, "Nothing says which condition it is.", run)
        for run in runs.unused
        if run not in export.controls
    ]
    return [*out, record("read", len(runs.about), runs.how, "runs used")]


def _shared_assays(
    table: pd.DataFrame | None, name: str, sources: Sequence[Source]
) -> list[Problem]:
    """Ask for names of assays where only their kind would bring two files together."""
    first: dict[str, str] = {}
    if table is not None:
        for column in ("assay_id", "assay_type"):
            if column in table:
                first.update(dict.fromkeys(set(table[column]) - {""}, name))
    problems = []
    for number, source in enumerate(sources):
        stated = source.block.get("assay_id") or "assay_id" in source.export.rows
        assay = _assay(source)
        key = assay["assay_id"] or assay["assay_type"] or "protein"
        if key in first and not stated:
            problems.append(
                Problem(
                    CONFIG_FILE,
                    f'{source.export.name} and {first[key]} would both be the assay "{key}", and '
                    "their values would be compared with each other.",
                    column=f"protein_files.{number}.assay_id",
                    allowed="a name for each assay",
                    hint="Write an assay_id for each of them, or the same in both if they are one "
                    "assay.",
                )
            )
        first.setdefault(key, source.export.name)
    return problems


def _joined(
    parts: list[pd.DataFrame],
    names: list[str],
    records: list[dict[str, object]],
    notes: list[str],
) -> ProteinInputs:
    placing = ["file", "row", "column", "runs_file", "runs_row"]
    if parts:
        whole = pd.concat(parts, ignore_index=True)
    else:
        whole = pd.DataFrame(columns=[*COLUMNS, *placing], dtype=object)
    label = whole["row"] + (" (" + whole["column"] + ")").where(whole["column"] != "", "")
    if len(names) > 1:
        label += " of " + whole["file"]
    again = label.groupby(label).cumcount()
    label = label.where(again == 0, label + ", value " + (again + 1).astype(str))
    whole.index = pd.Index(label, name="row", dtype=object)
    name = listing(names, 6)
    return ProteinInputs(whole[list(COLUMNS)], whole[placing], name, records, notes)
