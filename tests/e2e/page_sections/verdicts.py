"""The head and section 1: verdict cards, their plots, counts and scorecard."""

from __future__ import annotations

import math
import re

import numpy as np
import pandas as pd

from page_numbers import MISSING, Page, agrees, column, columns_of, num, numbers, own_words, rows_of
from page_sections.codes import (
    ASSAYS,
    COMPARTMENTS,
    STATUSES,
    confidence,
    genes_by_id,
    spoken,
    without_members,
)
from page_tree import Element, value


def head(page: Page) -> None:
    page.section = "head"
    samples, contrasts = page.table("quality/samples.tsv"), page.contrasts
    facts = page.root.first("header", "page").first("p", "meta").words.split(" \u00b7 ")
    for text, n, noun in zip(
        facts[-2:], (len(samples), len(contrasts)), ("sample", "contrast"), strict=True
    ):
        assert re.fullmatch(rf"[\d,]+ {noun}s?", text)
        page.numbers(text, n)


def bottom_line(page: Page) -> None:
    page.section = "bottom-line"
    section = page.main.named("bottom-line")
    verdicts = page.table("tables/verdicts.tsv")
    for contrast, block in page.blocks("bottom-line"):
        mine = verdicts[verdicts["contrast"] == contrast["id"]].to_dict("records")
        cards = block.all("article", "card")
        assert len(cards) == len(mine)
        for card, verdict in zip(cards, mine, strict=True):
            _card(page, card, verdict, contrast)
        _headline(page, block, contrast)
        _scorecard(page, block, contrast)
        for details in block.all("details"):
            if "Checks that could not be made" in details.first("summary").words:
                _unchecked(page, details, mine, contrast)
    if len(page.contrasts) > 1:
        _overview(page, section, verdicts)


def _overview(page: Page, section: Element, verdicts: pd.DataFrame) -> None:
    table = section.first("table", "overview")
    genes = columns_of(table)[1:]
    rows = rows_of(table)
    assert len(rows) == len(page.contrasts)
    for contrast, (name, *cells) in zip(page.contrasts, rows, strict=True):
        arms = " against ".join((contrast["target"], contrast["reference"]))
        assert name.first("a").words == " ".join(arms.split())
        assert name.first("span", "detail").words.split(" ")[0] == contrast["id"]
        name.tell()
        mine = verdicts[verdicts["contrast"] == contrast["id"]]
        for gene, cell in zip(genes, cells, strict=True):
            found = mine[(mine["gene_name"] == gene) | (mine["gene_id"] == gene)]
            _verdict(page, cell, found.iloc[0], contrast)
    table.first("thead").tell()
    for text in section.all("ul", "reading")[:1]:
        assert [item.words for item in text.all("li")] == [
            " ".join(line.split()) for line in page.table("tables/replication.tsv")["sentence"]
        ]
        text.tell()


def _verdict(page: Page, place: Element, verdict: pd.Series | dict, contrast: dict) -> None:
    """Hold the label of a verdict against its call, and against the mRNA where it tells of it."""
    wanted = spoken(verdict["call"], verdict["tier"])
    if verdict["call"] == "not_measured":
        wanted += "|mRNA (higher|lower|not tested); protein not measured"
    found = page.pattern(place, wanted)
    if "mRNA higher; " in found[0] or "mRNA lower; " in found[0]:
        change = num(genes_by_id(page, contrast["id"])[verdict["gene_id"]]["log2FoldChange"])
        assert (change > 0) == ("higher" in found[0])
    page.compared[page.section] += 1


def _card(page: Page, card: Element, verdict: dict, contrast: dict) -> None:
    page.words(card.first("header").first("i"), verdict["gene_name"] or verdict["gene_id"])
    clinical = card.first("header").all("span", "clinical")
    assert [part.words for part in clinical] == [verdict["clinical_name"]] * bool(clinical)
    for part in clinical:
        part.tell()
    _verdict(page, card.first("span", "verdict"), verdict, contrast)
    page.words(card.first("p", "sentence"), verdict["sentence"])
    concordance = page.of(contrast["id"], "concordance")
    key = "gene_id" if verdict["gene_id"] else "gene_name"
    own = concordance[concordance[key] == verdict[key]]
    de = genes_by_id(page, contrast["id"]).get(verdict["gene_id"])
    for cells in rows_of(card.first("table", "layers")):
        _layer(page, cells, own, de, contrast, verdict)
    _facts(page, card, verdict, own, contrast)
    for plot in card.all("svg", "plot"):
        _plot(page, plot, verdict, own, contrast)
    if card.all("svg", "plot") == []:
        assert de is None or de["status"] == "all_zero" or own["assay_id"].eq("").all()


