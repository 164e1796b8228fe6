import pandas as pd

from resistance.columns import GENES
from resistance.genes.gene_ids import Annotation
from resistance.inputs.control_genes import find_controls

IDS = {"ABCB1": "ENSG00000085563", "ACTB": "ENSG00000075624"}
ANNOTATION = Annotation(
    organism="human",
    genes=pd.DataFrame(
        [(identifier, symbol, "protein_coding", "7") for symbol, identifier in IDS.items()],
        columns=["ensembl_id", "symbol", "biotype", "chromosome"],
    ),
    aliases=pd.DataFrame(
        [("MDR1", IDS["ABCB1"], "previous")], columns=["name", "ensembl_id", "kind"]
    ),
    retired=pd.DataFrame(columns=["retired_id", "ensembl_id"]),
    par=pd.DataFrame(columns=["symbol", "ensembl_x", "ensembl_y"]),
)  # fmt: skip
ROWS = [
    (IDS["ABCB1"], f"{IDS['ABCB1']}.14;{IDS['ABCB1']}.15", IDS["ABCB1"], "ABCB1"),
    (IDS["ACTB"], IDS["ACTB"], IDS["ACTB"], "ACTB"),
    ("ERCC-00002", "ERCC-00002", "", "ERCC-00002"),
    ("x1", "x1", "", "TWIN"),
    ("x2", "x2", "", "TWIN"),
]
GENE_TABLE = pd.DataFrame(
    ROWS, columns=["gene_id", "input_ids", "ensembl_id", "gene_name"]
).reindex(columns=list(GENES), fill_value="")  # fmt: skip


def find(*names: str):
    return find_controls(dict.fromkeys(names, ""), GENE_TABLE, ANNOTATION, "config.yaml", "k")


def test_a_gene_has_many_names() -> None:
    for name in (
        "ABCB1",
        "MDR1",
        "abcb1",
        IDS["ABCB1"],
        f"{IDS['ABCB1']}.15",
        f"{IDS['ABCB1']}.99",
    ):
        found = find(name)
        assert (list(found.names.index), found.problems) == ([IDS["ABCB1"]], []), name


def test_genes_stand_once_and_sorted() -> None:
    found = find("ERCC-00002", "MDR1", "ABCB1", "ACTB", "x2")
    assert found.problems == []
    assert list(found.names.index) == [IDS["ACTB"], IDS["ABCB1"], "ERCC-00002", "x2"]
    assert found.names[IDS["ABCB1"]] == "MDR1"


def test_unknown_and_ambiguous_names() -> None:
    unknown, twin = find("ERCC-0002", "TWIN", "ACTB").problems
    assert (unknown.value, unknown.hint) == ("ERCC-0002", 'Did you mean "ERCC-00002"?')
    assert (twin.message, twin.allowed) == ("The counts have 2 genes of this name.", "x1, x2")
