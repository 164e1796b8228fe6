import pandas as pd

from resistance.columns import GENES
from resistance.concordance.panel import PANEL, panel_genes
from resistance.genes.gene_ids import Annotation
from resistance.protein.matching import GeneMatcher

CATALOGUE = pd.DataFrame(
    [
        ("IL3RA", "ENSG00000185291", "effector"),
        ("IL3RA", "ENSG00000185291", "marker"),
        ("ABCG2", "ENSG00000118777", "effector"),
        ("ATM", "ENSG00000149311", "regulator"),
    ],
    columns=["gene", "ensembl_id", "evidence_class"],
)
ANNOTATION = Annotation(
    organism="human",
    genes=pd.DataFrame(
        [
            ("ENSG00000185291", "IL3RA", "protein_coding", "X"),
            ("ENSG00000118777", "ABCG2", "protein_coding", "4"),
            ("ENSG00000149311", "ATM", "protein_coding", "11"),
            ("ENSG00000010610", "CD4", "protein_coding", "12"),
        ],
        columns=["ensembl_id", "symbol", "biotype", "chromosome"],
    ),
    aliases=pd.DataFrame(
        [("CD123", "ENSG00000185291", "clinical")], columns=["name", "ensembl_id", "kind"]
    ),
    retired=pd.DataFrame(columns=["retired_id", "ensembl_id"]),
    par=pd.DataFrame(columns=["symbol", "ensembl_x", "ensembl_y"]),
)


def counts_genes(rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["gene_id", "ensembl_id", "gene_name"])
    return frame.reindex(columns=list(GENES)).fillna("")


HUMAN = counts_genes(
    [("ENSG00000185291", "ENSG00000185291", "IL3RA"), ("ATM", "ENSG00000149311", "ATM")]
)


def test_every_gene_once_with_the_reason_where_it_lacks() -> None:
    table = panel_genes(
        ["CD123", "CD4", "IL3RA", "nonsense"], CATALOGUE, GeneMatcher(HUMAN, ANNOTATION), "human"
    )
    assert list(table.columns) == PANEL
    by_name = table.set_index("gene_name")
    assert by_name.index.is_unique
    assert by_name.loc["IL3RA", "gene_id"] == "ENSG00000185291"
    assert by_name.loc["CD4", ["call", "reason"]].tolist() == ["not_measured", "not in the counts"]
    assert by_name.loc["ABCG2", "call"] == "not_measured"
    assert by_name.loc["nonsense", "call"] == "not_applicable"
    assert by_name["in_panel"].to_dict() == {
        "IL3RA": True,
        "CD4": True,
        "nonsense": True,
        "ABCG2": True,
        "ATM": False,
    }


def test_the_human_catalogue_does_not_apply_to_yeast() -> None:
    yeast = counts_genes([("YER165W", "", "PAB1")])
    table = panel_genes(["PAB1", "ATF1", "IL3RA"], CATALOGUE, GeneMatcher(yeast, None), "other")
    by_name = table.set_index("gene_name")
    assert by_name.index.is_unique
    assert by_name.loc["PAB1", "gene_id"] == "YER165W"
    assert by_name.loc["ATF1", "call"] == "not_measured"
    for gene in ("IL3RA", "ABCG2", "ATM"):
        assert by_name.loc[gene, "call"] == "not_applicable"
        assert "human" in by_name.loc[gene, "reason"]


def test_nothing_asked_for_and_no_catalogue() -> None:
    table = panel_genes([], CATALOGUE.iloc[:0], GeneMatcher(HUMAN, ANNOTATION), "human")
    assert table.empty
    assert list(table.columns) == PANEL


def test_catalogue_that_the_study_brought_for_its_own_organism() -> None:
    """Yeast without an annotation: genes are looked up as the counts name them."""
    yeast = counts_genes([("YOR153W", "", "PDR5"), ("YER165W", "", "PAB1")])
    own = pd.DataFrame(
        [("PDR5", "", "effector"), ("YER165W", "", "regulator"), ("SNQ2", "", "effector")],
        columns=["gene", "ensembl_id", "evidence_class"],
    )
    table = panel_genes([], own, GeneMatcher(yeast, None), "other", "other")
    table = table.set_index("gene_name")
    assert table["gene_id"].to_dict() == {"PDR5": "YOR153W", "SNQ2": "", "PAB1": "YER165W"}
    assert table["call"].to_dict() == {"PDR5": "", "SNQ2": "not_measured", "PAB1": ""}
