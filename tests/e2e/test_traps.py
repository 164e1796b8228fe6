"""`make demo-traps`: findings that must be withheld are, and the page says why."""

import html
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from traps import TRAPS

from workflow_runs import ROOT, Run, finished, run_small, snakemake

pytestmark = pytest.mark.e2e

WASHED, UNDER = "two_days_after_drug", "under_drug"
TRAP_GROUP = pytest.mark.xdist_group("traps")


@pytest.fixture(scope="module")
def traps(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Write the study by its command and run it, as the Makefile does."""
    directory = tmp_path_factory.mktemp("traps")
    command = [sys.executable, str(ROOT / "resources/example/build")]
    subprocess.run([*command, "--study", "traps", "--into", str(directory)], check=True)
    profile = str(ROOT / "workflow/profiles/local")
    return finished(snakemake(ROOT / "Snakefile", directory, "--workflow-profile", profile))


@pytest.fixture(scope="module")
def target_not_measurable(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The same counts where CD123 is what the drug binds."""
    design = replace(
        TRAPS,
        drug={**TRAPS.drug, "target": "IL3RA"},
        arms=TRAPS.arms[:2],
        contrasts={WASHED: TRAPS.contrasts[WASHED]},
        catalogue=(),
    )
    return run_small(design, tmp_path_factory.mktemp("par"))


def verdict(run: Run, contrast: str, gene: str) -> pd.Series:
    table = run.table("verdicts.tsv").fillna("")
    return table[(table["contrast"] == contrast) & (table["gene_name"] == gene)].squeeze()


def failed(run: Run, contrast: str) -> dict[str, str]:
    """Return the messages of failed checks of the study or a contrast, by check."""
    table = run.table("checks.tsv").fillna("")
    rows = table[(table["status"] == "fail") & table["item"].isin(["", "SLC25A6", contrast])]
    return dict(zip(rows["check"], rows["message"], strict=True))


def words(text: str) -> str:
    """Return what a reader sees of a page, in one line."""
    text = re.sub(r"<(script|style).*?</\1>", " ", text, flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def card(run: Run, contrast: str, gene: str) -> str:
    """Return the text of a gene's card."""
    cards = re.findall(r'<article class="card.*?</article>', run.report, flags=re.S)
    number = list(TRAPS.contrasts).index(contrast)
    own = [words(text) for text in cards if re.search(rf">\s*{gene}\s*<", text)]
    return own[number]


def check_not_measurable(run: Run, contrast: str) -> None:
    row = verdict(run, contrast, "IL3RA")
    assert row["call"] == "not_measurable"
    assert (row["tier"], row["confidence"]) == ("", "")
    assert "cannot be measured" in row["sentence"]
    table = run.table(f"{contrast}/concordance.tsv")
    cd123 = table[table["gene_name"] == "IL3RA"]
    assert len(cd123)
    assert set(cd123["call"]) == {"not_measurable"}
    # its surface signal was measured and does fall: it stands alone
    assert (cd123["protein_log2FoldChange"] < -1).any()


@TRAP_GROUP
@pytest.mark.parametrize("contrast", [WASHED, UNDER])
def test_dropped_reads_give_no_call(traps: Run, contrast: str) -> None:
    check_not_measurable(traps, contrast)
    messages = failed(traps, contrast)
    assert "IL3RA" in messages["par_dropout"]
    assert messages["par_sentinel"].startswith("SLC25A6, high in every tissue, has 0 times")
    text = card(traps, contrast, "IL3RA")
    assert "Cannot be measured" in text
    assert "SLC25A6" in text


@TRAP_GROUP
@pytest.mark.parametrize("contrast", [WASHED, UNDER])
def test_a_masked_epitope_is_no_loss(traps: Run, contrast: str) -> None:
    # by their tests alone the layers say loss: that is the trap
    table = traps.table(f"{contrast}/concordance.tsv")
    naive = table[(table["gene_name"] == "CD33") & (table["compartment"] == "surface")].squeeze()
    assert (naive["call"], naive["tier"]) == ("posttranscriptional_loss", "A")
    row = verdict(traps, contrast, "CD33")
    assert (row["call"], row["tier"], row["confidence"]) == ("inconclusive", "C", "low")
    assert "epitope_masking" in row["capped_by"].split(";")
    assert "human Fc" in failed(traps, contrast)["epitope_masking"]
    assert "bound drug may hide it" in card(traps, contrast, "CD33")
    found = traps.table(f"{contrast}/mechanisms.tsv").set_index("mechanism")
    assert found.loc["antigen_loss", "verdict"] == "undetermined"
    assert "bound drug may hide the epitope" in found.loc["antigen_loss", "sentence"]


@TRAP_GROUP
def test_drug_at_harvest_caps_the_same_finding(traps: Run) -> None:
    washed, under = (verdict(traps, contrast, "ABCB1") for contrast in (WASHED, UNDER))
    assert washed["call"] == under["call"] == "concordant_up"
    assert (washed["confidence"], under["confidence"]) == ("moderate", "low")
    assert under["capped_by"].split(";")[:2] == ["drug_at_harvest", "drug_response"]
    assert "low confidence" in under["sentence"]
    for gene in ("CDKN1A", "MDM2", "GADD45A", "BBC3"):
        assert gene in failed(traps, UNDER)["drug_response"]
    assert not {"drug_at_harvest", "drug_response"} & set(failed(traps, WASHED))
    assert "response and resistance are confounded" in card(traps, UNDER, "ABCB1")
    assert "response and resistance are confounded" not in card(traps, WASHED, "ABCB1")
    table = traps.table(f"{UNDER}/mechanisms.tsv").set_index("mechanism")
    assert table.loc["drug_efflux", "confidence"] == "low"


@TRAP_GROUP
def test_the_run_ends_with_the_verdicts_and_the_path(traps: Run) -> None:
    said = traps.stdout + traps.stderr
    assert "SIMULATED" in said
    assert "bound drug may hide the epitope" in said
    assert "CD123 (IL3RA): reads of the region that X and Y share were dropped" in said
    assert str(traps.directory / "results/report.html") in said
    for log in (traps.directory / "logs").rglob("*.log"):
        assert "Traceback" not in log.read_text(), log
    assert "Traceback" not in traps.report


@TRAP_GROUP
def test_the_documentation_quotes_the_report(traps: Run) -> None:
    lines = (ROOT / "docs/traps.md").read_text(encoding="utf-8")
    quotes = re.findall(r"(?:^> .*\n)+", lines, flags=re.M)
    assert len(quotes) >= 8
    tables = (traps.directory / "results/tables").rglob("*.tsv")
    said = words(traps.report) + "".join(table.read_text(encoding="utf-8") for table in tables)
    for quote in quotes:
        sentence = " ".join(line.removeprefix("> ") for line in quote.strip().splitlines())
        assert sentence in said, sentence


def test_the_makefile_runs_this_study() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = text.split("\ndemo-traps:", 1)[1].split("\n\n", 1)[0]
    assert "resources/example/build --study traps --into demo_traps" in recipe
    assert "--directory demo_traps" in recipe
    assert "demo_traps/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert Path(ROOT / "docs/traps.md").read_text(encoding="utf-8").count("demo-traps") >= 1


@pytest.mark.xdist_group("par_target")
def test_a_target_without_counts_rests_on_its_protein_alone(target_not_measurable: Run) -> None:
    check_not_measurable(target_not_measurable, WASHED)
    folder = f"{WASHED}/"
    found = target_not_measurable.table(folder + "mechanisms.tsv").set_index("mechanism")
    antigen = found.loc["antigen_loss"]
    # the surface was measured, by a clone that does not compete; nothing is said of the mRNA
    assert (antigen["verdict"], antigen["confidence"]) == ("consistent_protein_only", "low")
    assert {"par_dropout", "par_sentinel"} <= set(antigen["capped_by"].split(";"))
    ladder = target_not_measurable.table(folder + "ladder.tsv").set_index(["mechanism", "rung"])
    assert ladder.loc[("antigen_loss", "mrna"), "state"] == "open"
