"""A research object crate of a run: RO-Crate 1.1, profile Workflow Run Crate 0.5."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from resistance.provenance import entities
from resistance.provenance.entities import Entity, ref
from resistance.provenance.facts import Hashed

SPECIFICATION: Final = "https://w3id.org/ro/crate/1.1"
WORKFLOW_CRATE: Final = "https://w3id.org/workflowhub/workflow-ro-crate/1.0"
PROFILES: Final = (
    ("https://w3id.org/ro/wfrun/process/0.5", "Process Run Crate", "0.5"),
    ("https://w3id.org/ro/wfrun/workflow/0.5", "Workflow Run Crate", "0.5"),
    (WORKFLOW_CRATE, "Workflow RO-Crate", "1.0"),
)
#: sha256 is a term of the Workflow Run vocabulary; its context adds only such terms to RO-Crate's.
CONTEXT: Final = (
    f"{SPECIFICATION}/context",
    {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"},
)
SNAKEMAKE: Final = "https://w3id.org/workflowhub/workflow-ro-crate#snakemake"
BIOSCHEMAS: Final = "https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE"
CODE_LICENCE: Final = f"{entities.LICENCE_PAGES}MIT"
MAIN: Final = "workflow/Snakefile"
RUN: Final = "#run"
PARAMETERS: Final = (
    ("#configuration", "configuration", "input", "config"),
    ("#study-files", "files of the study", "input", "input"),
    ("#embedded-resources", "resources that come with the workflow", "input", "embedded"),
    ("#results", "results", "output", "result"),
)


@dataclass(frozen=True)
class Description:
    """What a study says of itself.

    Attributes
    ----------
    name : str
    simulated : bool
    date : str
        Day, YYYY-MM-DD; empty where the study gives none.
    licence : str
        SPDX identifier or address; empty where the study states none.
    authors : sequence of mapping
        ``name``, and where given ``orcid`` and ``affiliation``.
    """

    name: str
    simulated: bool = False
    date: str = ""
    licence: str = ""
    authors: Sequence[Mapping[str, str]] = field(default_factory=tuple)


def crate(
    study: Description,
    provenance: pd.DataFrame,
    results: Iterable[Hashed],
    snakefile: Hashed,
) -> dict[str, Any]:
    """Describe a run.

    Parameters
    ----------
    study : Description
    provenance : pandas.DataFrame
        Columns ``PROVENANCE``.
    results : iterable of Hashed
        Named from the root of the crate on.
    snakefile : Hashed
        The copy that the crate holds.

    Returns
    -------
    dict
        ``ro-crate-metadata.json``: the same for the same run, without a time.
    """
    given = _named_by_content(provenance)
    given["result"] = [
        entities.file(entities.path_id(f.name), f.name, f.sha256, contentSize=str(f.size))
        for f in results
    ]
    for parameter, _, _, kind in PARAMETERS:
        for entity in given[kind]:
            entity["exampleOfWork"] = ref(parameter)
    licence = entities.licence(study.licence)
    persons, organisations = entities.people(study.authors)
    used = provenance[(provenance["kind"] == "software") & (provenance["value"] != "")]
    packages = entities.software(zip(used["name"], used["value"], strict=True))
    files = [entity for _, _, _, kind in PARAMETERS for entity in given[kind]]
    version, day = _release(provenance[provenance["kind"] == "workflow"])
    return {
        "@context": list(CONTEXT),
        "@graph": [
            {
                "@id": "ro-crate-metadata.json",
                "@type": "CreativeWork",
                "about": ref("./"),
                "conformsTo": ref(SPECIFICATION, WORKFLOW_CRATE),
            },
            _root(study, day, licence["@id"], _ids(persons), [MAIN, *_ids(files)]),
            *({"@id": i, "@type": "CreativeWork", "name": n, "version": v} for i, n, v in PROFILES),
            _workflow(snakefile, version, _ids(packages)),
            _language(packages),
            {
                "@id": CODE_LICENCE,
                "@type": "CreativeWork",
                "name": "MIT",
                "description": "Licence of the workflow.",
            },
            *([licence] if licence["@id"] != CODE_LICENCE else []),
            _action(study, given, _ids(persons)),
            *(_parameter(*parameter, given) for parameter in PARAMETERS if given[parameter[3]]),
            *packages,
            *persons,
            *organisations,
            *files,
        ],
    }


def _ids(some: Iterable[Entity]) -> list[str]:
    return [entity["@id"] for entity in some]


def _named_by_content(provenance: pd.DataFrame) -> dict[str, list[Entity]]:
    """Files that the crate does not hold; those of one content are one entity of several names."""
    given: dict[str, list[Entity]] = {"config": [], "input": [], "embedded": []}
    known: dict[str, Entity] = {}
    for row in provenance.to_dict("records"):
        if row["kind"] not in given or row["name"] == "after defaults":
            continue
        if row["value"] in known:
            known[row["value"]]["name"] += f"; {row['name']}"
            continue
        known[row["value"]] = entities.file(
            entities.content_id(row["value"]), row["name"], row["value"], description=row["detail"]
        )
        given[row["kind"]].append(known[row["value"]])
    return given


def _release(rows: pd.DataFrame) -> tuple[str, str]:
    """Return version, with the commit and whether files were changed, and day of release."""
    told = rows.set_index("name")
    commit = told["value"].get("commit", "")
    changed = told["value"].get("changed_files", "0") != "0"
    first = rows.iloc[0]
    local = f"+g{commit[:12]}{'.changed' if changed else ''}" if commit else ""
    return f"{first['value']}{local}", str(first["detail"]).removeprefix("released ")


def _root(
    study: Description, day: str, licence: str, authors: list[str], parts: list[str]
) -> Entity:
    made_up = "The data are simulated. " if study.simulated else ""
    own = "" if study.date else " The date is that of the workflow's release."
    root: Entity = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"Results: {study.name}",
        "description": (
            f"{made_up}mRNA and protein of resistant against parental cells: verdicts, tables and "
            "figures. Cell line, resistance selected in vitro; may not mirror clinical resistance; "
            f"research use, not for treatment decisions.{own}"
        ),
        "datePublished": study.date or day,
        "license": ref(licence),
        "conformsTo": ref(*(identifier for identifier, _, _ in PROFILES)),
        "mainEntity": ref(MAIN),
        "mentions": ref(RUN),
        "hasPart": [{"@id": part} for part in parts],
    }
    if authors:
        root["author"] = ref(*authors)
    return root


def _workflow(snakefile: Hashed, version: str, packages: list[str]) -> Entity:
    return {
        **entities.file(MAIN, "resistance-rnaseq", snakefile.sha256),
        "@type": ["File", "SoftwareSourceCode", "ComputationalWorkflow"],
        "encodingFormat": "text/plain",
        "contentSize": str(snakefile.size),
        "description": "From counts and protein of parental and resistant lines to a report.",
        "version": version,
        "license": ref(CODE_LICENCE),
        "conformsTo": ref(BIOSCHEMAS),
        "programmingLanguage": ref(SNAKEMAKE),
        "softwareRequirements": ref(*packages),
        "input": ref(*(p[0] for p in PARAMETERS if p[2] == "input")),
        "output": ref(*(p[0] for p in PARAMETERS if p[2] == "output")),
    }


def _language(packages: Iterable[Entity]) -> Entity:
    language: Entity = {
        "@id": SNAKEMAKE,
        "@type": "ComputerLanguage",
        "name": "Snakemake",
        "identifier": ref("https://doi.org/10.12688/f1000research.29032.2"),
        "url": ref("https://snakemake.readthedocs.io"),
    }
    versions = [p["softwareVersion"] for p in packages if p["name"] == "snakemake"]
    return language | ({"version": versions[0]} if versions else {})


def _action(study: Description, given: Mapping[str, list[Entity]], authors: list[str]) -> Entity:
    used = [entity for kind in ("config", "input", "embedded") for entity in given[kind]]
    action: Entity = {
        "@id": RUN,
        "@type": "CreateAction",
        "name": f"Run of resistance-rnaseq: {study.name}",
        "description": "All results were made from these files by this workflow.",
        "instrument": ref(MAIN),
        "actionStatus": "http://schema.org/CompletedActionStatus",
        "object": [{"@id": identifier} for identifier in _ids(used)],
        "result": [{"@id": identifier} for identifier in _ids(given["result"])],
    }
    if authors:
        action["agent"] = ref(authors[0])
    return action


def _parameter(
    identifier: str, name: str, way: str, kind: str, given: Mapping[str, list[Entity]]
) -> Entity:
    return {
        "@id": identifier,
        "@type": "FormalParameter",
        "name": name,
        "description": f"{way.capitalize()} of the workflow.",
        "additionalType": "File",
        "workExample": ref(*_ids(given[kind])),
    }
