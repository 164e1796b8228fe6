from __future__ import annotations

from xml.etree import ElementTree

import pytest

from resistance.exports.plain_text import INSTEAD, plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MARCH1", "MARCH1"),
        ("a\x00b\x0bc", f"a{INSTEAD}b{INSTEAD}c"),
        ("half \ud83d", f"half {INSTEAD}"),
        ("whole \U0001f600", "whole \U0001f600"),
        ("\ufffe\uffff", INSTEAD * 2),
        ("a\tb\r\nc\u2028d", "a b c d"),
        (12, "12"),
    ],
)
def test_what_no_format_holds_is_replaced(text, expected):
    assert plain(text) == expected


def test_any_character_can_be_written_as_xml_and_utf_8():
    everything = plain("".join(map(chr, range(0x110000))).replace("<", "").replace("&", ""))
    ElementTree.fromstring(f"<t>{everything}</t>".encode())
