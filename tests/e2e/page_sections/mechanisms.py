"""Section 7: mechanisms, their genes, ladders and assays."""

from __future__ import annotations

import re

import pandas as pd

from page_numbers import MISSING, Page, num, own_words, rows_of
from page_sections.codes import ASSAYS, RUNGS, STATES, STATUSES, confidence
from page_tree import Element


def mechanisms(page: Page) -> None:
    page.section = "mechanisms"
    checks = page.table("tables/checks.tsv")
    # what is out of scope in every contrast alike is said once
    for details in page.main.named("mechanisms").children:
        if isinstance(details, Element) and details.tag == "details":
            shown = details.first("summary").words.rpartition(": ")[2]
            table = page.of(page.contrasts[0]["id"], "mechanisms")
            titles = [item.first("b").words.rstrip(".") for item in details.all("li")]
            assert set(titles) <= set(table.loc[table["verdict"] == "not_applicable", "title"])
            page.numbers(shown.split(" ")[0], len(titles))
            details.tell()
    for contrast, block in page.blocks("mechanisms"):
        table = page.of(contrast["id"], "mechanisms")
        by_title = {row["title"]: row for row in table.to_dict("records")}
        scope = table[table["verdict"] != "not_applicable"]
        articles = block.all("article", "mechanism")
        assert len(articles) == (scope["group"] == "mechanism").sum()
        for article in articles:
            header = article.first("header")
            row = by_title[next(n for n in header.children if isinstance(n, Element)).words]
            shown = header.first("span", "score").words
            assert row["label"].lower().endswith(shown.lower()), (shown, row["label"])
            header.tell()
            sentence = [n for n in article.children if isinstance(n, Element) and n.tag == "p"]
            for part in sentence:
                assert part.words[1:] in " ".join(row["sentence"].split()), (
                    part.words,
                    row["sentence"],
                )
                part.tell()
            _ladder(page, article, row, contrast)
            _mechanism_facts(page, article, row, checks)
        for part in block.all("table", "mechanisms"):
            for name, reading, counts, following in rows_of(part):
                row = by_title[name.words]
                page.numbers(
                    counts, *(num(row[f"n_{n}"]) for n in ("expected", "against", "genes"))
                )
                label = reading.first("span", "score").words
                assert row["label"].lower().endswith(label.lower()), (label, row["label"])
                for message in reading.all("span", "message"):
                    assert message.words[1:] in " ".join(row["sentence"].split())
                for detail in reading.all("span", "detail"):
                    if detail.words.startswith("gene set:"):
                        _set_test(page, detail.words, row)
                    else:
                        assert detail.words == f"confidence {row['confidence']}"
                page.words(following, row["next_experiment"] or MISSING)
                for cell in (name, reading):
                    cell.tell()
        for details in block.all("details"):
            summary = details.first("summary")
            if found := re.fullmatch(r"(.*): (\d+) genes?", summary.words):
                _mechanism_genes(page, details, by_title[found[1]], contrast, int(found[2]))
            elif found := re.match(r"(\d+) out of scope", summary.words):
                items = details.all("li")
                page.numbers(found[1], len(items))
                for item in items:
                    row = by_title[item.first("b").words.rstrip(".")]
                    assert row["verdict"] == "not_applicable"
                    assert " ".join((row["reason"] or row["sentence"]).split()) in item.words
                details.tell()
        for part in block.all("table", "functional"):
            _functional(page, part, contrast)


def _ladder(page: Page, article: Element, row: dict, contrast: dict) -> None:
    ladder = page.of(contrast["id"], "ladder")
    mine = ladder[ladder["mechanism"] == row["mechanism"]].set_index("rung")
    for rung in article.all("li", "rung"):
        code = RUNGS[rung.first("b").words]
        state = mine.loc[code, "state"] if code in mine.index else "open"
        assert rung.first("span", "state").words == STATES[state]
        for detail in rung.all("span", "detail"):
            page.words(detail, mine.loc[code, "evidence"])
        page.compared[page.section] += 1
        rung.tell()


