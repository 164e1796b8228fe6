from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from resistance.new_study.config_text import REVIEW, config_text, listed, scalar

EXAMPLE = (Path(__file__).parents[3] / "config/config.yaml").read_text()
VALUES = {
    "study.name": 'A "new": study # 1',
    "study.organism": "human",
    "samples": "config/samples.tsv",
    "counts.path": "counts file.tsv",
    "design": "~ condition",
    "contrasts": "config/contrasts.tsv",
}


def keys(block: dict) -> set[str]:
    found = set(block)
    for value in block.values():
        found |= keys(value) if isinstance(value, dict) else set()
    return found


def test_only_what_is_given_is_set_and_every_key_stands_there() -> None:
    text = config_text(EXAMPLE, VALUES, {"design"})
    assert yaml.safe_load(text) == {
        "study": {"name": 'A "new": study # 1', "organism": "human"},
        "counts": {"path": "counts file.tsv"},
        **{key: VALUES[key] for key in ("samples", "design", "contrasts")},
    }
    for key in keys(yaml.safe_load(EXAMPLE)):
        assert f"{key}:" in text
    assert "SIMULATED" not in text
    assert f'design: "~ condition"{REVIEW}\n' in text
    assert text.count(REVIEW) == 1


def test_a_key_is_used_once_its_mark_is_taken_away() -> None:
    text = config_text(EXAMPLE, VALUES)
    for old in ("  # drug:", "    # class: adc", "    # target: IL3RA"):
        assert old in text
        text = text.replace(old, old.replace("# ", "", 1))
    text = text.replace("# differential:", "differential:").replace(
        "  # alpha: 0.1", "  alpha: 0.1"
    )
    config = yaml.safe_load(text)
    assert config["study"]["drug"] == {"class": "adc", "target": "IL3RA"}
    assert config["differential"] == {"alpha": 0.1}


def test_a_key_that_the_example_lacks_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError, match="study.colour"):
        config_text(EXAMPLE, {**VALUES, "study.colour": "red"})


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",))))
def test_any_text_is_read_back(value) -> None:
    line = scalar(value)
    assert "\n" not in line
    assert yaml.safe_load(f"key: {line}{REVIEW}") == {"key": value}


@pytest.mark.parametrize(
    "value", ["yes", "no", "null", "1e3", "~", "2024-01-01", "=1+1", "!!python/x"]
)
def test_words_of_yaml_stay_text(value) -> None:
    assert yaml.safe_load(scalar(value)) == value


def test_numbers_and_truth_values() -> None:
    assert [scalar(value) for value in (True, 3, 0.5)] == ["true", "3", "0.5"]


def test_names_in_messages_cannot_drive_a_terminal() -> None:
    assert listed(["a\nb", "\x1b[2J"]) == "a\\x0ab, \\x1b[2J"
