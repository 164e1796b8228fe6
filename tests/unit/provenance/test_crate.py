"""RO-Crate 1.1 and Workflow Run Crate 0.5, requirement by requirement, without a network."""

import gzip
import json
import re
from pathlib import Path

import pandas as pd
import pytest

from resistance.columns import PROVENANCE
from resistance.provenance.crate import Description, crate
from resistance.provenance.facts import Hashed

CONTEXT = Path(__file__).parents[2] / "crate/ro-crate-1.1-context.jsonld.gz"
SHA = {letter: letter * 64 for letter in "0123456789abcdef"}
ROWS = [
    ("workflow", "resistance-rnaseq", "0.1.0", "released 2026-11-26"),
    ("workflow", "commit", "0123456789abcdef", "git"),
    ("workflow", "changed_files", "0", "as committed"),
    ("config", "config/config.yaml", SHA["1"], "10 bytes"),
    ("config", "after defaults", SHA["2"], "as sorted JSON"),
    ("input", "config/samples.tsv", SHA["3"], "20 bytes"),
    ("input", "config/copy of samples.tsv", SHA["3"], "20 bytes"),
    ("embedded", "resources/annotation/human.tsv.gz", SHA["4"], "Ensembl 115"),
    ("software", "python", "3.11.7", "not locked"),
    ("software", "snakemake", "9.27.1", "as locked"),
    ("software", "absent", "", "locked: 1"),
]
RESULTS = [
    Hashed("report.html", SHA["5"], 1000),
    Hashed("tables/a contrast/#1.tsv", SHA["6"], 5),
]
AUTHORS = [
    {"name": "Ada", "orcid": "0000-0002-1825-0097", "affiliation": "Here"},
    {"name": "Bo", "affiliation": "Here"},
]


def provenance(rows=ROWS) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(PROVENANCE))


def made(rows=ROWS, **description) -> dict:
    study = Description("A study", **description)
    return crate(study, provenance(rows), RESULTS, Hashed("workflow/Snakefile", SHA["7"], 9))


def by_id(content: dict) -> dict[str, dict]:
    return {entity["@id"]: entity for entity in content["@graph"]}


def context_of(content: dict) -> dict[str, str]:
    """Resolve the crate's context with the committed copy."""
    terms: dict[str, str] = {}
    for part in content["@context"]:
        if part == "https://w3id.org/ro/crate/1.1/context":
            terms |= json.loads(gzip.decompress(CONTEXT.read_bytes()))["@context"]
        else:
            assert isinstance(part, dict), f"a context that is not at hand: {part}"
            terms |= part
    return terms


CONTENT = made(licence="CC-BY-4.0", authors=AUTHORS)
GRAPH = by_id(CONTENT)
ROOT = GRAPH["./"]


def listed(value) -> list:
    return value if isinstance(value, list) else [value]


def ids(value) -> list[str]:
    return [item["@id"] for item in listed(value)]


def types(entity) -> set[str]:
    return set(listed(entity["@type"]))


@pytest.mark.parametrize("content", [CONTENT, made(), made(simulated=True, date="2026-01-02")])
def test_every_term_is_one_of_the_context(content) -> None:
    terms = context_of(content)
    for entity in content["@graph"]:
        assert types(entity) <= set(terms), entity
        assert {key for key in entity if key[0] != "@"} <= set(terms), entity
    assert terms["File"] == "http://schema.org/MediaObject"
    assert terms["sha256"] == "https://w3id.org/ro/terms/workflow-run#sha256"


def test_the_graph_is_flat_and_closed() -> None:
    assert len(GRAPH) == len(CONTENT["@graph"])
    for entity in CONTENT["@graph"]:
        for key, value in entity.items():
            for item in listed(value):
                if isinstance(item, dict):
                    assert list(item) == ["@id"], entity
                    outside = key in ("conformsTo", "identifier", "url")
                    assert outside or item["@id"] in GRAPH, (entity["@id"], key, item)


def test_descriptor() -> None:
    descriptor = GRAPH["ro-crate-metadata.json"]
    assert types(descriptor) == {"CreativeWork"}
    assert descriptor["about"] == {"@id": "./"}
    assert "https://w3id.org/ro/crate/1.1" in ids(descriptor["conformsTo"])
    assert "https://w3id.org/workflowhub/workflow-ro-crate/1.0" in ids(descriptor["conformsTo"])


