"""Find what is wrong with the blocks of ``enrichment`` that name gene sets; no file is opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from resistance.gene_sets.addresses import address, address_fault
from resistance.gene_sets.sources import EMBEDDED, blocks_of
from resistance.inputs.config import CONFIG_FILE
from resistance.problems import Problem

BASE_URL: Final = "enrichment.download_base_url"
_ADDRESS: Final = "https://..., http:// on this computer, or file:///..."


def check_blocks(config: Mapping[str, Any]) -> list[Problem]:
    """Check names and addresses of a study's own gene sets.

    Parameters
    ----------
    config : mapping
        With defaults, problems and all.

    Returns
    -------
    list of Problem
        Names of embedded collections, names that come twice, an organism where the study's has
        no orthologues, addresses that nothing is fetched from.
    """
    problems: list[Problem] = []
    block, study = config.get("enrichment"), config.get("study")
    organism = study.get("organism") if isinstance(study, Mapping) else ""
    base = block.get("download_base_url") if isinstance(block, Mapping) else ""
    base = base if isinstance(base, str) else ""
    fault = address_fault(base) if base else ""
    if fault:
        problems.append(_problem(fault, BASE_URL, base, _ADDRESS))
    seen: set[str] = set()
    for key in ("gene_sets", "downloads"):
        for number, item in blocks_of(config, key):
            place = f"enrichment.{key}.{number}"
            problems += _name(item["name"], f"{place}.name", seen)
            if item["organism"] and organism == "other":
                message = (
                    'Genes are translated between human and mouse only; this study is "other".'
                )
                column = f"{place}.organism"
                problems.append(_problem(message, column, item["organism"], "no such key"))
            if key == "downloads" and not (base and fault):
                wrong = address_fault(item["url"]) or address_fault(address(item["url"], base))
                if wrong:
                    problems.append(_problem(wrong, f"{place}.url", item["url"], _ADDRESS))
    return problems


def _name(name: str, column: str, seen: set[str]) -> list[Problem]:
    key = name.lower()  # names of files do not tell cases apart everywhere
    taken = key in seen
    seen.add(key)
    if key in EMBEDDED:
        message = "An embedded collection has this name."
        hint = "To test the embedded one, list it in enrichment.collections."
        return [_problem(message, column, name, "another name", hint)]
    if taken:
        message = "Two collections of gene sets have this name."
        return [_problem(message, column, name, "a name of its own for each collection")]
    return []


def _problem(message: str, column: str, value: str, allowed: str, hint: str = "") -> Problem:
    return Problem(CONFIG_FILE, message, column=column, value=value, allowed=allowed, hint=hint)
