"""Runs of an export are found by name, by one rule, never by place."""

import random

from resistance.inputs.run_names import file_stem, match_runs

RUNS = [rf"D:\raw\2024_HeLa\20240311_{name}_01.raw" for name in ("P1", "P2", "R1", "R10")]


def test_exact_before_everything() -> None:
    assert match_runs(["P1"], ["P1", "x/P1.raw"]).found == {"P1": ["P1"]}


def test_folders_and_endings() -> None:
    assert file_stem("/data/run.mzML.gz") == "run"
    assert file_stem(".raw") == ".raw"
    found, how = match_runs(["20240311_P1_01", "20240311_R1_01.d"], RUNS)
    assert found == {"20240311_P1_01": [RUNS[0]], "20240311_R1_01.d": [RUNS[2]]}
    assert how == {RUNS[at]: "without folders and endings" for at in (0, 2)}


def test_what_all_have_in_common() -> None:
    found, how = match_runs(["P1", "R1", "R10", "P"], RUNS)
    assert found == {"P1": [RUNS[0]], "R1": [RUNS[2]], "R10": [RUNS[3]], "P": []}
    assert 'the common prefix "20240311_"' in how[RUNS[0]]


def test_numbers_are_not_cut_apart() -> None:
    assert match_runs(["0", "1"], ["a_R10.raw", "a_R11.raw"]).found == {"0": [], "1": []}


def test_ambiguous_names_keep_all_candidates() -> None:
    runs = ["day1/P1.raw", "day2/P1.raw"]
    assert match_runs(["P1"], runs).found == {"P1": runs}


def test_order_is_naught() -> None:
    shuffled = RUNS[:]
    random.Random(1).shuffle(shuffled)
    names = ["R10", "P2"]
    assert match_runs(names, RUNS) == match_runs(names[::-1], shuffled)
