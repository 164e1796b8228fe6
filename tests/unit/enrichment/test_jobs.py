import operator

import pytest

from resistance.enrichment.jobs import run_jobs


@pytest.mark.parametrize("n_jobs", [1, 2, 5])
def test_results_are_in_the_order_of_the_jobs(n_jobs) -> None:
    jobs = [(i, 2) for i in range(7)]
    assert run_jobs(operator.pow, jobs, n_jobs) == [i**2 for i in range(7)]
    assert run_jobs(operator.pow, [], n_jobs) == []
