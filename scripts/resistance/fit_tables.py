"""What the differential stage leaves of its fits for the checks and the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

#: The model of all samples; subsets of contrasts have models of their own.
MAIN: Final = "main"


@dataclass(frozen=True)
class FitTables:
    """Tables of the fits.

    Attributes
    ----------
    de : dict of str to pandas.DataFrame
        Columns of ``DIFFERENTIAL`` for each contrast id.
    genes : pandas.DataFrame
        Columns of ``FIT_GENES``: a row for each model and gene.
    cooks : pandas.DataFrame
        Columns of ``COOKS``: a row for each model and sample.
    """

    de: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    genes: pd.DataFrame = field(default_factory=pd.DataFrame)
    cooks: pd.DataFrame = field(default_factory=pd.DataFrame)


def question(model: Mapping[str, Any], contrast: str) -> Mapping[str, Any]:
    """Return what ``model.json`` says of a contrast.

    Parameters
    ----------
    model : mapping
        ``model.json`` of the differential stage.
    contrast : str
        Id.

    Returns
    -------
    mapping
        ``model, test, alternative, lfc_threshold, words``; empty where it says nothing.
    """
    found: Mapping[str, Any] = (model.get("contrasts") or {}).get(contrast, {})
    return found


def contrasts_of_model(model: Mapping[str, Any], name: str) -> list[str]:
    """List the contrasts that rest on a model.

    Parameters
    ----------
    model : mapping
        ``model.json`` of the differential stage.
    name : str

    Returns
    -------
    list of str
        Ids, in the order of the contrasts table.
    """
    asked: Mapping[str, Any] = model.get("contrasts") or {}
    return [contrast for contrast in asked if question(model, contrast).get("model", MAIN) == name]


def of_model(table: pd.DataFrame, name: str = MAIN) -> pd.DataFrame:
    """Return the rows of one model.

    Parameters
    ----------
    table : pandas.DataFrame
        ``FitTables.genes`` or ``FitTables.cooks``.
    name : str

    Returns
    -------
    pandas.DataFrame
    """
    return table[table["model"] == name] if len(table) else table


def n_fitted(genes: pd.DataFrame) -> int:
    """Count the genes of a model that have a dispersion, so were fitted.

    Parameters
    ----------
    genes : pandas.DataFrame
        Of one model.

    Returns
    -------
    int
    """
    return int(genes["dispersion"].notna().sum()) if len(genes) else 0


def model_names(table: pd.DataFrame) -> list[str]:
    """List the models of a table, the one of all samples first.

    Parameters
    ----------
    table : pandas.DataFrame
        ``FitTables.genes`` or ``FitTables.cooks``.

    Returns
    -------
    list of str
    """
    names = list(dict.fromkeys(table["model"])) if len(table) else []
    return sorted(names, key=lambda name: name != MAIN)
