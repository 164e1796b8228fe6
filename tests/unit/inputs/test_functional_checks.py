"""Checks of the functional table that need no study around them."""

import pandas as pd

from resistance.inputs.functional_checks import check_functional

SAMPLES = pd.DataFrame({"sample": ["a", "b"], "condition": ["parental", "resistant"]})
CONTRASTS = pd.DataFrame(
    [["rvp", "condition", "parental", "resistant"]],
    columns=["id", "variable", "reference", "target"],
)


def table(**cells) -> pd.DataFrame:
    rows = [
        {"assay": "adc_ic50", "condition": arm, "replicate": "1", "value": "2", **cells}
        for arm in ("parental", "resistant")
    ]
    return pd.DataFrame(rows, index=[2, 3])


def checked(frame, mechanisms=("drug_efflux",), contrasts=CONTRASTS):
    return check_functional(frame, SAMPLES, contrasts, mechanisms, "f.tsv")


def test_four_columns_are_enough() -> None:
    assert checked(table()) == ([], [])


def test_tables_that_cannot_be_read_are_left_to_the_schema() -> None:
    assert checked(table().drop(columns="value")) == ([], [])
    assert checked(table()[:0]) == ([], [])
    assert checked(table(assay="other")) == ([], [])


def test_without_a_catalogue_no_mechanism_is_unknown() -> None:
    frame = table(mechanism="efflux_of_mine")
    assert len(checked(frame)[0]) == 1
    assert checked(frame, mechanisms=()) == ([], [])


def test_without_contrasts_no_condition_is_unknown() -> None:
    assert checked(table(), contrasts=pd.DataFrame()) == ([], [])


def test_vehicle_is_no_modulator() -> None:
    assert checked(table(modulator="DMSO", unit="nM")) == ([], [])


def test_loss_of_a_gene_needs_no_toxicity() -> None:
    plain = table(modulator="")
    assert checked(pd.concat([plain, table(modulator="ABCB1 knockout")])) == ([], [])
    (note,) = checked(pd.concat([plain, table(modulator="elacridar")]))[1]
    assert "toxicity of elacridar alone" in note
