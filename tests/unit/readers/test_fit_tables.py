import pandas as pd

from resistance import columns
from resistance.readers.fit_tables import read_fit
from resistance.writers.tables import write_table


def one_row(definition, **given):
    empty = {str: "", float: float("nan"), int: 0}
    return pd.DataFrame([{**{n: empty[k] for n, k in definition.items()}, **given}])


def test_tables_are_read_by_the_contrasts_they_belong_to(tmp_path):
    paths = {
        "de": [str(tmp_path / "b.tsv"), str(tmp_path / "a.tsv")],
        "fit_genes": str(tmp_path / "genes.tsv.gz"),
        "cooks": str(tmp_path / "cooks.tsv"),
    }
    for path, gene in zip(paths["de"], ("of_b", "of_a"), strict=True):
        de = one_row(columns.DIFFERENTIAL, gene_id=gene, status="tested")
        write_table(de, path, columns.DIFFERENTIAL, False)
    genes = one_row(columns.FIT_GENES, model="main", gene_id="g", dispersion=0.1)
    write_table(genes, paths["fit_genes"], columns.FIT_GENES, False)
    cooks = one_row(columns.COOKS, model="main", sample="NA", n_genes=3)
    write_table(cooks, paths["cooks"], columns.COOKS, False)
    fit = read_fit(paths, ["b", "a"])
    assert {name: list(de["gene_id"]) for name, de in fit.de.items()} == {
        "b": ["of_b"],
        "a": ["of_a"],
    }
    assert fit.genes["dispersion"].tolist() == [0.1]
    assert fit.cooks["sample"].tolist() == ["NA"]