def _layer(
    page: Page,
    cells: list[Element],
    own: pd.DataFrame,
    de: dict | None,
    contrast: dict,
    verdict: dict,
) -> None:
    name, *rest = cells
    layer = own_words(name, "detail")
    detail = (
        name.all("span", "detail")[0].words.replace("\u00ad", "")
        if name.all("span", "detail")
        else ""
    )
    name.tell()
    if layer == "mRNA":
        if de is None:
            assert rest[0].words == MISSING
            return
        if len(rest) == 2:  # neither an estimate nor an FDR
            assert pd.isna(num(de["log2FoldChange"]))
            assert rest[1].words == STATUSES.get(de["status"], "no test")
            return
        ends = [
            (num(row["rna_ci_low"]), num(row["rna_ci_high"]))
            for row in own.to_dict("records")
            if row["rna_ci_low"]
        ]
        if own.empty and de["lfcSE"]:
            half = 1.96 * num(de["lfcSE"])
            ends = [(num(de["log2FoldChange"]) - half, num(de["log2FoldChange"]) + half)]
        _estimate(page, rest, num(de["log2FoldChange"]), ends, num(de["padj"]))
        _reading(page, rest[1], "rna", own, de["status"])
    elif layer in COMPARTMENTS:
        mine = own[(own["compartment"] == COMPARTMENTS[layer]) & (own["assay_id"] != "")]
        if mine.empty:
            assert rest[-1].words == "not measured", rest[-1].words
            rest[-1].tell()
            return
        parts = detail.split(", ")
        combined = detail.startswith("combined: ")
        found = (
            mine[mine["combined_from"] != ""] if combined else mine[mine["assay_id"].isin(parts)]
        )
        assert len(found) == 1, (detail, mine["assay_id"].tolist())
        row = found.iloc[0]
        if combined:
            page.numbers(detail.rsplit("(", 1)[1], num(row["cochran_p"]), chance=True)
        if len(rest) == 2:
            assert not row["protein_log2FoldChange"]
            rest[1].tell()
            return
        ends = [(num(row["protein_ci_low"]), num(row["protein_ci_high"]))]
        _estimate(page, rest, num(row["protein_log2FoldChange"]), ends, num(row["protein_padj"]))
        _reading(page, rest[1], "protein", found, row["protein_status"])
    else:
        assert layer == "Function", layer
        if len(rest) == 2:
            assert rest[1].words == (verdict["function"] or "not measured")
            return
        functional = page.of(contrast["id"], "functional")
        assay = {words: code for code, words in ASSAYS.items()}[detail.split(", ")[0]]
        mine = functional[(functional["assay"] == assay) & (functional["conclusion"] != "")]
        shown = own_words(rest[0], "ci"), rest[2].words
        fitting = [
            row
            for row in mine.to_dict("records")
            if _fits(shown, num(row["log2FoldChange"]), num(row["padj"] or row["q_changed"]))
        ]
        assert len(fitting) == 1, (shown, mine)
        row = fitting[0]
        ends = [(num(row["ci_low"]), num(row["ci_high"]))]
        _estimate(
            page, rest, num(row["log2FoldChange"]), ends, num(row["padj"] or row["q_changed"])
        )
        rest[1].tell()


def _fits(shown: tuple[str, str], change: float, fdr: float) -> bool:

    return all(
        agrees(numbers(text)[0], wanted, chance)
        for text, wanted, chance in ((shown[0], change, False), (shown[1], fdr, True))
    )


