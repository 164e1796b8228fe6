from __future__ import annotations

from resistance.exports.brief import SHOWN, brief_of
from resistance.report.cards import cards
from resistance.wording import summary
from resistance.wording.summary import NOTICE, SIMULATED


def brief(fabricate, simulated=True, **options):
    study = fabricate.study(**options)
    notice = fabricate.NOTICE if simulated else ""
    return study, brief_of(study, fabricate.config(), simulated, notice)


def test_the_sentences_and_numbers_are_those_of_the_report(fabricate):
    study, made = brief(fabricate)
    [part] = made.parts
    for verdict, card in zip(part.verdicts, cards(study, study.contrasts[0]), strict=True):
        assert (verdict.sentence, verdict.label) == (card["sentence"], card["label"])
        assert verdict.confidence == card["confidence"]
        shown = [row for row in card["rows"] if row["estimate"] != "\u2013"]
        assert verdict.layers == shown
        assert len(verdict.open_layers) + len(shown) == len(card["rows"])


def test_the_lines_are_those_of_the_terminal(fabricate):
    study, made = brief(fabricate)
    [contrast] = study.contrasts
    said = summary.lines(
        study.verdicts, {contrast.id: contrast.mechanisms}, {contrast.id: contrast.ladder}, True
    )
    assert [f"  {line}" for line in made.parts[0].mechanisms] == [
        line
        for line in said
        if line.startswith("  ")
        and f"  {line.split(':')[0].strip()}"
        in {f"  {title}" for title in contrast.mechanisms["title"]}
    ]
    sentences = [line for line in said if any(v.sentence in line for v in made.parts[0].verdicts)]
    assert len(sentences) == len(made.parts[0].verdicts)


def test_simulated_data_are_called_so_and_real_ones_are_not(fabricate):
    _, made = brief(fabricate)
    assert made.warnings == [SIMULATED, fabricate.NOTICE]
    _, made = brief(fabricate, simulated=False)
    assert made.warnings == []
    assert made.notice == NOTICE
    assert not any("simulated" in text for text in made.cautions)


def test_checks_are_counted_and_cut(fabricate):
    study, made = brief(fabricate)
    shown = [row for gates in made.gates for row in gates.rows]
    bad = study.checks["status"].isin(["fail", "note"]).sum()
    assert len(shown) + sum(gates.more for gates in made.gates) == bad
    assert all(len(gates.rows) <= SHOWN for gates in made.gates)
    _, made = brief(fabricate, checks=False)
    assert made.gates == []


def test_many_contrasts_have_few_plots(fabricate):
    _, made = brief(fabricate, names=tuple(f"c{i}" for i in range(5)))
    assert len(made.parts) == 5
    assert len(made.plots) == 3
    assert made.more_plots == 3


def test_no_replicates_no_protein_no_sets(fabricate):
    _, made = brief(
        fabricate, no_replicates=True, protein=False, functional=False, sets=False, checks=False
    )
    assert made.parts[0].verdicts
    assert "0 of" in made.parts[0].numbers
