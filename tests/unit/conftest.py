"""Rows of the concordance and differential tables, real in their columns, made up in content."""

import math
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from resistance.columns import CONCORDANCE, DIFFERENTIAL


def _padj(change: float, error: float) -> float:
    """Two-sided normal p as a stand-in for an adjusted one."""
    return math.erfc(abs(change / error) / math.sqrt(2)) if error > 0 else math.nan


@pytest.fixture
def concordance_row() -> Callable[..., dict[str, Any]]:
    """Build a row: ``rna`` and ``protein`` are (log2FC, SE) or None where not measured."""

    def build(
        gene: str,
        call: str,
        rna: tuple[float, float] | None = None,
        protein: tuple[float, float] | None = None,
        **others: Any,
    ) -> dict[str, Any]:
        row: dict[str, Any] = {
            name: "" if kind is str else math.nan for name, kind in CONCORDANCE.items()
        }
        row |= {
            "gene_id": f"id_{gene}",
            "gene_name": gene,
            "family": "panel",
            "change_margin": math.log2(1.25),
            "rna_equivalence_margin": math.log2(1.5),
            "protein_equivalence_margin": math.log2(1.5),
            "explained_fraction": 0.5,
            "call": call,
        }
        if rna:
            row |= {
                "rna_log2FoldChange": rna[0],
                "rna_lfcSE": rna[1],
                "rna_df": 12.0,
                "rna_padj": _padj(*rna),
                "rna_status": "tested",
            }
        if protein:
            row |= {
                "assay_id": "flow1",
                "assay_type": "flow",
                "compartment": "total",
                "protein_log2FoldChange": protein[0],
                "protein_lfcSE": protein[1],
                "protein_df": 6.0,
                "protein_padj": _padj(*protein),
                "protein_status": "estimated",
            }
        return row | others

    return build


@pytest.fixture
def concordance_frame(concordance_row) -> Callable[..., pd.DataFrame]:
    """Build a table of rows, each a tuple of :func:`concordance_row`'s arguments or a dict."""

    def build(*rows: Any) -> pd.DataFrame:
        made = [row if isinstance(row, dict) else concordance_row(*row) for row in rows]
        return pd.DataFrame(made, columns=list(CONCORDANCE))

    return build


@pytest.fixture
def differential_frame() -> Callable[[pd.Series, float], pd.DataFrame]:
    """Build a differential table from log2 fold changes by gene id, one SE for all."""

    def build(changes: pd.Series, error: float = 0.2) -> pd.DataFrame:
        table = pd.DataFrame(
            {name: "" if kind is str else math.nan for name, kind in DIFFERENTIAL.items()},
            index=range(len(changes)),
        )
        return table.assign(
            gene_id=changes.index.to_numpy(),
            gene_name=changes.index.to_numpy(),
            baseMean=100.0,
            log2FoldChange=changes.to_numpy(),
            lfcSE=error,
            stat=changes.to_numpy() / error,
            status="tested",
        )

    return build
