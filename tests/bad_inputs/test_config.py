"""Problems of config/config.yaml: each names the dotted key, what is allowed, and a suggestion."""

import pytest

from resistance.problems import format_problems


def put(config, dotted, value):
    *blocks, key = dotted.split(".")
    for block in blocks:
        config = config.setdefault(block, {})
    if value is None:
        config.pop(key)
    else:
        config[key] = value


CASES = {
    "unknown key": ("genes_of_intrest", [], ["Unknown key", 'mean "genes_of_interest"?']),
    "unknown nested key": ("study.organsm", "human", ["study.organsm", 'mean "organism"?']),
    "missing key": ("design", None, ['The key "design" is missing', "Design formula"]),
    "missing nested key": ("study.organism", None, ["study.organism", "human, mouse, other"]),
    "choice": ("study.organism", "humna", ['value "humna"', "human, mouse", 'mean "human"?']),
    "number as text": ("differential.alpha", "0.1", ["must be a number, not text"]),
    "number out of range": ("differential.alpha", 1.5, ["out of range", "less than 1"]),
    "text as number": ("study.name", 2024, ["must be text", 'in quotes: "2024"']),
    "yaml boolean": ("study.simulated", "yes", ["true or false, not text"]),
    "block as text": (
        "counts",
        "counts.tsv",
        ["must be a block of keys, not text", "counts: {path: counts.tsv}"],
    ),
    "list as text": (
        "genes_of_interest",
        "IL3RA",
        ["must be a list, not text", "genes_of_interest: [IL3RA]"],
    ),
    "boolean in a list": ("genes_of_interest", [False], ["genes_of_interest.0", "must be text"]),
    "unknown collection": ("enrichment.collections", ["hallmarks"], ['mean "hallmark"?']),
    "collection twice": ("enrichment.collections", ["go_bp", "go_bp"], ["stands there twice"]),
    "set sizes": ("enrichment.min_size", 600, ["(600) is larger than the largest (500)"]),
    "mouse reads": (
        "checks",
        {"mouse_fraction_note": 0.2},
        ["checks.mouse_fraction_note", "(0.2) is larger than the one that fails (0.1)"],
    ),
    "unknown threshold": ("checks", {"washout_day": 3}, ['mean "washout_days"?']),
    "share above 1": ("checks.mouse_fraction_fail", 2, ["out of range", "at most 1"]),
    "drug class": ("study.drug", {"class": "ADC"}, ["study.drug.class", 'mean "adc"?']),
    "unknown assay": ("concordance.systematic_sd", {"protien": 0.1}, ['mean "protein"?']),
    "negative sd": ("concordance.systematic_sd", {"protein": -1}, ["at least 0"]),
}


@pytest.mark.parametrize(("key", "value", "parts"), CASES.values(), ids=CASES)
def test_one_problem_with_place_and_remedy(study, key, value, parts) -> None:
    put(study.config, key, value)
    problems = study.problems()
    text = format_problems(problems)
    assert len(problems) == 1, text
    assert "config/config.yaml" in text
    assert [part for part in parts if part not in text] == []


def test_all_problems_come_in_one_list(study) -> None:
    put(study.config, "study.organism", "rat")
    put(study.config, "enrichment.sed", 1)
    study.samples.loc[1, "sample"] = "P1"
    study.contrasts.loc[0, "target"] = "resistnat"
    study.counts.loc[2, "R1"] = "-4"
    text = format_problems(study.problems())
    for part in ("study.organism", "enrichment.sed", "samples.tsv", "resistnat", '"-4"'):
        assert part in text
    assert text.startswith("5 problems in the inputs; nothing was run.")


def test_minimal_config_runs_and_gets_defaults(study) -> None:
    study.config = {
        key: study.config[key] for key in ("study", "samples", "counts", "design", "contrasts")
    }
    assert study.problems() == []
    loaded, _ = study.load()
    assert loaded.config["enrichment"]["max_size"] == 500
    assert loaded.config["study"]["simulated"] is False
    assert loaded.protein is None


def test_empty_optional_keys_are_keys_left_out(study) -> None:
    study.config |= {"protein": None, "genes_of_interest": None, "enrichment": None}
    assert study.problems() == []
    loaded, _ = study.load()
    assert loaded.protein is None
    assert loaded.config["genes_of_interest"] == []


def test_unquoted_yes_and_no_are_understood(study) -> None:
    study.config["counts"]["par_y_masked"] = True
    assert study.problems() == []
    assert study.load()[0].config["counts"]["par_y_masked"] == "yes"


def test_the_given_config_is_not_changed(study) -> None:
    import copy

    before = copy.deepcopy(study.config)
    study.problems()
    assert study.config == before


def test_unknown_gene_of_interest_is_a_note(study) -> None:
    study.config["genes_of_interest"] = ["CD123", "NOSUCHGENE"]
    loaded, problems = study.load()
    assert problems == []
    assert [note for note in loaded.notes if "NOSUCHGENE" in note]
    assert not [note for note in loaded.notes if "CD123" in note]
