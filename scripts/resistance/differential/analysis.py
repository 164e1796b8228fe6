"""From counts, sheet and contrasts to every table of the differential stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from threadpoolctl import threadpool_limits

from resistance.columns import DIFFERENTIAL
from resistance.differential import vst
from resistance.differential.models import Settings, models_of
from resistance.differential.run import Fitted, run


@dataclass(frozen=True)
class Analysis:
    """Results of the differential stage.

    Attributes
    ----------
    tables : dict of str to pandas.DataFrame
        Columns of ``DIFFERENTIAL`` for each contrast id, in the order of the contrasts.
    size_factors : pandas.DataFrame
        Columns of ``SIZE_FACTORS``; of the model of all samples.
    normalised, vst : pandas.DataFrame
        Genes x samples; of the model of all samples.
    fit_genes, cooks : pandas.DataFrame
        Columns of ``FIT_GENES`` and ``COOKS``, of every model.
    model : dict
        The model of all samples, with ``models`` (each by name) and ``contrasts`` (how each was
        tested, and in which model), ready for JSON.
    """

    tables: dict[str, pd.DataFrame]
    size_factors: pd.DataFrame
    normalised: pd.DataFrame
    vst: pd.DataFrame
    fit_genes: pd.DataFrame
    cooks: pd.DataFrame
    model: dict[str, Any]


def analyse(
    counts: pd.DataFrame,
    genes: pd.DataFrame,
    samples: pd.DataFrame,
    contrasts: pd.DataFrame,
    design: str,
    settings: Settings,
) -> Analysis:
    """Fit each model once and test every contrast.

    Parameters
    ----------
    counts : pandas.DataFrame
        Genes x samples, whole numbers, in any order; samples that the sheet lacks are not used.
    genes : pandas.DataFrame
        Columns of ``GENES``; names for the rows of ``counts``.
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``; its order is that of all outputs.
    contrasts : pandas.DataFrame
        Columns of :data:`resistance.design.contrast_rows.COLUMNS`, text; only ``id`` and what says
        what is compared must be there.
    design : str
        Formula, for :func:`resistance.design.formula.parse_design`.
    settings : Settings

    Returns
    -------
    Analysis
        Rows are sorted by gene id. Designs without residual degrees of freedom get fold changes
        only, status ``no_replicates``.

    Raises
    ------
    InputError
        If the design or a contrast cannot be read, does not fit the sheet or is not of full rank,
        or if a sample has no counts.
    """
    counts = counts[list(samples.index)].sort_index(kind="stable")
    models = models_of(samples, contrasts, design)
    # one thread: the matrices are small, and sums must not depend on how they are cut
    with threadpool_limits(limits=1):
        fits = {model.name: run(model, counts, settings) for model in models}
    main = next(iter(fits.values()))
    normalised = main.divisors.normalise(counts)
    tables = {key: table for fitted in fits.values() for key, table in fitted.tables.items()}
    return Analysis(
        {str(key): _named(tables[key], genes) for key in contrasts["id"]},
        main.divisors.size_factors.values.rename("size_factor").rename_axis("sample").reset_index(),
        normalised,
        vst.transform(normalised, main.trend),
        _stacked([fitted.genes for fitted in fits.values()]),
        _stacked([fitted.cooks for fitted in fits.values()]),
        _model(fits, contrasts),
    )


def _stacked(tables: list[pd.DataFrame]) -> pd.DataFrame:
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else tables[0]


def _model(fits: dict[str, Fitted], contrasts: pd.DataFrame) -> dict[str, Any]:
    questions = {key: asked for fitted in fits.values() for key, asked in fitted.questions.items()}
    main = next(iter(fits.values())).described
    notes = [
        note if index == 0 else f"{note} (Model {name}.)"
        for index, (name, fitted) in enumerate(fits.items())
        for note in fitted.described["notes"]
        # what holds of the samples of the main model is said once
        if index == 0 or note not in main["notes"]
    ]
    return {
        **main,
        "notes": list(dict.fromkeys(notes)),
        "models": {name: fitted.described for name, fitted in fits.items()},
        "contrasts": {str(key): questions[key] for key in contrasts["id"]},
    }


def _named(table: pd.DataFrame, genes: pd.DataFrame) -> pd.DataFrame:
    known = genes.drop_duplicates("gene_id").set_index("gene_id").reindex(table.index)
    out = table.copy()
    out["gene_id"] = table.index.astype(str)
    out["ensembl_id"] = known["ensembl_id"].fillna("").to_numpy()
    out["gene_name"] = known["gene_name"].fillna(out["gene_id"]).to_numpy()
    return out[list(DIFFERENTIAL)].reset_index(drop=True)