def test_root() -> None:
    assert types(ROOT) == {"Dataset"}
    assert ROOT["name"]
    assert ROOT["description"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", ROOT["datePublished"])
    assert types(GRAPH[ROOT["license"]["@id"]]) == {"CreativeWork"}
    profiles = ids(ROOT["conformsTo"])
    for start in ("ro/wfrun/process/", "ro/wfrun/workflow/", "workflowhub/workflow-ro-crate/"):
        assert any(profile.startswith(f"https://w3id.org/{start}") for profile in profiles)
    assert all(types(GRAPH[profile]) == {"CreativeWork"} for profile in profiles)


def test_every_file_is_a_part_with_checksum_and_valid_identifier() -> None:
    files = {i for i, entity in GRAPH.items() if "File" in types(entity)}
    assert set(ids(ROOT["hasPart"])) == files
    for identifier in files:
        assert re.fullmatch(r"[0-9a-f]{64}", GRAPH[identifier]["sha256"])
        assert re.fullmatch(r"[A-Za-z0-9/!$&'()*+,;=:@\-._~%]+", identifier)
    assert "tables/a%20contrast/%231.tsv" in files


def test_main_workflow() -> None:
    workflow = GRAPH[ROOT["mainEntity"]["@id"]]
    assert types(workflow) == {"File", "SoftwareSourceCode", "ComputationalWorkflow"}
    assert workflow["version"] == "0.1.0+g0123456789ab"
    language = GRAPH[workflow["programmingLanguage"]["@id"]]
    assert types(language) == {"ComputerLanguage"}
    assert (language["name"], language["version"]) == ("Snakemake", "9.27.1")
    parameters = ids(workflow["input"]) + ids(workflow["output"])
    for parameter in (GRAPH[identifier] for identifier in parameters):
        assert types(parameter) == {"FormalParameter"}
        assert parameter["additionalType"] == "File"
        for example in ids(parameter["workExample"]):
            assert GRAPH[example]["exampleOfWork"] == {"@id": parameter["@id"]}
    for package in ids(workflow["softwareRequirements"]):
        assert types(GRAPH[package]) == {"SoftwareApplication"}
        assert GRAPH[package]["softwareVersion"]


def test_action() -> None:
    action = GRAPH["#run"]
    assert types(action) == {"CreateAction"}
    assert action["instrument"] == ROOT["mainEntity"]
    assert ids(ROOT["mentions"]) == ["#run"]
    assert ids(action["result"]) == ["report.html", "tables/a%20contrast/%231.tsv"]
    assert len(ids(action["object"])) == 3
    assert types(GRAPH[action["agent"]["@id"]]) == {"Person"}


def test_files_of_one_content_are_one_entity() -> None:
    names = [entity.get("name") for entity in CONTENT["@graph"]]
    assert "config/samples.tsv; config/copy of samples.tsv" in names


def test_no_time_stands_in_it() -> None:
    text = json.dumps(CONTENT)
    assert "startTime" not in text
    assert "endTime" not in text
    assert text == json.dumps(made(licence="CC-BY-4.0", authors=AUTHORS))


def test_nothing_is_made_up_where_the_study_says_nothing() -> None:
    content = made()
    graph = by_id(content)
    assert "author" not in graph["./"]
    assert "agent" not in graph["#run"]
    assert graph[graph["./"]["license"]["@id"]]["name"] == "No licence stated"
    assert "date is that of the workflow" in graph["./"]["description"]
    assert "date is that of the workflow" not in by_id(made(date="2026-01-02"))["./"]["description"]


def test_simulated_data_are_called_so() -> None:
    assert by_id(made(simulated=True))["./"]["description"].startswith("The data are simulated.")
    assert "simulated" not in by_id(made())["./"]["description"]


def test_a_licence_that_is_the_workflows_own_stands_once() -> None:
    content = made(licence="MIT")
    assert len(by_id(content)) == len(content["@graph"])


@pytest.mark.parametrize(
    ("commit", "changed", "version"),
    [("", "", "0.1.0"), ("abcdef0123456789", "2", "0.1.0+gabcdef012345.changed")],
)
def test_version_tells_the_commit_and_changes(commit, changed, version) -> None:
    rows = [ROWS[0], ("workflow", "commit", commit, ""), *ROWS[3:]]
    if changed:
        rows.insert(2, ("workflow", "changed_files", changed, "scripts/a.py"))
    assert by_id(made(rows))["workflow/Snakefile"]["version"] == version
