"""The shipped catalogue and a PVEK study."""

from pathlib import Path

import pandas as pd
import pytest

from resistance.readers import resources

CATALOGUE = Path(__file__).parents[3] / "resources/catalogue"


@pytest.fixture(scope="session")
def catalogue() -> pd.DataFrame:
    return resources.read_catalogue(CATALOGUE / "mechanisms.tsv")


@pytest.fixture
def rules() -> pd.DataFrame:
    return resources.read_mechanism_rules(CATALOGUE / "mechanism_rules.tsv")


@pytest.fixture(scope="session")
def clinical_names() -> pd.DataFrame:
    return resources.read_clinical_names(CATALOGUE / "clinical_names.tsv")


@pytest.fixture
def pvek() -> dict:
    return {
        "organism": "human",
        "disease": "bpdcn",
        "drug": {
            "name": "pivekimab sunirine",
            "class": "adc",
            "target": "IL3RA",
            "linker": "cleavable",
            "payload": "dna_monoalkylator",
        },
    }
