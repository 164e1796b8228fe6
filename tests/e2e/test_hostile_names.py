"""Names that look like markup, formulas, SQL, shell or templates stay text to the last page."""

import csv
import json
import re
import shutil
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import anndata
import numpy as np
import openpyxl
import pandas as pd
import pypdfium2
import pytest
import yaml

import page_studies
from browsing import chromium, opened
from workflow_runs import ROOT, Run, finished, snakemake, write_study

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("entry")]

NAMES = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=cmd|'/C calc'!A0",
    "'; DROP TABLE genes; --",
    "$(touch pwned)",
    "`touch pwned`",
    "{{7*7}}",
    "\u202eGNE\u202c",
    "x" * 200,
    "</script><svg onload=alert(1)>",
    # attributes, styles, links, templates of three kinds, formulas, text turned round, mathematics
    '" onmouseover=alert(1) x="',
    "</style><style>body{display:none}",
    "javascript:alert(1)",
    "{% raw %}{% endraw %}{# x #}",
    "${7*7}",
    '=HYPERLINK("http://x.invalid","a")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    "\u2066\u202dback\u2069",
    "$lone",
    "$\\frac{1}{0}$",
)
#: Names of genes that a test of formulas is about.
FORMULAS = tuple(name for name in NAMES if name[0] in "=+-@")


class Injected(HTMLParser):
    """What a parser finds on a page that only a name could have put there."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if any(name.startswith("on") or (name, value) == ("src", "x") for name, value in attrs):
            self.found.append(str(self.get_starttag_text()))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script" and "alert(1)" in data:
            self.found.append(data[:200])


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run a study whose genes, samples, levels, title, files and comments are such names."""
    directory = tmp_path_factory.mktemp("hostile")
    random = np.random.default_rng(1)
    genes = [*NAMES, *page_studies.symbols()[: 400 - len(NAMES)]]
    means = random.lognormal(6, 1, (400, 1))
    fold = np.where(np.arange(400) < 40, 6, 1)[:, None] ** np.array([[0, 0, 0, 1, 1, 1]])
    samples = [NAMES[0], NAMES[10], NAMES[11], NAMES[15], NAMES[13], NAMES[7]]
    counts = pd.DataFrame(
        random.negative_binomial(10, 10 / (10 + means * fold)), index=genes, columns=samples
    )
    folder = directory / "$(touch pwned)"
    folder.mkdir()
    counts.rename_axis("gene").to_csv(folder / "`touch pwned`.tsv", sep="\t")
    levels = [NAMES[0]] * 3 + [NAMES[10]] * 3
    protein = pd.DataFrame(
        {
            "gene": np.repeat(NAMES, 6),
            "assay_id": NAMES[11],
            "assay_type": "flow",
            "compartment": "surface",
            "sample": samples * len(NAMES),
            "condition": levels * len(NAMES),
            "replicate": list("123123") * len(NAMES),
            "batch": NAMES[13],
            "scale": "log2",
            "unit": "MFI",
            "value": random.normal(20, 1, 6 * len(NAMES)).round(3),
            "clone": NAMES[0],
        }
    )
    functional = pd.DataFrame(
        {
            "assay": "dye_efflux",
            "condition": levels * 2,
            "replicate": list("123123") * 2,
            "value": random.normal(500, 20, 12).round(1),
            "unit": "MFI",
            "modulator": [""] * 6 + [NAMES[1]] * 6,
        }
    )
    # each set is named like a formula or markup, and described so
    sets = ["\t".join((name, NAMES[-1 - i], *genes[i : 60 + i])) for i, name in enumerate(NAMES)]
    (directory / "own.gmt").write_text("\n".join(sets) + "\n", encoding="utf-8")
    catalogue = {
        "group": "mechanism",
        "mechanism": "drug_efflux",
        "gene": "MCM2",
        "role": NAMES[0],
        "evidence_class": "effector",
        "expected_direction": "up",
        "applies_to": "any",
        "rationale": NAMES[11],
        "source": NAMES[12],
    }
    own = {"name": "own", "path": "own.gmt", "title": NAMES[1], "source": NAMES[11]}
    config = {
        "study": {
            "name": " ".join(NAMES),
            "organism": "human",
            "disease": NAMES[10],
            "notice": NAMES[1],
            "drug": {"name": NAMES[0], "class": "other"},
        },
        "publication": {"authors": [{"name": NAMES[0], "affiliation": NAMES[13]}]},
        "samples": "config/samples.tsv",
        "counts": {"path": "$(touch pwned)/`touch pwned`.tsv"},
        "design": "~ condition",
        "contrasts": "config/contrasts.tsv",
        "protein": "config/protein.tsv",
        "functional": "config/functional.tsv",
        "mechanisms": {"catalogue": "config/catalogue.tsv"},
        "genes_of_interest": list(NAMES),
        "enrichment": {
            "collections": ["resistance"],
            "gene_sets": [own | {"version": NAMES[15], "licence": NAMES[16]}],
        },
    }
    contrast = {"id": "k", "variable": "condition", "reference": levels[0], "target": levels[-1]}
    tables = {
        "samples.tsv": pd.DataFrame(
            {
                "sample": samples,
                "condition": levels,
                "display_name": [*NAMES[4:7], *NAMES[17:20]],
                "medium": NAMES[18],
                "batch": NAMES[14],
            }
        ),
        "contrasts.tsv": pd.DataFrame([contrast]),
        "protein.tsv": protein,
        "functional.tsv": functional,
        "catalogue.tsv": pd.DataFrame([catalogue]),
    }
    write_study(directory, config, tables)
    return snakemake(ROOT / "Snakefile", directory)


