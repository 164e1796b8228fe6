import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resistance.checks import loci
from resistance.checks.loci import locus, window_medians
from resistance.readers.resources import read_annotation, read_positions

K = {"id": "k", "variable": "condition", "reference": "p", "target": "r"}
AMPLIFIED = dict.fromkeys(loci.NEIGHBOURS, 0.9)
LOST = dict.fromkeys(loci.PAR1, -0.9)


def test_windows_are_medians_of_neighbours():
    rng = np.random.default_rng(3)
    places = pd.DataFrame(
        {
            "ensembl_id": [f"e{i}" for i in range(9)],
            "chromosome": ["1"] * 5 + ["2"] * 4,
            "start": [30, 10, 20, 50, 40, 1, 2, 3, 4],
        }
    ).sample(frac=1, random_state=1)
    changes = pd.DataFrame(
        {"ensembl_id": [f"e{i}" for i in range(9)], "change": rng.normal(size=9)}
    )
    v = changes["change"].tolist()
    ordered = [v[1], v[2], v[0], v[4], v[3]]
    expected = [sorted(ordered[i : i + 3])[1] for i in range(3)]
    expected += [sorted(v[5 + i : 8 + i])[1] for i in range(2)]
    assert window_medians(changes, places, 3) == pytest.approx(expected)
    assert window_medians(changes, places, 6).size == 0


def test_p_values_count_windows_by_hand(make, shift):
    context = shift(make(), AMPLIFIED)
    found = locus(context, K, loci.NEIGHBOURS)
    assert (found.n, found.median) == (7, 0.9)
    de = context.fit.de["k"].set_index("ensembl_id")["log2FoldChange"]
    rest = de.drop(list(loci.NEIGHBOURS.values()))
    # genes of one chromosome of conftest.py: every fourth
    place = context.positions.set_index("ensembl_id").loc[rest.index]
    medians = []
    for _, group in place.groupby("chromosome"):
        values = rest[group.sort_values("start").index].to_list()
        medians += [float(np.median(values[i : i + 7])) for i in range(len(values) - 6)]
    above = sum(m >= 0.9 for m in medians)
    assert found.n_windows == len(medians)
    assert found.p_up == pytest.approx((above + 1) / (len(medians) + 1))
    assert (found.p(1), found.p(2)) == (found.p_up, pytest.approx(2 * found.p_up))
    assert found.p_up + found.p_down == pytest.approx(1 + 1 / (len(medians) + 1))


def test_p_values_of_the_null_are_even(make):
    """Loci drawn at random from the genome reach p < .05 in about 5%."""
    context = make()
    rng = np.random.default_rng(5)
    ids = context.positions.sort_values(["chromosome", "start"])["ensembl_id"].to_list()
    p = []
    for start in rng.integers(0, 390, 300):
        p.append(locus(context, K, {e: e for e in ids[start : start + 7]}).p_up)
    assert 0.01 <= np.mean(np.array(p) < 0.05) <= 0.10


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        (AMPLIFIED, "note"),
        (dict.fromkeys(loci.NEIGHBOURS, -0.9), "pass"),
        (dict.fromkeys(loci.NEIGHBOURS, 0.25), "pass"),
        ({"CROT": 3.0, "ABCB4": 3.0}, "pass"),
        ({}, "pass"),
    ],
)
def test_amplicon(make, shift, changes, status):
    (row,) = loci.amplicon_7q21(shift(make(), changes))
    assert row["status"] == status
    assert "ABCB1" in row["touches"].split(";")
    assert ("copy number" in row["message"]) == (status == "note")


def test_the_gene_itself_does_not_count(make, shift):
    assert loci.amplicon_7q21(shift(make(), {"ABCB1": 9.0}))[0]["status"] == "pass"
    assert loci.par1_dosage(shift(make(), {"IL3RA": -9.0}))[0]["status"] == "pass"


