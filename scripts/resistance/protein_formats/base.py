"""What every reader of a protein export gives back."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class Export:
    """Measurements of one export, brought to the columns of the tidy protein table.

    Attributes
    ----------
    name : str
        The file as the user named it.
    format : str
        Such as ``maxquant``.
    why : str
        How the format was told, a sentence.
    rows : pandas.DataFrame
        One row a measurement, all text, columns of the tidy protein table that the export fills
        (``gene``, ``protein_id``, ``value``, ``scale``, ``unit``, ``n_peptides``, ...) and ``run``,
        the name of the run or sample as the export writes it, which the table of samples resolves
        to condition and replicate. Exports that name condition and replicate themselves have these
        columns, too. The index ``row`` is the row of the file, as a spreadsheet counts; a row of a
        wide table gives several measurements.
    defaults : dict of str to str
        ``assay_id``, ``assay_type``, ``compartment`` where neither rows nor config say them.
    records : list of dict
        Rows of :data:`resistance.columns.INPUTS` (source ``protein``): every row of the file is
        read, and kept, listed or not used.
    notes : list of str
        What the owner should know; the run goes on.
    """

    name: str
    format: str
    why: str
    rows: pd.DataFrame
    defaults: dict[str, str] = field(default_factory=dict)
    records: list[dict[str, object]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def runs(self) -> list[str]:
        """Names of the runs, each once, in the order of the export."""
        return list(dict.fromkeys(self.rows["run"])) if "run" in self.rows else []
