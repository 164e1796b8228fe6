"""Section 2: gates with their values and thresholds."""

from __future__ import annotations

import re

from page_numbers import MISSING, Page, captioned, numbers, own_words, rows_of
from page_sections.codes import ASSAYS, CHECKS


def trust(page: Page) -> None:
    page.section = "trust"
    section = page.main.named("trust")
    checks = page.table("tables/checks.tsv")
    tables = captioned(
        section, "failed checks and notes.", "passed checks.", "could not be checked."
    )
    shown = [cells for table in tables for cells in rows_of(table)]
    assert len(shown) == len(checks)
    left = checks.to_dict("records")
    for result, text, found, threshold in shown:
        message = text.first("span", "message").words
        title = own_words(text, "message", "detail")
        fitting = [
            row
            for row in left
            if row["title"] == title
            and message.startswith(" ".join(row["message"].split()))
            and _same_number_text(found.words, row["value"])
            and (
                not text.all("span", "detail")
                or text.first("span", "detail").words == f"{row['scope']} {row['item']}"
            )
        ]
        assert fitting, (title, message, found.words)
        row = fitting[0]
        left.remove(row)
        assert result.words == CHECKS[row["status"]]
        touches = message.removeprefix(" ".join(row["message"].split())).strip()
        genes = {"all": "all genes", "": "no gene"}.get(
            row["touches"], row["touches"].replace(";", ", ")
        )
        assert touches in (f"Touches: {genes}.", ""), touches
        assert _same_number_text(threshold.words, row["threshold"]), (threshold.words, row)
        page.compared["trust"] += len(numbers(found.words)) + len(numbers(threshold.words))
        for cell in (result, text, found, threshold):
            cell.tell()
    assert left == []
    counted = 0
    for group in section.all("ul", "gates"):
        for item in group.all("li"):
            n = int(item.first("b").words.replace(",", ""))
            counted += n
            item.tell()
            page.compared["trust"] += 1
    assert counted == len(checks)
    by_status = checks["status"].value_counts()
    said = dict.fromkeys(CHECKS, 0)
    for item in section.all("ul", "gates"):
        for line in item.all("li"):
            word = line.words.split(" ", 1)[1].lower()
            code = {"failed": "fail", "note": "note", "notes": "note", "passed": "pass"}.get(
                word, "not_assessable"
            )
            said[code] += int(line.first("b").words)
    assert said == {status: int(by_status.get(status, 0)) for status in CHECKS}
    for summary in section.all("summary"):
        inside = [len(rows_of(table)) for table in summary.parent.all("table")]
        page.numbers(summary.words.split(" ")[0], sum(inside))
        summary.tell()
    for item in section.first("aside").all("li"):
        if found := re.match(r"Independent derivations.*?: (\S+ v \S+)\.", item.words):
            _derivations(page, item.words)
            item.tell()
        elif item.words.startswith("Functional assays given: "):
            tables = [page.of(contrast["id"], "functional") for contrast in page.contrasts]
            given = {ASSAYS[code] for table in tables for code in table["assay"]}
            named = item.words.partition(": ")[2].split(". ")[0].rstrip(".").split(", ")
            assert set(named) == given
            item.tell()


def _derivations(page: Page, said: str) -> None:
    """Count the independent derivations of the arms from the sheet."""
    sheet = page.table("inputs/samples.tsv")
    told = re.search(r": (\d+) v (\d+)\.", said)
    named = [contrast for contrast in page.contrasts if contrast["id"] in said] or page.contrasts
    for contrast in named:
        for shown, arm in zip(told.groups(), ("reference", "target"), strict=True):
            mine = sheet[sheet[contrast["variable"]] == contrast[arm]]
            page.numbers(shown, mine["derivation"].nunique())


def _same_number_text(shown: str, cell: str) -> bool:
    """Compare as text, but for separated thousands, signs of comparison and white space."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", shown.replace("\u2265", ">=").replace("\u2264", "<="))
    cell = re.sub(r"(?<=\d),(?=\d{3})", "", " ".join(cell.split()))
    return plain == (cell or MISSING)
