"""What descriptions and captions of pictures say in numbers."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd

from page_numbers import Page, column, num, numbers
from page_sections.codes import without_members
from page_tree import Element, value


def pictures(page: Page) -> None:
    """Hold numbers of descriptions and captions against tables; of axis ends there are bounds."""
    page.section = "pictures"
    samples, n = page.table("quality/samples.tsv"), len(page.table("quality/samples.tsv"))
    distances = page.table("quality/distances.tsv")
    for figure in page.main.named("samples").all("figure"):
        alt = figure.first("img").attributes["alt"]
        if alt.startswith("Principal components"):
            without = "_without_nuisance" if "are taken out" in alt else ""
            pca = page.table(f"quality/pca{without}.tsv")
            held = column(pca, "explained_variance").groupby(pca["component"]).first()
            if without:
                assert all(one in alt for one in pca["without"].iloc[0].split(";"))
            groups = samples["group"].nunique()
            told = list(numbers(re.sub(r"PC\d", "", alt)))
            page.numbers(" ".join(told), n, groups, 100 * held["1"], 100 * held["2"])
        elif alt.startswith("Heat map of Euclidean"):
            far = column(distances[distances["sample"] != distances["other"]], "distance")
            page.numbers(alt, n, far.min(), far.max())
        elif alt.startswith("Bar chart of reads"):
            sizes = column(samples, "library_size") / 1e6
            page.numbers(alt, n, sizes.min(), sizes.max())
        elif alt.startswith("Dispersions"):
            _dispersions(page, figure, alt)
        elif alt.startswith("Cook"):
            _cooks(page, alt)
        else:
            _spread(page, figure, alt)
        _beyond(page, figure)
    for contrast, block in page.blocks("genes"):
        for figure in block.all("figure"):
            _of_genes(page, figure, contrast)
            _beyond(page, figure)
    for contrast, block in page.blocks("pathways"):
        _of_sets(page, block, contrast)
    for contrast, block in page.blocks("layers"):
        for figure in block.all("figure"):
            _quadrant(page, figure, contrast)


def _beyond(page: Page, figure: Element) -> None:
    """Take what no table says of a caption: axis ends, and words that explain."""
    text = figure.first("figcaption").words
    for found in re.finditer(r"([\d,]+) genes? (above|below) the range drawn", text):
        assert value(found[1]) <= len(page.table("inputs/genes.tsv.gz"))
    figure.tell()


def _dispersions(page: Page, figure: Element, alt: str) -> None:
    fits = page.table("differential/genes.tsv.gz")
    models = fits["model"].unique()
    text = figure.first("figcaption").words
    named = re.search(r"Model (?:of )?(.+?)\. How much", text)
    model = json.loads((page.results / "differential/model.json").read_text())
    which = "main"
    if named and named[1] != "all samples":
        ids = named[1].split(", ")
        which = model["contrasts"][ids[0]]["model"]
    assert which in set(models)
    mine = fits[(fits["model"] == which) & (fits["dispersion_genewise"] != "")]
    mine = mine[(column(mine, "dispersion") > 0)]
    kept = int((mine["dispersion_outlier"] == "yes").sum())
    page.numbers(alt, len(mine), kept)
    page.numbers(re.search(r"keep their own value \((.*?)\)", text)[1], kept)


def _cooks(page: Page, alt: str) -> None:
    cooks = page.table("differential/cooks.tsv")
    shown = re.match(
        r"Cook's distances of ([\d,]+) samples? over genes, with the cutoff at (\S+);", alt
    )
    fits = [
        mine
        for _, mine in cooks.groupby("model")
        if len(mine) == int(shown[1])
        and abs(num(mine["cutoff"].iloc[0]) - value(shown[2])) <= 0.051
    ]
    assert fits, alt
    page.compared[page.section] += 2


def _spread(page: Page, figure: Element, alt: str) -> None:
    vst = page.table("tables/vst.tsv").set_index("gene_id")
    counts = page.table("tables/normalised_counts.tsv").set_index("gene_id")
    names = list(page.table("quality/samples.tsv")["sample"])
    seen = (counts[names].astype(float) > 0).any(axis=1)
    values = vst.loc[seen[seen].index, names].astype(float)
    frame = pd.DataFrame({"mean": values.mean(axis=1), "sd": values.std(axis=1)}).dropna()
    frame = frame.sort_values(["mean", "sd"])
    size = max(1, len(frame) // 60)
    ends = [part["sd"].median() for part in (frame[:size], frame[-size:])]
    shown = numbers(alt)
    page.numbers(shown[0], len(frame))
    # windows of a plot: the ends to a few hundredths
    for one, number in zip(shown[1:], ends, strict=True):
        assert abs(value(one) - number) <= 0.05 + 0.25 * number, (alt, ends)


def _of_genes(page: Page, figure: Element, contrast: dict) -> None:
    de = page.of(contrast["id"], "differential_expression")
    alpha = float(page.config["differential"]["alpha"])
    p, change, mean = (column(de, name) for name in ("pvalue", "log2FoldChange", "baseMean"))
    called = column(de, "padj") < alpha
    alt = figure.first("img").attributes["alt"]
    text = figure.first("figcaption").words
    if alt.startswith("Volcano"):
        words = alt.replace(contrast["target"], "")
        drawn = int((p.notna() & np.isfinite(change)).sum())
        up, down = int((called & (change > 0)).sum()), int((called & (change < 0)).sum())
        page.numbers(words, drawn, up, down, alpha)
        page.numbers(re.search(r"an FDR of (\S+?)\.(?: |$)", text)[1], alpha)
    elif found := re.match(r"Heat map of .* called genes?, .* in (.*) samples?\.", alt):
        most = int(value(re.search(r"up to (\S+) of each direction", text)[1]))
        ups, downs = (min(most, int((called & (sign * change > 0)).sum())) for sign in (1, -1))
        page.numbers(alt, ups + downs, ups, downs, int(value(found[1])))
        assert int(value(found[1])) <= len(page.table("quality/samples.tsv"))
        page.numbers(re.search(r"FDR below (\S+?)\)", text)[1], alpha)
    elif alt.startswith("MA plot"):
        page.numbers(alt.split(":")[0], int(((mean > 0) & np.isfinite(change)).sum()))
        for found in re.finditer(r"Coloured: FDR below (\S+?)\.(?: |$)", text):
            page.numbers(found[1], alpha)
    else:
        least = value(re.search(r"mean count of (\S+) or more", text)[1])
        shown = p[p.notna() & (mean >= least)]
        bins, _ = np.histogram(shown, bins=20, range=(0, 1))
        told = re.match(
            r"Histogram of the p values of (\S+) genes: (\S+) below 0\.05, "
            r"(\S+) in a bin of the middle, (\S+) above 0\.95\.",
            alt,
        )
        page.numbers(
            " ".join(told.groups()), len(shown), bins[0], float(np.median(bins[5:18])), bins[-1]
        )


def _of_sets(page: Page, block: Element, contrast: dict) -> None:
    captions = page.table(f"figures/{contrast['id']}/pathways_captions.tsv")
    figures = block.all("figure")
    for figure in figures:
        alt, text = figure.first("img").attributes["alt"], figure.first("figcaption").words
        row = captions[captions["alt"] == alt].iloc[0]
        assert text == " ".join(row["caption"].split())
        data = page.table(f"figures/{contrast['id']}/{row['figure']}.tsv")
        named = data.drop_duplicates(["collection", "term"]) if "term" in data else data
        if row["figure"] == "pathways_dots" and len(data):
            nes = column(data, "nes")
            words = re.sub(r" in .*", "", alt)
            page.numbers(words, len(data), int((nes > 0).sum()), int((nes < 0).sum()))
        elif row["figure"] == "pathways_leading_edge" and len(data):
            page.numbers(alt, data["gene_name"].nunique(), data["sample"].nunique())
        elif row["figure"] == "pathways_scores" and len(data):
            page.numbers(alt, len(named), data["sample"].nunique())
        elif row["figure"] == "pathways_running_sum" and len(data):
            page.numbers(alt.split(":")[0], len(named))
        elif row["figure"] == "pathways_groups" and len(data):
            groups = len(data.drop_duplicates(["direction", "group"]))
            page.numbers(alt, len(named), groups)
        figure.tell()
    for summary in block.all("summary"):
        if "more figures:" in summary.words:
            page.numbers(summary.words.split(" ")[0], len(summary.parent.all("figure")))
            summary.tell()


QUADRANT = {
    "together": ("concordant_up", "concordant_down"),
    "protein only": ("posttranscriptional_loss", "posttranscriptional_gain"),
    "mRNA only": ("transcript_only_up", "transcript_only_down"),
    "opposite": ("opposite",),
    "unchanged": ("unchanged",),
}


def _quadrant(page: Page, figure: Element, contrast: dict) -> None:
    pairs = without_members(page.of(contrast["id"], "concordance"))
    both = pairs[(pairs["assay_id"] != "")]
    both = both[
        np.isfinite(column(both, "rna_log2FoldChange"))
        & np.isfinite(column(both, "protein_log2FoldChange"))
    ]
    alt = figure.first("img").attributes["alt"]
    told, _, counts = alt.removeprefix(
        "Scatter plot of protein against mRNA log2 fold changes for "
    ).partition(": ")
    page.numbers(told, len(both))
    total = 0
    for piece in counts.rstrip(".").split(", "):
        n, _, words = piece.partition(" ")
        calls = QUADRANT.get(words)
        wanted = (
            both["call"].isin(calls).sum()
            if calls
            else len(both) - both["call"].isin(sum(QUADRANT.values(), ())).sum()
        )
        page.numbers(n, int(wanted))
        total += int(n)
    assert total == len(both)
    if found := re.search(r"the fitted slope, (\S+),", figure.first("figcaption").words):
        # Theil and Sen: the median of the slopes of all pairs, of what moves more than 2-fold
        moving = both[column(both, "rna_log2FoldChange").abs() > 1]
        x, y = (
            column(moving, f"{layer}_log2FoldChange").to_numpy() for layer in ("rna", "protein")
        )
        i, j = np.triu_indices(len(x), 1)
        apart = x[i] != x[j]
        slope = float(np.median((y[j] - y[i])[apart] / (x[j] - x[i])[apart]))
        assert abs(value(found[1]) - slope) <= 0.02, (found[1], slope)
        page.compared[page.section] += 1
    figure.tell()
