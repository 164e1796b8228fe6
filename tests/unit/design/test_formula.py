import pytest
from hypothesis import given
from hypothesis import strategies as st

from resistance.design.formula import Curve, Design, FormulaError, parse_design


@pytest.mark.parametrize(
    ("text", "terms", "intercept"),
    [
        ("~ condition", [("condition",)], True),
        ("~condition", [("condition",)], True),
        ("~ 1 + batch + condition", [("batch",), ("condition",)], True),
        ("~ 0 + condition", [("condition",)], False),
        ("~ a*b", [("a",), ("b",), ("a", "b")], True),
        ("~ a:b + c", [("c",), ("a", "b")], True),
        ("~ a + a*b", [("a",), ("b",), ("a", "b")], True),
        ("~ b:a + a:b", [("b", "a")], True),
        ("~ a:b:c", [("a", "b", "c")], True),
        ("~ cell.line_2 + dex", [("cell.line_2",), ("dex",)], True),
        ("~ a/b", [("a",), ("a", "b")], True),
        ("~ a/b/c", [("a",), ("a", "b"), ("a", "b", "c")], True),
        ("~ poly + bs", [("poly",), ("bs",)], True),
    ],
)
def test_grammar(text, terms, intercept):
    assert parse_design(text) == Design(tuple(terms), intercept)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("condition", 'does not start with "~"'),
        ("", 'does not start with "~"'),
        ("y ~ x", 'does not start with "~"'),
        ("~", "names no variable"),
        ("~ 1", "names no variable"),
        ("~ 0 +", "names no variable"),
        ("~ I(a + b)", "a call or a bracket"),
        ("~ condition + I(__import__('os').system('true')*x)", "a call or a bracket"),
        ("~ __import__", 'starts with "_"'),
        ("~ `a b`", "a back-quote"),
        ('~ "a"', "a quotation mark"),
        ("~ 'a'", "a quotation mark"),
        ("~ a^2", "a power"),
        ("~ a**2", "a power"),
        ("~ a - b", "a minus"),
        ("~ a - 1", "a minus"),
        ("~ a/b:c", 'mixes "/" with ":"'),
        ("~ a/(b + c)", "a call or a bracket"),
        ("~ a/", "incomplete term"),
        ("~ poly(a)", "poly(NAME, DEGREE)"),
        ("~ poly(a, 0)", "a degree from 1 to 5"),
        ("~ poly(a, 6)", "a degree from 1 to 5"),
        ("~ poly(a, df=2)", "is written poly(NAME, DEGREE)"),
        ("~ poly(a + b, 2)", "poly(NAME, DEGREE)"),
        ("~ poly(exec(a), 2)", "poly(NAME, DEGREE)"),
        ("~ bs(a, 4)", "is written bs(NAME, df=COLUMNS)"),
        ("~ bs(a, df=2)", "a df from 3 to 10"),
        ("~ bs(a, df=11)", "a df from 3 to 10"),
        ("~ bs(a, df=4, degree=2)", "bs(NAME, df=COLUMNS)"),
        ("~ a + " * 200 + "a", "more than 1000 signs"),
        ("~ a %in% b", "a nesting"),
        ("~ (1|a)", "a call or a bracket"),
        ("~ a|b", "a random effect"),
        ("~ a*b*c", 'more than "a*b"'),
        ("~ a:b*c", 'more than "a*b"'),
        ("~ 2", "the number 2"),
        ("~ 1e3 + a", "the number 1e3"),
        ("~ 1.5 + a", "the number 1.5"),
        ("~ a + 1", "elsewhere than at the start"),
        ("~ a + + b", 'a "+" without a term'),
        ("~ a +", 'a "+" without a term'),
        ("~ a b", 'lacks a "+"'),
        ("~ a:", "incomplete term"),
        ("~ :a", "incomplete term"),
        ("~ a:a", "names a variable twice"),
        ("~ a ~ b", 'a second "~"'),
        ("~ größe", 'the sign "ö"'),
        ("~ a; b", 'the sign ";"'),
        ("~ a[0]", 'the sign "["'),
        ("~ a, b", 'the sign ","'),
        ("~ a.__class__(b)", "a call or a bracket"),
    ],
)
def test_everything_else_is_refused_and_says_what_is_allowed(text, message):
    with pytest.raises(FormulaError) as caught:
        parse_design(text)
    assert message in caught.value.message
    assert caught.value.hint


def test_curves_are_parts_of_terms_in_the_spelling_of_r():
    design = parse_design("~ a*poly( dose,2) + bs(x , df =4)")
    assert design.terms == (
        ("a",), ("poly(dose, 2)",), ("bs(x, df = 4)",), ("a", "poly(dose, 2)"),
    )  # fmt: skip
    assert design.curves == (Curve("poly", "dose", 2), Curve("bs", "x", 4))
    assert design.variables == ("a", "dose", "x")
    assert parse_design(design.text) == design


def test_the_empty_design_is_read_on_demand():
    assert parse_design("~ 1", may_be_empty=True) == Design(())
    assert Design(()).text == "~ 1"


TOKENS = st.lists(
    st.sampled_from(["~", "a", "b", "+", ":", "*", "/", "1", "0", "poly(a, 2)", "bs(b,df=4)", "("]),
    max_size=12,
)


@given(st.text(alphabet="ab1~+:*/^-() `'_.", max_size=15) | TOKENS.map(lambda t: "~" + "".join(t)))
def test_any_text_is_parsed_or_refused(text):
    try:
        design = parse_design(text)
    except FormulaError:
        return
    assert design.terms
    assert parse_design(design.text) == design


def test_variables_come_once_in_order_of_appearance():
    assert parse_design("~ b + a*b + c").variables == ("b", "a", "c")
