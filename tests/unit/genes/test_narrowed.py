from pathlib import Path

import pandas as pd
import pytest

from resistance.genes.gene_ids import resolve_symbols
from resistance.genes.narrowed import narrowed
from resistance.readers.resources import read_annotation

DIRECTORY = Path(__file__).parents[3] / "resources/annotation"


@pytest.fixture(scope="module")
def annotation():
    return read_annotation(DIRECTORY, "human")


@pytest.mark.parametrize("ignore_case", [False, True])
def test_names_mean_what_they_mean_in_the_whole(annotation, ignore_case) -> None:
    aliases = annotation.aliases["name"]
    names = [
        *("IL3RA", "il3ra", "CD123", "P-gp", "MDR1", "ENSG00000185291.12", "ENSGR0000185291"),
        *("ENSG00000292332", "no such gene", "", "ENSG00000000000"),
        *aliases.iloc[::997],
        *aliases[aliases.duplicated(keep=False)].iloc[::499],
        *annotation.genes["symbol"].iloc[::1997],
        *annotation.retired["retired_id"].iloc[::4999],
    ]
    part = narrowed(annotation, names)
    assert len(part.genes) < len(annotation.genes) / 10
    pd.testing.assert_frame_equal(
        resolve_symbols(names, part, ignore_case), resolve_symbols(names, annotation, ignore_case)
    )


def test_all_names_of_a_gene_are_kept(annotation) -> None:
    part = narrowed(annotation, ["ABCB1"])
    assert {"MDR1", "PGY1", "P-gp"} <= set(part.aliases["name"])