def _estimate(
    page: Page, cells: list[Element], change: float, ends: list[tuple[float, float]], fdr: float
) -> None:
    page.numbers(own_words(cells[0], "ci"), change)
    interval = cells[0].all("span", "ci")
    if interval:
        told = []
        for pair in dict.fromkeys(ends):
            try:
                page.numbers(interval[0].words, *pair)
                told.append(pair)
            except AssertionError:
                continue
        assert told, (interval[0].words, ends)
    else:
        assert not ends or all(pd.isna(pair[0]) for pair in ends)
    cells[0].tell()
    page.numbers(cells[2], fdr, chance=True)


def _reading(page: Page, cell: Element, layer: str, rows: pd.DataFrame, status: str) -> None:
    """Hold "higher", "lower", "unchanged" of a layer against the tests of its row."""
    shown = cell.words
    cell.tell()
    if found := re.match(r"unchanged within (.*)-fold", shown):
        margins = {2 ** num(one) for one in rows[f"{layer}_equivalence_margin"] if one}
        assert len(margins) == 1
        page.numbers(found[1], *margins)
    if status not in ("tested", "estimated"):
        return
    tests = {
        word: [num(cell) for cell in rows[f"p_{layer}_{code}"] if cell]
        for word, code in (("higher", "up"), ("lower", "down"), ("unchanged", "unchanged"))
    }
    word = shown.split(" ")[0]
    if word in tests and tests[word]:
        assert min(tests[word]) < 0.05, (shown, tests)
    elif shown == "not settled":
        assert all(p >= 0.05 for w in ("higher", "lower") for p in tests[w]), (shown, tests)


def _facts(page: Page, card: Element, verdict: dict, own: pd.DataFrame, contrast: dict) -> None:
    checks = page.table("tables/checks.tsv")
    terms = card.first("dl", "facts")
    pairs = list(zip(terms.all("dt"), terms.all("dd"), strict=True))
    for term, text in pairs:
        kind = term.words.split(":")[0]
        if kind == "mRNA":
            de = genes_by_id(page, contrast["id"]).get(verdict["gene_id"])
            assert term.words == f"mRNA: {STATUSES[de['status']]}"
        elif kind == "Confidence":
            assert term.words == ": ".join(filter(None, ("Confidence", verdict["confidence"])))
            page.compared[page.section] += 1
            failed = _relevant(checks, "fail", verdict, contrast, page)
            confidence(page, text, verdict, checks, failed)
        elif kind == "Surface against total":
            place = page.of(contrast["id"], "localisation")
            row = place[place["gene_id"] == verdict["gene_id"]].iloc[0]
            rest = text.words
            said = row["sentence"].removeprefix(f"{row['gene_name']}: ").rstrip(".")
            assert said[1:] in rest, (said, rest)
            rest = rest.replace(said[1:], "")
            if "Surface / total" in rest:
                found = re.search(r"Surface / total: log2FC (.*), FDR (.*)\.", rest)
                ends = num(row["log2FoldChange"]), num(row["ci_low"]), num(row["ci_high"])
                page.numbers(found[1], *ends)
                page.numbers(found[2], num(row["padj"]), chance=True)
                rest = rest.replace(found[0], "")
            assert not re.search(r"\d", rest), rest
            text.tell()
        elif kind.startswith("Smallest fall"):
            sizes = [
                2 ** abs(num(row["smallest_callable"]))
                for row in own.to_dict("records")
                if row["smallest_callable"]
            ]
            shown = re.findall(r"([\d.,]+)-fold", text.words)
            assert shown
            for one in shown:
                fits = [
                    size
                    for size in sizes
                    if abs(size - value(one)) <= 0.0505 + 0.5 * (size >= 9.95)
                ]
                assert fits, (text.words, sizes)
                page.compared[page.section] += 1
            text.tell()
        elif kind == "What would change it":
            for one in re.findall(r"a change of up to ([\d.,]+)-fold", text.words):
                sizes = [
                    2 ** abs(num(row[f"smallest_margin_{layer}"]))
                    for row in own.to_dict("records")
                    for layer in ("rna", "protein")
                    if row[f"smallest_margin_{layer}"]
                ]
                assert any(abs(size - value(one)) <= 0.00505 for size in sizes), (one, sizes)
                page.compared[page.section] += 1
            rest = re.sub(r"a change of up to [\d.,]+-fold", "", text.words)
            wanted = verdict["would_change"].rstrip(".")
            assert wanted.lower() in rest.lower(), (wanted, rest)
            page.compared[page.section] += len(numbers(wanted))
            # what is left is why the verdict is not settled: words of the reason
            rest = re.sub(re.escape(wanted), "", rest, flags=re.IGNORECASE)
            assert not re.search(r"(?<![\w-])\d", rest.replace("1.5-fold", "")), rest
            text.tell()
        elif kind == "Next experiment":
            page.words(text, verdict["next_experiment"] or "None is listed for this gene.")
        term.tell()
    fine = list(card.all("p", "fine"))
    for part in fine:
        if found := re.match(r"(\d+) checks? could not be made", part.words):
            open_ones = _relevant(checks, "not_assessable", verdict, contrast, page)
            assert int(found[1]) == len(open_ones), (part.words, open_ones)
            page.compared[page.section] += 1
            part.tell()
        elif part.words.startswith(verdict["ensembl_id"] or verdict["gene_id"]):
            _last_line(page, part, own)