def _mechanism_facts(page: Page, article: Element, row: dict, checks: pd.DataFrame) -> None:
    terms = article.first("dl", "facts")
    for term, text in zip(terms.all("dt"), terms.all("dd"), strict=True):
        kind = term.words.split(":")[0]
        if kind == "Confidence":
            assert term.words == ": ".join(filter(None, ("Confidence", row["confidence"])))
            page.compared[page.section] += 1
            confidence(page, text, row, checks)
        elif kind == "Effectors":
            assert text.first("i").words in (
                row["effectors"].replace(";", ", "),
                "none in the catalogue",
            )
            counts, _, test = (
                own_words(text).replace(text.first("i").words, "", 1).partition("gene set: ")
            )
            page.numbers(counts, *(num(row[f"n_{n}"]) for n in ("genes", "expected", "against")))
            assert bool(test) == bool(row["set_pvalue"])
            if test:
                _set_test(page, test, row)
            text.tell()
        elif kind == "Function":
            page.words(text, row["function"])
        elif kind == "What would change it":
            assert text.words[1:].rstrip(".") == " ".join(row["would_change"].split())[1:].rstrip(
                "."
            )
            text.tell()
        elif kind == "Next experiment":
            page.words(text, row["next_experiment"] or "None is listed.")
        term.tell()


def _set_test(page: Page, text: str, row: dict) -> None:
    told = re.search(r"t (\S+), p (\S+), FDR (\S+)", text)
    page.numbers(told[1], num(row["set_nes_stat"]))
    page.numbers(told[2], num(row["set_pvalue"]), chance=True)
    page.numbers(told[3], num(row["set_padj"]), chance=True)


def _mechanism_genes(page: Page, details: Element, row: dict, contrast: dict, n: int) -> None:
    table = page.of(contrast["id"], "mechanism_genes")
    mine = table[(table["group"] == row["group"]) & (table["mechanism"] == row["mechanism"])]
    assert n == len(mine)
    page.compared[page.section] += 1
    details.first("summary").tell()
    details.first("caption").tell()
    shown = rows_of(details.first("table"))
    for cells, gene in zip(shown, mine.to_dict("records"), strict=True):
        name, kind, expected, rna, fdr, protein, grade, why = cells
        page.words(name, f"{gene['gene_name']} {gene['role']}")
        page.words(kind, gene["evidence_class"])
        page.words(
            expected,
            {"up": "higher", "down": "lower", "either": "either way"}[gene["expected_direction"]],
        )
        if gene["rna_status"] in ("tested", "no_replicates"):
            page.numbers(rna, num(gene["rna_log2FoldChange"]))
        else:
            assert STATUSES.get(gene["rna_status"], "not in the counts") in rna.words
            rna.tell()
        page.numbers(fdr, num(gene["rna_padj"]), chance=True)
        if gene["protein_assay_id"]:
            number, _, assay = protein.words.partition(" (")
            page.numbers(number, num(gene["protein_log2FoldChange"]))
            assert assay == f"{gene['protein_assay_id']})"
        else:
            assert protein.words == "not measured"
        protein.tell()
        grade.tell()
        page.words(why, " ".join(filter(None, (gene["rationale"], gene["source"]))))


def _functional(page: Page, part: Element, contrast: dict) -> None:
    table = page.of(contrast["id"], "functional")
    rows = rows_of(part)
    assert len(rows) == len(table)
    for cells, row in zip(rows, table.to_dict("records"), strict=True):
        name, compared, n, change, fdr, sentence = cells
        assert own_words(name, "detail") == ASSAYS[row["assay"]]
        if row["quantity"].startswith("effect_"):
            page.numbers(n, num(row[f"n_{row['quantity'].removeprefix('effect_')}"]))
        else:
            page.numbers(n, num(row["n_reference"]), num(row["n_target"]))
        page.numbers(own_words(change, "ci"), num(row["log2FoldChange"]))
        for interval in change.all("span", "ci"):
            page.numbers(interval.words, num(row["ci_low"]), num(row["ci_high"]))
        change.tell()
        page.numbers(fdr, num(row["padj"] or row["q_changed"]), chance=True)
        assert own_words(sentence, "score") in (
            " ".join(row["sentence"].split()),
            "No conclusion of its own.",
        )
        for cell in (name, compared, sentence):
            cell.tell()
