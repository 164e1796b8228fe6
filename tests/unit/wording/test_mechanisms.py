from itertools import product

import pytest

from resistance.wording import mechanisms as words
from resistance.wording.conclusions import CLAUSES, PLACES, clause
from resistance.wording.evidence import KINDS
from resistance.wording.mechanisms import Gene, Statement

FORBIDDEN = (
    *("causes", "confirms", "proves", "supported", "post-translational"),
    *("mechanism identified", "not expressed", "antigen loss"),
)
OWN = tuple(code for code in CLAUSES if code not in PLACES)
TITLES = ("Payload DNA damage response", "Lysosomal trafficking")
NAMES = ("P-gp", "BCRP", "BCL-xL", "SLFN11", "BAX", "BAK1")
STATES = {"shifted", "no_shift_shown", "outlook", "check"}


def consistent(evidence: str, rule: str = "efflux", sign: int = 1, **others) -> Statement:
    title = {"efflux": "Drug efflux", "antigen": "Lower antigen"}.get(rule, "DNA repair")
    name = {"efflux": "P-gp", "antigen": "CD123"}.get(rule, "SLFN11")
    return Statement("consistent_both", rule, title, [Gene(name, evidence, sign)], **others)


def test_model_sentence() -> None:
    assert words.mechanism_sentence(consistent("both")) == (
        "P-gp increased at both levels, consistent with efflux; efflux not measured."
    )


def test_function_stands_in_place_of_the_gap() -> None:
    measured = consistent("both", function="P-gp limits this drug")
    assert words.mechanism_sentence(measured) == (
        "P-gp increased at both levels, consistent with efflux; P-gp limits this drug (measured)."
    )
    assert words.label(measured) == (
        "consistent in mRNA and protein; P-gp limits this drug (measured)"
    )


AFTER = clause("at_or_after_payload_or_efflux", "")
BEFORE = clause("block_before_payload", "")


def test_where_the_block_lies_stands_where_it_bears_and_in_no_label() -> None:
    for rule, function, gap in (
        ("efflux", AFTER, f"{AFTER} (measured); efflux not measured."),
        ("effector_and_set", AFTER, f"{AFTER} (measured)."),
        ("antigen", AFTER, "; internalisation not measured."),
        ("none", AFTER, "; function not measured."),
        ("antigen", BEFORE, f"{BEFORE} (measured); internalisation not measured."),
        ("none", f"internalisation impaired; {BEFORE}", f"impaired; {BEFORE} (measured)."),
    ):
        statement = Statement("undetermined", rule, "A title", (), "a reason", function)
        sentence = words.mechanism_sentence(statement)
        assert sentence.endswith(gap)
        assert (AFTER in sentence) == (AFTER in gap)
        own = "; internalisation impaired (measured)" if "impaired" in function else ""
        assert words.label(statement) == f"undetermined{own}"
    against = Statement("function_against", "efflux", "Drug efflux", function=BEFORE)
    assert words.label(against) == f"{BEFORE} (measured); speaks against it"


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("Internalisation", "less internalisation"),
        ("Apoptosis threshold", "a higher apoptosis threshold"),
        ("Payload DNA damage response", "tolerance of payload DNA damage"),
        ("A title of the user", "a title of the user"),
    ],
)
def test_a_sentence_names_the_change_that_makes_cells_resist(title: str, subject: str) -> None:
    statement = Statement("compatible", "none", title, [Gene("CLTC", "both", -1)])
    assert f"compatible with {subject};" in words.mechanism_sentence(statement)


def test_antigen_is_lower_never_lost() -> None:
    lower = consistent("protein_only", "antigen", -1)
    assert words.mechanism_sentence(lower) == (
        "CD123 decreased at the protein level only, consistent with lower antigen; "
        "internalisation not measured."
    )
    assert words.label(consistent("both", "antigen", -1)).startswith("lower antigen: ")
    assert words.label(Statement("undetermined", "antigen", "Lower antigen")) == "undetermined"


def test_antigen_at_background_says_so() -> None:
    gone = consistent("protein_only", "antigen", -1, at_background=True)
    assert words.label(gone) == "lower antigen (signal at background): consistent in protein only"
    assert "(signal at background), consistent with" in words.mechanism_sentence(gone)


def test_antigen_that_does_not_fall() -> None:
    """Excluding the fall says nothing about what happens after binding."""
    kept = Statement("no_change_shown", "antigen", "Lower antigen", [Gene("CD123", "", -1)])
    assert words.label(kept).startswith("lower antigen: no change in mRNA and protein")
    assert words.mechanism_sentence(kept) == (
        "The expected change of CD123 is excluded; internalisation not measured."
    )


