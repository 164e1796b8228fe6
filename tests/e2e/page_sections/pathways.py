"""Section 5: gene sets."""

from __future__ import annotations

import math
import re

import numpy as np
import pandas as pd

from page_numbers import (
    MISSING,
    Page,
    captioned,
    column,
    columns_of,
    num,
    numbers,
    own_words,
    rows_of,
)
from page_sections.codes import COLLECTIONS, ICONS
from page_tree import Element, value


def pathways(page: Page) -> None:
    page.section = "pathways"
    section = page.main.named("pathways")
    _compared(page, section)
    for contrast, block in page.blocks("pathways"):
        groups = page.of(contrast["id"], "pathway_groups")
        for sentence in block.all("p", "sentence"):
            _opening(page, sentence, groups, contrast)
        for direction, part in zip(("up", "down"), block.all("div", "direction"), strict=False):
            _direction(page, part, groups[groups["direction"] == direction], contrast)
        enrichment = page.of(contrast["id"], "enrichment")
        for table in captioned(block, "Gene sets with the smallest FDR; none is called."):
            for name, nes, p, fdr in rows_of(table):
                row = _set(name, enrichment)
                page.numbers(nes, num(row["nes"]))
                page.numbers(p, num(row["pvalue"]), chance=True)
                page.numbers(fdr, num(row["padj"]), chance=True)
                name.tell()
        for table in block.all("table", "resistance"):
            _resistance(page, table, enrichment)
        for table in captioned(block, "Rich in genes that are"):
            _over(page, table, contrast)
        for part in block.all("p", "fine"):
            if found := re.match(
                r"(\S+) more (higher|lower) in over_representation\.tsv", part.words
            ):
                over = page.of(contrast["id"], "over_representation")
                way = {"higher": "up", "lower": "down"}[found[2]]
                called = over[(over["direction"] == way) & (column(over, "padj") < 0.05)]
                page.numbers(found[1], len(called) - 12)
                part.tell()
        for table in block.all("table", "collections"):
            _collections(page, table, contrast)
        for part in block.all("p", "missing"):
            if re.search(r"called (higher|lower) at an FDR of 0\.1\.", part.words):
                page.numbers(part, float(page.config["differential"]["alpha"]))
            elif part.words.startswith("No gene set was tested in this contrast. "):
                reasons = page.of(contrast["id"], "enrichment_collections")["reason"]
                told = " ".join(dict.fromkeys(reasons))
                assert part.words.endswith(" ".join(told.split()))
                page.compared[page.section] += len(numbers(told))
                part.tell()
            elif "at an FDR of 0.05" in part.words or "an FDR of 0.05" in part.words:
                page.numbers(part, 0.05)


def _same_name(shown: str, term: str) -> bool:
    """Tell whether a set's name in words is that of a term: the same letters and digits."""

    def letters(text: str) -> str:
        return re.sub(r"[\W_]", "", re.sub(r" \(GO:\d+\)$", "", text)).lower()

    plain = re.sub(r"_DN$", "_down", re.sub(r"^(HALLMARK|GOBP|REACTOME|WP|RESISTANCE)_", "", term))
    return letters(shown) in (letters(plain), letters(term))


def _set(cell: Element, table: pd.DataFrame, collection: str = "") -> dict:
    """Find the row of the set that a cell names."""
    source = cell.all("span", "source")
    collection = source[0].words.strip("()") if source else collection
    name = own_words(cell, "source", "detail", "mark")
    names = table["collection"].map(lambda code: COLLECTIONS.get(code, code))
    found = table[(names == collection) & table["term"].map(lambda term: _same_name(name, term))]
    assert len(found) == 1, (name, collection, len(found))
    return found.iloc[0].to_dict()


