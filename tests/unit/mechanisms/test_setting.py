import pandas as pd
import pytest

from resistance.columns import PROTEIN
from resistance.mechanisms.setting import at_background


def protein(*rows: dict) -> pd.DataFrame:
    base = {name: "" if kind is str else 0 for name, kind in PROTEIN.items()}
    base |= {
        "gene_name": "IL3RA",
        "compartment": "surface",
        "log2FoldChange": -3.0,
        "n_target": 3,
        "censored_target": 3,
    }
    return pd.DataFrame([base | row for row in rows], columns=list(PROTEIN))


@pytest.mark.parametrize(
    ("rows", "gone"),
    [
        ([{}], True),
        ([{"censored_target": 2}], False),
        # an antigen that was never there has not fallen
        ([{"log2FoldChange": 0.0}], False),
        ([{"n_target": 0, "censored_target": 0}], False),
        # the antibody binds the surface: what is left inside does not matter
        ([{}, {"compartment": "total", "censored_target": 0}], True),
        ([{}, {"assay_id": "other clone", "censored_target": 0}], False),
        ([{"compartment": "total"}], True),
    ],
)
def test_at_background(rows: list[dict], gone: bool) -> None:
    assert at_background(protein(*rows)) == (frozenset({"IL3RA"}) if gone else frozenset())


def test_no_protein() -> None:
    assert at_background(protein().iloc[:0]) == frozenset()