def test_protein_without_its_mrna_is_not_protein_only() -> None:
    lower = consistent("rna_not_measured", "antigen", -1)
    assert words.mechanism_sentence(lower) == (
        "CD123 is lower in protein; its mRNA was not measured; consistent with lower antigen; "
        "internalisation not measured."
    )
    assert words.label(lower) == "lower antigen: consistent in protein; mRNA not measured"


def test_compatible_prints_the_background() -> None:
    statement = Statement(
        *("compatible", "efflux", "Drug efflux"),
        [Gene("P-gp", "both", 1), Gene("BCRP", "both", 1)],
        "but 4% of all genes move as far",
    )
    assert words.mechanism_sentence(statement) == (
        "P-gp and BCRP move as expected (but 4% of all genes move as far): compatible with "
        "efflux; efflux not measured."
    )


@pytest.mark.parametrize(
    ("verdict", "expression", "sentence"),
    [
        (
            "function_shown",
            "undetermined",
            "Internalisation: internalisation impaired (measured); expression does not show it.",
        ),
        (
            "function_shown",
            "compatible",
            "Internalisation: internalisation impaired (measured); CLTC moves as expected.",
        ),
        (
            "function_against",
            "compatible",
            "Internalisation: internalisation impaired (measured); this speaks against it.",
        ),
        (
            "function_against",
            "consistent_both",
            "CLTC decreased at both levels, but internalisation impaired (measured): this speaks "
            "against less internalisation.",
        ),
    ],
)
def test_a_measured_function(verdict: str, expression: str, sentence: str) -> None:
    statement = Statement(
        *(verdict, "none", "Internalisation", [Gene("CLTC", "both", -1)]),
        function="internalisation impaired",
        expression=expression,
    )
    assert words.mechanism_sentence(statement) == sentence
    against = "; speaks against it" if verdict == "function_against" else ""
    assert words.label(statement) == f"internalisation impaired (measured){against}"


@pytest.mark.parametrize("evidence", sorted(KINDS))
@pytest.mark.parametrize("rule", ["antigen", "efflux", "effector_and_set", "none"])
def test_every_verdict_on_every_evidence(rule: str, evidence: str) -> None:
    """At most 30 words, no forbidden word, and what was measured or was not."""
    verdicts = sorted({*words.LABELS, *words.CONSISTENT, *words.BY_FUNCTION} - STATES)
    counts = (1,) if rule == "antigen" else (1, 2, 6)
    for title, verdict, n, function in product(TITLES, verdicts, counts, ("", *CLAUSES)):
        if verdict in words.BY_FUNCTION and not function:
            continue
        statement = Statement(
            *(verdict, rule, title),
            [Gene(name, evidence, -1) for name in NAMES[:n]],
            "but 4.2% of all genes move as far",
            clause(function, "P-gp") if function else "",
            "consistent_both" if n == 1 else "compatible",
            rule == "antigen",
        )
        sentence, label = words.mechanism_sentence(statement), words.label(statement)
        assert len(sentence.split()) <= 30, sentence
        assert sentence.endswith(".")
        if verdict != "not_applicable":
            said = ("(measured)", "decides nothing") if function else ()
            assert any(word in sentence for word in (*said, "not measured")), sentence
            assert function not in OWN or not sentence.endswith("not measured.")
        text = f"{sentence} {label}".lower()
        assert not [word for word in FORBIDDEN if word in text], text


def test_long_lists_are_counted() -> None:
    sentence = words.state_sentence("outlook", "Outlook", list("ABCDE"), ["F"], "")
    assert sentence == (
        "Outlook: as listed in the catalogue: A, B, C and 2 more; the other way: F; no verdict."
    )


@pytest.mark.parametrize("verdict", sorted(words.LABELS))
def test_states_end_with_a_full_stop(verdict: str) -> None:
    sentence = words.state_sentence(verdict, "pDC identity", [], [], "a reason")
    assert sentence.startswith("pDC identity: ")
    assert sentence.endswith(".")


def test_clauses() -> None:
    clause = words.as_clause("lost_to_fdr", "tested", "estimated")
    assert clause == "the evidence does not hold after correction for the number of genes"
    assert words.as_clause("", "", "") == "not measured"
    assert words.moved(1, -1) == "mRNA up, protein down"
    assert words.background(0.0123, 0.0125, "mRNA") == "1.2% of mRNA values move as far; limit 1.2%"
