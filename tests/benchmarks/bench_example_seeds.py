"""The example's planted findings over many seeds of its generator.

``OMP_NUM_THREADS=1 nice .venv/bin/python tests/benchmarks/bench_example_seeds.py`` takes about
50 s of CPU time a seed and writes docs/benchmark_example.md; ``--genes 3000`` fits the planted and
catalogue genes among 3,000 others, in a fifth of that time.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from types import ModuleType

import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "resources/example/build"
CONTRAST = "resistant_vs_parental"
NO_CALL = ("inconclusive", "not_detected", "not_measured")
sys.path[:0] = [str(ROOT / "scripts"), str(BUILD)]


def generator() -> ModuleType:
    """Return the generator's command as a module."""
    spec = importlib.util.spec_from_file_location("example_build", BUILD / "__main__.py")
    if spec is None or spec.loader is None:
        raise ImportError(str(BUILD))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def concordance_of(study, genes_per_fit: int | None = None) -> pd.DataFrame:
    """Take a simulated study through inputs, differential, protein and concordance.

    Parameters
    ----------
    study : simulate.Study
    genes_per_fit : int, optional
        Planted genes and that many others only: quicker, and close to the whole.

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`resistance.columns.CONCORDANCE`.
    """
    from resistance.concordance.assemble import concordance_table
    from resistance.concordance.panel import panel_genes
    from resistance.concordance.study import margins_of, rna_of_contrast
    from resistance.differential.analysis import analyse
    from resistance.differential.models import Settings
    from resistance.inputs.import_counts import import_counts
    from resistance.protein.estimates import estimate
    from resistance.protein.matching import GeneMatcher, attach_genes, match_genes
    from resistance.protein.tidy import log2_signals, tidy
    from resistance.readers.delimited import usable
    from resistance.readers.matrix import read_matrix
    from resistance.readers.resources import read_annotation, read_catalogue

    annotation = read_annotation(ROOT / "resources/annotation", "human")
    catalogue = read_catalogue(ROOT / "resources/catalogue/mechanisms.tsv")
    table = study.counts
    if genes_per_fit is not None:
        planted = table["gene_id"].isin(study.truth["ensembl_id"])
        planted |= table["gene_id"].isin(catalogue["ensembl_id"])
        others = table[~planted].sample(genes_per_fit, random_state=1)
        table = pd.concat([table[planted], others]).sort_values("gene_id")
    samples = study.samples.set_index("sample")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "counts.tsv"
        table.to_csv(path, sep="\t", index=False)
        raw = usable(read_matrix(path, path.name, "auto"))
        imported = import_counts(raw, list(samples.index), annotation, None, "yes", "")
    analysis = analyse(
        imported.counts, imported.genes, samples, study.contrasts, "~ condition", Settings(0.1)
    )
    genes = imported.genes
    estimates = estimate(log2_signals(tidy(study.protein)), ["parental"], ["resistant"])
    protein = attach_genes(estimates, match_genes(estimates, genes, annotation))
    rna = rna_of_contrast(
        analysis.tables[CONTRAST],
        imported.counts,
        analysis.size_factors,
        analysis.fit_genes,
        analysis.model,
        samples,
        study.contrasts,
        CONTRAST,
    )
    matcher = GeneMatcher(genes, annotation)
    panel = panel_genes(["IL3RA", "ABCB1"], catalogue, matcher, "human")
    margins = margins_of(
        {
            "change_margin": 1.25,
            "equivalence_margin": 1.5,
            "western_equivalence_margin": 2.0,
            "explained_fraction": 0.5,
            "alpha": 0.05,
        }
    )
    return concordance_table(protein, genes, panel, rna, margins)


def judged(seed: int, genes_per_fit: int | None = None) -> pd.DataFrame:
    """Simulate one study, call it, and hold the calls against its truth."""
    from score import score

    study = generator().load(seed)
    return score(concordance_of(study, genes_per_fit), study.truth).assign(seed=seed)


