"""The two Python peers, each timed in a process of its own; ``peers.R`` has those of R.

``python -m engines.peers METHOD REPETITIONS OUT DATASET...`` writes for each data set, into a
folder of its name in OUT, ``times.tsv`` (step, repetition, CPU s, wall s) and ``results.tsv``.
Imports, reading the files and a first run on a few genes are not in the times.
"""

from __future__ import annotations

import argparse
import gc
import resource
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from threadpoolctl import threadpool_limits

from engines.datasets import read
from engines.measure import ROOT

#: Genes of the run before the first timed one, and level of independent filtering (R's default).
WARM_UP, ALPHA = 500, 0.1


class Vectorised:
    """This project's engine, by the functions that the differential stage calls."""

    def __init__(self) -> None:
        from resistance.design import contrasts
        from resistance.differential import fit, models, normalisation, results, shrinkage
        from resistance.readers.resources import read_prior_variance

        self.contrasts, self.models, self.normalisation = contrasts, models, normalisation
        self.fitting, self.results, self.shrinkage = fit, results, shrinkage
        self.prior_table = read_prior_variance(ROOT / "resources/statistics/prior_variance.tsv")

    def fit(self, counts: pd.DataFrame, sheet: pd.DataFrame, question: pd.Series) -> Any:
        """Fit the model and test the contrast."""
        asked = question[["variable", "reference", "target"]].to_frame().T.assign(id="asked")
        model = self.models.models_of(sheet, asked, question["design"])[0]
        contrast = model.contrasts[0]
        divided = self.normalisation.divisors(counts, self.normalisation.Normalisation())
        fitted = self.fitting.fit(
            counts,
            model.matrix,
            divided,
            two_groups=model.two_groups,
            prior_table=self.prior_table,
        )
        weights = self.contrasts.contrast_weights(model.coding, contrast)
        tested = self.results.contrast_table(
            fitted, contrast, weights, model.in_contrast(contrast), ALPHA
        )
        return fitted, tested, model

    def apeglm(self, state: Any, question: pd.Series) -> Any:
        """Shrink the fold changes."""
        fitted, tested, model = state
        return self.shrinkage.shrink(
            fitted, tested, model.coding, model.samples, model.contrasts[0]
        )[0]

    def table(self, state: Any) -> pd.DataFrame:
        """Return what later steps read of the results."""
        fitted, tested, _ = state
        table = tested.table[["baseMean", "pvalue", "padj"]].copy()
        table["dispersion"] = fitted.dataset.var["dispersions"].to_numpy(dtype=float)
        return table

    def size_factors(self, state: Any) -> pd.Series:
        """Return the size factors."""
        return state[0].divisors.size_factors.values


class Stock:
    """PyDESeq2 as its documentation has it."""

    def __init__(self) -> None:
        from pydeseq2.dds import DeseqDataSet
        from pydeseq2.ds import DeseqStats

        self.dataset, self.statistics = DeseqDataSet, DeseqStats

    def fit(self, counts: pd.DataFrame, sheet: pd.DataFrame, question: pd.Series) -> Any:
        """Fit the model and test the contrast."""
        dataset = self.dataset(
            counts=counts.T, metadata=sheet, design=question["design"], n_cpus=1, quiet=True
        )
        dataset.deseq2()
        contrast = [question["variable"], question["target"], question["reference"]]
        statistics = self.statistics(dataset, contrast=contrast, alpha=ALPHA, n_cpus=1, quiet=True)
        statistics.summary()
        return dataset, statistics, statistics.results_df.copy()

    def apeglm(self, state: Any, question: pd.Series) -> Any:
        """Shrink the fold changes."""
        statistics = state[1]
        statistics.lfc_shrink(coeff=f"{question['variable']}[T.{question['target']}]")
        return statistics.results_df

    def table(self, state: Any) -> pd.DataFrame:
        """Return what later steps read of the results."""
        table: pd.DataFrame = state[2][["baseMean", "pvalue", "padj"]]
        return table

    def size_factors(self, state: Any) -> pd.Series:
        """Return the size factors."""
        return state[0].obs["size_factors"]


def cpu() -> float:
    """Return CPU seconds of this process and of the children that it waited for."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(used.ru_utime + used.ru_stime for used in both)


def timed(step: Callable[[], Any]) -> tuple[Any, float, float]:
    """Return what a step returns, its CPU seconds and its wall seconds."""
    gc.collect()
    begin, wall = cpu(), time.perf_counter()
    value = step()
    return value, cpu() - begin, time.perf_counter() - wall


def compare(method: Any, data: Path, out: Path, repetitions: int, shrink: bool) -> None:
    """Time a method on a data set and write times and results."""
    counts, sheet, question = read(data)
    rows = []
    begun = method.fit(counts.iloc[:WARM_UP], sheet, question)
    if shrink:
        method.apeglm(begun, question)
    for repetition in range(repetitions):
        state, *used = timed(partial(method.fit, counts, sheet, question))
        rows.append(("fit", repetition, *used))
        table = method.table(state)
        if shrink:
            _, *used = timed(partial(method.apeglm, state, question))
            rows.append(("apeglm", repetition, *used))
    out.mkdir(parents=True, exist_ok=True)
    times = pd.DataFrame(rows, columns=["step", "repetition", "cpu", "wall"])
    times.to_csv(out / "times.tsv", sep="\t", index=False)
    table.to_csv(out / "results.tsv", sep="\t", index_label="gene", na_rep="NA")
    method.size_factors(state).rename("size_factor").to_csv(
        out / "size_factors.tsv", sep="\t", index_label="sample"
    )


def main() -> None:
    """Run one method on the data sets that the command names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("method", choices=["vectorised", "pydeseq2"])
    parser.add_argument("repetitions", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("data", type=Path, nargs="+")
    parser.add_argument("--apeglm", action="store_true")
    chosen = parser.parse_args()
    method = Vectorised() if chosen.method == "vectorised" else Stock()
    with threadpool_limits(limits=1):
        for data in chosen.data:
            compare(method, data, chosen.out / data.name, chosen.repetitions, chosen.apeglm)


if __name__ == "__main__":
    main()
