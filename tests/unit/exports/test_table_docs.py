from __future__ import annotations

from pathlib import Path

import pytest

from resistance import columns, evidence_columns
from resistance.exports.table_docs import doc_of, read_docs

PAGE = (Path(__file__).parents[3] / "docs/tables.md").read_text(encoding="utf-8")
DOCS = read_docs(PAGE)

SMALL = """# Tables
## GENES: `results/inputs/genes.tsv.gz`
One row a gene
([page](page.md)).

| column | meaning |
|---|---|
| `gene_id`, `name` | the `id`; \\|log2\\| |

More of it.

## DIFFERENTIAL: `results/tables/<contrast>/differential_expression.tsv`
"""


def test_sections_of_a_page():
    genes, differential = read_docs(SMALL)
    assert (genes.name, genes.path) == ("GENES", "results/inputs/genes.tsv.gz")
    assert genes.about == "One row a gene (page)."
    assert genes.columns == dict.fromkeys(("gene_id", "name"), "the id; |log2|")
    assert differential.columns == {}


def test_a_contrast_stands_for_any_name():
    docs = read_docs(SMALL)
    assert doc_of("results/tables/a_vs_b/differential_expression.tsv", docs) == docs[1]
    assert doc_of("results/inputs/genes.tsv.gz", docs) == docs[0]
    assert doc_of("results/tables/genes.tsv.gz", docs) is None
    assert doc_of("results/inputs/genes.tsv", docs) is None


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.name)
def test_our_page_names_definitions_and_their_columns(doc):
    module = columns if hasattr(columns, doc.name) else evidence_columns
    # tables whose columns differ from study to study have no definition
    if hasattr(module, doc.name):
        assert set(getattr(module, doc.name)) <= set(doc.columns)
    assert all(doc.columns.values())


def test_a_table_like_another_shares_its_section():
    assert doc_of("results/tables/protein_inputs.tsv", DOCS).name == "INPUTS"
