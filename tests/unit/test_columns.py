from resistance import columns

TABLES = {name: value for name, value in vars(columns).items() if name.isupper()}


def test_types_are_those_that_readers_and_writers_know() -> None:
    assert len(TABLES) >= 14
    for name, table in TABLES.items():
        assert set(table.values()) <= {str, float, int}, name


def test_names_that_other_tools_read() -> None:
    """The issue's contract with the outside: do not rename these."""
    assert list(columns.DIFFERENTIAL)[:3] == ["gene_id", "ensembl_id", "gene_name"]
    wanted = {"baseMean", "log2FoldChange", "lfcSE", "stat", "pvalue", "padj", "status"}
    wanted |= {"log2FoldChange_shrunken", "lfcSE_shrunken"}
    assert wanted <= set(columns.DIFFERENTIAL)
    wanted = {"gene_id", "gene_name", "assay_id", "compartment", "call", "tier", "reason"}
    assert wanted | {"sentence"} <= set(columns.CONCORDANCE)
    assert "collection" in columns.ENRICHMENT
