"""Checks of the libraries: depth, detected genes, agreement of replicates, swapped samples."""

from __future__ import annotations

import math

import numpy as np

from resistance.checks.base import Context, Row, between_arms, per_sample, row
from resistance.design.arms import compared_variables
from resistance.design.contrast_rows import contrast_of
from resistance.inputs.replicate_look import RUNS, groups_of, look_alike, sentence
from resistance.quality import DETECTED_COUNT, most_variable

#: Counted reads a library: below 5 million genes of low expression, such as a transporter that is
#: nearly off, get too few reads for a fold change (Conesa 2016, Genome Biology 17:13: 5 million
#: suffice for medium to high expression); below 1 million most genes do.
LIBRARY_NOTE = 5e6
LIBRARY_FAIL = 1e6
#: Ratio of the arms' geometric mean depths: size factors correct means, but genes near zero are
#: then detected in the deeper arm alone.
RATIO_NOTE = 2.0
RATIO_FAIL = 5.0
#: Detected genes relative to the median sample: fewer is a degraded or contaminated library.
DETECTED_NOTE = 0.8
DETECTED_FAIL = 0.5
#: ENCODE's bulk RNA-seq standard: 0.9 between replicates of one line, 0.8 between donors.
CORRELATION_NOTE = 0.9
CORRELATION_FAIL = 0.8
#: Distance to the other arm's centre over that to its own arm's. Without any effect it is about 1;
#: a swapped sample of a real effect lies far below.
SWAP_NOTE = 1.0
SWAP_FAIL = 0.67


def library_size(context: Context) -> list[Row]:
    """Hold each library against 5 and 1 million counted reads."""
    judged = {}
    for sample in context.quality.to_dict("records"):
        size = sample["library_size"]
        status = "fail" if size < LIBRARY_FAIL else "note" if size < LIBRARY_NOTE else "pass"
        message = f"The library has {size / 1e6:.2f} million counted reads."
        judged[sample["sample"]] = (status, f"{size:.0f}", message)
    smallest = context.quality["library_size"].min()
    return per_sample(
        "library_size",
        "Library size",
        f">= {LIBRARY_NOTE:.0f}; fails < {LIBRARY_FAIL:.0f}",
        judged,
        (
            f"{smallest:.0f}",
            f"Every library has {smallest / 1e6:.2f} million counted reads or more.",
        ),
    )


def detected_genes(context: Context) -> list[Row]:
    """Hold each sample's number of detected genes against the median sample's."""
    table = context.quality
    median, fewest = float(table["detected_genes"].median()), int(table["detected_genes"].min())
    judged = {}
    for sample in table.to_dict("records"):
        share = sample["detected_genes"] / median if median else 0.0
        status = "fail" if share < DETECTED_FAIL else "note" if share < DETECTED_NOTE else "pass"
        message = (
            f"{sample['detected_genes']:,} genes have at least {DETECTED_COUNT} counts, "
            f"{share:.0%} of the median sample's."
        )
        judged[sample["sample"]] = (status, f"{share:.3g}", message)
    return per_sample(
        "detected_genes",
        "Detected genes",
        f">= {DETECTED_NOTE:g} of the median; fails < {DETECTED_FAIL:g}",
        judged,
        (
            f"{fewest / median:.3g}" if median else "",
            f"Each sample has at least {fewest:,} genes with {DETECTED_COUNT} or more counts.",
        ),
    )


def identical_samples(context: Context) -> list[Row]:
    """Name samples whose counts are equal in every gene: one library under two names."""
    judged = {}
    for sample in context.counts.columns:
        own = context.counts[sample].to_numpy()
        twins = [
            str(other)
            for other in context.counts.columns
            if other != sample and np.array_equal(own, context.counts[other].to_numpy())
        ]
        message = (
            f"{sample} and {', '.join(twins)} have exactly equal counts in all {len(own):,} genes: "
            "one library seems to stand under several names."
        )
        judged[str(sample)] = ("fail" if twins else "pass", ", ".join(twins), message)
    return per_sample(
        "identical_samples",
        "Samples with equal counts",
        "no two samples",
        judged,
        ("none", "No two samples have exactly equal counts."),
    )


def runs_of_one_sample(context: Context) -> list[Row]:
    """Name samples that scatter as runs of one sample do (:mod:`inputs.replicate_look`)."""
    records = context.contrasts.to_dict("records")
    texts = [{str(key): str(value) for key, value in record.items()} for record in records]
    compared: set[str] = set()
    for record in texts:
        compared |= compared_variables(contrast_of(record), context.coding_of(record))
    look = look_alike(context.counts, groups_of(context.samples, sorted(compared)))
    title, limit = "Samples that look like technical replicates", f"> {RUNS:.0%}"
    if math.isnan(look.smallest):
        message = "No two samples of an arm have enough genes with reads to be compared."
        return [row("runs_of_one_sample", title, "not_assessable", message, threshold=limit)]
    status, message = "pass", "No two samples of an arm scatter as runs of one sample would."
    if look.runs:
        status, message = "fail", sentence(look.runs)
    value = f"{look.smallest:.1%}"
    return [row("runs_of_one_sample", title, status, message, value=value, threshold=limit)]


