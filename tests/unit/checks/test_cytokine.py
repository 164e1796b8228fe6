import dataclasses

import pytest

from resistance.checks import cytokine


@pytest.mark.parametrize(
    ("change", "status"), [(1.5, "fail"), (-1.5, "fail"), (0.3, "pass"), (0.0, "pass")]
)
def test_cish(good, shift, change, status):
    (row,) = cytokine.cytokine_response(shift(good, {"CISH": change}))
    assert (row["status"], row["touches"]) == (status, "IL3RA")


def test_cish_without_reads(good, shift):
    (row,) = cytokine.cytokine_response(shift(good, {"CISH": 3.0}, mean=2.0))
    assert row["status"] == "not_assessable"


@pytest.mark.parametrize("drug", [{}, {"target": "CD33"}])
def test_cish_is_read_for_cd123_alone(good, shift, drug):
    context = dataclasses.replace(good, study={**good.study, "drug": drug})
    (row,) = cytokine.cytokine_response(shift(context, {"CISH": 3.0}))
    assert row["status"] == "not_assessable"
