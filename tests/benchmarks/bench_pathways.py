"""Gene sets: CPU time beside gseapy, p-values of noise, false calls where genes are correlated.

``make bench-pathways`` writes docs/benchmark_pathways.md in about 15 minutes; ``--quick`` takes
half a minute and prints instead.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(Path(__file__).parent)]

from engines.machine import machine  # noqa: E402
from engines.page import table  # noqa: E402
from pathways.null import SETS, NullPart, null_pvalues  # noqa: E402
from pathways.rotations import catalogue_sets, residuals_of, rotation_calls  # noqa: E402
from pathways.speed import measure  # noqa: E402

from resistance.readers import resources  # noqa: E402

PAGE = ROOT / "docs/benchmark_pathways.md"
DATA = ROOT.parent / "shared/data/mcf7_endocrine"
FAMILIES = {"Hallmark": "", "mechanism": "mechanisms", "cell_state": "cell states"}


def speed_part() -> list[str]:
    """Return CPU time and memory."""
    found = {name: measure(name) for name in ("ours", "gseapy")}
    rows = [
        [name, f"{one['cpu']:.1f}", f"{one['gb']:.2f}", f"{one['called']:.0f}"]
        for name, one in found.items()
    ]
    ratio = found["ours"]["cpu"] / found["gseapy"]["cpu"]
    return [
        "## CPU time",
        "20,000 genes, 1,500 sets of 10 to 500 genes, 150 of which move; one process, imports left "
        "out. gseapy: its multilevel method alone, in chunks of 300 sets.",
        "",
        *table(["", "CPU s", "GB", "sets called"], rows),
        f"Ours takes {ratio:.2f} of gseapy's time.",
        "",
    ]


def null_part(parts: list[NullPart]) -> list[str]:
    """Return how uniform the p-values of noise are."""
    shares = (0.5, 0.1, 0.05, 0.01, 0.001)
    rows = [
        [
            part.sizes,
            f"{len(part.pvalues):,}",
            f"{part.ks:.2f}",
            *(f"{part.below(share) / len(part.pvalues):.4f}" for share in shares),
            str(part.below(0.001)),
        ]
        for part in parts
    ]
    return [
        "## Noise",
        f"Rankings of independent normal numbers, each with {SETS} disjoint random sets.",
        "",
        *table(
            [
                "genes a set",
                "p-values",
                "KS p",
                *(f"p < {s:g}" for s in shares),
                "p < .001, number",
            ],
            rows,
        ),
    ]


def rotation_part(found: dict[str, pd.DataFrame]) -> list[str]:
    """Return how often anything is called where nothing has changed."""
    lines = [
        "## Noise with the correlation of real genes",
        "Residuals of MCF7's five groups, rotated and fitted again: nothing has changed. Share of "
        "rotations with any set at FDR < .05, and the median number of such sets. The correlation "
        "is what camera takes the genes of a set to have; GSEA takes it for 0.",
        "",
    ]
    for variance, calls in found.items():
        rows = []
        for name, rho in calls:
            label = "GSEA, Hallmark" if name == "GSEA" else f"camera, {FAMILIES[name] or name}"
            values = calls[name, rho]
            rows.append([label, rho, f"{(values > 0).mean():.3f}", f"{values.median():.0f}"])
        rows.sort(key=lambda row: (not row[0].startswith("GSEA"),))
        head = ["", "correlation", "any set called", "median number"]
        lines += [f"Variance of each gene: {variance} ({len(calls)} rotations).", ""]
        lines += table(head, rows)
    return lines


def main() -> None:
    """Read the command line, measure, write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    rankings, rotations = (4, 2) if quick else (200, 200)
    text = [
        "# Gene sets: time, and calls where there is nothing",
        "",
        f"Written by `make bench-pathways`. Machine: {machine()}.",
        "",
        *speed_part(),
        *null_part([null_pvalues(rankings, sizes) for sizes in ("10 to 100", "50")]),
    ]
    if DATA.exists():
        residuals = residuals_of(DATA, ROOT)
        sets = resources.read_gene_sets(ROOT / "resources/gene_sets/hallmark.gmt.gz")
        catalogue = resources.read_catalogue(ROOT / "resources/catalogue/mechanisms.tsv")
        signed = {
            group: catalogue_sets(catalogue, group, residuals.genes)
            for group in ("mechanism", "cell_state")
        }
        found = {
            "its own": rotation_calls(residuals, sets, signed, False, range(rotations)),
            "moderated": rotation_calls(residuals, sets, signed, True, range(rotations)),
        }
        text += rotation_part(found)
    else:
        text += [f"Rotations: {DATA.name} is absent from ../shared/data.", ""]
    if quick:
        print("\n".join(text))
    else:
        PAGE.write_text("\n".join(text).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
