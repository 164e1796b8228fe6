"""Read what ``resources/`` holds: annotation, gene sets, the catalogue, a table of statistics."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Final

import pandas as pd

from resistance.columns import Columns
from resistance.genes.gene_ids import Annotation
from resistance.readers.tables import read_table

GENES: Final[Columns] = {"ensembl_id": str, "symbol": str, "biotype": str, "chromosome": str}
ALIASES: Final[Columns] = {"name": str, "ensembl_id": str, "kind": str}
RETIRED: Final[Columns] = {"retired_id": str, "ensembl_id": str}
ENTREZ: Final[Columns] = {"entrez_id": str, "ensembl_id": str}
#: Positions count from 0 at the start of the chromosome; ``end`` is not part of the gene.
POSITIONS: Final[Columns] = {"ensembl_id": str, "chromosome": str, "start": int, "end": int}
PAR: Final[Columns] = {"symbol": str, "ensembl_x": str, "ensembl_y": str}
CATALOGUE: Final[Columns] = {
    "group": str,
    "mechanism": str,
    "gene": str,
    "ensembl_id": str,
    "role": str,
    "evidence_class": str,
    "expected_direction": str,
    "confidence": str,
    "applies_to": str,
    "rationale": str,
    "source": str,
}
RULES: Final[Columns] = {
    "group": str,
    "mechanism": str,
    "title": str,
    "ceiling": str,  # compatible, verdict
    "rule": str,  # antigen, efflux, effector_and_set, none
    "function_assay": str,
    # {target}, {inhibitor}: the study's drug target, an inhibitor of the pump that rose
    "next_experiment": str,
    "intervention": str,  # the experiment that decides once function was measured
}
CLINICAL_NAMES: Final[Columns] = {"symbol": str, "ensembl_id": str, "clinical_name": str}
#: Simulated histograms of log dispersions; a bin is named by its lower end.
PRIOR_VARIANCE: Final[Columns] = {
    "df": int,
    "variance": float,
    **{f"{half / 2:.1f}": int for half in range(-20, 20)},
}

#: Files of each organism; a part that is not listed is an empty frame.
_FILES: Final[dict[str, dict[str, str]]] = {
    "human": {
        "genes": "human.tsv.gz",
        "aliases": "human_aliases.tsv.gz",
        "retired": "human_retired.tsv.gz",
        "par": "par_pairs.tsv",
        "entrez": "human_entrez.tsv.gz",
    },
    "mouse": {"genes": "mouse.tsv.gz"},
    "other": {},
}


def annotation_files(organism: str) -> list[str]:
    """Name the files of ``resources/annotation`` that an organism needs.

    Parameters
    ----------
    organism : str
        ``human``, ``mouse`` or ``other``.

    Returns
    -------
    list of str
        File names, for the inputs of a rule; that of the genes first.

    Raises
    ------
    KeyError
        If the organism is none of the three.
    """
    return list(_FILES[organism].values())


def read_annotation(directory: str | Path, organism: str) -> Annotation:
    """Read the embedded annotation of one organism.

    Parameters
    ----------
    directory : str or Path
        ``resources/annotation``.
    organism : str
        ``human``, ``mouse`` or ``other``; for ``other`` nothing is read.

    Returns
    -------
    Annotation
        Frames that the organism lacks are empty and have their columns.

    Raises
    ------
    KeyError
        If the organism is none of the three.
    """
    files = _FILES[organism]
    columns = {"genes": GENES, "aliases": ALIASES, "retired": RETIRED, "par": PAR}
    columns["entrez"] = ENTREZ
    frames = {
        part: read_table(Path(directory) / files[part], kinds)
        if part in files
        else pd.DataFrame(columns=list(kinds), dtype=object)
        for part, kinds in columns.items()
    }
    return Annotation(organism=organism, **frames)


def read_positions(path: str | Path) -> pd.DataFrame:
    """Read where human protein-coding genes lie (GRCh38).

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`POSITIONS`, sorted by ``ensembl_id``.
    """
    return read_table(path, POSITIONS)


def read_gene_sets(path: str | Path) -> dict[str, list[str]]:
    """Read gene sets in GMT form: term, description, members, separated by tabs.

    Parameters
    ----------
    path : str or Path
        GMT, gzip-compressed if it ends in ``.gz``.

    Returns
    -------
    dict of str to list of str
        Sorted terms, each with its distinct symbols in the order of the file.
    """
    path = Path(path)
    opener = gzip.open if path.suffix == ".gz" else open
    sets: dict[str, list[str]] = {}
    with opener(path, "rt", encoding="utf-8") as handle:
        for line in handle:
            term, _, *members = line.rstrip("\r\n").split("\t")
            sets[term] = [member for member in dict.fromkeys(members) if member]
    return dict(sorted(sets.items()))


def read_catalogue(path: str | Path) -> pd.DataFrame:
    """Read the catalogue of resistance mechanisms.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    pandas.DataFrame
        One row a gene of a mechanism, columns of :data:`CATALOGUE`, all text.
    """
    return read_table(path, CATALOGUE)


def read_mechanism_rules(path: str | Path) -> pd.DataFrame:
    """Read the rule, the ceiling and the next experiment of each mechanism.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    pandas.DataFrame
        One row a mechanism, columns of :data:`RULES`, all text.
    """
    return read_table(path, RULES)


def read_clinical_names(path: str | Path) -> pd.DataFrame:
    """Read the names that clinicians use for a gene's product.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    pandas.DataFrame
        One row a name, columns of :data:`CLINICAL_NAMES`; the first row of a gene holds the name
        to show.
    """
    return read_table(path, CLINICAL_NAMES)


def read_prior_variance(path: str | Path) -> pd.DataFrame:
    """Read R's simulated histograms for the prior's variance at few residual degrees of freedom.

    Parameters
    ----------
    path : str or Path
        ``resources/statistics/prior_variance.tsv``.

    Returns
    -------
    pandas.DataFrame
        One row a number of degrees of freedom (1 to 3) and a variance (200 from 0 to 8), columns
        of :data:`PRIOR_VARIANCE`: the counts of 40 bins of width .5 from -10 to 10.
    """
    return read_table(path, PRIOR_VARIANCE)
