"""The shipped example: what `make run` gives a newcomer, held against its planted truth."""

import re

import pandas as pd
import pytest

from browsing import check_page, chromium, opened
from resistance.readers.resources import read_gene_sets

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("example")]

CONTRAST = "resistant_vs_parental"


def truth(example) -> pd.DataFrame:
    path = example.directory / "resources/example/truth.tsv"
    return pd.read_csv(path, sep="\t", keep_default_na=False)


def test_ends_with_two_verdicts_and_the_path(example) -> None:
    said = example.stdout + example.stderr
    assert "Surface CD123 signal is lower; IL3RA mRNA is unchanged within 1.5-fold." in said
    assert "P-glycoprotein (ABCB1) is higher in mRNA and protein; efflux was not measured." in said
    assert str(example.directory / "results/report.html") in said
    assert "SIMULATED" in said


def test_the_terminal_shows_stages_and_ends_with_ten_lines(example) -> None:
    stages = re.findall(r"^\[ ?(\d+)/(\d+)\] (.+)$", example.stderr, flags=re.MULTILINE)
    assert len(stages) >= 20
    assert "enrichment (resistant_vs_parental)" in [name for _, _, name in stages]
    assert not re.search("Finished jobid|Select jobs|Execute", example.stderr)
    end = example.stdout.strip().splitlines()
    assert len(end) <= 10
    assert any(line.startswith("Gates: none failed") for line in end)
    assert "results/summary.pdf" in end[-1]


def test_the_two_findings(example) -> None:
    table = example.table(f"{CONTRAST}/concordance.tsv")
    cd123 = table[(table["gene_name"] == "IL3RA") & (table["compartment"] == "surface")]
    assert {"flow_surface", "flow_second_clone"} <= set(cd123["assay_id"])
    assert set(cd123["call"]) == {"posttranscriptional_loss"}
    assert set(cd123["tier"]) == {"A"}
    pgp = table[(table["gene_name"] == "ABCB1") & (table["assay_id"].notna())].squeeze()
    assert pgp["call"] == "concordant_up"
    verdicts = example.table("verdicts.tsv").set_index("gene_name")
    assert verdicts.loc["IL3RA", "call"] == "posttranscriptional_loss"
    assert verdicts.loc["ABCB1", "call"] == "concordant_up"
    # one derivation never exceeds moderate
    assert set(verdicts["confidence"]) <= {"moderate", "low"}


def test_calls_against_the_truth(example) -> None:
    table = example.table(f"{CONTRAST}/concordance.tsv").fillna({"assay_id": "", "compartment": ""})
    key = ["ensembl_id", "assay_id", "compartment"]
    joined = truth(example).merge(table, on=key, how="left", validate="one_to_one")
    assert joined["call"].notna().all()
    changes = joined[
        ~joined["planted_call"].isin(["unchanged", "inconclusive", "not_measured", "not_detected"])
        & ~joined["gene_name"].isin(["IL3RA", "ABCB1"])
    ]
    right = changes["call"] == changes["planted_call"]
    assert right.mean() >= 0.8
    rest = changes[~right]
    assert set(rest["call"]) <= {"inconclusive"}
    assert (rest["reason"].fillna("") != "").all()
    settled = joined[joined["planted_call"].isin(["not_measured", "not_detected"])]
    assert (settled["call"] == settled["planted_call"]).all()


def test_naive_reader_is_misled_and_we_are_not(example) -> None:
    table = example.table(f"{CONTRAST}/concordance.tsv").set_index("ensembl_id")
    planted = truth(example)
    misled = planted[planted["misleads_naive"] == "yes"]
    assert len(misled) >= 5
    for row in misled.itertuples():
        ours = table.loc[[row.ensembl_id]]
        ours = ours[ours["assay_id"] == row.assay_id].squeeze()
        assert re.search("only", ours["naive_reading"]), row
        assert not re.search("posttranscriptional|transcript_only", ours["call"]), row


