"""Size of the report, time until its explorer answers, CPU time and JavaScript heap, in Chromium.

``make bench-page`` runs the example and a study of 20,000 genes, 100 samples and 10 contrasts with
protein and pathways through the pipeline, opens both reports, and writes docs/benchmark_page.md
(15 minutes). ``--example`` and ``--large`` name folders that were run before; ``--loads`` says how
often each page is opened.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / part) for part in ("scripts", "tests/browser", "tests/benchmarks")]

from engines.machine import machine  # noqa: E402
from engines.page import table  # noqa: E402

from browsing import chromium  # noqa: E402
from resistance.readers import resources  # noqa: E402

PAGE = ROOT / "docs/benchmark_page.md"
GENES, CLONES, PARENTAL, REPLICATES, PROTEINS = 20_000, 10, 10, 9, 3_000
LOADS = 7
#: What the script of the page has when the explorer is shown, in milliseconds since navigation.
WATCH = """
document.addEventListener("DOMContentLoaded", () => {
  const box = document.getElementById("explorer");
  new MutationObserver((_, watch) => {
    if (box.hidden) return;
    watch.disconnect();
    // the next frame is the first in which a reader sees it
    requestAnimationFrame(() => requestAnimationFrame(() => { window.ready = performance.now(); }));
  }).observe(box, { attributes: true, attributeFilter: ["hidden"] });
});
"""


@dataclass(frozen=True)
class Load:
    """What one opening of a page took."""

    ready: float
    cpu: float
    script: float
    heap_before: float
    heap: float
    heap_used: float


@dataclass(frozen=True)
class Bar:
    """What a page must keep: a measure of it, and the most that is allowed."""

    what: str
    unit: str
    most: float | None
    strict: bool = False

    def verdict(self, value: float) -> str:
        """Say whether a value keeps the bar."""
        if self.most is None:
            return ""
        kept = value < self.most if self.strict else value <= self.most
        return "kept" if kept else "**not kept**"

    @property
    def words(self) -> str:
        """The bar as the page shows it."""
        if self.most is None:
            return "-"
        return f"{'<' if self.strict else '<='} {self.most:g} {self.unit}"


def bars(size: float, ready: float, cpu: float | None, heap: float | None) -> dict[str, Bar]:
    """Return the bars of a page in the order in which they are shown."""
    return {
        "size": Bar("size of the page", "MB", size, strict=True),
        "ready": Bar("ready: navigation until the explorer is seen", "s", ready),
        "cpu": Bar("CPU of the renderer's main thread until then", "s", cpu),
        "script": Bar("of that, scripts", "s", None),
        "heap_before": Bar("JavaScript heap as it is when ready", "MB", heap),
        "heap": Bar("JavaScript heap after a garbage collection", "MB", heap),
        "heap_used": Bar("the same after a search, sorting by name, all contrasts", "MB", heap),
    }


def write_large(folder: Path, genes: int = GENES) -> None:
    """Write a study of ten resistant clones against one parental line, with mass spectrometry.

    Parameters
    ----------
    folder : Path
        Of the study.
    genes : int
        Genes of the annotation, those of proteins first, so that gene sets apply.
    """
    rng = np.random.default_rng(5)
    known = resources.read_annotation(ROOT / "resources/annotation", "human").genes
    named = known[(known["symbol"] != "") & known["biotype"].isin(["protein_coding", "lncRNA"])]
    rank = np.select(
        [named["symbol"].isin(["IL3RA", "ABCB1"]), named["biotype"] == "protein_coding"], [0, 1], 2
    )
    order = np.argsort(rank, kind="stable")
    chosen = named.iloc[order].drop_duplicates("symbol").head(genes)
    arms = {"parental": PARENTAL, **{f"clone_{k}": REPLICATES for k in range(1, CLONES + 1)}}
    changes = {arm: np.zeros(len(chosen)) for arm in arms}
    for arm in list(arms)[1:]:
        moved = rng.random(len(chosen)) < 0.1
        changes[arm][moved] = rng.normal(0, 1.5, moved.sum())
        # the genes of interest, whose cards open the page
        changes[arm][:2] = [3.0 if name == "ABCB1" else -0.1 for name in chosen["symbol"][:2]]
    samples = [(f"{arm}_{k}", arm) for arm, n in arms.items() for k in range(1, n + 1)]
    mean = np.exp(rng.normal(5.0, 2.0, len(chosen)))
    spread = 0.03 + 1.5 / (mean + 5)
    counts = {"gene_id": chosen["ensembl_id"], "gene_name": chosen["symbol"]}
    for sample, arm in samples:
        expected = mean * 2.0 ** changes[arm] * rng.uniform(0.7, 1.4)
        counts[sample] = rng.negative_binomial(1 / spread, 1 / (1 + spread * expected))
    proteins = np.r_[0, 1, rng.choice(np.arange(2, len(chosen)), min(PROTEINS, genes // 4), False)]
    level = 22 + np.log2(mean[proteins] + 1) / 2
    protein = pd.concat(
        pd.DataFrame(
            {
                "gene": chosen["symbol"].to_numpy()[proteins],
                "condition": arm,
                "replicate": k,
                "value": np.round(
                    2.0 ** (level + 0.7 * changes[arm][proteins] + rng.normal(0, 0.2, len(level)))
                ),
                "assay_id": "ms",
                "assay_type": "lfq_ms",
                "compartment": "total",
                "unit": "intensity",
            }
        )
        for arm in arms
        for k in (1, 2, 3)
    )
    asked = [
        {"id": f"{arm}_vs_parental", "variable": "condition", "reference": "parental"}
        | {"target": arm}
        for arm in list(arms)[1:]
    ]
    config = {
        "study": {"name": "Ten simulated clones", "organism": "human", "simulated": True}
        | {"drug": {"name": "pivekimab sunirine", "class": "adc", "target": "IL3RA"}},
        "samples": "config/samples.tsv",
        "counts": {"path": "counts.tsv.gz"},
        "design": "~ condition",
        "contrasts": "config/contrasts.tsv",
        "protein": "config/protein.tsv",
        "genes_of_interest": ["IL3RA", "ABCB1"],
    }
    (folder / "config").mkdir(parents=True, exist_ok=True)
    (folder / "config/config.yaml").write_text(json.dumps(config), encoding="utf-8")
    sheet = pd.DataFrame(samples, columns=["sample", "condition"]).assign(simulated="yes")
    for name, rows in (("samples", sheet), ("contrasts", pd.DataFrame(asked))):
        rows.to_csv(folder / f"config/{name}.tsv", sep="\t", index=False)
    protein.assign(simulated="yes").to_csv(folder / "config/protein.tsv", sep="\t", index=False)
    pd.DataFrame(counts).to_csv(folder / "counts.tsv.gz", sep="\t", index=False)


def run(folder: Path) -> None:
    """Run the study of a folder as a user would."""
    subprocess.run(
        [
            *(str(Path(sys.executable).parent / "snakemake"), "-s", str(ROOT / "Snakefile")),
            *("--directory", str(folder), "--cores", "2"),
            *("--workflow-profile", str(ROOT / "workflow/profiles/local")),
        ],
        check=True,
    )


def use(page: Any) -> None:
    """Look up a gene, sort the table by name, and go through all contrasts."""
    page.locator('[data-part="search"]').fill("CD123")
    page.locator('[data-part="search"]').press("Enter")
    page.locator('[data-part="head"] button').first.click()
    contrasts = page.locator('[data-part="contrast"]')
    for i in range(contrasts.locator("option").count()):
        contrasts.evaluate(
            "(one, i) => { one.value = i; one.dispatchEvent(new Event('change')); }", str(i)
        )
        # it is drawn once its numbers are unpacked
        page.wait_for_function(f"() => !document.getElementById('data-contrast-{i}')")
        page.wait_for_timeout(200)


def opened(browser: Any, path: Path) -> Load:
    """Open a page at its genes, in a renderer of its own, and measure it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Performance.enable")

    def metrics() -> dict[str, float]:
        found = session.send("Performance.getMetrics")["metrics"]
        return {one["name"]: one["value"] for one in found}

    start = metrics()
    page.goto(path.as_uri() + "#genes")
    page.wait_for_function("() => window.ready > 0")
    ready = page.evaluate("window.ready") / 1e3
    after = metrics()
    session.send("HeapProfiler.enable")
    session.send("HeapProfiler.collectGarbage")
    heap = metrics()["JSHeapUsedSize"]
    use(page)
    session.send("HeapProfiler.collectGarbage")
    used = metrics()["JSHeapUsedSize"]
    context.close()
    return Load(
        ready,
        after["TaskDuration"] - start["TaskDuration"],
        after["ScriptDuration"] - start["ScriptDuration"],
        after["JSHeapUsedSize"] / 1e6,
        heap / 1e6,
        used / 1e6,
    )