def _last_line(page: Page, part: Element, own: pd.DataFrame) -> None:
    text = part.words.partition("(log2 SD): ")[2]
    for piece in filter(None, text.split(", ")):
        assay, _, number = piece.rpartition(" ")
        sizes = [
            num(row["systematic_sd"]) for row in own.to_dict("records") if row["assay_id"] == assay
        ]
        page.numbers(number, sizes[0])
    part.tell()


def _relevant(checks: pd.DataFrame, status: str, verdict: dict, contrast: dict, page: Page) -> list:
    """Find the checks of a status that touch a gene in a contrast."""
    samples = page.table("inputs/samples.tsv")
    arms = samples[samples[contrast["variable"]].isin([contrast["reference"], contrast["target"]])]
    names = {verdict["gene_name"], verdict["ensembl_id"], verdict["gene_id"]} - {""}
    out = []
    for row in checks[checks["status"] == status].to_dict("records"):
        touched = row["touches"] == "all" or names & set(row["touches"].split(";"))
        here = {
            "study": True,
            "contrast": row["item"] == contrast["id"],
            "sample": row["item"] in set(arms["sample"]),
        }.get(row["scope"], True)
        if touched and here:
            out.append((row["title"], row["message"]))
    return out


def _unchecked(page: Page, details: Element, mine: list[dict], contrast: dict) -> None:
    checks = page.table("tables/checks.tsv")
    found = dict.fromkeys(
        pair
        for verdict in mine
        for pair in _relevant(checks, "not_assessable", verdict, contrast, page)
    )
    page.numbers(details.first("summary"), len(found))
    shown = [item.words for item in details.all("li")]
    assert shown == [" ".join(f"{title}. {message}".split()) for title, message in found]
    details.tell()


def _plot(page: Page, plot: Element, verdict: dict, own: pd.DataFrame, contrast: dict) -> None:
    """Read the points of a card's plot back by its own axis."""
    ticks = {}
    for text in plot.all("text", "tick"):
        word = text.words
        fold = 0.0 if word == "same" else math.log2(value(word[1:].replace("2^", "")))
        if "2^" in word:
            fold = value(word[3:])
        ticks[-fold if word.startswith("\u00f7") else fold] = float(text.attributes["y"]) - 3.5
    assert len(ticks) > 1, plot.words
    (low, y_low), (high, y_high) = min(ticks.items()), max(ticks.items())
    scale = (high - low) / (y_high - y_low)
    at = {size: abs(low + (y - y_low) * scale - size) for size, y in ticks.items()}
    assert max(at.values()) <= abs(scale) * 0.11
    for place in plot.all("text", "tick"):
        place.tell()
    panels: list[tuple[str, list[list[float]]]] = []
    for node in plot.children:
        kind = node.attributes.get("class", "") if isinstance(node, Element) else ""
        if kind == "name":
            panels.append((node.words, [[], []]))
        elif kind.startswith("point"):
            y = (
                float(re.match(r"M[\d.]+ ([\d.]+)", node.attributes["d"])[1]) + 4.2
                if node.tag == "path"
                else float(node.attributes["cy"])
            )
            panels[-1][1]["target" in kind].append(low + (y - y_low) * scale)
    label = plot.attributes["aria-label"]
    for title, arms in panels:
        wanted = _replicates(page, title, verdict, own, contrast)
        middle = np.mean(wanted[0] or wanted[1])
        for shown, values in zip(arms, wanted, strict=True):
            assert len(shown) == len(values)
            for one, number in zip(sorted(shown), sorted(v - middle for v in values), strict=True):
                assert abs(one - number) <= abs(scale) * 0.11 + 1e-6, (title, one, number)
            page.compared["plots"] += len(shown)
        if all(wanted):
            told = re.search(
                re.escape(title.rstrip("\u2026"))
                + r".*?: (\d+) replicates? of .*? and (\d+) of .*?, means (\S+) log2 apart",
                label,
            )
            apart = np.mean(wanted[1]) - np.mean(wanted[0])
            page.numbers(" ".join(told.groups()), len(wanted[0]), len(wanted[1]), apart)
    plot.tell()