def _opening(page: Page, sentence: Element, groups: pd.DataFrame, contrast: dict) -> None:
    best = groups[groups["is_best"] == "yes"]
    up = int((best["direction"] == "up").sum())
    text = sentence.words.replace(contrast["target"], "").replace(contrast["reference"], "")
    counts = {
        r"(\S+) groups? of gene sets? (?:is|are) higher": up,
        r"and (\S+) lower in": len(best) - up,
        r"(\S+) of these \d+ (?:is|are) robust": int((best["call"] == "robust").sum()),
        r"of these (\d+)": len(best),
        r"and (\S+) follows? proliferation": int((best["follows_proliferation"] == "yes").sum()),
    }
    for words, n in counts.items():
        if found := re.search(words, text):
            assert found[1].lower() in ((str(n),) if n else ("no", "none")), (text, words, n)
            page.compared[page.section] += 1
    assert re.search(r"higher and|higher", text)
    sentence.tell()


def _direction(page: Page, part: Element, groups: pd.DataFrame, contrast: dict) -> None:
    best = groups[groups["is_best"] == "yes"]
    best = best.assign(g=column(best, "group")).sort_values("g")
    heading = next(
        node for node in part.children if isinstance(node, Element) and node.tag in ("h4", "h5")
    )
    page.numbers(heading.words.rpartition(": ")[2], len(best))
    heading.tell()
    enrichment = page.of(contrast["id"], "enrichment")
    rows = best.to_dict("records")
    lists = part.all("ol", "sets")
    items = [item for item in lists[0].children if isinstance(item, Element)] if lists else []
    assert len(items) == min(12, len(rows))
    for item, row in zip(items, rows, strict=False):
        summary, members = item.first("summary"), groups[groups["group"] == row["group"]]
        assert _set(summary.first("span", "set"), groups)["term"] == row["term"]
        nes, fdr, n = (span.words for span in summary.first("span", "facts").all("span"))
        page.numbers(nes, num(row["nes"]))
        page.numbers(fdr, num(row["padj"]), chance=True)
        page.numbers(n, len(members))
        _marks(summary, row)
        bars = [
            float(rect.attributes["width"])
            for rect in summary.all("rect")
            if "class" not in rect.attributes
        ]
        wanted = round(100 * min(abs(num(row["nes"])) / 3.5, 1))
        assert bars == [wanted] or (bars == [] and wanted == 0), (bars, row["nes"])
        summary.tell()
        facts = item.first("p", "fine")
        assert facts.first("code").words == " ".join(row["term"].split())
        told = re.search(
            r", (\S+) genes ranked; FDR by camera (\S+)\. Leading edge: (.*)\.", facts.words
        )
        page.numbers(told[1], num(row["size"]))
        page.numbers(told[2], num(row["camera_padj_rho05"]), chance=True)
        own = enrichment[
            (enrichment["collection"] == row["collection"]) & (enrichment["term"] == row["term"])
        ]
        edge = own.iloc[0]["leading_edge"].split(";")
        _genes_listed(page, told[3].strip(), edge, 12)
        facts.tell()
        for table in item.all("table"):
            table.first("caption").tell()
            for name, nes, fdr, camera, size in rows_of(table):
                member = _set(name, members)
                page.numbers(nes, num(member["nes"]))
                page.numbers(fdr, num(member["padj"]), chance=True)
                page.numbers(camera, num(member["camera_padj_rho05"]), chance=True)
                page.numbers(size, num(member["size"]))
                shared = re.match(r"shares (\d+)", name.first("span", "detail").words)
                page.numbers(shared[1], num(member["n_shared"]))
                name.tell()
            assert len(rows_of(table)) == min(15, len(members) - 1)
        for note in item.all("p", "fine")[1:]:
            if found := re.match(r"(\S+) more in", note.words):
                page.numbers(found[1], len(members) - 16)
                note.tell()
    more = [d for d in part.children if isinstance(d, Element) and d.tag == "details"]
    for details in more:
        page.numbers(details.first("summary").words.split(" ")[0], len(rows) - 12)
        details.first("summary").tell()
        for item, row in zip(details.all("li"), rows[12:], strict=False):
            told = re.search(r"NES (\S+), FDR ([^, ]+)(?:, (\d+) sets)?", item.words)
            page.numbers(told[1], num(row["nes"]))
            page.numbers(told[2], num(row["padj"]), chance=True)
            n = int((groups["group"] == row["group"]).sum())
            assert int(told[3] or 1) == n
            page.compared[page.section] += 1
            _marks(item, row)
            item.tell()
        for note in details.all("p", "fine"):
            page.numbers(note.words.split(" ")[0], len(rows) - 12 - len(details.all("li")))
            note.tell()


