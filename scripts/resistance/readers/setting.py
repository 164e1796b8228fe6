"""Read what the verdicts of one contrast need beside its graded genes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from resistance.columns import PROTEIN
from resistance.evidence_columns import FUNCTIONAL, LOCALISATION
from resistance.functional.conclusions import by_mechanism
from resistance.genes_of_interest import display_names
from resistance.mechanisms.scope import study_fields
from resistance.mechanisms.setting import ConfidenceOf, Setting, at_background
from resistance.readers.resources import read_clinical_names, read_mechanism_rules
from resistance.readers.tables import read_table


def read_setting(
    paths: Mapping[str, str],
    study: Mapping[str, Any],
    confidence_of: ConfidenceOf,
    n_derivations: str,
) -> Setting:
    """Read the setting of a contrast's verdicts.

    Parameters
    ----------
    paths : mapping of str to str
        ``rules``, ``clinical_names``, ``functional``, ``localisation``, ``protein``.
    study : mapping
        The config's ``study``.
    confidence_of : callable
    n_derivations : str

    Returns
    -------
    Setting
    """
    clinical = read_clinical_names(paths["clinical_names"])
    return Setting(
        rules=read_mechanism_rules(paths["rules"]),
        names=display_names(clinical),
        target=study_fields(study, clinical)["target"],
        confidence_of=confidence_of,
        n_derivations=n_derivations,
        functional=by_mechanism(
            read_table(paths["functional"], FUNCTIONAL), study.get("organism") == "human"
        ),
        localisation=read_table(paths["localisation"], LOCALISATION),
        at_background=at_background(read_table(paths["protein"], PROTEIN)),
    )
