"""A page as a tree, by the standard library alone: elements, their text, the numbers in it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"))
UNREAD = frozenset(("script", "style"))
NUMBER = re.compile(r"[+\u2212-]?(?:\d[\d,]*\d|\d)(?:\.\d+)?(?:e[\u2212-]?\d+)?|[+\u2212]\u221e")


@dataclass(eq=False)
class Text:
    """What stands between two tags; ``told`` once a test has held it against its source."""

    value: str
    parent: Element
    told: bool = False

    @property
    def words(self) -> str:
        return " ".join(self.value.split())


@dataclass(eq=False)
class Element:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parent: Element | None = None
    children: list[Element | Text] = field(default_factory=list)

    def walk(self) -> Iterator[Element | Text]:
        for child in self.children:
            yield child
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag: str = "", name: str = "") -> list[Element]:
        """Return the elements within, by tag and class."""
        return [
            node
            for node in self.walk()
            if isinstance(node, Element)
            and tag in ("", node.tag)
            and (not name or name in node.attributes.get("class", "").split())
        ]

    def first(self, tag: str = "", name: str = "") -> Element:
        found = self.all(tag, name)
        assert found, f"no <{tag} class={name!r}> in {self.words[:200]}"
        return found[0]

    def named(self, identifier: str) -> Element:
        found = [node for node in self.all() if node.attributes.get("id") == identifier]
        assert len(found) == 1, (identifier, len(found))
        return found[0]

    def within(self, tag: str) -> bool:
        node = self.parent
        while node is not None and node.tag != tag:
            node = node.parent
        return node is not None

    def texts(self) -> list[Text]:
        """Return the texts within, without those of scripts and styles."""
        return [
            node
            for node in self.walk()
            if isinstance(node, Text) and node.words and node.parent.tag not in UNREAD
        ]

    @property
    def words(self) -> str:
        return " ".join(text.words for text in self.texts())

    @property
    def parts(self) -> list[str]:
        return [text.words for text in self.texts()]

    def tell(self) -> None:
        for text in self.texts():
            text.told = True


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.here = Element("document")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(node)

    def handle_endtag(self, tag: str) -> None:
        # a tag that closes another than the one open would be a fault of a template
        assert self.here.tag == tag, (tag, self.here.tag, self.getpos())
        self.here = self.here.parent or self.root

    def handle_data(self, data: str) -> None:
        last = self.here.children[-1] if self.here.children else None
        if isinstance(last, Text):
            last.value += data
        else:
            self.here.children.append(Text(data, self.here))


def tree(page: str) -> Element:
    """Return the page as a tree; every element must be closed where it should be."""
    builder = _Builder()
    builder.feed(page)
    builder.close()
    assert builder.here is builder.root, builder.here.tag
    return builder.root


def value(shown: str) -> float:
    """Return the number of a text such as ``\u22121.20``, ``1,234`` or ``3.1e\u22125``."""
    if shown.endswith("\u221e"):
        return math.inf if shown.startswith("+") else -math.inf
    return float(shown.replace("\u2212", "-").replace(",", ""))


def precision(shown: str) -> float:
    """Return half of a unit in the last place of a number as it is shown."""
    mantissa, _, exponent = shown.replace("\u2212", "-").partition("e")
    decimals = len(mantissa.partition(".")[2])
    return 0.5 * 10.0 ** (int(exponent or 0) - decimals)