def replicate_correlation(context: Context) -> list[Row]:
    """Hold each sample's lowest correlation with a replicate against ENCODE's limits."""
    values = context.quality.set_index("sample")["replicate_correlation"]
    title = "Agreement of replicates"
    threshold = f"r >= {CORRELATION_NOTE:g}; fails < {CORRELATION_FAIL:g}"
    if values.isna().all():
        message = "No sample has a replicate with the same levels of all factors."
        return [row("replicate_correlation", title, "not_assessable", message, threshold=threshold)]
    judged = {}
    for sample, r in values.dropna().items():
        status = "fail" if r < CORRELATION_FAIL else "note" if r < CORRELATION_NOTE else "pass"
        message = f"Its lowest correlation with a replicate is {r:.3f}."
        judged[str(sample)] = (status, f"{r:.4f}", message)
    lowest = values.min()
    well = f"The lowest correlation between replicates is {lowest:.3f}."
    return per_sample("replicate_correlation", title, threshold, judged, (f"{lowest:.4f}", well))


def _library_ratio(context: Context, contrast: dict[str, str]) -> Row:
    sizes = context.quality.set_index("sample")["library_size"]
    arms = context.arms(contrast)
    logs = {arm: np.log(sizes[names]).mean() for arm, names in arms.items()}
    ratio = float(np.exp(abs(logs["target"] - logs["reference"])))
    status = "fail" if ratio > RATIO_FAIL else "note" if ratio > RATIO_NOTE else "pass"
    return row(
        "library_ratio",
        "Depth of the arms",
        status,
        f"The arms differ {ratio:.2f}-fold in depth.",
        value=f"{ratio:.3g}",
        threshold=f"<= {RATIO_NOTE:g}; fails > {RATIO_FAIL:g}",
    )


def swap_ratios(context: Context, contrast: dict[str, str]) -> dict[str, float]:
    """Return, for each sample, how far the other arm's centre is relative to its own arm's.

    The design's other terms are removed by least squares first, and a sample does not count
    towards its own centre. Distances are over the 500 most variable genes of the two arms.

    Parameters
    ----------
    context : Context
    contrast : dict

    Returns
    -------
    dict of str to float
        Samples of arms with at least two samples.
    """
    arms = context.arms(contrast)
    names = arms["reference"] + arms["target"]
    vst = most_variable(context.vst[names])
    code = context.coding_of(contrast)
    compared = compared_variables(contrast_of(contrast), code)
    columns = code.columns(context.samples.loc[names])
    others = [values for _, term, values in columns if term and not compared & set(term)]
    nuisance = np.column_stack([np.ones(len(names)), *others])
    values = vst.to_numpy(dtype=float).T
    residual = values - nuisance @ np.linalg.lstsq(nuisance, values, rcond=None)[0]
    at = {name: i for i, name in enumerate(names)}
    ratios = {}
    for own, other in (("reference", "target"), ("target", "reference")):
        for sample in arms[own]:
            mates = [at[name] for name in arms[own] if name != sample]
            if not mates or not arms[other]:
                continue
            here = residual[at[sample]]
            away = np.linalg.norm(here - residual[[at[n] for n in arms[other]]].mean(axis=0))
            home = np.linalg.norm(here - residual[mates].mean(axis=0))
            ratios[sample] = float(away / home) if home > 0 else float("inf")
    return ratios


def _possible_swap(context: Context, contrast: dict[str, str]) -> Row:
    title = "Swapped samples"
    threshold = f">= {SWAP_NOTE:g}; fails < {SWAP_FAIL:g}"
    ratios = swap_ratios(context, contrast)
    if not ratios:
        message = "No arm has a second sample to compare with."
        return row("possible_swap", title, "not_assessable", message, threshold=threshold)
    sample = min(ratios, key=lambda name: ratios[name])
    ratio = ratios[sample]
    status = "fail" if ratio < SWAP_FAIL else "note" if ratio < SWAP_NOTE else "pass"
    message = (
        "Every sample lies nearer to its own arm than to the other: "
        f"{ratio:.2f} times as near, or more."
        if status == "pass"
        else f"{sample} lies nearer to the other arm than to its own ({ratio:.2f} of the distance)"
        + (": was it swapped?" if status == "fail" else "; the arms may hardly differ.")
    )
    return row("possible_swap", title, status, message, value=f"{ratio:.3g}", threshold=threshold)


library_ratio = between_arms(_library_ratio, "library_ratio", "Depth of the arms")
possible_swap = between_arms(_possible_swap, "possible_swap", "Swapped samples")