def test_every_input_gene_has_a_row_and_a_status(example) -> None:
    counts = pd.read_csv(
        example.directory / "resources/example/counts.tsv.gz", sep="\t", dtype=str, usecols=[0]
    )
    assert len(counts) >= 18000
    table = example.table(f"{CONTRAST}/differential_expression.tsv")
    assert set(table["gene_id"]) == set(counts.iloc[:, 0])
    assert table["status"].isin(["tested", "all_zero", "outlier", "low_count"]).all()
    assert table.loc[table["status"] == "tested", "padj"].notna().all()
    assert table.loc[table["status"] != "tested", "padj"].isna().all()


def test_everything_says_that_it_is_simulated(example) -> None:
    tables = sorted((example.directory / "results/tables").rglob("*.tsv"))
    assert len(tables) >= 12
    for path in tables:
        assert "simulated" in path.read_text().splitlines()[0].split("\t"), path
    text = example.report
    assert (
        "These findings were planted by us; sizes are invented; this is no evidence about PVEK."
        in text
    )
    captions = re.findall(r"<(figcaption|caption)[^>]*>(.*?)</\1>", text, flags=re.S)
    assert len(captions) >= 8
    for _, caption in captions:
        assert "simulated" in caption.lower(), caption


def test_only_the_single_derivation_is_noted_on_the_clean_example(example) -> None:
    checks = example.table("checks.tsv")
    fired = checks[checks["status"].isin(["note", "fail"])]
    assert set(fired["check"]) == {"single_derivation"}


def test_planted_pathways_move(example) -> None:
    planted = pd.read_csv(example.directory / "resources/example/truth_pathways.tsv", sep="\t")
    table = example.table(f"{CONTRAST}/enrichment.tsv").set_index("term")
    for row in planted.itertuples():
        found = table.loc[row.term]
        assert found["padj"] < 0.05
        assert (found["nes"] > 0) == (row.direction == "up")


def test_planted_pathways_are_robust_and_decoys_are_not_called(example) -> None:
    """What is called beside them shares their genes, but for a few at an FDR of 5%."""
    planted = pd.read_csv(example.directory / "resources/example/truth_pathways.tsv", sep="\t")
    sets = read_gene_sets(example.directory / "resources/gene_sets/hallmark.gmt.gz")
    moved = {gene for term in planted["term"] for gene in sets[term]}
    table = example.table(f"{CONTRAST}/enrichment.tsv")
    called = table[table["padj"] < 0.05].set_index("term")
    assert set(called.loc[planted["term"], "call"]) == {"robust"}
    edges = called["leading_edge"].str.split(";")
    related = edges.map(lambda genes: sum(gene in moved for gene in genes) / len(genes) > 0.25)
    robust = called["call"] == "robust"
    assert related[robust].all()
    assert related.mean() >= 0.9
    assert robust[called["collection"] == "hallmark"].all()


def test_no_warning_in_the_logs_that_nobody_explains(example) -> None:
    for log in (example.directory / "logs").rglob("*.log"):
        assert "Traceback" not in log.read_text(), log


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_page_in_a_browser(example, width: int) -> None:
    with chromium() as browser:
        check_page(browser, example.directory / "results/report.html", width)


@pytest.mark.browser
def test_verdicts_are_read_without_scripts(example) -> None:
    with chromium() as browser:
        page = opened(browser, example.directory / "results/report.html", scripts=False)
        cards = page.locator("article.card")
        assert cards.filter(has_text="Surface CD123 signal is lower").first.is_visible()
        assert cards.filter(has_text="efflux was not measured").first.is_visible()
        assert "no evidence about PVEK" in page.locator(".cards").first.inner_text()


@pytest.mark.browser
def test_printed_page_stays_short(example, tmp_path) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    with chromium() as browser:
        page = opened(browser, example.directory / "results/report.html")
        page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    document = pypdfium2.PdfDocument(tmp_path / "page.pdf")
    words = [document[i].get_textpage().get_text_range().split() for i in range(len(document))]
    assert len(words) < 12
    assert min(len(found) for found in words) > 20  # no blank page