def _genes_listed(page: Page, shown: str, edge: list[str], most: int) -> None:
    listed, _, rest = shown.partition(" and ")
    found = [] if shown == MISSING else listed.split(", ")
    assert found == [" ".join(gene.split()) for gene in edge if gene][:most], (shown, edge[:most])
    if rest:
        page.numbers(rest, len(edge) - most)


def _marks(place: Element, row: dict) -> None:
    icons = [
        use.attributes["href"].lstrip("#")
        for mark in place.all("span", "mark")
        for use in mark.all("use")
    ]
    calls = [ICONS[icon] for icon in icons if icon in ICONS]
    assert calls == [row["call"]], (icons, row["call"])
    assert ("i-opposite" in icons) == (row["follows_proliferation"] == "yes")


def _resistance(page: Page, table: Element, enrichment: pd.DataFrame) -> None:
    table.first("caption").tell()
    members = page.table("inputs/gene_sets.tsv.gz")
    members = members[members["collection"] == "resistance"]
    rows = rows_of(table)
    assert len(rows) == members["term"].nunique()
    for name, reading, nes, fdr, camera, ranked in rows:
        terms = [term for term in members["term"].unique() if _same_name(name.words, term)]
        assert len(terms) == 1, name.words
        found = enrichment[
            (enrichment["collection"] == "resistance") & (enrichment["term"] == terms[0])
        ]
        size = (members["term"] == terms[0]).sum()
        name.tell()
        if found.empty:
            assert reading.words.startswith("Not tested")
            limits = page.config["enrichment"]
            told = numbers(reading.words)
            if told:
                wanted = (size, limits["min_size"], limits["max_size"])
                page.numbers(" ".join(told[1:]), *wanted)
                page.numbers(ranked, value(told[0]), size)
            else:
                page.numbers(ranked, math.nan)
            page.numbers(nes, math.nan)
            page.numbers(fdr, math.nan)
            page.numbers(camera, math.nan)
            reading.tell()
            continue
        row = found.iloc[0]
        page.numbers(nes, num(row["nes"]))
        page.numbers(fdr, num(row["padj"]), chance=True)
        page.numbers(camera, num(row["camera_padj_rho05"]), chance=True)
        page.numbers(ranked, num(row["size"]), num(row["set_size"]))
        words = {
            "robust": "robust to correlation",
            "gene_permutation_only": "gene permutation only",
            "camera_only": "by camera only",
            "not_called": "not called",
            "not_tested": "not tested",
        }[row["call"]]
        assert words in reading.words.lower(), (reading.words, row["call"])
        if row["call"] in ("robust", "gene_permutation_only", "camera_only"):
            way = "Higher" if num(row["nes"]) > 0 else "Lower"
            assert reading.words.startswith(f"{way}. ")
            edge = " ".join(part.words for part in reading.all("i")).replace(" \u2026", "")
            assert edge == ", ".join(row["leading_edge"].split(";")[:8])
        reading.tell()


def _over(page: Page, table: Element, contrast: dict) -> None:
    over = page.of(contrast["id"], "over_representation")
    way = "up" if "higher" in table.first("caption").words else "down"
    mine = over[over["direction"] == way]
    for name, called, expected, odds, fdr, named in rows_of(table):
        row = _set(name, mine)
        page.numbers(called, num(row["overlap"]), num(row["size"]))
        page.numbers(expected, num(row["expected"]))
        page.numbers(odds, num(row["odds_ratio"]))
        page.numbers(fdr, num(row["padj"]), chance=True)
        shown = named.words.replace(" \u2026", "").split(", ")
        assert shown == row["genes"].split(";")[:8]
        name.tell()
        named.tell()


