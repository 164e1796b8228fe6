"""Hold numbers and words of a page against the tables of its run; what is left over is told.

Nothing here calls the report's own code: shown text is parsed to a number and compared within the
precision that it is shown with, and codes of the tables meet their words through maps of the test.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

import pandas as pd
import yaml

from page_tree import NUMBER, Element, Text, precision, tree, value
from workflow_runs import Run

MISSING = "\u2013"
SHOWN = re.compile(
    rf"(?:< )?(?<![\w.,^\u2212-])(?:{NUMBER.pattern})(?![\w]|\.\d)"
    rf"|(?<!\S){MISSING}(?!\S)|[+\u2212]\u221e"
)
#: Fractions of the precision that the page's own rounding (of packed numbers: two steps) may take.
SLACK = 1.01


def numbers(text: str) -> list[str]:
    """Return the numbers of a text as they stand there; a dash alone is a missing one."""
    return SHOWN.findall(text)


def agrees(shown: str, wanted: float, chance: bool = False, slack: float = SLACK) -> bool:
    """Tell whether a shown number is the wanted one within the precision that it is shown with."""
    if shown == MISSING or pd.isna(wanted):
        return shown == MISSING and bool(pd.isna(wanted))
    if shown.startswith("< "):  # the end of the range of numbers
        return 0 <= wanted < value(shown[2:]) == 1e-300
    found, half = value(shown), precision(shown)
    if math.isinf(wanted) or math.isinf(found):
        return found == wanted
    if chance and 0 < found < 0.0995:
        # two digits, of which a zero at the end may be left out
        half = min(half, 0.5 * 10.0 ** (math.floor(math.log10(found)) - 1))
    return abs(found - wanted) <= slack * half + 1e-12 * abs(wanted)


def num(cell: str) -> float:
    """Return the number of a cell; an empty one is missing."""
    return float(cell) if cell else math.nan


def column(table: pd.DataFrame, name: str) -> pd.Series:
    """Return a column of numbers."""
    return pd.to_numeric(table[name])


class Page:
    """A report and the folder that it tells of."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.results = run.directory / "results"
        self.root = tree(run.report)
        self.main = self.root.named("main")
        #: numbers that were held against a table, by section
        self.compared: Counter[str] = Counter()
        self.section = ""
        self._tables: dict[str, pd.DataFrame] = {}
        self._rows: dict[tuple[str, str], dict[str, dict]] = {}

    def table(self, name: str) -> pd.DataFrame:
        """Read a table below results/, every cell as the text that stands there."""
        if name not in self._tables:
            self._tables[name] = pd.read_csv(
                self.results / name, sep="\t", dtype=str, keep_default_na=False, quoting=3
            )
        return self._tables[name]

    def rows(self, name: str, key: str) -> dict[str, dict]:
        """Return the rows of a table by one of its columns."""
        if (name, key) not in self._rows:
            table = self.table(name)
            self._rows[name, key] = dict(zip(table[key], table.to_dict("records"), strict=True))
        return self._rows[name, key]

    def of(self, contrast: str, name: str) -> pd.DataFrame:
        return self.table(f"tables/{contrast}/{name}.tsv")

    @cached_property
    def config(self) -> dict:
        """What the study asks for, defaults of the schema filled in."""
        from workflow_runs import ROOT

        schema = yaml.safe_load((ROOT / "workflow/schemas/config.schema.yaml").read_text())
        given = yaml.safe_load((self.run.directory / "config/config.yaml").read_text())
        return filled(schema, given)

    @cached_property
    def contrasts(self) -> list[dict]:
        return self.table("inputs/contrasts.tsv").to_dict("records")

    def blocks(self, section: str) -> list[tuple[dict, Element]]:
        """Return each contrast with its part of a section."""
        found = self.main.named(section).all("div", "block")
        assert len(found) in (0, len(self.contrasts)), section
        return list(zip(self.contrasts, found, strict=False))

    def numbers(
        self, place: Element | str, *wanted: float, chance: bool = False, slack: float = SLACK
    ) -> None:
        """Hold all numbers of a place, in their order, against those that should stand there."""
        text = place if isinstance(place, str) else place.words
        shown = numbers(text)
        assert len(shown) == len(wanted), (self.section, text, wanted)
        for one, number in zip(shown, wanted, strict=True):
            assert agrees(one, number, chance, slack), (self.section, text, one, number)
            self.compared[self.section] += one != MISSING
        if not isinstance(place, str):
            place.tell()

    def words(self, place: Element, wanted: str) -> None:
        """Hold a place against the words that should stand there, whatever its white space."""
        told = " ".join(str(wanted).split())
        assert place.words == told, (self.section, place.words, told)
        self.compared[self.section] += len(numbers(told))
        place.tell()

    def pattern(self, place: Element | str, wanted: str) -> re.Match[str]:
        """Hold a place against a pattern and return what it found."""
        text = place if isinstance(place, str) else place.words
        found = re.fullmatch(wanted, text)
        assert found, (self.section, text, wanted)
        if not isinstance(place, str):
            place.tell()
        return found

    def left(self) -> list[Text]:
        """Return the texts that hold a digit and that nothing was held against."""
        return [
            text
            for text in self.main.texts()
            if not text.told and re.search(r"\d", self.nameless(text.words)) and not fixed(text)
        ]

    def nameless(self, text: str) -> str:
        """Leave the names of contrasts and arms out."""
        names = {row[key] for row in self.contrasts for key in ("id", "reference", "target")}
        for name in sorted(names, key=len, reverse=True):
            text = text.replace(" ".join(name.split()), "") if name else text
        return text


