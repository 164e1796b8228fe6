import numpy as np
import pandas as pd
import pytest

COLUMNS = ["id", "variable", "reference", "target", "subset", "exclude_samples", "test", "reduced"]


def questions(*rows):
    return pd.DataFrame(rows).reindex(columns=COLUMNS).fillna("")


def pair(name, reference="p", target="r", **more):
    levels = {"variable": "condition", "reference": reference, "target": target}
    return {"id": name, **levels, **more}


@pytest.fixture
def study(make_study):
    return make_study(
        ("p", "p", "p", "r", "r", "r") * 2,
        [("p", "r")],
        "~ line + condition",
        line=list("A" * 6 + "B" * 6),
    )


def test_a_subset_is_fitted_as_if_it_were_the_study(study):
    rows = questions(pair("a", subset="line = A"), pair("one"))
    whole = study.run(contrasts=rows)
    samples = study.samples.iloc[:6]
    alone = study.run(samples=samples, contrasts=questions(pair("a")), design="~ condition")
    numbers = ["baseMean", "log2FoldChange", "lfcSE", "pvalue", "padj", "log2FoldChange_shrunken"]
    pd.testing.assert_frame_equal(
        whole.tables["a"][numbers], alone.tables["a"][numbers], check_exact=True
    )
    model = whole.model["models"]["subset_a"]
    assert model["samples"] == list(samples.index)
    assert whole.model["contrasts"]["a"]["model"] == "subset_a"
    expected = alone.size_factors.set_index("sample")["size_factor"].to_dict()
    assert model["size_factors"] == pytest.approx(expected)
    genes = whole.fit_genes
    assert genes.groupby("model").size().to_dict() == {"main": 200, "subset_a": 200}
    assert whole.normalised.shape == (200, 12)


def test_samples_can_be_left_out(study):
    left_out = study.samples.index[3]
    rows = questions(pair("c", exclude_samples=left_out))
    analysis = study.run(contrasts=rows)
    assert left_out not in analysis.model["models"]["subset_c"]["samples"]
    assert analysis.model["models"]["subset_c"]["n_samples"] == 11


def test_a_subset_without_replicates_gives_changes_without_calls(study):
    chosen = [study.samples.index[i] for i in (0, 3)]
    others = ";".join(name for name in study.samples.index if name not in chosen)
    analysis = study.run(contrasts=questions(pair("c", exclude_samples=others), pair("one")))
    assert set(analysis.tables["c"]["status"]) == {"no_replicates", "all_zero"}
    assert (analysis.tables["one"]["status"] == "tested").any()
    assert analysis.model["models"]["subset_c"]["residual_df"] == 0


def test_offsets_that_are_the_size_factors_change_nothing(two_arms):
    from resistance.differential.normalisation import Normalisation

    study, analysis = two_arms
    flat = pd.DataFrame(1.0, study.counts.index, study.counts.columns)
    factors = analysis.size_factors.set_index("sample")["size_factor"]
    given = Normalisation("given", given=factors)
    one = study.run(settings={"normalisation": given})
    offsets = Normalisation("given", given=factors, offsets=flat)
    other = study.run(settings={"normalisation": offsets})
    assert other.model["offsets"] is True
    names = ["log2FoldChange", "stat"]
    strong = one.tables["r_v_p"]["baseMean"] > 20
    np.testing.assert_allclose(
        one.tables["r_v_p"].loc[strong, names], other.tables["r_v_p"].loc[strong, names], rtol=0.05
    )