def test_too_few_expressed_neighbours(make, shift):
    silent = dict.fromkeys(["CROT", "ABCB4", "SRI"], 0.0)
    (row,) = loci.amplicon_7q21(shift(make(), silent, mean=1.0))
    assert row["status"] == "not_assessable"
    assert "4; 5 are needed" in row["message"]


def test_without_places_nothing_is_compared(make):
    context = dataclasses.replace(make(), positions=pd.DataFrame())
    for check in (loci.amplicon_7q21, loci.par1_dosage):
        assert check(context)[0]["status"] == "not_assessable"


@pytest.mark.parametrize(
    ("changes", "status"),
    [(LOST, "fail"), (dict.fromkeys(LOST, 0.9), "fail"), (dict.fromkeys(LOST, -0.2), "pass")],
)
def test_par1(make, shift, changes, status):
    (row,) = loci.par1_dosage(shift(make(), changes))
    assert (row["status"], row["touches"]) == (status, loci.PAR1_TOUCHES)
    assert ("not regulation" in row["message"]) == (status == "fail")


@pytest.mark.parametrize(
    ("looked", "changes", "status"),
    [
        ("unknown", {"ABCB1": 4.0}, "note"),
        ("none_found", {"ABCB1": 4.0}, "pass"),
        ("found", {"ABCB1": 4.0}, "fail"),
        ("found", {"ABCB1": 0.0}, "fail"),
        ("unknown", {"ABCB1": 0.0}, "pass"),
        ("unknown", {"ABCB1": -4.0}, "pass"),
        ("unknown", {"ABCB1": 4.0, **AMPLIFIED}, "pass"),
    ],
)
def test_promoter(make, shift, looked, changes, status):
    context = shift(make(), changes)
    context = dataclasses.replace(context, study={**context.study, "abcb1_junctions": looked})
    (row,) = loci.promoter_capture(context)
    assert (row["status"], row["touches"]) == (status, "ABCB1")
    assert ("look for chimeric junctions" in row["message"]) == (status == "note")


@pytest.mark.parametrize(
    ("strandedness", "changes", "status"),
    [
        ("reverse", {"ABCB1": 4.0, "RUNDC3B": 2.0}, "pass"),
        ("unstranded", {"ABCB1": 4.0, "RUNDC3B": 2.0}, "fail"),
        ("unknown", {"ABCB1": 4.0, "RUNDC3B": 2.0}, "note"),
        ("unstranded", {"ABCB1": -4.0, "RUNDC3B": -2.0}, "fail"),
        ("unstranded", {"ABCB1": 4.0, "RUNDC3B": -2.0}, "pass"),
        ("unstranded", {"ABCB1": 4.0, "RUNDC3B": 0.1}, "pass"),
        ("unstranded", {"ABCB1": 0.0, "RUNDC3B": 0.0}, "pass"),
    ],
)
def test_strand(make, shift, strandedness, changes, status):
    context = dataclasses.replace(shift(make(), changes), strandedness=strandedness)
    (row,) = loci.strand_overlap(context)
    assert (row["status"], row["touches"]) == (status, "ABCB1;RUNDC3B")


def test_ids_and_places_agree_with_the_embedded_annotation():
    folder = Path(__file__).parents[3] / "resources/annotation"
    genes = read_annotation(folder, "human").genes.set_index("ensembl_id")["symbol"]
    places = read_positions(folder / "human_positions.tsv.gz").set_index("ensembl_id")
    for table in (loci.ABCB1, loci.NEIGHBOURS, loci.PAR1):
        assert {symbol: genes[i] for symbol, i in table.items()} == {s: s for s in table}
    around = places.loc[list(loci.NEIGHBOURS.values())]
    assert set(around["chromosome"]) == {"7"}
    assert around["start"].between(87.3e6, 88.3e6).all()
    assert places.loc[list(loci.PAR1.values()), "end"].max() < 2.79e6