def _replicates(
    page: Page, title: str, verdict: dict, own: pd.DataFrame, contrast: dict
) -> list[list[float]]:
    arms = [contrast["reference"], contrast["target"]]
    if title == "mRNA":
        samples = page.table("inputs/samples.tsv")
        counts = (
            page.table("tables/normalised_counts.tsv").set_index("gene_id").loc[verdict["gene_id"]]
        )
        names = [samples.loc[samples[contrast["variable"]] == arm, "sample"] for arm in arms]
        return [
            [math.log2(num(counts[name]) + 0.5) for name in some if name in counts]
            for some in names
        ]
    values = page.table(f"protein/{contrast['id']}/values.tsv")
    key = "gene_id" if verdict["gene_id"] else "gene_name"
    mine = values[values[key] == verdict[key]]
    start = title.rstrip("\u2026")
    mine = mine[mine["assay_id"].str.startswith(start) | mine["compartment"].str.startswith(start)]
    return [
        [num(cell) for cell in mine.loc[mine["condition"] == arm, "log2_signal"] if cell]
        for arm in arms
    ]


def _headline(page: Page, block: Element, contrast: dict) -> None:
    de = page.of(contrast["id"], "differential_expression")
    pairs = without_members(page.of(contrast["id"], "concordance"))
    measured = pairs[pairs["assay_id"] != ""]
    alpha = float(page.config["differential"]["alpha"])
    called, change = column(de, "padj") < alpha, column(de, "log2FoldChange")

    def genes(*starts: str) -> int:
        return measured.loc[measured["call"].str.startswith(starts), "gene_name"].nunique()

    arm = re.escape(" ".join(contrast["target"].split()))
    wanted = {
        rf"genes? higher in {arm}": int((called & (change > 0)).sum()),
        rf"genes? lower in {arm}": int((called & (change < 0)).sum()),
        r"of [\d,]+ genes tested": int((de["status"] == "tested").sum()),
        r"genes? with protein": measured["gene_name"].nunique(),
        r"genes? moving together in both layers": genes("concordant"),
        r"genes? whose layers differ": genes("posttranscriptional", "transcript_only", "opposite"),
    }
    items = block.first("ul", "numbers").all("li")
    assert len(items) == (6 if len(measured) else 4)
    for item, (words, number) in zip(items, wanted.items(), strict=False):
        page.numbers(item.first("b"), number)
        text = item.first("span")
        page.pattern(text, words)
        if "genes tested" in text.words:
            page.numbers(text, len(de))
    for note in block.all("p", "fine"):
        if note.words.startswith("Higher and lower: FDR below"):
            page.numbers(note, alpha)


def _scorecard(page: Page, block: Element, contrast: dict) -> None:
    table = page.of(contrast["id"], "mechanisms")
    scope = table[(table["group"] == "mechanism") & (table["verdict"] != "not_applicable")]
    for card in block.all("ul", "scorecard"):
        items = card.all("li")
        assert len(items) == len(scope)
        for item, row in zip(items, scope.to_dict("records"), strict=True):
            assert item.first("a").words == row["title"]
            shown, _, confidence = item.first("span", "score").words.partition(", confidence ")
            assert row["label"].lower().endswith(shown.lower()), (shown, row["label"])
            assert confidence == row["confidence"]
            page.compared[page.section] += 1
            item.tell()