def test_the_run_ends(hostile: Run) -> None:
    finished(hostile)


def test_nothing_in_a_name_is_executed(hostile: Run) -> None:
    assert not list(hostile.directory.rglob("pwned"))
    assert not (ROOT / "pwned").exists()


def test_names_are_text_on_the_page(hostile: Run) -> None:
    assert Injected(hostile.report).found == []
    # titles and genes are shown as they were given
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in hostile.report
    assert "{{7*7}}" in hostile.report


#: What only a name could have put on the page, by what Chromium made of it.
FOREIGN = """() => ({
    handlers: [...document.querySelectorAll('*')].filter(
        one => one.getAttributeNames().some(name => name.startsWith('on'))).length,
    links: [...document.querySelectorAll('[href], [src], [action]')].map(
        one => one.getAttribute('href') || one.getAttribute('src') || one.getAttribute('action'))
        .filter(link => !/^(#|data:image|data:,)/.test(link)),
    scripts: [...document.scripts].filter(
        one => !one.id.startsWith('data-') && one.textContent.includes('alert(1)')).length,
    styles: document.querySelectorAll('style').length,
    frames: document.querySelectorAll('iframe, object, embed, form, base').length,
    hidden: getComputedStyle(document.body).display,
})"""
NOTHING = {"handlers": 0, "links": [], "scripts": 0, "styles": 1, "frames": 0, "hidden": "block"}


@pytest.mark.browser
def test_names_are_text_in_a_browser(hostile: Run) -> None:
    """Nothing on the page is of a name, at first and after each gene was looked up by its own."""
    with chromium() as browser:
        page, spoken = opened(browser, hostile.directory / "results/report.html"), []
        page.on("dialog", lambda dialog: (spoken.append(dialog.message), dialog.dismiss()))
        title = " ".join(" ".join(NAMES).split())
        assert " ".join(page.title().split()) == title
        assert " ".join(page.locator("h1").text_content().split()) == title
        assert page.evaluate(FOREIGN) == NOTHING
        page.evaluate("location.hash = 'genes'")
        page.wait_for_selector("#explorer:not([hidden])")
        search, gene = (page.locator(f'[data-part="{name}"]') for name in ("search", "gene"))
        for name in NAMES:
            search.fill(name)
            page.locator('[data-part="options"] li').first.wait_for(state="visible")
            search.press("Enter")
            assert gene.locator("h4 i").text_content() == name
        search.fill("<img src=x onerror=alert(1)>")
        search.press("Enter")
        page.locator('[data-part="filter"]').fill(NAMES[0])
        page.locator('[data-part="rows"] th').first.hover()
        assert page.evaluate(FOREIGN) == NOTHING
        assert " ".join(page.title().split()) == title
        assert (spoken, page.said) == ([], [])
        page.context.close()


@pytest.mark.browser
def test_rows_to_download_are_no_formulas(hostile: Run) -> None:
    with chromium() as browser:
        page = opened(browser, hostile.directory / "results/report.html")
        page.evaluate("location.hash = 'genes'")
        page.wait_for_selector("#explorer:not([hidden])")
        with page.expect_download() as wanted:
            page.locator('[data-part="download"]').click()
        table = pd.read_csv(
            wanted.value.path(), sep="\t", dtype=str, keep_default_na=False, quoting=3
        )
        page.context.close()
    assert set(table["gene_id"]) >= {f"'{name}" for name in FORMULAS}
    for name in ("gene_id", "gene_name", "status"):
        assert not table[name].str.contains(r"^[=+\-@\t\r]").any()
    numbers = table.drop(columns=["gene_id", "gene_name", "status"])
    assert numbers.map(lambda cell: cell == "" or np.isfinite(float(cell))).all(axis=None)


def test_the_workbook_has_names_and_no_formulas(hostile: Run) -> None:
    book = openpyxl.load_workbook(hostile.directory / "results/results.xlsx", read_only=True)
    found = set()
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.value)
                if isinstance(cell.value, str):
                    found.add(cell.value)
    assert set(NAMES) <= found
    with zipfile.ZipFile(hostile.directory / "results/results.xlsx") as parts:
        for name in parts.namelist():
            assert not re.search(r"externalLink|vba|oleObject|connections", name), name
            if name.endswith(".rels"):
                assert b"TargetMode" not in parts.read(name), name


