import pandas as pd
import pytest

from resistance.inputs.sample_rows import resolve
from resistance.wording.preview import Facts

SHEET = pd.DataFrame(
    [
        ("p1", "A", "parental", ""),
        ("p2", "A", "parental", ""),
        ("p2b", "A", "parental", "p2"),
        ("p3", "B", "parental", ""),
        ("r1", "A", "resistant", ""),
        ("r2", "B", "resistant", ""),
        ("r3", "B", "resistant", ""),
        ("bad", "B", "resistant", ""),
    ],
    columns=["sample", "line", "condition", "replicate_of"],
    index=range(2, 10),
)
COLUMNS = ["id", "variable", "reference", "target", "formula", "test", "reduced", "subset"]


def make(contrasts=(("k", "condition", "parental", "resistant"),), design="~ condition", **changes):
    rows = [[*row, *[""] * (len(COLUMNS) - len(row))] for row in contrasts]
    given = {
        "config": {"study": {"name": "S", "organism": "human"}, "design": design},
        "rows": resolve(SHEET, ["bad"]),
        "contrasts": pd.DataFrame(rows, columns=COLUMNS),
        "protein": None,
        "functional": None,
        "counts": ("counts.tsv: 3 rows, read as matrix",),
        "in_counts": lambda name, identifier: name in ("IL3RA", "ABCB1"),
        **changes,
    }
    return Facts(**given)


PROTEIN = pd.DataFrame(
    [
        ("CD123", "flow", "flow", "surface", "parental", "1", "p1"),
        ("CD123", "flow", "flow", "surface", "parental", "2", "p2"),
        ("CD123", "flow", "flow", "surface", "resistant", "1", "r1"),
        ("ABCB1", "blot", "western", "total", "parental", "1", ""),
        ("NOPE", "blot", "western", "total", "parental", "1", ""),
    ],
    columns=[
        "gene",
        "assay_id",
        "assay_type",
        "compartment",
        "condition",
        "replicate",
        "rna_sample",
    ],
)


@pytest.fixture
def facts():
    """Return what makes the facts of a small study."""
    return make


@pytest.fixture
def sheet() -> pd.DataFrame:
    return SHEET.copy()


@pytest.fixture
def protein() -> pd.DataFrame:
    return PROTEIN.copy()
