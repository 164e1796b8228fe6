"""Where gene sets may be fetched from."""

import pytest

from resistance.gene_sets.addresses import address, address_fault

URL = "https://data.example.org/release/7/sets.gmt?format=gmt"


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("", URL),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/release/7/sets.gmt?format=gmt"),
        ("https://mirror.org/a/", "https://mirror.org/a/release/7/sets.gmt?format=gmt"),
        ("file:///mirror", "file:///mirror/release/7/sets.gmt?format=gmt"),
    ],
)
def test_a_mirror_takes_the_place_of_the_host(base: str, expected: str) -> None:
    assert address(URL, base) == expected


def test_a_file_has_no_host_to_replace() -> None:
    assert address("file:///data/sets.gmt", "https://mirror.org") == "file:///data/sets.gmt"


@pytest.mark.parametrize(
    "url",
    [
        "https://data.example.org/sets.gmt",
        "http://127.0.0.1:8000/sets.gmt",
        "http://localhost/sets.gmt",
        "http://[::1]:80/sets.gmt",
        "file:///data/sets.gmt",
    ],
)
def test_good_addresses(url: str) -> None:
    assert address_fault(url) == ""


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://data.example.org/sets.gmt", "http, which anyone"),
        ("http://127.0.0.1.example.org/sets.gmt", "http, which anyone"),
        ("ftp://data.example.org/sets.gmt", '"ftp"'),
        ("data/sets.gmt", "no address"),
        ("https://", "no computer"),
        ("https://[::1/sets.gmt", "no address"),
        ("https://host:port/sets.gmt", "no address"),
        ("https://me:secret@host/sets.gmt", "password"),
        ("https://host/my sets.gmt", "space"),
        ("file:sets.gmt", "whole path"),
        ("file://server/sets.gmt", "whole path"),
    ],
)
def test_what_is_wrong_with_an_address(url: str, words: str) -> None:
    assert words in address_fault(url)
