"""The blocks of a configuration that name gene sets."""

import pytest

from resistance.inputs.gene_set_checks import check_blocks

DIGEST = "0" * 64
URL = "https://x.org/sets.gmt"


def problems(organism: str = "human", **enrichment):
    return check_blocks({"study": {"organism": organism}, "enrichment": enrichment})


def one(**enrichment):
    (problem,) = problems(**enrichment)
    return problem


def file(name: str = "mine", **keys: str) -> dict[str, str]:
    return {"name": name, "path": "a.gmt", **keys}


def download(name: str = "release", url: str = URL, **keys: str) -> dict[str, str]:
    return {"name": name, "url": url, "sha256": DIGEST, **keys}


def test_good_ones() -> None:
    assert problems(gene_sets=[file(), file("b")], downloads=[download()]) == []
    assert problems(downloads=[download()], download_base_url="http://127.0.0.1:9") == []
    assert problems() == []
    assert check_blocks({"study": None, "enrichment": None}) == []


@pytest.mark.parametrize("name", ["hallmark", "Reactome"])
def test_the_name_of_an_embedded_collection(name: str) -> None:
    problem = one(gene_sets=[file(name)])
    assert (problem.column, problem.value) == ("enrichment.gene_sets.0.name", name)
    assert "enrichment.collections" in problem.hint


def test_a_name_twice() -> None:
    problem = one(gene_sets=[file("mine")], downloads=[download("Mine")])
    assert (problem.column, problem.value) == ("enrichment.downloads.0.name", "Mine")


def test_an_organism_that_cannot_be_translated() -> None:
    (problem,) = problems("other", gene_sets=[file(organism="human")])
    assert problem.column == "enrichment.gene_sets.0.organism"


@pytest.mark.parametrize("url", ["http://x.org/a.gmt", "a.gmt", "ftp://x.org/a.gmt"])
def test_an_address_that_is_not_fetched(url: str) -> None:
    problem = one(downloads=[download(url=url)])
    assert (problem.column, problem.value) == ("enrichment.downloads.0.url", url)
    assert "https" in problem.allowed


def test_a_mirror_that_is_not_asked() -> None:
    problem = one(downloads=[download()], download_base_url="http://x.org")
    assert problem.column == "enrichment.download_base_url"
