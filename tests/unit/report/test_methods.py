"""The paragraph follows the configuration: no sentence about what was not done."""

from __future__ import annotations

from resistance.report import methods


def test_versions_design_and_margins_are_filled_in(fabricate):
    text = " ".join(methods.paragraph(fabricate.study(), fabricate.config(), True))
    for part in (
        "PyDESeq2 0.5.4",
        "~ condition",
        "resistant against parental",
        "FDR of 0.1",
        "1.25-fold",
        "1.5-fold",
        "western blots: 2-fold",
        "4 residual degrees of freedom",
        "GSEApy 1.3.1",
        "seed 42",
        "simulated",
    ):
        assert part in text
    assert "version not locked" in text.split("plotnine")[1]


def test_what_was_not_done_is_not_described(fabricate):
    study = fabricate.study(protein=False, sets=False)
    text = " ".join(methods.paragraph(study, fabricate.config(), False))
    assert "moderated t tests" not in text
    assert "GSEApy" not in text
    assert "simulated" not in text
    assert "No protein was measured" in text
    assert "Gene sets were not tested" in text


def test_parameters_are_flat_and_sorted():
    rows = methods.parameters({"b": {"y": True, "x": [1, 2]}, "a": None, "c": {}, "d": []})
    assert rows == [("a", "none"), ("b.x", "1, 2"), ("b.y", "yes"), ("c", "none"), ("d", "none")]
