import pandas as pd

from resistance.columns import VERDICTS
from resistance.evidence_columns import LADDER, MECHANISMS
from resistance.wording.ladder import RUNGS
from resistance.wording.summary import NOTICE, SIMULATED, lines


def verdicts(contrast: str = "a", confidence: str = "moderate") -> pd.DataFrame:
    row = dict.fromkeys(VERDICTS, "") | {
        "contrast": contrast,
        "sentence": "Surface CD123 signal is lower.",
        "confidence": confidence,
        "n_derivations": "1 v 1",
    }
    return pd.DataFrame([row], columns=list(VERDICTS))


def mechanisms(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    names = ["title", "verdict", "label", "confidence"]
    made = [
        dict.fromkeys(MECHANISMS, "") | {"group": "mechanism"} | dict(zip(names, row, strict=True))
        for row in rows
    ]
    return pd.DataFrame(made, columns=list(MECHANISMS))


TABLE = mechanisms(
    ("Lower antigen", "consistent_both", "lower antigen: consistent in mRNA and protein", "low"),
    ("Drug efflux", "undetermined", "undetermined", ""),
    ("Linker cleavage", "not_applicable", "not applicable", ""),
)


def ladder(**still_open: list[str]) -> pd.DataFrame:
    rows = [
        (title, title, rung, "open" if title in still_open.get(rung, []) else "filled", "")
        for title in ("Lower antigen", "Drug efflux", "Apoptosis")
        for rung in RUNGS
    ]
    return pd.DataFrame(rows, columns=list(LADDER))


def test_one_contrast() -> None:
    gaps = ladder(
        function=["Lower antigen", "Drug efflux", "Apoptosis"],
        protein=["Drug efflux", "Apoptosis"],
        mrna=["Apoptosis"],
    )
    assert lines(verdicts(), {"a": TABLE}, {"a": gaps}, simulated=False) == [
        "Surface CD123 signal is lower. [moderate confidence; derivations 1 v 1]",
        "Mechanisms in scope:",
        "  Lower antigen: consistent in mRNA and protein [low confidence]",
        "  Drug efflux: undetermined",
        "Not measured:",
        "  mRNA: Apoptosis",
        "  protein: all but Lower antigen",
        "  function: all mechanisms",
        NOTICE,
    ]


def test_where_the_block_lies_is_said_once() -> None:
    said = ("block at or after payload, or efflux; a pump is active", "not measured", "")
    table = TABLE.assign(function=list(said))
    text = lines(verdicts(), {"a": table}, {"a": ladder()}, False)
    assert [line for line in text if "payload" in line] == [
        "Drug against free payload: block at or after payload, or efflux (measured)"
    ]


def test_simulated_data_say_so_first() -> None:
    assert lines(verdicts(), {"a": TABLE}, {"a": ladder()}, simulated=True)[0] == SIMULATED


def test_several_contrasts_are_named() -> None:
    both = pd.concat([verdicts("a"), verdicts("b", confidence="")])
    text = lines(both, {"a": TABLE, "b": TABLE.iloc[:0]}, {"a": ladder(), "b": ladder()}, False)
    assert text[0] == "a:"
    assert text[text.index("b:") + 1] == "Surface CD123 signal is lower."
    assert text.count("Mechanisms in scope:") == 1


def test_nothing_to_say() -> None:
    empty = pd.DataFrame(columns=list(VERDICTS))
    none = pd.DataFrame(columns=list(LADDER))
    assert lines(empty, {"a": TABLE.iloc[:0]}, {"a": none}, False) == [NOTICE]
