"""docs/benchmarks.md, from what a run measured. Standard library only."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from engines.record import METHODS, Record
from engines.targets import Target, null_sets

INSTALL = "sudo apt-get install r-base-core r-bioc-deseq2 r-bioc-edger r-bioc-limma"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return ["| " + " | ".join(line) + " |" for line in lines] + [""]


def seconds(value: float) -> str:
    """Write seconds with two figures that count, or a dash."""
    if math.isnan(value):
        return "-"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def ratio(value: float) -> str:
    """Write a quotient, or a dash."""
    return "-" if math.isnan(value) else f"{value:.3g}"


def whole(value: float) -> str:
    """Write a whole number, or a dash."""
    return "-" if math.isnan(value) else f"{value:,.0f}"


def _by_method(record: Record, names: Sequence[str], cell: Callable[[str, str], str]) -> list[str]:
    rows = [[record.datasets[data], *(cell(data, method) for method in METHODS)] for data in names]
    return table(["", *METHODS.values()], rows)


def fits(record: Record, names: Sequence[str]) -> list[str]:
    """Return the tables of fit and Wald test."""

    def wall(data: str, method: str) -> str:
        timing = record.times.get((data, method, "fit"))
        return seconds(timing.wall if timing else math.nan)

    def memory(data: str, method: str) -> str:
        return whole(record.memory.get((data, method), math.nan))

    def share(data: str, method: str) -> str:
        return ratio(record.cpu(data, "vectorised") / record.cpu(data, method))

    def calls(data: str, method: str) -> str:
        if (data, method) not in record.calls:
            return "-"
        number = f"{len(record.calls[data, method]):,}"
        differing = record.differing(data, method)
        compared = method in ("vectorised", "pydeseq2") and differing is not None
        return f"{number} ({differing:,})" if compared else number

    return [
        "## Fit and test",
        "",
        "From the counts in memory to p values and adjusted p values of one contrast: size",
        "factors, dispersions, coefficients, Cook's distances, Wald test and independent filtering",
        "(DESeq2), or what the other methods have in their place. All read the same files; no gene",
        "is left out beforehand. Loading packages, reading the files and a first run on 500 genes",
        "are not in the times, which are medians of three repetitions, or one where a fit takes",
        "long.",
        "",
        "CPU seconds, user and system:",
        "",
        *_by_method(record, names, lambda d, m: seconds(record.cpu(d, m))),
        "CPU time of this engine, relative to each:",
        "",
        *_by_method(record, names, share),
        "Wall seconds (other work may have run on the machine):",
        "",
        *_by_method(record, names, wall),
        "Peak memory of the whole process, MB:",
        "",
        *_by_method(record, names, memory),
        "Genes at padj < 0.05, in parentheses those called by it or by R DESeq2 alone:",
        "",
        *_by_method(record, names, calls),
    ]


def shrinkage(record: Record) -> list[str]:
    """Return the table of shrunken fold changes."""
    methods = [m for m in METHODS if ("airway", m, "apeglm") in record.times]
    if not methods:
        return []
    own = record.cpu("airway", "vectorised", "apeglm")
    rows = []
    for method in methods:
        timing = record.times["airway", method, "apeglm"]
        rows.append(
            [METHODS[method], seconds(timing.cpu), seconds(timing.wall), ratio(own / timing.cpu)]
        )
    return [
        "## Shrunken fold changes (apeglm), airway",
        "",
        "After the fit, one contrast. R's apeglm is not in Debian 12; it is timed where installed.",
        "",
        *table(["", "CPU s", "wall s", "this engine / it"], rows),
    ]


def jobs(record: Record) -> list[str]:
    """Return what the whole job and the largest study used."""
    lines = []
    if record.job:
        rows = [
            [str(i + 1), seconds(u.cpu), seconds(u.wall), whole(u.peak)]
            for i, u in enumerate(record.job)
            if not u.failure
        ]
        lines += [
            "## The differential job of airway",
            "",
            "The whole process of the rule `differential` as snakemake starts it: imports, reading",
            "64,102 genes, fit, test, shrinkage, variance-stabilised counts and all tables.",
            "",
            *table(["run", "CPU s", "wall s", "peak MB"], rows),
        ]
    if record.large and record.large_seconds:
        used, timing = record.large, record.large_seconds
        rows = [
            ["`analyse()`", seconds(timing.cpu), seconds(timing.wall), ""],
            ["whole process", seconds(used.cpu), seconds(used.wall), whole(used.peak)],
        ]
        lines += [
            f"## {record.datasets['large']}",
            "",
            "Simulated; nearly every gene has a count in some sample. Fit, test of one contrast,",
            "shrinkage, normalised and variance-stabilised counts, all in memory.",
            "",
            *table(["", "CPU s", "wall s", "peak MB"], rows),
        ]
    return lines


def null(record: Record) -> list[str]:
    """Return the table of null data sets."""
    sets = null_sets(record)
    if not sets:
        return []
    rows = []
    for about in sets:
        for method in ("vectorised", "deseq2"):
            if method not in about.share:
                continue
            differing = str(about.differing) if method == "vectorised" else ""
            rows.append(
                [
                    str(about.per_arm),
                    METHODS[method],
                    str(about.seeds),
                    f"{about.share[method]:.4f}",
                    f"{about.lowest[method]:.4f} to {about.highest[method]:.4f}",
                    str(about.calls[method]),
                    str(about.most_calls[method]),
                    "-" if about.differing is None and method == "vectorised" else differing,
                ]
            )
    header = ["n per arm", "", "data sets", "mean share p < .05", "range"]
    header += ["calls in all", "most in one", "calls that differ"]
    return [
        "## Without a difference",
        "",
        "Counts simulated from airway's fitted means and dispersions, two arms alike, genes with a",
        "mean of 10 or more. Calls are genes at padj < 0.05.",
        "",
        *table(header, rows),
    ]


def page(
    record: Record, targets: Sequence[Target], about: Sequence[str], quick: bool, r: dict[str, str]
) -> str:
    """Write the page.

    Parameters
    ----------
    record : Record
    targets : sequence of Target
    about : sequence of str
        The machine, one line each.
    quick : bool
    r : dict of str to str
        Versions of R's packages.

    Returns
    -------
    str
    """
    names = [d for d in record.datasets if (d, "vectorised", "fit") in record.times]
    judged = [[t.what, t.measured, t.target, t.verdict] for t in targets]
    lines = [
        "# How fast, how large, how well calibrated",
        "",
        "Written by `make bench` (`tests/benchmarks/bench_engines.py`), which measures this",
        "engine, PyDESeq2 as it comes, and R's DESeq2, edgeR (quasi-likelihood) and limma-voom one",
        "after the other on the same machine in the same run, each in a process of its own, with",
        "one thread.",
        "",
    ]
    if quick:
        lines += ["**A quick run: sizes are cut, targets are not judged by it.**", ""]
    lines += [
        "## Targets",
        "",
        *table(["what", "measured", "target", ""], judged),
    ]
    if record.left_out:
        lines += ["Not measured:", "", *(f"- {text}" for text in record.left_out), ""]
    lines += [*(fits(record, names) if names else []), *shrinkage(record)]
    lines += [*jobs(record), *null(record)]
    versions = ", ".join(f"{name} {number}" for name, number in r.items()) or "R is not there"
    lines += [
        "## The machine",
        "",
        *(f"- {text}" for text in about),
        f"- {versions}",
        "",
        "## Run it",
        "",
        "```bash",
        "make bench          # writes this page; about 15 minutes",
        "```",
        "",
        "R's peers run where `Rscript` and the packages are there. Debian and Ubuntu have them:",
        "",
        "<!-- not run here: installs packages of the system -->",
        "```bash",
        INSTALL,
        "```",
        "",
    ]
    return "\n".join(lines)
