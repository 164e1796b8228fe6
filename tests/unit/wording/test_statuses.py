import re
from pathlib import Path

import pytest

from resistance.wording import statuses

COLUMNS = Path(statuses.__file__).parents[1] / "columns.py"


def test_every_status_of_the_table_has_words():
    line = next(
        line for line in COLUMNS.read_text().splitlines() if "all_zero" in line and "status" in line
    )
    codes = set(re.findall(r"[a-z_]+", line.split("#")[1]))
    assert codes == set(statuses.STATUSES)


@pytest.mark.parametrize("code", statuses.STATUSES)
def test_words_are_words(code):
    assert "_" not in statuses.label(code) + statuses.meaning(code)
    assert statuses.meaning(code).endswith(".")


def test_labels_differ():
    labels = [words.label for words in statuses.STATUSES.values()]
    assert len(set(labels)) == len(labels)


def test_a_code_that_is_new_is_shown_all_the_same():
    assert statuses.label("some_new_one") == "some new one"
    assert statuses.meaning("some_new_one") == ""
    assert statuses.label("") == ""
