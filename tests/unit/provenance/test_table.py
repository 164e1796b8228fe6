"""The table says what is known, and that something is not."""

import pandas as pd
import pytest

from resistance.columns import PROVENANCE
from resistance.provenance.facts import Checkout, Hashed, Package
from resistance.provenance.table import rows

MANIFEST = pd.DataFrame(
    {
        "file": ["a.tsv", "b.tsv"],
        "sha256": ["11", "22"],
        "version": ["1.0", ""],
        "licence": ["CC0-1.0", "MIT"],
        "notes": ["Ensembl 115", ""],
    }
)


CLEAN = Checkout("abc", (), "")


def table(checkout=CLEAN, config=None, **files) -> pd.DataFrame:
    return rows(
        ("0.1.0", "2026-11-26"),
        checkout,
        config or {"b": 1, "a": [2]},
        {"config": [], "input": [], "embedded": [], **files},
        MANIFEST,
        [
            Package("numpy", "2.0", "2.0"),
            Package("scipy", "1.1", "1.2"),
            Package("python", "3", ""),
        ],
    )


def details(frame: pd.DataFrame, kind: str) -> dict[str, str]:
    return dict(frame.loc[frame["kind"] == kind, ["name", "detail"]].to_numpy().tolist())


def test_columns_and_order_of_kinds() -> None:
    frame = table(config=None, input=[Hashed("s.tsv", "33", 4)])
    assert list(frame.columns) == list(PROVENANCE)
    assert list(frame["kind"].drop_duplicates()) == ["workflow", "config", "input", "software"]
    assert details(frame, "input") == {"s.tsv": "4 bytes"}


def test_software_is_held_against_the_lock() -> None:
    assert details(table(), "software") == {
        "numpy": "as locked",
        "scipy": "locked: 1.2",
        "python": "not locked",
    }


def test_embedded_files_are_held_against_the_manifest() -> None:
    frame = table(
        embedded=[
            Hashed("resources/a.tsv", "11", 1),
            Hashed("resources/b.tsv", "99", 1),
            Hashed("resources/c.tsv", "44", 1),
        ]
    )
    assert details(frame, "embedded") == {
        "resources/a.tsv": "1.0; CC0-1.0; Ensembl 115",
        "resources/b.tsv": "differs from MANIFEST.tsv",
        "resources/c.tsv": "not in MANIFEST.tsv",
    }


@pytest.mark.parametrize(
    ("checkout", "told"),
    [
        (Checkout("abc", (), ""), {"commit": "git", "changed_files": "as committed"}),
        (Checkout("abc", ("x.py",), ""), {"commit": "git", "changed_files": "x.py"}),
        (Checkout("", (), "git is not installed"), {"commit": "unknown: git is not installed"}),
    ],
)
def test_commit_and_changes(checkout: Checkout, told: dict[str, str]) -> None:
    found = details(table(checkout), "workflow")
    assert found.pop("resistance-rnaseq") == "released 2026-11-26"
    assert found == told


def test_many_changed_files_are_counted() -> None:
    names = tuple(f"{number}.py" for number in range(12))
    frame = table(Checkout("abc", names, ""))
    row = frame[frame["name"] == "changed_files"].squeeze()
    assert row["value"] == "12"
    assert row["detail"].endswith("9.py and 2 more")


def test_the_order_of_keys_does_not_change_the_digest() -> None:
    one, two = table(config={"b": 1, "a": 2}), table(config={"a": 2, "b": 1})
    assert one.equals(two)
    assert not one.equals(table(config={"a": 2, "b": 3}))
