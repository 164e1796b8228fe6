from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from resistance.columns import DIFFERENTIAL, FIT_GENES
from resistance.readers.rna import read_rna


@pytest.fixture
def written(tmp_path):
    """Tables of the differential stage: two genes, two samples an arm."""
    names = ["a1", "a2", "b1", "b2"]
    samples = pd.DataFrame(
        {"condition": ["a", "a", "b", "b"]}, index=pd.Index(names, name="sample")
    )
    de = pd.DataFrame({"gene_id": ["g2", "g1"], "log2FoldChange": [1.5, -0.5], "lfcSE": [0.2, 0.3]})
    fit = pd.DataFrame(
        {
            "model": "main",
            "gene_id": ["g2", "g1"],
            "dispersion": [0.2, 0.1],
            "dispersion_trend": [0.25, 0.15],
            "dispersion_outlier": "no",
        }
    )
    counts = pd.DataFrame({"gene_id": ["g1", "g2"], "b1": [3, 4], "a1": [1, 2]})
    counts = counts.assign(a2=[5, 6], b2=[7, 8])[["gene_id", *names]]
    paths = {name: str(tmp_path / f"{name}.tsv") for name in ("de", "fit_genes", "counts", "sizes")}
    for name, frame, columns in (
        ("de", de, DIFFERENTIAL),
        ("fit_genes", fit, FIT_GENES),
    ):
        frame.reindex(columns=list(columns)).to_csv(paths[name], sep="\t", index=False)
    counts.to_csv(paths["counts"], sep="\t", index=False)
    sizes = pd.DataFrame({"sample": names, "size_factor": [1.0, 2.0, 1.0, 0.5]})
    sizes.to_csv(paths["sizes"], sep="\t", index=False)
    model = tmp_path / "model.json"
    model.write_text('{"formula": "~ condition", "residual_df": 2, "prior_disp_var": 0.5}')
    source = SimpleNamespace(
        de=paths["de"],
        fit_genes=paths["fit_genes"],
        counts=paths["counts"],
        size_factors=paths["sizes"],
        model=str(model),
        offsets=[],
    )
    return source, samples


def test_numbers_of_a_contrast_are_read_by_name(written) -> None:
    source, samples = written
    contrasts = pd.DataFrame(
        [("one", "condition", "a", "b")], columns=["id", "variable", "reference", "target"]
    )
    rna = read_rna(source, samples, contrasts, "one")
    assert rna.arms.to_dict() == {
        "a1": "reference",
        "a2": "reference",
        "b1": "target",
        "b2": "target",
    }
    assert rna.counts.loc["g2"].tolist() == [2, 6, 4, 8]
    assert rna.model.size_factors.tolist() == [1.0, 2.0, 1.0, 0.5]
    assert rna.model.dispersion.tolist() == [0.1, 0.2]
    assert rna.trend is not None
    assert rna.trend.tolist() == [0.15, 0.25]
    assert rna.columns.loc["g2", "rna_log2FoldChange"] == 1.5
    assert np.isfinite(rna.columns["rna_df"]).all()