def measured(path: Path, loads: int) -> list[Load]:
    """Open a page several times, each in a browser that has seen nothing."""
    found = []
    for _ in range(loads):
        with chromium() as browser:
            found.append(opened(browser, path))
    return found


def part(title: str, about: str, path: Path, loads: list[Load], held: dict[str, Bar]) -> list[str]:
    """Return the table of one page."""
    rows = []
    for name, bar in held.items():
        sizes = [path.stat().st_size / 1e6]
        values = sizes if name == "size" else [getattr(one, name) for one in loads]
        middle = statistics.median(values)
        spread = "" if name == "size" else f"{min(values):.2f} to {max(values):.2f}"
        rows.append([bar.what, f"{middle:.2f} {bar.unit}", spread, bar.words, bar.verdict(middle)])
    return [f"## {title}", "", about, "", *table(["", "median", "range", "bar", ""], rows)]


def main() -> None:
    """Run the studies, measure their pages, write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--example", type=Path, help="folder of the example, run before")
    parser.add_argument("--large", type=Path, help="folder of the large study, run before")
    parser.add_argument("--loads", type=int, default=LOADS)
    parser.add_argument("--print", action="store_true", help="write nothing")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        example, large = given.example, given.large
        if example is None:
            example = Path(folder) / "example"
            shutil.copytree(ROOT / "config", example / "config")
            (example / "resources").symlink_to(ROOT / "resources")
            run(example)
        if large is None:
            large = Path(folder) / "large"
            write_large(large)
            run(large)
        text = [
            "# The page: size, time, memory",
            "",
            "Written by `make bench-page` (`tests/benchmarks/bench_page.py`). Machine: "
            f"{machine()}.",
            "",
            f"Each page is opened {given.loads} times at its section on genes, so that the "
            "explorer is unpacked at once, each time in a new headless Chromium without a cache. "
            "CPU and heap are those of the page's renderer (`Performance.getMetrics`: "
            "TaskDuration, ScriptDuration, JSHeapUsedSize); the numbers of genes lie in typed "
            "arrays, which are no part of that heap. Other work may have run on the machine.",
            "",
        ]
        for title, about, study, held in (
            (
                "The example",
                "19,439 genes, 6 samples, one contrast.",
                example,
                bars(3, 1.5, 1, 10),
            ),
            (
                "A large study",
                f"Simulated: {GENES:,} genes, {PARENTAL + CLONES * REPLICATES} samples, {CLONES} "
                f"contrasts, {PROTEINS:,} proteins, pathways; run through the pipeline.",
                large,
                bars(8, 3, None, None),
            ),
        ):
            report = study / "results/report.html"
            text += part(title, about, report, measured(report, given.loads), held)
    if given.print:
        print("\n".join(text))
    else:
        PAGE.write_text("\n".join(text).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
