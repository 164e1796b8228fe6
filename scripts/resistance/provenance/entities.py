"""Entities of a research object crate: files, people, licences, software."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import quote

Entity = dict[str, Any]

#: Media types by the last suffix; data sheets of unknown kind are named by no type.
MEDIA_TYPES: Final = {
    ".bib": "application/x-bibtex",
    ".csv": "text/csv",
    ".gmt": "text/tab-separated-values",
    ".gz": "application/gzip",
    ".h5ad": "application/x-hdf5",
    ".html": "text/html",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".tsv": "text/tab-separated-values",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
}
#: Licences that can be written short in the configuration, by SPDX identifier.
LICENCE_PAGES: Final = "https://spdx.org/licenses/"
NO_LICENCE: Final = "#no-licence"


def ref(*ids: str) -> Entity | list[Entity]:
    """Refer to entities: one as it is, several as a list.

    Parameters
    ----------
    *ids : str

    Returns
    -------
    dict or list of dict
    """
    found = [{"@id": identifier} for identifier in ids]
    return found[0] if len(found) == 1 else found


def path_id(path: str) -> str:
    """Write a path within the crate as an identifier.

    Parameters
    ----------
    path : str
        Relative to the root of the crate.

    Returns
    -------
    str
    """
    return quote(path, safe="/!$&'()*+,;=:@-._~")


def content_id(sha256: str) -> str:
    """Name a file that the crate does not hold by its content (RFC 6920).

    Parameters
    ----------
    sha256 : str
        Hexadecimal.

    Returns
    -------
    str
        ``ni:///sha-256;...``
    """
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode("ascii").rstrip("=")
    return f"ni:///sha-256;{digest}"


def file(identifier: str, name: str, sha256: str, **more: Any) -> Entity:
    """Describe a file.

    Parameters
    ----------
    identifier, name, sha256 : str
    **more
        Further properties; empty ones are left out.

    Returns
    -------
    dict
    """
    media = MEDIA_TYPES.get(PurePosixPath(name.split("; ")[0]).suffix, "")
    told = {"encodingFormat": media, "sha256": sha256, **more}
    return {"@id": identifier, "@type": "File", "name": name} | {k: v for k, v in told.items() if v}


def licence(given: str) -> Entity:
    """Describe the licence of the results.

    Parameters
    ----------
    given : str
        SPDX identifier or address; empty where the study states none.

    Returns
    -------
    dict
    """
    if not given:
        return {
            "@id": NO_LICENCE,
            "@type": "CreativeWork",
            "name": "No licence stated",
            "description": "The study states no licence: ask its owners before you use them.",
        }
    address = given if "://" in given else f"{LICENCE_PAGES}{quote(given)}"
    return {
        "@id": address,
        "@type": "CreativeWork",
        "name": given,
        "description": f"Licence of the results, as the study states it: {given}.",
    }


def people(authors: Sequence[Mapping[str, str]]) -> tuple[list[Entity], list[Entity]]:
    """Describe the authors and where they work.

    Parameters
    ----------
    authors : sequence of mapping
        ``name``, and where given ``orcid`` and ``affiliation``.

    Returns
    -------
    tuple of list of dict
        Persons and organisations; each affiliation once.
    """
    places = list(dict.fromkeys(a["affiliation"] for a in authors if a.get("affiliation")))
    ids = {place: f"#organisation-{number}" for number, place in enumerate(places, 1)}
    persons: list[Entity] = []
    for number, author in enumerate(authors, 1):
        orcid = author.get("orcid", "")
        person: Entity = {
            "@id": f"https://orcid.org/{orcid}" if orcid else f"#author-{number}",
            "@type": "Person",
            "name": author["name"],
        }
        if author.get("affiliation"):
            person["affiliation"] = ref(ids[author["affiliation"]])
        persons.append(person)
    organisations: list[Entity] = [
        {"@id": ids[place], "@type": "Organization", "name": place} for place in places
    ]
    return persons, organisations


def software(packages: Iterable[tuple[str, str]]) -> list[Entity]:
    """Describe the packages that the workflow stood on.

    Parameters
    ----------
    packages : iterable of tuple of str
        ``(name, version)``.

    Returns
    -------
    list of dict
    """
    found: list[Entity] = []
    for name, version in packages:
        page = (
            f"https://www.python.org/downloads/release/python-{version.replace('.', '')}/"
            if name == "python"
            else f"https://pypi.org/project/{name}/{version}/"
        )
        found.append(
            {
                "@id": page,
                "@type": "SoftwareApplication",
                "name": name,
                "softwareVersion": version,
                "url": page,
            }
        )
    return found
