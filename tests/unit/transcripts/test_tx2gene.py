import pytest

from resistance.transcripts.tx2gene import Tx2Gene, genes_of, stem_of

X, Y = "ENST00000381192", "ENST00000381192.10_PAR_Y"
EMBEDDED = Tx2Gene("the annotation", {X: "ENSG00000185291", "ENST00000000233": "ENSG00000004059"})
OWN = Tx2Gene(
    "t.tsv",
    {
        "ENST00000000233.10": "ARF5",
        "ENST00000000233.9": "ARF5",
        "ENST00000000412.8": "A",
        "ENST00000000412.7": "B",
        "AT1G01010.1": "AT1G01010",
        "x|y": "bars",
    },
    own=True,
)
BARS = "ENST00000000233.10|ENSG00000004059.11|OTTHUMG1|-|ARF5-201|ARF5|1032|protein_coding|"


@pytest.mark.parametrize(
    ("table", "transcript", "gene", "how"),
    [
        (EMBEDDED, "ENST00000000233", "ENSG00000004059", "exact"),
        (EMBEDDED, "ENST00000000233.4", "ENSG00000004059", "version"),
        (EMBEDDED, BARS, "ENSG00000004059.11", "bars"),
        # the gene in the id is of the user's own annotation
        (EMBEDDED, "ENST00000000233|ENSG00000999999.1|", "ENSG00000999999.1", "bars"),
        (EMBEDDED, "ENST00000000233.4|no gene", "ENSG00000004059", "version"),
        # the Y copy keeps its mark: X and Y are joined, and that is said, where genes are
        (EMBEDDED, Y, "ENSG00000185291_PAR_Y", "version"),
        (EMBEDDED, "ENST00000999999.1", "", ""),
        (OWN, BARS, "ARF5", "exact"),
        (OWN, "x|y", "bars", "exact"),
        (OWN, "ENST00000000233", "ARF5", "version"),
        # two versions of two genes: neither is meant
        (OWN, "ENST00000000412", "", ""),
        (OWN, "ENST00000000412.8", "A", "exact"),
        # a transcript's number is no version
        (OWN, "AT1G01010.2", "", ""),
        (OWN, "AT1G01010.1", "AT1G01010", "exact"),
        (None, BARS, "ENSG00000004059.11", "bars"),
        (None, "ENST00000000233", "", ""),
    ],
)
def test_gene_of_a_transcript(table, transcript, gene, how) -> None:
    assert genes_of([transcript], table) == ([gene], [how])


def test_versions() -> None:
    assert stem_of("NM_000014.6") == "NM_000014"
    assert stem_of("ENSMUST00000193812.2") == "ENSMUST00000193812"
    assert stem_of(Y) == X + "_PAR_Y"
    for other in ("Y74C9A.3.1", "AT1G01010.1", "ERCC-00002", "ENSG00000185291.3", ""):
        assert stem_of(other) == ""
