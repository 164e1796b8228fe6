from resistance.wording.ladder import ANY_INHIBITOR, filled, layer_evidence, listed


def test_placeholders() -> None:
    text = "{target} {inhibitor} {pump} {genes} {other}"
    assert filled(text, "CD30", ["ABCG2"], ["BCRP"], "BCRP") == (
        "CD30 an ABCG2 inhibitor (fumitremorgin C) BCRP BCRP {other}"
    )
    assert filled(text, "", [], [], "") == (
        f"the antigen {ANY_INHIBITOR} the pump the effectors {{other}}"
    )
    both = filled("{inhibitor}", "", ["ABCC1", "ABCC2", "ABCB1"], [], "")
    assert both == "an MRP inhibitor (MK-571) or a P-gp-selective inhibitor (zosuquidar)"


def test_evidence() -> None:
    assert layer_evidence("mrna", {}, "against", ["A", "B"]) == (
        "the expected change of A, B is excluded in mRNA"
    )
    assert layer_evidence("protein", {}, "not_shown", ["A"]) == "no change of A is shown in protein"
    assert layer_evidence("protein", {}, "not_shown", ["A", "B"], ["B"]) == (
        "no change of A is shown in protein; protein of B measured, not tested"
    )
    assert listed(list("ABCDEF")) == "A, B, C, D and 2 more"
