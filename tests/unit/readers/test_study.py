from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resistance.readers.study import load_study
from resistance.readers.study_checks import check_counts, problems_of

ROOT = Path(__file__).parents[3]
PLACES = {"schemas": ROOT / "workflow/schemas", "resources": ROOT / "resources"}


FILES = {
    "s.tsv": "sample\tk\nS1\ta\nS2\ta\nS3\tb\nS4\tb\n",
    "k.tsv": "id\tvariable\treference\ttarget\nx\tk\ta\tb\n",
    "c.tsv": "id\tS1\tS2\tS3\tS4\ng\t1\t2\t3\t4\nh\t4\t3\t2\t9\n",
}


def write(base: Path, **texts: str) -> Path:
    for name, text in {**FILES, **texts}.items():
        (base / name).write_text(text)
    return base


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path)


def config() -> dict:
    return {
        "study": {"name": "x", "organism": "other"},
        "samples": "s.tsv",
        "counts": {"path": "c.tsv"},
        "design": "~ k",
        "contrasts": "k.tsv",
    }


def test_the_shipped_example_has_no_problems() -> None:
    example = yaml.safe_load((ROOT / "config/config.yaml").read_text())
    assert problems_of(example, ROOT, **PLACES, with_counts=True) == []


def test_text_stays_text_and_rows_are_known(base) -> None:
    study, problems = load_study(config(), base, **PLACES)
    assert problems == []
    assert study.protein is None
    assert list(study.samples.index) == [2, 3, 4, 5]
    assert list(study.contrasts["id"]) == ["x"]
    assert check_counts(study) == []


def test_counts_are_checked_beside_other_problems(base) -> None:
    (base / "c.tsv").write_text("id\tS1\tS2\tS3\tS4\ng\t1\t2\t3\t-4\nh\t4\t3\t2\t9\n")
    wrong = {**config(), "design": "~ kk", "contrasts": "nowhere.tsv"}
    problems = problems_of(wrong, base, **PLACES, with_counts=True)
    assert [problem.file for problem in problems] == ["nowhere.tsv", "config/config.yaml", "c.tsv"]
    assert len(problems_of(wrong, base, **PLACES)) == 2


def test_without_a_sheet_the_missing_counts_are_told(base) -> None:
    wrong = {**config(), "samples": "no.tsv", "counts": {"path": "no.gz"}}
    assert load_study(wrong, base, **PLACES)[0] is None
    problems = problems_of(wrong, base, **PLACES, with_counts=True)
    assert [problem.file for problem in problems] == ["no.tsv", "no.gz"]


def test_missing_counts_are_told_before_they_are_opened(base) -> None:
    wrong = {**config(), "counts": {"path": "c.tvs"}}
    (problem,) = load_study(wrong, base, **PLACES)[1]
    assert problem.hint == 'Did you mean "c.tsv"?'
    assert problems_of(wrong, base, **PLACES, with_counts=True) == [problem]


#: The folder may be shared by the examples: each writes all of its files.
FIXTURE = [HealthCheck.function_scoped_fixture]
KEYS = ["study", "samples", "counts", "design", "contrasts", "protein", "genes_of_interest"]
NESTED = ["path", "format", "organism", "systematic_sd", "simulated", "size_factors", "engine"]
values = st.none() | st.booleans() | st.integers(-3, 3) | st.text("ab~+_()\t,;.", max_size=6)


@settings(max_examples=40, deadline=None, suppress_health_check=FIXTURE)
@given(
    key=st.sampled_from([*KEYS, "enrichment", "concordance", "differential", "exclude_samples"]),
    value=values | st.lists(values, max_size=2) | st.dictionaries(st.sampled_from(NESTED), values),
)
def test_no_config_is_a_crash(base, key, value) -> None:
    problems_of({**config(), key: value}, base, **PLACES, with_counts=True)


@settings(max_examples=30, deadline=None, suppress_health_check=FIXTURE)
@given(
    block=st.dictionaries(
        st.sampled_from(["method", "column", "control_genes", "offsets"]),
        values | st.sampled_from(["given", "iterative", "s.tsv", "c.tsv", "k"]) | st.just(["g"]),
    ),
    organism=st.sampled_from(["other", "humann", 3]),
)
def test_no_size_factors_are_a_crash(base, block, organism) -> None:
    wrong = {**config(), "differential": {"size_factors": block}}
    wrong["study"] = {"name": "x", "organism": organism}
    problems_of(wrong, base, **PLACES, with_counts=True)


@settings(max_examples=50, deadline=None, suppress_health_check=FIXTURE)
@given(name=st.sampled_from(["s.tsv", "k.tsv", "c.tsv", "p.tsv"]), data=st.data())
def test_no_table_is_a_crash(base, name, data) -> None:
    head = {"s.tsv": "sample\tk", "k.tsv": "id\tvariable\treference\ttarget",
            "c.tsv": "id\tS1\tS2", "p.tsv": "gene\tcondition\treplicate\tvalue"}[name]  # fmt: skip
    body = data.draw(st.text("S12ab\t\n,;\"'-.#NA \r", max_size=40))
    start = data.draw(st.sampled_from([head + "\n", head + "\n" + "x\t" * head.count("\t"), ""]))
    write(base, **{name: start + body})
    given_config = {**config(), **({"protein": "p.tsv"} if name == "p.tsv" else {})}
    problems_of(given_config, base, **PLACES, with_counts=True)


def test_paths_that_snakemake_would_fill_in(base) -> None:
    (base / "{x}.tsv").write_text(FILES["s.tsv"])
    (base / "<c>.tsv").write_text(FILES["c.tsv"])
    wrong = {**config(), "samples": "{x}.tsv", "counts": {"path": "<c>.tsv"}}
    problems = load_study(wrong, base, **PLACES)[1]
    assert sorted((problem.file, problem.value) for problem in problems) == [
        ("<c>.tsv", "<>"),
        ("{x}.tsv", "{}"),
    ]
