"""The fabricated studies of the report's tests."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest


def load_fabricate():
    if "report_fabricate" not in sys.modules:
        path = Path(__file__).parents[1] / "report/fabricate.py"
        spec = importlib.util.spec_from_file_location("report_fabricate", path)
        module = importlib.util.module_from_spec(spec)
        sys.modules["report_fabricate"] = module
        spec.loader.exec_module(module)
    return sys.modules["report_fabricate"]


@pytest.fixture(scope="session")
def fabricate():
    return load_fabricate()
