"""The Methods paragraph: filled from the configuration, the fitted model and the lock file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from resistance.report import format as fmt
from resistance.report.data import StudyTables
from resistance.report.methods_fit import fit_text
from resistance.report.words import ASSAY_TYPES, COLLECTIONS

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

CITATIONS = (
    (
        "Differential expression",
        "Love MI, Huber W, Anders S. Moderated estimation of fold change and dispersion for "
        "RNA-seq data with DESeq2. Genome Biol 2014;15:550.",
        "10.1186/s13059-014-0550-8",
    ),
    (
        "PyDESeq2",
        "Muzellec B, Tele\u0144czuk M, Cabeli V, Andreux M. PyDESeq2: a python package for bulk "
        "RNA-seq differential expression analysis. Bioinformatics 2023;39:btad547.",
        "10.1093/bioinformatics/btad547",
    ),
    (
        "Shrunken fold changes",
        "Zhu A, Ibrahim JG, Love MI. Heavy-tailed prior distributions for sequence count data: "
        "removing the noise and preserving large differences. Bioinformatics 2019;35:2084.",
        "10.1093/bioinformatics/bty895",
    ),
    (
        "GSEApy",
        "Fang Z, Liu X, Peltz G. GSEApy: a comprehensive package for performing gene set "
        "enrichment analysis in Python. Bioinformatics 2023;39:btac757.",
        "10.1093/bioinformatics/btac757",
    ),
    (
        "Multilevel permutation",
        "Korotkevich G, et al. Fast gene set enrichment analysis. bioRxiv 2021.",
        "10.1101/060012",
    ),
    (
        "Moderated protein variances",
        "Smyth GK. Linear models and empirical Bayes methods for assessing differential "
        "expression in microarray experiments. Stat Appl Genet Mol Biol 2004;3:3.",
        "10.2202/1544-6115.1027",
    ),
    (
        "Set test of mechanisms",
        "Wu D, Smyth GK. Camera: a competitive gene set test accounting for inter-gene "
        "correlation. Nucleic Acids Res 2012;40:e133.",
        "10.1093/nar/gks461",
    ),
    (
        "Workflow",
        "M\u00f6lder F, et al. Sustainable data analysis with Snakemake. F1000Research 2021;10:33.",
        "10.12688/f1000research.29032.2",
    ),
)


#: ways to estimate protein beside the difference of means
ESTIMATES = {
    "paired": "paired replicates were compared within pairs",
    "one_sample": "lanes given as ratios to the reference were tested against 0",
    "tobit": "values below detection were modelled by Tobit regression",
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
    v = {name: study.versions.get(name, "(version not locked)") for name in PACKAGES}
    opening = "The data are simulated. " if simulated else ""
    text = [fit_text(study, config, v, opening)]
    text.append(_enrichment(study, config["enrichment"], v["gseapy"]))
    text.append(_layers(study, config["concordance"]))
    text.append(_functional(study))
    text.append(
        f"Figures: plotnine {v['plotnine']} on matplotlib {v['matplotlib']}. Statistics: numpy "
        f"{v['numpy']}, scipy {v['scipy']}, pandas {v['pandas']}."
    )
    return [paragraph for paragraph in text if paragraph]


def _enrichment(study: StudyTables, enrichment: Mapping[str, Any], version: str) -> str:
    tested = {
        row["collection"]
        for contrast in study.contrasts
        for _, row in contrast.collections.iterrows()
        if row["status"] == "tested"
    }
    if not tested:
        return "Gene sets were not tested: see the section on pathways for the reason."
    named = ", ".join(COLLECTIONS.get(c, c) for c in enrichment["collections"] if c in tested)
    return (
        f"Gene sets ({named}) of {enrichment['min_size']} to {enrichment['max_size']} genes were "
        f"tested by pre-ranked enrichment on the Wald statistic with GSEApy {version} (multilevel "
        f"permutation, eps 1e-10, seed {enrichment['seed']}), one collection at a time in fixed "
        "chunks of at most 300 sets sorted by name; p values were adjusted within each collection."
    )


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
        f"Protein: {named}. Log2 signals were compared with moderated t tests (empirical Bayes "
        f"from ten targets an assay, pooled variance from three).{_estimates(study, protein)} "
        "mRNA and protein were compared "
        "by intersection-union tests against a "
        f"change margin of {_fold(margins['change_margin'])}; \u201cunchanged\u201d needs two "
        f"one-sided tests within {_fold(margins['equivalence_margin'])} (western blots: "
        f"{_fold(margins['western_equivalence_margin'])}); a layer explains the other from a "
        f"share of {margins['explained_fraction']:g} of its log2 change. FDR threshold "
        f"{margins['alpha']:g}, within one assay and compartment, genes of interest and catalogue "
        "effectors apart from the rest. Mechanisms: graded by effector genes of a fixed catalogue; "
        "set tests by camera on pre-ranked, sign-aligned Wald statistics."
    )


def _estimates(study: StudyTables, protein: pd.DataFrame) -> str:
    """Name the further methods that an estimate of this study rests on."""
    compared = pd.concat([c.concordance for c in study.contrasts])
    used = [words for method, words in ESTIMATES.items() if method in set(protein["method"])]
    if (compared["combined_from"] != "").any():
        used.append(
            "assays of one compartment were combined by inverse variance where "
            "Cochran\u2019s Q had p of 0.10 or more"
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
        "the change margin or equivalence; p values were adjusted by Benjamini and Hochberg."
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
