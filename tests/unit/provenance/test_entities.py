"""Identifiers, licences and people of a crate."""

import base64

import pytest

from resistance.provenance import entities


def test_one_reference_is_no_list() -> None:
    assert entities.ref("a") == {"@id": "a"}
    assert entities.ref("a", "b") == [{"@id": "a"}, {"@id": "b"}]


def test_paths_are_escaped_and_contents_named() -> None:
    assert entities.path_id("a b/\u00fc#.tsv") == "a%20b/%C3%BC%23.tsv"
    name = entities.content_id("00ff" * 16)
    assert name.startswith("ni:///sha-256;")
    digest = name.removeprefix("ni:///sha-256;") + "="
    assert base64.urlsafe_b64decode(digest).hex() == "00ff" * 16


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("a.tsv.gz", "application/gzip"),
        ("a.svg", "image/svg+xml"),
        ("a.tsv; b", "text/tab-separated-values"),
    ],
)
def test_media_type_follows_the_suffix(name: str, media: str) -> None:
    assert entities.file("x", name, "0" * 64)["encodingFormat"] == media


def test_unknown_kinds_and_empty_properties_are_left_out() -> None:
    assert entities.file("x", "a.odd", "0" * 64, description="") == {
        "@id": "x",
        "@type": "File",
        "name": "a.odd",
        "sha256": "0" * 64,
    }


def test_licences() -> None:
    assert entities.licence("CC-BY-4.0")["@id"] == "https://spdx.org/licenses/CC-BY-4.0"
    assert entities.licence("https://example.org/l")["@id"] == "https://example.org/l"
    assert entities.licence("")["@id"] == entities.NO_LICENCE


def test_people_share_an_affiliation() -> None:
    persons, places = entities.people(
        [
            {"name": "Ada", "affiliation": "Here"},
            {"name": "Bo", "affiliation": "Here"},
            {"name": "C"},
        ]
    )
    assert [person["@id"] for person in persons] == ["#author-1", "#author-2", "#author-3"]
    assert persons[0]["affiliation"] == persons[1]["affiliation"] == {"@id": places[0]["@id"]}
    assert "affiliation" not in persons[2]
    assert len(places) == 1


def test_software_has_a_page() -> None:
    python, package = entities.software([("python", "3.11.7"), ("snakemake", "9.27.1")])
    assert python["url"] == "https://www.python.org/downloads/release/python-3117/"
    assert package["@id"] == "https://pypi.org/project/snakemake/9.27.1/"