def test_names_of_files_in_the_archive_are_plain(hostile: Run) -> None:
    with zipfile.ZipFile(hostile.directory / "results/results.zip") as archive:
        for name in archive.namelist():
            assert re.fullmatch(r"results/[\w./-]+", name, re.ASCII), name
            assert ".." not in name


def test_the_summary_shows_names_and_does_nothing(hostile: Run) -> None:
    path = hostile.directory / "results/summary.pdf"
    document = pypdfium2.PdfDocument(path)
    pages = [page.get_textpage().get_text_range() for page in document]
    shown = re.sub(r"\s+|\ufffe", "", "".join(pages))
    for name in NAMES[:7] + NAMES[10:19]:
        assert re.sub(r"\s+", "", name)[:30] in shown, name
    data = path.read_bytes()
    for action in (b"/JavaScript", b"/JS", b"/URI", b"/Launch", b"/OpenAction", b"/EmbeddedFile"):
        assert action not in data, action


def test_the_object_for_python_has_the_names(hostile: Run) -> None:
    data = anndata.read_h5ad(hostile.directory / "results/results.h5ad")
    assert set(NAMES) <= set(data.var_names)
    assert {NAMES[0], NAMES[10], NAMES[11], NAMES[15]} <= set(data.obs_names)
    assert data.uns["title"] == " ".join(NAMES)


def test_the_crate_and_the_literature_are_whole(hostile: Run) -> None:
    results = hostile.directory / "results"
    graph = json.loads((results / "ro-crate-metadata.json").read_text("utf-8"))["@graph"]
    names = {str(entity.get("name")) for entity in graph}
    assert {NAMES[0], NAMES[13]} <= names
    assert any(" ".join(NAMES) in name for name in names)
    for entity in graph:
        assert re.fullmatch(r"[\w.:;/#@%?=&+~-]+", entity["@id"], re.ASCII), entity["@id"]
    text = (results / "references.bib").read_text("utf-8")
    assert "alert" not in text
    assert text.count("{") == text.count("}")


def test_figures_are_pictures_alone(hostile: Run) -> None:
    paths = sorted((hostile.directory / "results/figures").rglob("*.svg"))
    assert len(paths) > 10
    shown = ""
    for path in paths:
        for node in ElementTree.parse(path).iter():
            tag = node.tag.rpartition("}")[2]
            assert tag not in ("script", "foreignObject", "iframe", "a", "animate", "set"), path
            for key, value in node.attrib.items():
                name = key.rpartition("}")[2]
                assert not name.startswith("on"), (path, key)
                assert name != "href" or re.match(r"#|data:image/png;base64,", value), (path, value)
            shown += "" if tag == "style" else (node.text or "")
    # what a name holds is text of a picture
    assert "onmouseover=" in shown
    assert "49" not in re.findall(r"\{\{.*?\}\}", shown)


def test_a_hostile_name_of_a_contrast_is_refused(hostile: Run, tmp_path) -> None:
    """It is a folder's name: letters, digits and a few signs alone."""
    shutil.copytree(hostile.directory / "config", tmp_path / "config")
    shutil.copytree(hostile.directory / "$(touch pwned)", tmp_path / "$(touch pwned)")
    shutil.copy(hostile.directory / "own.gmt", tmp_path)
    sheet = tmp_path / "config/contrasts.tsv"
    table = pd.read_csv(sheet, sep="\t", dtype=str, keep_default_na=False, quoting=3)
    names = [name for name in NAMES if set(name) != {"x"}]
    pd.concat([table.assign(id=name) for name in names]).to_csv(sheet, sep="\t", index=False)
    run = snakemake(ROOT / "Snakefile", tmp_path, "--dry-run")
    assert run.returncode == 1
    assert run.stderr.count('column "id"') >= len(names)
    assert "the first a letter or a digit" in run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "results").exists() or not list((tmp_path / "results").rglob("*pwned*"))


def test_names_are_unchanged_in_tables(hostile: Run) -> None:
    genes = pd.read_csv(
        hostile.directory / "results/inputs/genes.tsv.gz",
        sep="\t",
        keep_default_na=False,
        quoting=csv.QUOTE_NONE,
    )
    assert set(NAMES) <= set(genes["gene_id"])


def test_a_path_with_brackets_is_refused_with_the_reason(hostile: Run, tmp_path) -> None:
    shutil.copytree(hostile.directory / "config", tmp_path / "config")
    config = yaml.safe_load((tmp_path / "config/config.yaml").read_text())
    config["counts"]["path"] = "<b>{x}.tsv"
    (tmp_path / "config/config.yaml").write_text(yaml.safe_dump(config))
    (tmp_path / "<b>{x}.tsv").write_bytes(
        (hostile.directory / "$(touch pwned)/`touch pwned`.tsv").read_bytes()
    )
    run = snakemake(ROOT / "Snakefile", tmp_path, "--dry-run")
    assert run.returncode == 1
    assert "The path holds a bracket that Snakemake would fill in" in run.stderr
    assert "Traceback" not in run.stderr
