"""What a small simulated study is: arms, what is planted in them, and the question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Arm:
    """One level of ``condition``.

    Attributes
    ----------
    name : str
    line : str
        Lines differ from the first one in a sixth of their genes, N(0, 1.5).
    fields : mapping of str to str
        Columns of the sample sheet that differ from those of an orderly culture.
    """

    name: str
    line: str = "GEN2.2"
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Plant:
    """One gene, its assay and what changes.

    Attributes
    ----------
    gene : str
    assay : str
        Of :data:`simulate.ASSAYS`; empty where no protein is measured.
    changes : mapping of str to (float, float)
        True log2 changes of mRNA and protein in each arm, against the first arm of its line;
        an arm that is not named does not change.
    mean : float
        Mean count in a library of 27.5 million reads.
    sd : float
        log2 SD between protein replicates.
    columns : mapping of str to str
        Columns of the protein table that differ.
    """

    gene: str
    assay: str
    changes: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    mean: float = 3000.0
    sd: float = 0.15
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Function:
    """One functional assay.

    Attributes
    ----------
    assay, unit : str
        As in the functional table.
    values : mapping of str to float
        True value in each arm.
    gene, modulator : str
    sd : float
        log2 SD between replicates.
    """

    assay: str
    unit: str
    values: Mapping[str, float]
    gene: str = ""
    modulator: str = ""
    sd: float = 0.1


@dataclass(frozen=True)
class Design:
    """A small study, before anything is drawn.

    Attributes
    ----------
    name, disease : str
    drug : mapping of str to str
        As in the configuration.
    arms : tuple of Arm
        Three samples each.
    contrasts : mapping of str to (str, str)
        Reference and target arm, by id.
    plants : tuple of Plant
    genes_of_interest : tuple of str
    functions : tuple of Function
    catalogue : tuple of mapping of str to str
        Rows that the study adds to the catalogue of mechanisms.
    par_dropout : bool
        The reference's Y was not masked: X and Y rows of the genes they share, without a read.
    """

    name: str
    drug: Mapping[str, str]
    arms: tuple[Arm, ...]
    contrasts: Mapping[str, tuple[str, str]]
    plants: tuple[Plant, ...]
    genes_of_interest: tuple[str, ...]
    disease: str = "bpdcn"
    functions: tuple[Function, ...] = ()
    catalogue: tuple[Mapping[str, str], ...] = ()
    par_dropout: bool = False


def target_row(symbol: str, name: str) -> dict[str, str]:
    """Return the row that makes the target of a conjugate decide about lower antigen.

    Parameters
    ----------
    symbol, name : str
        Of the gene, and of the protein.

    Returns
    -------
    dict of str to str
        A row of the catalogue of mechanisms.
    """
    return {
        "group": "mechanism",
        "mechanism": "antigen_loss",
        "gene": symbol,
        "role": f"ADC target {name}",
        "evidence_class": "effector",
        "expected_direction": "down",
        "applies_to": f"class=adc;target={symbol}",
        "rationale": "Fewer surface epitopes, less ADC bound",
        "source": "by design of the drug",
    }
