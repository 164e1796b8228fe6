"""Sections 8 to 10: methods, files, words."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib

import pandas as pd

from page_numbers import MISSING, Page, captioned, flat, rows_of
from page_tree import Element
from workflow_runs import ROOT


def methods(page: Page) -> None:
    page.section = "methods"
    section = page.main.named("methods")
    packages = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    locked = {one["name"]: one["version"] for one in packages if "version" in one}
    (table,) = captioned(section, "Versions of the lock file.")
    for name, version in rows_of(table):
        page.words(version, locked[name.words])
        name.tell()
    (table,) = captioned(section, "Configuration after defaults.")
    config = dict(flat(page.config))
    shown = {key.words: cell for key, cell in rows_of(table)}
    for key, cell in shown.items():
        wanted = config.get(key, "")
        if isinstance(wanted, list):
            wanted = ", ".join(str(one) for one in wanted)
        wanted = (
            {True: "yes", False: "no"}.get(wanted, wanted) if isinstance(wanted, bool) else wanted
        )
        if isinstance(wanted, (int, float)):
            page.numbers(cell, wanted)
        else:
            page.words(cell, "none" if wanted in ("", None, {}) else wanted)
    for table in section.all("table"):
        for key in table.all("code"):
            key.tell()
    manifest = pd.read_csv(
        ROOT / "resources/MANIFEST.tsv", sep="\t", dtype=str, keep_default_na=False
    )
    (table,) = captioned(section, "Annotation, gene sets and catalogue")
    rows = rows_of(table)
    assert len(rows) == len(manifest)
    for (file, version, licence, digest), row in zip(
        rows, manifest.to_dict("records"), strict=True
    ):
        page.words(file, " ".join(filter(None, (row["file"], row["notes"]))))
        page.words(version, row["version"] or MISSING)
        page.words(licence, row["licence"] or MISSING)
        page.words(digest, row["sha256"][:12])
    _paragraphs(page, section, locked)


def _paragraphs(page: Page, section: Element, locked: dict[str, str]) -> None:
    """Every number of the Methods text is that of a table, the configuration or the lock file."""
    bibliography = (page.results / "references.bib").read_text()
    years = re.findall(r"year = \{(\d{4})\}", bibliography)
    config = page.config
    model = json.loads((page.results / "differential/model.json").read_text())
    samples = page.table("quality/samples.tsv")
    n_genes = len(page.table("inputs/genes.tsv.gz"))
    enrichment, margins = config["enrichment"], config["concordance"]
    protein = pd.concat([page.of(c["id"], "protein") for c in page.contrasts])
    targets = {f"{n:,}" for n in protein.groupby("assay_id")["protein_gene"].nunique()}
    collections = page.table("tables/gene_set_collections.tsv")
    known = [
        (r"Counts of ([\d,]+) genes", [f"{n_genes:,}"]),
        (r"in (\d+) samples? were analysed", [str(len(samples))]),
        (r"(\d+) residual degrees? of freedom", [str(model.get("residual_df"))]),
        (r"FDR of ([\d.]+\d)", [f"{config['differential']['alpha']:g}"]),
        (r"FDR threshold ([\d.]+\d)", [f"{margins['alpha']:g}"]),
        (r"of (\d+) to \d+ genes were tested", [str(enrichment["min_size"])]),
        (r"of \d+ to (\d+) genes were tested", [str(enrichment["max_size"])]),
        (r"with seed (\d+)", [str(enrichment["seed"])]),
        (r"change margin of ([\d.]+)-fold", [f"{margins['change_margin']:g}"]),
        (r"one-sided tests.*? within ([\d.]+)-fold", [f"{margins['equivalence_margin']:g}"]),
        (r"western blots: ([\d.]+)-fold", [f"{margins['western_equivalence_margin']:g}"]),
        (r"share of ([\d.]+\d) of its log2", [f"{margins['explained_fraction']:g}"]),
        (r"replaced in (\d+) genes?", [str(model.get("n_outliers_replaced"))]),
        (r"named as in Ensembl (\d+)", re.findall(r"Ensembl (\d+)", _notes())),
        (r", ([\d,]+) targets?\)", sorted(targets)),
    ]
    packages = (
        "Snakemake",
        "PyDESeq2",
        "GSEApy",
        "NumPy",
        "SciPy",
        "plotnine",
        "matplotlib",
        "pandas",
        "numpy",
        "scipy",
    )
    known += [(rf"\b{name} ([\d.]+\d)", [locked[name.lower()]]) for name in packages]
    known += [(r"\((?:[^()]*?\b((?:19|20)\d\d))+\)", years)]
    for part in section.first("div", "copy").all("p"):
        text = part.words
        for contrast in page.contrasts:
            for name in (contrast["id"], contrast["reference"], contrast["target"]):
                text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "", text)
        text = text.replace(config["design"], "")
        for version in collections["version"]:
            text = text.replace(f", {version}", "") if version else text
        for words, allowed in known:
            for found in list(re.finditer(words, text)):
                assert found[1] in allowed, (found[0], allowed)
                page.compared[page.section] += 1
            text = re.sub(words, lambda f: re.sub(r"\d[\d,.]*", "", f[0]), text)
        for words in ALWAYS:
            text = re.sub(words, "", text)
        assert not re.search(r"\d", re.sub(r"[Ll]og2|DESeq2|PyDESeq2", "", text)), re.findall(
            r".{30}\d.{30}", text
        )
        part.tell()
    listed = [
        item.words.rsplit("doi:", 1)[-1].strip() for item in captionless(section, "References")
    ]
    assert listed == re.findall(r"doi = \{(.*?)\}", bibliography)
    entries = bibliography.split("\n\n")
    for item, entry in zip(captionless(section, "References"), entries, strict=True):
        for name in ("year", "volume", "pages"):
            for found in re.findall(rf"{name} = \{{(.*?)\}}", entry):
                assert found.replace("--", "-") in item.words, (found, item.words)
                page.compared[page.section] += 1
        item.tell()


def captionless(section: Element, summary: str) -> list[Element]:
    for details in section.all("details"):
        if details.first("summary").words == summary:
            return details.all("li")
    return []


def _notes() -> str:
    table = pd.read_csv(ROOT / "resources/MANIFEST.tsv", sep="\t", dtype=str, keep_default_na=False)
    return " ".join(table["notes"])


#: What Methods says of the algorithms themselves, whatever the study.
ALWAYS = (
    r"DESeq2 1\.38\.3 and apeglm 1\.27\.0",
    r"the 99% point of the F distribution",
    r"DESeq2 before 1\.44",
    r"eps 1e-10",
    r"at most 300 sets",
    r"correlation of 0\.05 between genes",
    r"had p of 0\.10 or more",
    r"were tested against 0",
    r"shrunken towards 0",
)


def files(page: Page) -> None:
    page.section = "files"
    (table,) = captioned(page.main.named("files"), "Tables behind this page.")
    rows = rows_of(table)
    assert len(rows) > 20
    for path, meaning, size, digest in rows:
        file = page.run.directory / path.words
        data = file.read_bytes()
        shown, unit = size.words.split(" ")
        page.numbers(shown, len(data) / {"B": 1, "kB": 1e3, "MB": 1e6}[unit])
        size.tell()
        page.words(digest, hashlib.sha256(data).hexdigest())
        path.tell()
        meaning.tell()


def words(page: Page) -> None:
    page.section = "words"
    margins = page.config["concordance"]
    for part in page.main.named("words").all("div"):
        name, meaning = part.first("dt"), part.first("dd")
        if found := re.match(r"Unchanged within (.*)-fold", name.words):
            page.numbers(found[1], margins["equivalence_margin"])
            for one in re.findall(r"for western blots: of (.*?)-fold", meaning.words):
                page.numbers(one, margins["western_equivalence_margin"])
        part.tell()
