"""The targets of the engine, held against what a run measured. Standard library only."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from statistics import mean, median

from engines.record import Record

#: CPU time of the fit relative to R DESeq2, by number of samples.
OF_DESEQ2 = {8: 0.15, 24: 0.15, 100: 0.15, 500: 0.2}
OF_EDGER, OF_STOCK = 1.0, 1 / 20
APEGLM_CPU, JOB_CPU, JOB_MB, LARGE_MB = 1.4, 6.0, 500.0, 4000.0
NULL_SHARE, NULL_CALLS, NULL_ARMS = (0.04, 0.06), 0.001, (3, 6)
_NULL = re.compile(r"null_n(\d+)_seed\d+")


@dataclass(frozen=True)
class Target:
    """A target and what became of it."""

    what: str
    measured: str
    target: str
    verdict: str


@dataclass
class NullSets:
    """Null data sets of one size; dictionaries are by method."""

    per_arm: int
    seeds: int
    share: dict[str, float] = field(default_factory=dict)
    lowest: dict[str, float] = field(default_factory=dict)
    highest: dict[str, float] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    most_calls: dict[str, int] = field(default_factory=dict)
    most_called_share: float = math.nan
    differing: int | None = None


def null_sets(record: Record) -> list[NullSets]:
    """Sum up the null data sets by their size."""
    sizes: dict[int, list[str]] = {}
    for data, method in record.p_values:
        found = _NULL.fullmatch(data)
        if found and method == "vectorised":
            sizes.setdefault(int(found[1]), []).append(data)
    out = []
    for per_arm, names in sorted(sizes.items()):
        about = NullSets(per_arm, len(names))
        for method in ("vectorised", "deseq2"):
            if not all((name, method) in record.p_values for name in names):
                continue
            pairs = [record.p_values[name, method] for name in names]
            shares = [below / known for below, known in pairs]
            calls = [len(record.calls[name, method]) for name in names]
            about.share[method] = mean(shares)
            about.lowest[method], about.highest[method] = min(shares), max(shares)
            about.calls[method], about.most_calls[method] = sum(calls), max(calls)
        about.most_called_share = max(
            len(record.calls[name, "vectorised"]) / record.p_values[name, "vectorised"][1]
            for name in names
        )
        if "deseq2" in about.share:
            about.differing = sum(record.differing(name, "vectorised") or 0 for name in names)
        out.append(about)
    return out


def _verdict(passed: bool, quick: bool) -> str:
    if quick:
        return "not judged"
    return "pass" if passed else "**miss**"


def _at_most(what: str, value: float, limit: float, unit: str, quick: bool) -> Target:
    target = f"<= {_number(limit)}{unit}"
    if math.isnan(value):
        return Target(what, "-", target, "not measured")
    return Target(what, f"{_number(value)}{unit}", target, _verdict(value <= limit, quick))


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def judge(record: Record, quick: bool) -> list[Target]:
    """Hold a run against the targets.

    Parameters
    ----------
    record : Record
    quick : bool
        A quick run passes and misses nothing.

    Returns
    -------
    list of Target
        A target that was not measured says so.
    """
    out = []
    cpu = record.cpu
    sizes = {n: f"n{n}" for n in OF_DESEQ2 if not quick or f"n{n}" in record.datasets}
    for n, data in sizes.items():
        value = cpu(data, "vectorised") / cpu(data, "deseq2")
        what = f"fit + Wald, n = {n}: CPU of R DESeq2's"
        out.append(_at_most(what, value, OF_DESEQ2[n], "x", quick))
    for n, data in sizes.items():
        value = cpu(data, "vectorised") / cpu(data, "edger")
        what = f"fit + Wald, n = {n}: CPU of edgeR QL's"
        out.append(_at_most(what, value, OF_EDGER, "x", quick))
    if 8 in sizes:
        value = cpu("n8", "vectorised") / cpu("n8", "pydeseq2")
        out.append(_at_most("fit + Wald, n = 8: CPU of PyDESeq2's", value, OF_STOCK, "x", quick))
    own = cpu("airway", "vectorised", "apeglm")
    out.append(_at_most("apeglm, airway: CPU", own, APEGLM_CPU, " s", quick))
    stock = own / cpu("airway", "pydeseq2", "apeglm")
    out.append(_at_most("apeglm, airway: CPU of PyDESeq2's", stock, OF_STOCK, "x", quick))
    runs = [used for used in record.job if not used.failure]
    used_cpu = median(used.cpu for used in runs) if runs else math.nan
    peak = max(used.peak for used in runs) if runs else math.nan
    out.append(_at_most("differential job of airway: CPU", used_cpu, JOB_CPU, " s", quick))
    out.append(_at_most("differential job of airway: memory", peak, JOB_MB, " MB", quick))
    large = record.large.peak if record.large and record.large_seconds else math.nan
    out.append(_at_most("60,000 genes x 500 samples: memory", large, LARGE_MB, " MB", quick))
    return [*out, *_of_null(record, quick)]


def _of_null(record: Record, quick: bool) -> list[Target]:
    out = []
    low, high = NULL_SHARE
    measured = {about.per_arm: about for about in null_sets(record)}
    for per_arm in sorted({*measured, *(() if quick else NULL_ARMS)}):
        about = measured.get(per_arm)
        share = about.share["vectorised"] if about else math.nan
        most = about.most_called_share if about else math.nan
        differing = about.differing if about else None
        of_each = {
            "mean share of p < .05": (f"{share:.4f}", f"{low} to {high}", low <= share <= high),
            "called genes of any data set": (
                f"{most:.2%}",
                f"<= {NULL_CALLS:.1%}",
                most <= NULL_CALLS,
            ),
            "calls unlike R DESeq2's": (str(differing), "0", differing == 0),
        }
        for what, (value, target, passed) in of_each.items():
            missing = value in ("nan", "nan%", "None")
            verdict = "not measured" if missing else _verdict(passed, quick)
            whole = f"no difference, n = {per_arm} per arm: {what}"
            out.append(Target(whole, "-" if missing else value, target, verdict))
    return out
