import pandas as pd
import pytest

from resistance.report.withheld import withhold

CALL = {"call": "posttranscriptional_loss", "tier": "A", "reason": "", "qualifier": ""}


def rows(**changes) -> pd.DataFrame:
    row = {"gene_id": "g1", "compartment": "surface", "sentence": "tests alone"} | CALL
    other = row | {"gene_id": "g2"}
    return pd.DataFrame([row | changes, other])


def verdict(**changes) -> pd.DataFrame:
    row = {"gene_id": "g1", "call": "inconclusive", "sentence": "withheld"}
    return pd.DataFrame([row | {"capped_by": "epitope_masking;single_derivation"} | changes])


def test_a_masked_surface_call_is_shown_as_the_verdict_has_it() -> None:
    out = withhold(rows(), verdict())
    assert out.loc[0, ["call", "tier", "sentence"]].tolist() == ["inconclusive", "C", "withheld"]
    assert out.loc[0, "reason"] == "bound drug may hide the epitope"
    pd.testing.assert_series_equal(out.loc[1], rows().loc[1])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"compartment": "total"}, {}),
        ({"call": "concordant_down", "tier": ""}, {}),
        ({}, {"capped_by": "single_derivation"}),
        ({}, {"call": "posttranscriptional_loss"}),
        ({"gene_id": ""}, {"gene_id": ""}),
    ],
)
def test_other_calls_stand(row: dict, said: dict) -> None:
    given = rows(**row)
    pd.testing.assert_frame_equal(withhold(given, verdict(**said)), given)


def test_no_verdicts() -> None:
    given = rows()
    pd.testing.assert_frame_equal(withhold(given, verdict().iloc[:0]), given)
