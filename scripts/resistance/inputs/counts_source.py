"""Where the counts of a study are, and what the configuration and the sample sheet say of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from resistance.inputs.set_apart import is_spike_in
from resistance.transcripts.tximport import METHODS


@dataclass(frozen=True)
class CountsSource:
    """The counts of a study as its owner names them.

    Attributes
    ----------
    base : Path
        The folder that paths of the configuration are relative to.
    path : str
        ``counts.path``: a file or a folder.
    format, sheet, tx2gene, from_abundance, duplicate_ids, strandedness, allow_outside
        The keys of ``counts`` of the same names.
    organism : str
        ``study.organism``.
    mixed : bool
        Whether mouse genes stand beside those of ``organism``.
    keep_spike_ins : bool
        Whether spike-ins stay among the genes: where size factors come from them, or from a table
        of genes that may hold them.
    annotation : Path or None
        ``resources/annotation``.
    files : mapping of str to str
        File of each sample that has one in the sheet's column ``file``.
    columns : mapping of str to str
        The same of ``column``.
    rows : mapping of str to int
        Row of each sample in the sheet, for messages.
    sample_sheet : str
        The sample sheet as the user named it.
    """

    base: Path
    path: str
    format: str = "auto"
    sheet: str = ""
    tx2gene: str = ""
    from_abundance: str = "lengthScaledTPM"
    duplicate_ids: str = ""
    strandedness: str = "unknown"
    allow_outside: bool = False
    organism: str = "other"
    mixed: bool = False
    keep_spike_ins: bool = False
    annotation: Path | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    sample_sheet: str = "samples"

    @classmethod
    def from_config(
        cls,
        config: Mapping[str, Any],
        sheet: pd.DataFrame,
        base: Path,
        resources: Path | None = None,
    ) -> CountsSource:
        """Collect what a configuration and a sample sheet say of the counts.

        Parameters
        ----------
        config : mapping
            With every default; keys of a wrong type or value, a problem already, count as
            absent.
        sheet : pandas.DataFrame
            Sample sheet: text, indexed by row.
        base : Path
            The folder that paths of the configuration are relative to.
        resources : Path, optional
            The folder of the embedded resources.

        Returns
        -------
        CountsSource
            Without the samples that ``exclude_samples`` names.
        """
        block = config.get("counts")
        block = block if isinstance(block, Mapping) else {}
        texts = {
            key: block[key]
            for key in (
                "format", "sheet", "tx2gene", "from_abundance", "duplicate_ids", "strandedness"
            )
            if isinstance(block.get(key), str)
        }  # fmt: skip
        if texts.get("from_abundance", "") not in METHODS:
            texts.pop("from_abundance", "")
        study = config.get("study")
        organism = study.get("organism") if isinstance(study, Mapping) else None
        excluded = config.get("exclude_samples")
        name = config.get("samples")
        return cls(
            base=base,
            path=block["path"] if isinstance(block.get("path"), str) else "",
            allow_outside=block.get("allow_outside") is True,
            organism=organism if isinstance(organism, str) else "other",
            mixed=isinstance(study, Mapping) and study.get("host") == "mouse",
            keep_spike_ins=_controls_are_spike_ins(config),
            annotation=resources / "annotation" if resources else None,
            sample_sheet=name if isinstance(name, str) else "samples",
            **texts,
            **_named(sheet, excluded if isinstance(excluded, list) else []),
        )


def _controls_are_spike_ins(config: Mapping[str, Any]) -> bool:
    names: Any = config
    for key in ("differential", "size_factors", "control_genes"):
        names = names.get(key) if isinstance(names, Mapping) else None
    if isinstance(names, list):
        return any(is_spike_in(str(name)) for name in names)
    return bool(names)


def _named(sheet: pd.DataFrame, excluded: list[Any]) -> dict[str, Any]:
    """Return file, column and row of each sample of a sheet."""
    if "sample" not in sheet:
        return {}
    kept = sheet[~sheet["sample"].isin(excluded)]
    samples = [str(name) for name in kept["sample"]]
    found: dict[str, Any] = {
        "rows": {
            sample: int(str(row)) for sample, row in zip(samples, kept.index, strict=True) if sample
        }
    }
    for key, column in (("files", "file"), ("columns", "column")):
        if column in kept:
            pairs = zip(samples, kept[column], strict=True)
            found[key] = {sample: str(cell) for sample, cell in pairs if sample and cell}
    return found