def columns_of(table: Element) -> list[str]:
    return [cell.words for cell in table.first("thead").all("th")]


def rows_of(table: Element) -> list[list[Element]]:
    """Return the cells of each row of a table's body."""
    return [
        [cell for cell in row.children if isinstance(cell, Element)]
        for row in table.first("tbody").children
        if isinstance(row, Element)
    ]


def captioned(place: Element, *starts: str) -> list[Element]:
    """Return the tables whose caption holds one of some words."""
    return [
        table
        for table in place.all("table")
        if any(start in table.first("caption").words for start in starts)
    ]


def own_words(cell: Element, *apart: str) -> str:
    """Return the words of a cell without those of its parts of some classes."""
    left_out = {id(text) for name in apart for part in cell.all(name=name) for text in part.texts()}
    return " ".join(text.words for text in cell.texts() if id(text) not in left_out)


def filled(schema: dict, given: dict | None) -> dict:
    """Fill the defaults of a JSON schema in."""
    properties = schema.get("properties", {})
    out = dict(given or {})
    for key, part in properties.items():
        if key not in out and "default" in part:
            out[key] = part["default"]
        if key in out and part.get("properties") and isinstance(out[key], dict):
            out[key] = filled(part, out[key])
    return out


def flat(config: dict, prefix: str = "") -> Iterable[tuple[str, object]]:
    for key, part in config.items():
        name = f"{prefix}.{key}" if prefix else str(key)
        if isinstance(part, dict) and part:
            yield from flat(part, name)
        else:
            yield name, part


#: Words of the templates that hold a digit and that no table has a say in, by their whole text.
FIXED = re.compile(
    "|".join(
        (
            r"(mRNA |Protein )?log2FC( \[95% CI\])?",
            r"\[95% CI\]",
            r"SHA-256(, first 12)?",
            r".*FDR by camera: at a correlation of 0\.05\.",
            r"Every set of the collection, called or not\. .* section 7\.",
            r"(Simulated data\. )?log2 fold changes with 95% confidence intervals; .*",
            r"Functional assays: log2 fold changes with 95% confidence intervals, .*",
            r"No mechanism of the catalogue is in scope .*; section 7 gives the reasons\.",
            r"Numbers of .* section \d\.",
        )
    )
)


def fixed(text: Text) -> bool:
    node = text.parent
    if node.tag == "span" and node.attributes.get("class") == "n":
        return True  # the number of a section
    if any(inner.tag == "svg" for inner in (node, *ancestors(node))):
        return False
    return bool(FIXED.fullmatch(text.words))


def ancestors(node: Element) -> Iterable[Element]:
    while node.parent is not None:
        node = node.parent
        yield node
