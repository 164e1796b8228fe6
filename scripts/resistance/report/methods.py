"""The Methods paragraph: filled from the configuration, the fitted model and the lock file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from resistance.report import citing
from resistance.report import format as fmt
from resistance.report.citing import cite
from resistance.report.data import StudyTables
from resistance.report.methods_fit import fit_text
from resistance.report.methods_sets import sets_text
from resistance.report.references import CATALOGUE
from resistance.report.words import ASSAY_TYPES

#: packages whose versions Methods names; the reader of the lock file looks for these
PACKAGES = (
    "snakemake",
    "pydeseq2",
    "anndata",
    "gseapy",
    "numpy",
    "scipy",
    "pandas",
    "plotnine",
    "matplotlib",
    "jinja2",
)

#: ways to estimate protein beside the difference of means
ESTIMATES = {
    "paired": "paired replicates were compared within pairs",
    "one_sample": "lanes given as ratios to the reference were tested against 0",
    "tobit": f"values below detection were modelled by Tobit regression{cite('tobin1958')}",
    "bound": "where an arm lay below detection, its limit gives a bound",
    "prior": "where an arm held one value, the spread was that declared in the configuration",
}


def paragraph(study: StudyTables, config: Mapping[str, Any], simulated: bool) -> list[str]:
    """Write the Methods text.

    Parameters
    ----------
    study : StudyTables
    config : mapping
        The configuration after defaults.
    simulated : bool

    Returns
    -------
    list of str
        Paragraphs.
    """
    return [citing.in_words(text) for text in _marked(study, config, simulated)]


def cited(study: StudyTables, config: Mapping[str, Any]) -> list[str]:
    """List the works that the Methods text cites.

    Parameters
    ----------
    study : StudyTables
    config : mapping
        The configuration after defaults.

    Returns
    -------
    list of str
        Keys of :data:`resistance.report.references.CATALOGUE`, in the order of first mention.
    """
    return citing.cited(_marked(study, config, False))


def citations(study: StudyTables, config: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Write the list of literature under the Methods text.

    Parameters
    ----------
    study : StudyTables
    config : mapping
        The configuration after defaults.

    Returns
    -------
    list of tuple of str
        ``(topic, reference, DOI)``.
    """
    works = [CATALOGUE[key] for key in cited(study, config)]
    return [(work.topic, work.text, work.doi) for work in works]


def _marked(study: StudyTables, config: Mapping[str, Any], simulated: bool) -> list[str]:
    """Write the text with its citations marked."""
    v = {name: study.versions.get(name, "(version not locked)") for name in PACKAGES}
    opening = "The data are simulated. " if simulated else ""
    text = [fit_text(study, config, v, opening)]
    text.append(sets_text(study, config["enrichment"], v["gseapy"]))
    text.append(_layers(study, config["concordance"]))
    text.append(_mechanisms(study))
    text.append(_functional(study))
    text.append(
        f"Figures: plotnine {v['plotnine']} on matplotlib {v['matplotlib']}{cite('hunter2007')}. "
        f"Statistics: numpy {v['numpy']}{cite('harris2020')}, scipy {v['scipy']}"
        f"{cite('virtanen2020')}, pandas {v['pandas']}{cite('mckinney2010')}."
    )
    return [paragraph for paragraph in text if paragraph]


def _layers(study: StudyTables, margins: Mapping[str, Any]) -> str:
    protein = pd.concat([c.protein for c in study.contrasts], ignore_index=True)
    if protein.empty:
        return "No protein was measured, so no gene was compared between the layers."
    assays = protein.groupby("assay_id", sort=True)
    named = "; ".join(
        f"{assay} ({ASSAY_TYPES.get(rows['assay_type'].iloc[0], rows['assay_type'].iloc[0])}, "
        f"{fmt.plural(rows['protein_gene'].nunique(), 'target')})"
        for assay, rows in assays
    )
    return (
        f"Protein: {named}. Log2 signals were compared with moderated t tests{cite('smyth2004')} "
        "(empirical Bayes "
        f"from ten targets an assay, pooled variance from three).{_estimates(study, protein)} "
        "mRNA and protein were compared "
        f"by intersection-union tests{cite('berger1982')} against a "
        f"change margin of {_fold(margins['change_margin'])}; \u201cunchanged\u201d needs two "
        f"one-sided tests{cite('schuirmann1987')} within "
        f"{_fold(margins['equivalence_margin'])} (western blots: "
        f"{_fold(margins['western_equivalence_margin'])}); a layer explains the other from a "
        f"share of {margins['explained_fraction']:g} of its log2 change. FDR threshold "
        f"{margins['alpha']:g}, within one assay and compartment, genes of interest and catalogue "
        "effectors apart from the rest."
    )


def _mechanisms(study: StudyTables) -> str:
    if all(c.mechanisms.empty for c in study.contrasts):
        return ""
    return (
        "Mechanisms: graded by effector genes of a fixed catalogue; set tests by "
        f"camera{cite('wu2012')} on pre-ranked, sign-aligned Wald statistics."
    )


def _estimates(study: StudyTables, protein: pd.DataFrame) -> str:
    """Name the further methods that an estimate of this study rests on."""
    compared = pd.concat([c.concordance for c in study.contrasts])
    used = [words for method, words in ESTIMATES.items() if method in set(protein["method"])]
    if (compared["combined_from"] != "").any():
        used.append(
            "assays of one compartment were combined by inverse variance where "
            f"Cochran\u2019s Q{cite('cochran1954')} had p of 0.10 or more"
        )
    if (compared["link"] == "samples").any():
        used.append("layers of the same samples were compared sample by sample")
    text = "; ".join(used)
    return f" {text[:1].upper()}{text[1:]}." if used else ""


def _functional(study: StudyTables) -> str:
    if all(c.functional.empty for c in study.contrasts):
        return ""
    return (
        "Functional assays: log2 values in a one-way model over arm and inhibitor, with the "
        "variance pooled over an assay, never below that of the cells compared. Conclusions need "
        "the change margin or equivalence; p values were adjusted by Benjamini and "
        f"Hochberg{cite('benjamini1995')}."
    )


def _fold(size: float) -> str:
    return fmt.fold(math.log2(size))


def parameters(config: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Flatten the configuration for the table of parameters.

    Parameters
    ----------
    config : mapping

    Returns
    -------
    list of tuple of str
        ``(key, value)``, sorted by key, nested keys joined by dots.
    """
    rows: list[tuple[str, str]] = []

    def walk(prefix: str, value: Any) -> None:
        if isinstance(value, Mapping):
            for key in sorted(value, key=str):
                walk(f"{prefix}.{key}" if prefix else str(key), value[key])
            if not value:
                rows.append((prefix, "none"))
        elif isinstance(value, list | tuple):
            rows.append((prefix, ", ".join(str(v) for v in value) or "none"))
        elif isinstance(value, bool):
            rows.append((prefix, "yes" if value else "no"))
        else:
            rows.append((prefix, "none" if value is None or value == "" else str(value)))

    walk("", config)
    return rows


def resources(manifest: pd.DataFrame) -> list[dict[str, str]]:
    """List embedded resources with version and licence.

    Parameters
    ----------
    manifest : pandas.DataFrame
        ``resources/MANIFEST.tsv``.

    Returns
    -------
    list of dict
    """
    return [
        {
            "file": row.get("file", ""),
            "version": row.get("version", "") or fmt.MISSING,
            "licence": row.get("licence", "") or fmt.MISSING,
            "notes": row.get("notes", ""),
            "sha256": row.get("sha256", "")[:12],
        }
        for row in manifest.to_dict("records")
    ]
