"""A few genes of human and mouse."""

import pandas as pd
import pytest

from resistance.columns import GENES
from resistance.gene_sets.members import StudyGenes
from resistance.genes.gene_ids import Annotation


def frame(columns: str, *rows: str) -> pd.DataFrame:
    return pd.DataFrame([row.split() for row in rows], columns=columns.split(), dtype=object)


def gene(number: int, organism: str = "") -> str:
    return f"ENS{organism}G{number:011d}"


@pytest.fixture
def human() -> Annotation:
    genes = frame(
        "ensembl_id symbol biotype chromosome",
        f"{gene(1)} TP53 protein_coding 17",
        f"{gene(2)} SEPTIN2 protein_coding 2",
        f"{gene(3)} ABCB1 protein_coding 7",
        f"{gene(4)} C1orf112 protein_coding 1",
        f"{gene(5)} TWIN protein_coding 1",
        f"{gene(6)} TWIN protein_coding 2",
        f"{gene(7)} MYC protein_coding 8",
    )
    aliases = frame(
        "name ensembl_id kind",
        f"SEPT2 {gene(2)} previous",
        f"MDR1 {gene(3)} alias",
        f"BOTH {gene(1)} alias",
        f"BOTH {gene(7)} alias",
    )
    retired = frame("retired_id ensembl_id", f"{gene(99)} {gene(3)}")
    par = frame("symbol ensembl_x ensembl_y")
    entrez = frame("entrez_id ensembl_id", f"7157 {gene(1)}", f"5243 {gene(3)}", f"4609 {gene(7)}")
    return Annotation("human", genes, aliases, retired, par, entrez)


@pytest.fixture
def mouse() -> Annotation:
    genes = frame(
        "ensembl_id symbol biotype chromosome",
        f"{gene(1, 'MUS')} Trp53 protein_coding 11",
        f"{gene(2, 'MUS')} Sept2 protein_coding 1",
        f"{gene(3, 'MUS')} Abcb1a protein_coding 5",
        f"{gene(7, 'MUS')} Myc protein_coding 15",
    )
    nothing = [frame("name ensembl_id kind"), frame("retired_id ensembl_id")]
    return Annotation("mouse", genes, *nothing, frame("symbol ensembl_x ensembl_y"))


@pytest.fixture
def pairs() -> pd.DataFrame:
    return frame(
        "ensembl_id symbol mouse_ensembl_id mouse_symbol mgi_symbol",
        f"{gene(7)} MYC {gene(7, 'MUS')} Myc Myc",
        f"{gene(2)} SEPTIN2 {gene(2, 'MUS')} Sept2 Septin2",
        f"{gene(1)} TP53 {gene(1, 'MUS')} Trp53 Trp53",
    )


@pytest.fixture
def study_of():
    """Genes of a study, from (gene_id, ensembl_id, gene_name) or names that are all three."""

    def make(*rows: tuple[str, str, str] | str) -> StudyGenes:
        full = [(row, "", row) if isinstance(row, str) else row for row in rows]
        table = pd.DataFrame(full, columns=["gene_id", "ensembl_id", "gene_name"], dtype=object)
        table = table.assign(input_ids=table["gene_id"])
        return StudyGenes.from_table(table.reindex(columns=list(GENES), fill_value=""))

    return make
