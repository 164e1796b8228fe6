"""Say what would be run of a study whose inputs have no problems."""

from __future__ import annotations

from resistance.inputs.counts_table import CountsTable
from resistance.readers.study import Study


def preview_of(study: Study, table: CountsTable | None) -> tuple[list[str], list[str]]:
    """Say what would be run, and what the counts look like."""
    return [], []
