"""The Methods text on gene sets: collections with their versions, tests, scores of samples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from resistance.report.citing import cite
from resistance.report.data import StudyTables
from resistance.report.words import COLLECTIONS

#: works that the owners of a collection ask to be cited
SOURCES: Final = {
    "hallmark": "liberzon2015",
    "reactome": "gillespie2022",
    "wikipathways": "martens2021",
    "go_bp": "go2023",
    "bpdcn": "griffin2023",
}


def sets_text(study: StudyTables, enrichment: Mapping[str, Any], version: str) -> str:
    """Write the paragraph on gene sets.

    Parameters
    ----------
    study : StudyTables
    enrichment : mapping
        Block of the configuration, after defaults.
    version : str
        Of GSEApy.

    Returns
    -------
    str
        Citations are marked (:mod:`resistance.report.citing`).
    """
    tested = {
        row["collection"]
        for contrast in study.contrasts
        for _, row in contrast.collections.iterrows()
        if row["status"] == "tested"
    }
    if not tested:
        return "Gene sets were not tested: see the section on pathways for the reason."
    given = [*enrichment["collections"], *sorted(tested.difference(enrichment["collections"]))]
    named = ", ".join(_collection(study, name) for name in given if name in tested)
    return (
        f"Gene sets ({named}) of {enrichment['min_size']} to {enrichment['max_size']} genes were "
        f"tested by pre-ranked enrichment{cite('subramanian2005')} on the Wald statistic: p values "
        "come from random sets of the same size and, where these are too few, from the multilevel "
        f"procedure of fgsea{cite('korotkevich2021')} in GSEApy {version}{cite('fang2023')} (eps "
        f"1e-10), with seed {enrichment['seed']}, one collection at a time in fixed chunks of at "
        "most 300 sets sorted by name; they were adjusted within each collection. Sets are called "
        f"robust where camera{cite('wu2012')} agrees at a correlation of 0.05 between genes."
        f"{_called(study)}{_scores(study)}"
    )


def _collection(study: StudyTables, name: str) -> str:
    """Name a collection with its version, and cite it."""
    known = study.set_collections
    versions: list[str] = []
    titles: list[str] = []
    if {"collection", "version", "title"} <= set(known.columns):
        own = known[known["collection"] == name]
        versions = [str(version) for version in own["version"] if version]
        titles = [str(title) for title in own["title"] if title]
    title = COLLECTIONS.get(name) or (titles or [name])[0]
    source = cite(SOURCES[name]) if name in SOURCES else ""
    return f"{title}{''.join(f', {version}' for version in versions[:1])}{source}"


def _called(study: StudyTables) -> str:
    if all(contrast.over_representation.empty for contrast in study.contrasts):
        return ""
    return (
        " Called genes were counted in the sets, up and down apart, against all tested genes "
        "(hypergeometric test)."
    )


def _scores(study: StudyTables) -> str:
    if study.score_samples.empty:
        return ""
    return (
        f" Each sample\u2019s sets were scored by singscore{cite('foroutan2018')} on "
        "variance-stabilised values, and the scores compared by the model of the design with "
        f"moderated t tests{cite('smyth2004')}."
    )
