"""What the owner of a study should know of its configuration; the run goes on."""

from __future__ import annotations

import gzip
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from resistance.mechanisms.scope import KEYS, parse_applies_to
from resistance.problems import InputError, did_you_mean
from resistance.readers.gene_names import unknown_names
from resistance.readers.resources import annotation_files, read_clinical_names

CLINICAL_NAMES: Final = "catalogue/clinical_names.tsv"
#: Fields of the drug that are free text.
_FREE: Final = ("target", "linker", "payload")


def config_notes(
    config: Mapping[str, Any], resources: Path, applies_to: Collection[str]
) -> list[str]:
    """Say which names of a configuration are not known, and which mean one gene twice.

    Parameters
    ----------
    config : mapping
        With defaults, problems and all.
    resources : Path
        ``resources``.
    applies_to : collection of str
        Of the rows of the catalogue that the study uses; empty where it has none to use.

    Returns
    -------
    list of str
        Genes of interest that the annotation lacks, genes of interest that stand twice, a drug
        whose target is no gene, a drug's properties of which no row of the catalogue speaks.
    """
    study = config.get("study")
    study = study if isinstance(study, Mapping) else {}
    organism = study.get("organism")
    if organism not in ("human", "mouse"):
        return []
    listed = config.get("genes_of_interest")
    listed = listed if isinstance(listed, list) else []
    genes = [gene for gene in listed if isinstance(gene, str) and gene]
    drug = study.get("drug")
    drug = drug if isinstance(drug, Mapping) else {}
    clinical = read_clinical_names(resources / CLINICAL_NAMES)
    symbols = dict(zip(clinical["clinical_name"].str.lower(), clinical["symbol"], strict=True))
    unknown = [
        gene
        for gene in unknown_names(genes, resources / "annotation", organism)
        if gene.lower() not in symbols
    ]
    notes = [
        f'genes_of_interest: "{name}" is no symbol, alias or id of the embedded annotation.'
        for name in unknown
    ]
    notes += _twice(genes, symbols, resources / "annotation" / annotation_files(organism)[0])
    target = drug.get("target")
    no_gene = (
        isinstance(target, str)
        and target.lower() not in symbols
        and bool(unknown_names([target], resources / "annotation", organism))
    )
    for key in _FREE:
        value = drug.get(key)
        if isinstance(value, str) and value:
            notes += _of_drug(key, value, applies_to, symbols, no_gene)
    return notes


def _twice(genes: Sequence[str], symbols: Mapping[str, str], annotation: Path) -> list[str]:
    """Find names of one gene; the first is kept."""
    text = gzip.decompress(annotation.read_bytes()).decode()
    first: dict[str, str] = {}
    notes = []
    for name in dict.fromkeys(genes):
        symbol = symbols.get(name.lower(), name)
        found = re.search(rf"^({re.escape(symbol)})\t([^\t]+)\t", text, re.MULTILINE)
        symbol = found[2] if found else symbol
        kept = first.setdefault(symbol, name)
        if kept != name:
            notes.append(
                f'genes_of_interest: "{name}" and "{kept}" are one gene ({symbol}); '
                "it is shown once."
            )
    return notes


def _of_drug(
    key: str, value: str, applies_to: Collection[str], symbols: Mapping[str, str], no_gene: bool
) -> list[str]:
    known = known_values(key, applies_to)
    read = symbols.get(value.lower(), value) if key == "target" else value
    if value.lower() in ("unknown", "none") or read.lower() in {name.lower() for name in known}:
        return []
    fault = f'study.drug.{key}: no mechanism of the catalogue is of the {KEYS[key]} "{value}".'
    choices = list(known)
    if key == "target" and no_gene:
        fault = f'study.drug.target: "{value}" is no symbol, alias or id of a known gene.'
        choices = [*known, *symbols]
    elif not known:
        return []
    names = f"The catalogue knows: {', '.join(known)}." if known else ""
    hint = did_you_mean(value, choices)
    for name in symbols:  # as it is written, not in lower case
        hint = hint.replace(f'"{name}"', f'"{name.upper()}"')
    return [" ".join(filter(None, (fault, hint, names)))]


def known_values(key: str, applies_to: Collection[str]) -> list[str]:
    """List the values of a property of the drug that the catalogue tells apart.

    Parameters
    ----------
    key : str
        Of :data:`resistance.mechanisms.scope.KEYS`.
    applies_to : collection of str
        Entries that cannot be read are left out: they are problems already.

    Returns
    -------
    list of str
        Sorted.
    """
    found: set[str] = set()
    for text in set(applies_to):
        try:
            found.update(parse_applies_to(text).get(key, ()))
        except InputError:
            continue
    return sorted(found)
