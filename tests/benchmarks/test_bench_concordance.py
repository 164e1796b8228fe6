"""The benchmark of the concordance rule: it tests what a study tests, and it hides no miss."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

FOLDER = Path(__file__).parent
sys.path[:0] = [str(FOLDER)]

from concordance.cells import Cell, Sizes, margins_of  # noqa: E402
from concordance.estimates import (  # noqa: E402
    ASSAYS,
    counts_of,
    fitted,
    protein_layer,
    protein_values,
    rna_layer,
)
from concordance.page import BEGIN, END, insert  # noqa: E402
from concordance.record import Record  # noqa: E402
from concordance.rules import RULES, Claims, called, claims_at, compared  # noqa: E402
from concordance.scores import (  # noqa: E402
    Scores,
    any_false,
    false_discovery_rate,
    power,
    score,
)
from concordance.speed import ARMS, named_genes, protein_table  # noqa: E402
from concordance.targets import judge  # noqa: E402
from concordance.truth import Truth, draw, true_claims  # noqa: E402

from resistance.concordance.assemble import concordance_table  # noqa: E402
from resistance.concordance.claims import Margins  # noqa: E402
from resistance.concordance.panel import PANEL  # noqa: E402
from resistance.protein.estimates import estimate  # noqa: E402
from resistance.protein.matching import attach_genes, match_genes  # noqa: E402
from resistance.protein.tidy import log2_signals, tidy  # noqa: E402


@pytest.mark.parametrize("assay", ASSAYS)
@pytest.mark.parametrize("systematic_sd", [0.1, 0.0])
def test_a_panel_is_called_as_in_a_study(assay, systematic_sd: float) -> None:
    rng = np.random.default_rng(3)
    n, genes = 3, 400
    truth = draw("grey", genes, rng)
    rna = fitted(counts_of(truth.m, n, rng))[1]
    names = rna.counts.index
    rows = np.arange(24)[None, :]
    values = protein_values(truth.take(rows), assay, n, rng)
    m, p = rna_layer(rna).take(rows), protein_layer(values, systematic_sd)
    margins = margins_of(assay.name)
    at_f, at_one = (claims_at(m, p, margins, f) for f in (margins.fraction, 1.0))
    call, qualifier, tier = called(at_f, at_one, margins.alpha)

    tall = protein_table(values[0], names[:24], assay.name)
    given = {assay.name: systematic_sd}
    estimates = estimate(log2_signals(tidy(tall)), [ARMS[0]], [ARMS[1]], given)
    table = named_genes(names)
    protein = attach_genes(estimates, match_genes(estimates, table, None))
    panel = pd.DataFrame([(name, "", name, True, "", "") for name in names[:24]], columns=PANEL)
    study = concordance_table(protein, table, panel, rna, Margins())
    np.testing.assert_allclose(study["protein_lfcSE"], p.se[0])
    np.testing.assert_allclose(study["protein_df"], p.df[0])
    np.testing.assert_allclose(study["protein_padj"], p.padj[0])
    np.testing.assert_allclose(study["p_loss"], at_f["loss"][0])
    assert study["call"].nunique() >= 3
    assert list(study["call"]) == list(call[0])
    assert list(study["tier"]) == list(tier[0])
    assert list(study["qualifier"]) == list(qualifier[0])


def test_truths_on_the_boundary_hold_no_discordance() -> None:
    for world in ("change_edge", "half_edge", "none"):
        truth = draw(world, 3000, np.random.default_rng(1))
        protein, transcript = true_claims(truth, 0.5)
        holds = protein[1] | protein[-1] | transcript[1] | transcript[-1]
        # unchanged genes are N(0, .1): 1 in 700 moves by more than the margin
        most = 0 if world.endswith("edge") else 10
        assert (holds & ~truth.discordant).sum() <= most
        assert (holds | ~truth.discordant).all()
        assert truth.discordant.mean() == pytest.approx(0 if world == "none" else 0.25, abs=0.03)


def test_a_claim_is_judged_against_itself() -> None:
    # columns: protein falls alone; both fall alike; mRNA falls, protein by 60% of it
    truth = Truth(
        np.array([[0.0, -2, -2]]), np.array([[-2.0, -2, -1.2]]), np.array([[True, False, False]])
    )
    protein, transcript = np.array([[-1.0, -1, 0]]), np.array([[0.0, 0, -1]])
    claims = Claims(protein, transcript, np.ones((1, 3), dtype=bool))
    margins = (0.585, 0.585)
    at_half = score(claims, truth, RULES["ours"], margins)
    assert (at_half.false[0], at_half.claimed[0], at_half.found[0]) == (2, 3, 1)
    assert false_discovery_rate(at_half).value == pytest.approx(2 / 3)
    assert any_false(at_half).value == power(at_half).value == 1
    # at f = 1 the third is true: the protein lags behind
    assert score(claims, truth, RULES["levels"], margins).false[0] == 1
    upwards = Claims(-protein, transcript, claims.called)
    assert score(upwards, truth, RULES["ours"], margins).found[0] == 0
    shifted = replace(truth, m=truth.m - 0.7)
    # the claim "the other layer is unchanged" is false where it moves by .7
    assert score(claims, shifted, RULES["ours"], margins).false[0] == 1
    assert score(claims, shifted, RULES["tier_a"], margins).false[0] == 3


def test_thresholds_compare_significance() -> None:
    rng = np.random.default_rng(9)
    truth = draw("grey", 480, rng)
    rows = np.arange(480).reshape(20, 24)
    truth = truth.take(rows)
    m = rna_layer(fitted(counts_of(draw("grey", 480, rng).m, 3, rng))[1]).take(rows)
    p = protein_layer(protein_values(truth, ASSAYS[0], 3, rng), 0.1)
    out = compared(m, p, margins_of("flow"))
    assert set(out) == set(RULES)
    alone = (p.padj < 0.05) & ~(m.padj < 0.05)
    assert (out["padj"].protein[alone] == np.sign(p.x[alone])).all()
    assert (out["padj"].transcript[alone] == 0).all()
    same = np.sign(p.x) == np.sign(m.x)
    assert (out["padj"].protein[(p.padj < 0.05) & (m.padj < 0.05) & same] == 0).all()
    # tier A claims are some of all, and all are some of those at f = 1
    for fewer, more in (("tier_a", "ours"), ("ours", "levels")):
        made = out[fewer].protein != 0
        assert made.any()
        assert (out[more].protein[made] == out[fewer].protein[made]).all()


def scored(false: int, found: int, panels: int = 400) -> Scores:
    zero = np.zeros(panels)
    wrong = (np.arange(panels) < false) * 1.0
    return Scores(wrong, np.ones(panels), zero + found / 100, zero + 1)


def test_a_miss_is_said() -> None:
    cells = {
        ("grey", "flow", 3): scored(5, 91),
        ("grey", "dia", 3): scored(9, 74),
        ("half_edge", "western", 2): scored(19, 40),
        ("none", "flow", 2): scored(17, 0),
    }
    scores = {(Cell(*key, 0.1), "ours"): value for key, value in cells.items()}
    found = {t.what: t for t in judge(Record(Sizes(), scores, seconds={"all": 3.1}), quick=False)}
    assert found["false discovery rate, worst of all cells"].verdict == "pass"
    assert "half_edge, western, n = 2" in found["false discovery rate, worst of all cells"].measured
    # .0475 in 400 panels leaves room above .05
    assert found["its upper 95% bound, worst of all cells"].verdict == "**miss**"
    about = "false discovery rate, flow and MS, n >= 3, off the boundaries"
    assert found[about].verdict == "**miss**"
    assert found["power, flow, n = 3"].verdict == "pass"
    assert found["power, MS, n = 3"].verdict == "**miss**"
    assert found["power, western, n = 6"].verdict == "not measured"
    assert found["no discordance: panels with a false call, n = 2"].verdict == "**miss**"
    assert found["no discordance: panels with a false call, n >= 3"].verdict == "not measured"
    assert found["20,000 genes, DIA on both layers: CPU"].verdict == "**miss**"
    quick = judge(Record(Sizes(), scores), quick=True)
    assert {"pass", "**miss**"}.isdisjoint(t.verdict for t in quick)


def test_no_event_leaves_an_upper_bound() -> None:
    rate = false_discovery_rate(scored(0, 0, panels=1000))
    assert (rate.value, rate.low, rate.high) == (0, 0, 0.003)


def test_the_page_keeps_its_prose(tmp_path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    insert(page, "new\n")
    insert(page, "newer\n")
    assert page.read_text(encoding="utf-8") == f"before\n{BEGIN}\n\nnewer\n\n{END}\nafter\n"
    real = (FOLDER.parents[1] / "docs/concordance.md").read_text(encoding="utf-8")
    assert real.count(BEGIN) == real.count(END) == 1


def test_a_quick_run_writes_its_tables(tmp_path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"{BEGIN}\n{END}\n", encoding="utf-8")
    command = [sys.executable, str(FOLDER / "bench_concordance.py"), "--quick", "--jobs", "1"]
    command += ["--worlds", "grey", "none"]
    done = subprocess.run(
        [*command, "--page", str(page)],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(FOLDER.parents[1] / "scripts"), "OMP_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr
    text = page.read_text(encoding="utf-8")
    assert "| not judged |" in text
    assert "| flow | 3 | 0.10 | 1 |" in text
    row = next(x for x in text.splitlines() if x.startswith("| grey | flow | 3 | 0.10 |"))
    assert 0.7 < float(row.split("|")[-2].split("[")[0]) <= 1