def _collections(page: Page, table: Element, contrast: dict) -> None:
    tested = page.of(contrast["id"], "enrichment_collections")
    about = page.table("tables/gene_set_collections.tsv").set_index("collection")
    rows = rows_of(table)
    assert len(rows) == len(tested)
    for cells, row in zip(rows, tested.to_dict("records"), strict=True):
        name, status, sets, small, large, matched = cells
        fact = about.loc[row["collection"]]
        wanted = ", ".join(filter(None, (fact["version"], fact["date"], fact["licence"])))
        page.words(name, f"{fact['title'] or row['collection']} {wanted}")
        for detail in status.all("span", "detail"):
            sentences = [" ".join(text.split()) for text in (row["reason"], fact["reason"])]
            assert detail.words in sentences, detail.words
            detail.tell()
        page.numbers(sets, num(row["n_tested"]), num(row["n_sets"]))
        page.numbers(small, num(row["n_too_small"]))
        page.numbers(large, num(row["n_too_large"]))
        if row["n_matched"] and row["n_genes"]:
            page.numbers(matched, num(row["n_matched"]), num(row["n_genes"]))
    for note in table.parent.parent.all("p", "fine"):
        if note.words in {" ".join(text.split()) for text in tested["reason"]}:
            page.compared[page.section] += len(numbers(note.words))
            note.tell()


def _compared(page: Page, section: Element) -> None:
    if len(page.contrasts) < 2:
        return
    table = page.table("tables/pathway_comparison.tsv")
    ids = [contrast["id"] for contrast in page.contrasts]
    best = set()
    for name in ids:
        groups = page.of(name, "pathway_groups")
        groups = groups[groups["is_best"] == "yes"]
        best |= set(zip(groups["collection"], groups["term"], strict=True))
    keys = zip(table["collection"], table["term"], strict=True)
    own = table.loc[np.array([key in best for key in keys], dtype=bool)]
    total = own[own["pattern"] != "none"]
    for sentence in [
        p
        for p in section.all("p")
        if "name a group in a contrast" in p.words or "names a group in a contrast" in p.words
    ]:
        counts = {
            r"^(\S+) gene sets? name": len(total),
            r": (\S+) (?:is|are) higher and": int((own["pattern"] == "all_up").sum()),
            r"higher and (\S+) lower": int((own["pattern"] == "all_down").sum()),
            r"contrast, (\S+) (?:is|are) called in one": int(
                own["pattern"].str.startswith("private_").sum()
            ),
        }
        for words, n in counts.items():
            found = re.search(words, sentence.words)
            assert found[1] == (f"{n:,}" if n else "none"), (sentence.words, words, n)
            page.compared[page.section] += 1
        sentence.tell()
    for part in captioned(section, "NES: positive = higher in the target. A filled triangle"):
        assert columns_of(part)[1:-1] == ids
        part.first("thead").tell()
        for name, *cells, common in rows_of(part):
            row = _set(name, own)
            for contrast, cell in zip(ids, cells, strict=True):
                page.numbers(cell, num(row[f"nes_{contrast}"]))
                called = num(row[f"padj_{contrast}"]) < 0.05
                icons = [use.attributes["href"] for use in cell.all("use")]
                if row[f"nes_{contrast}"]:
                    way = "up" if num(row[f"nes_{contrast}"]) > 0 else "down"
                    assert icons == [f"#i-{way}" if called else f"#i-{way}-open"]
            _genes_listed(page, common.words, row["common_leading_edge"].split(";"), 6)
            name.tell()
            common.tell()
        details = part
        while details.tag != "details":
            details = details.parent
        n, _, words = details.first("summary").words.partition(" ")
        patterns = {
            "higher in every contrast": "all_up",
            "lower in every contrast": "all_down",
            "higher in one contrast, lower in another": "opposite",
            "in some contrasts, in one direction": "some",
        }
        pattern = patterns.get(words) or f"private_{words.removeprefix('only in ')}"
        wanted = int((own["pattern"] == pattern).sum())
        page.numbers(n, wanted)
        details.first("summary").tell()
        assert len(rows_of(part)) == min(8, wanted)
        for note in details.all("p", "fine"):
            page.numbers(note.words.split(" ")[0], wanted - 8)
            note.tell()