def summary(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per seed: what became of the planted findings."""
    out = []
    for seed, of_seed in rows.groupby("seed"):
        leads = of_seed.set_index(["gene", "assay_id"])
        changes = of_seed[of_seed["is_change"] & ~of_seed["gene"].isin(["IL3RA", "ABCB1"])]
        cd123, pgp = (leads.loc[gene].iloc[0] for gene in ("IL3RA", "ABCB1"))
        called = of_seed[of_seed["assay_id"] != ""]
        out.append(
            {
                "seed": seed,
                "IL3RA": f"{cd123['call']} {cd123['tier']}".strip(),
                "ABCB1": pgp["call"],
                "planted changes": len(changes),
                "right": int((changes["judged"] == "right").sum()),
                "inconclusive": int((changes["judged"] == "inconclusive").sum()),
                "true, but not all": int((changes["judged"] == "other_true_claim").sum()),
                "wrong": int((changes["judged"] == "wrong").sum()),
                "rows": len(called),
                "calls made": int((~called["call"].isin(NO_CALL)).sum()),
                "wrong calls": int((called["judged"] == "wrong").sum()),
                "unchanged shown": int((called["call"] == "unchanged").sum()),
                "naive reading wrong": int(called["naive_wrong"].sum()),
            }
        )
    return pd.DataFrame(out)


def page(table: pd.DataFrame, wrong: pd.DataFrame, genes: int | None) -> str:
    """Write the page of the benchmark."""
    total = table.sum(numeric_only=True)
    n = len(table)
    changes = total["planted changes"]
    lines = [
        f"# The example study over {n} seeds of its generator",
        "",
        "Simulated data (`resources/example/README.md`), taken through the library's inputs,",
        "differential, protein and concordance stages by",
        "`tests/benchmarks/bench_example_seeds.py`. A planted change is 1.5 log2 or more in a",
        "layer; IL3RA and ABCB1 have columns of their own. *True, but not all*: the call is not",
        "the planted one, but what it says holds (a loss where both layers move apart). *Wrong*:",
        "what the call says is false. *Naive reading wrong*: rows where padj < 0.05 in one layer",
        "alone, read as a change of this layer alone, is false.",
        "Fitted: "
        + (f"planted and catalogue genes and {genes:,} others." if genes else "all genes."),
        "",
        "| " + " | ".join(table.columns) + " |",
        "|" + "---|" * len(table.columns),
        *("| " + " | ".join(str(cell) for cell in row) + " |" for row in table.to_numpy()),
        "",
        f"- planted changes right {total['right'] / changes:.1%}, inconclusive "
        f"{total['inconclusive'] / changes:.1%}, true but not all "
        f"{total['true, but not all'] / changes:.1%}, wrong {total['wrong'] / changes:.2%} "
        f"of {changes:.0f}",
        f"- all {total['rows']:.0f} rows with protein: {total['calls made']:.0f} calls made, "
        f"{total['wrong calls']:.0f} of them wrong "
        f"({total['wrong calls'] / total['calls made']:.2%}); the naive reading is wrong in "
        f"{total['naive reading wrong']:.0f} rows "
        f"({total['naive reading wrong'] / total['rows']:.1%})",
        f"- IL3RA: {(table['IL3RA'] == 'posttranscriptional_loss A').sum()} of {n} seeds "
        "posttranscriptional_loss tier A; ABCB1: "
        f"{(table['ABCB1'] == 'concordant_up').sum()} of {n} concordant_up",
        "",
    ]
    if len(wrong):
        lines += ["Wrong calls:", ""]
        lines += [
            f"- seed {row.seed}, {row.gene}, {row.assay_id}: {row.call} (planted: "
            f"{row.planted_call}, mRNA {row.true_rna_log2fc:+}, protein "
            f"{row.true_protein_log2fc:+})"
            for row in wrong.itertuples()
        ]
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    """Run the seeds and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--page", type=Path, default=ROOT / "docs/benchmark_example.md")
    parser.add_argument("--genes", type=int, help="other genes to fit; all by default")
    parser.add_argument("--rows", type=Path, help="also write every judged row here")
    arguments = parser.parse_args()
    with ProcessPoolExecutor(arguments.processes) as pool:
        seeds = range(1, arguments.seeds + 1)
        parts = pool.map(judged, seeds, [arguments.genes] * len(seeds))
        rows = pd.concat(parts, ignore_index=True)
    if arguments.rows:
        rows.to_csv(arguments.rows, sep="\t", index=False)
    table = summary(rows)
    arguments.page.write_text(
        page(table, rows[rows["judged"] == "wrong"], arguments.genes), encoding="utf-8"
    )
    print(table.to_string(index=False))


if __name__ == "__main__":
    main()
