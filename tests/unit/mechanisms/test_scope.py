import pytest

from resistance.mechanisms.scope import (
    catalogue_problems,
    out_of_scope,
    parse_applies_to,
    study_fields,
    why_not,
)
from resistance.problems import InputError


def test_any_has_no_condition() -> None:
    assert parse_applies_to(" any ") == {}


def test_reads_keys_and_choices() -> None:
    assert parse_applies_to("class=adc | fusion_toxin; target=IL3RA") == {
        "class": ("adc", "fusion_toxin"),
        "target": ("IL3RA",),
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not of the form"),
        ("adc", "not of the form"),
        ("clas=adc", '"clas" is not a property'),
        ("class=", "not a list of values"),
        ("class=adc||car_t", "not a list of values"),
        ("class=adc;class=car_t", "stands twice"),
        ("class=adc;", "not of the form"),
        ("class=__import__('os').system('true')", "not a list of values"),
    ],
)
def test_refuses_what_it_cannot_read(text: str, message: str) -> None:
    with pytest.raises(InputError, match="applies_to") as caught:
        parse_applies_to(text, "mechanisms.tsv", "7")
    (problem,) = caught.value.problems
    assert message in problem.message
    assert (problem.row, problem.value) == ("7", text)
    assert "disease" in problem.allowed


def test_suggests_the_key_that_was_meant() -> None:
    with pytest.raises(InputError, match='Did you mean "class"'):
        parse_applies_to("clas=adc")


def test_shipped_catalogue_has_no_problem(catalogue) -> None:
    assert catalogue_problems(catalogue, "mechanisms.tsv") == []


def test_lists_every_problem_of_a_catalogue(catalogue, clinical_names) -> None:
    broken = catalogue.head(3).copy()
    broken.iloc[0, broken.columns.get_loc("group")] = "mechanisms"
    broken.iloc[1, broken.columns.get_loc("expected_direction")] = "Up"
    broken.iloc[2, broken.columns.get_loc("applies_to")] = "organism=human"
    problems = catalogue_problems(broken, "mine.tsv")
    assert [(p.row, p.column) for p in problems] == [
        ("2", "group"),
        ("3", "expected_direction"),
        ("4", "applies_to"),
    ]
    with pytest.raises(InputError, match="3 problems"):
        out_of_scope(broken, {"organism": "human"}, clinical_names)


def test_pvek_has_every_mechanism_in_scope(catalogue, pvek, clinical_names) -> None:
    assert (out_of_scope(catalogue, pvek, clinical_names) == "").all()


def test_endocrine_study_leaves_efflux_and_apoptosis(catalogue, clinical_names) -> None:
    study = {"organism": "human", "drug": {"class": "endocrine", "target": "ESR1"}}
    why = out_of_scope(catalogue, study, clinical_names)
    mechanisms = catalogue["group"] == "mechanism"
    assert set(catalogue.loc[mechanisms & (why == ""), "mechanism"]) == {"drug_efflux", "apoptosis"}
    assert "the study's drug class is endocrine" in why[0]
    assert why[(catalogue["mechanism"] == "payload_dna_damage")].iloc[0] == (
        "the study names no payload"
    )


@pytest.mark.parametrize("drug", [None, {}, {"class": "unknown"}, {"class": None}])
def test_absent_field_is_out_of_scope_with_its_reason(drug, clinical_names) -> None:
    fields = study_fields({"organism": "human", "drug": drug}, clinical_names)
    assert why_not({"class": ("adc",)}, fields) == "the study names no drug class"


@pytest.mark.parametrize("organism", ["other", "mouse"])
def test_nothing_applies_to_another_organism(organism, catalogue, pvek, clinical_names) -> None:
    why = out_of_scope(catalogue, pvek | {"organism": organism}, clinical_names)
    assert set(why) == {
        f"the catalogue lists human genes; the study's organism is {organism}",
    }


def test_catalogue_of_another_organism(catalogue, pvek, clinical_names) -> None:
    yeast = pvek | {"organism": "other"}
    assert (out_of_scope(catalogue, yeast, clinical_names, "other") == "").all()
    why = out_of_scope(catalogue, pvek, clinical_names, "mouse")
    assert set(why) == {"the catalogue lists mouse genes; the study's organism is human"}


def test_target_may_be_given_by_its_clinical_name(pvek, clinical_names) -> None:
    pvek["drug"]["target"] = "cd123"
    assert study_fields(pvek, clinical_names)["target"] == "IL3RA"


def test_case_does_not_matter(clinical_names) -> None:
    fields = study_fields({"disease": "BPDCN"}, clinical_names)
    assert why_not({"disease": ("bpdcn",)}, fields) == ""
