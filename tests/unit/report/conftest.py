"""The page of a fabricated study, rendered once a session where tests only read it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TEMPLATES = HERE.parents[2] / "workflow/report"


def _load():
    if "report_fabricate" not in sys.modules:
        spec = importlib.util.spec_from_file_location("report_fabricate", HERE / "fabricate.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules["report_fabricate"] = module
        spec.loader.exec_module(module)
    return sys.modules["report_fabricate"]


@pytest.fixture(scope="session")
def fabricate():
    return _load()


@pytest.fixture(scope="session")
def page(fabricate):
    from resistance.report.context import build
    from resistance.writers import html

    def render(study=None, config=None, simulated=True, notice=fabricate.NOTICE, drawn=False):
        # the figures have tests of their own; a page without drawing takes milliseconds
        shown = fabricate.with_figures(study or fabricate.study(), simulated, drawn)
        context = build(shown, config or fabricate.config(), simulated, notice)
        return html.render(TEMPLATES, context)

    return render


@pytest.fixture(scope="session")
def example(page):
    return page(drawn=True)
