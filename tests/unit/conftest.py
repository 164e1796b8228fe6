"""Rows of the concordance and differential tables, real in their columns, made up in content."""

import math
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
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


#: Another machine: decimal commas, another zone, another mask of new files, another hash seed.
ELSEWHERE = {"LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., None]:
    """Run a function of a test's module in another process, under a German locale.

    ``elsewhere(__file__, "function", *arguments)``; arguments are texts.
    """
    locales = tmp_path_factory.mktemp("locales")
    if shutil.which("localedef"):
        made = ["localedef", "-i", "de_DE", "-f", "UTF-8", str(locales / "de_DE.UTF-8")]
        subprocess.run(made, check=False, capture_output=True)
    places = {"LOCPATH": str(locales)} if list(locales.iterdir()) else {}
    code = (
        "import importlib, locale, os, sys; os.umask(0o077); sys.path[:0] = sys.argv[1:3]\n"
        "locale.setlocale(locale.LC_ALL, '')\n"
        "getattr(importlib.import_module(sys.argv[3]), sys.argv[4])(*sys.argv[5:])\n"
    )

    def run(module: str, function: str, *arguments: object) -> None:
        here = Path(module)
        given = [here.parent, Path(__file__).parents[2] / "scripts", here.stem, function]
        ended = subprocess.run(
            [sys.executable, "-c", code, *map(str, [*given, *arguments])],
            check=False,
            capture_output=True,
            text=True,
            env=os.environ | ELSEWHERE | places,
        )
        if "unsupported locale" in ended.stderr:
            pytest.skip("this machine has no German locale and cannot make one")
        assert ended.returncode == 0, ended.stderr

    return run
