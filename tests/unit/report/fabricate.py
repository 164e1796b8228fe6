"""Fabricated tables that conform to resistance.columns: small, quick, and as odd as asked for."""

from __future__ import annotations

import base64
import dataclasses

import numpy as np
import pandas as pd

from resistance import columns, evidence_columns
from resistance.fit_tables import FitTables
from resistance.mechanisms.confidence import Arms
from resistance.report.data import ContrastTables, FileFact, StudyTables

CHANGE = "positive log2FoldChange = higher in resistant than in parental"
RATIO = (
    "tested: likelihood ratio of ~ batch + condition against ~ batch, which is about all terms "
    "that the second lacks at once"
)
SUBSET = "fitted on the samples with batch = b1|b2; passage = p1"
#: a contrast's name to what its question changes in a two-sided Wald test
QUESTIONS = {
    "plain": {"words": CHANGE},
    "ratio": {"test": "lrt", "words": RATIO},
    "ratio_of_two": {"test": "lrt", "words": f"{CHANGE}; {RATIO}"},
    "beyond": {
        "alternative": "greaterAbs",
        "lfc_threshold": 1.0,
        "words": f"{CHANGE}; tested: log2FoldChange beyond 1, up or down",
    },
    "within": {
        "alternative": "lessAbs",
        "lfc_threshold": 1.0,
        "words": f"{CHANGE}; tested: log2FoldChange between -1 and 1",
    },
    "rise": {
        "alternative": "greater",
        "lfc_threshold": 0.5,
        "words": f"{CHANGE}; tested: log2FoldChange above 0.5",
    },
    "fall": {"alternative": "less", "words": f"{CHANGE}; tested: log2FoldChange below 0"},
    "subset": {"words": f"{CHANGE}; {SUBSET}"},
    "without": {"words": f"{CHANGE}; fitted without s1, s2"},
}

NOTICE = "These findings were planted by us; sizes are invented; this is no evidence about PVEK."


def empty(definition: columns.Columns) -> pd.DataFrame:
    kinds = {str: object, float: float, int: "Int64"}
    return pd.DataFrame({n: pd.Series(dtype=kinds[k]) for n, k in definition.items()})


def frame(definition: columns.Columns, rows: list[dict]) -> pd.DataFrame:
    """Fill what a row leaves out: empty text, NaN."""
    if not rows:
        return empty(definition)
    out = pd.DataFrame(rows)
    for name, kind in definition.items():
        if name not in out:
            out[name] = "" if kind is str else np.nan
        if kind is int:
            out[name] = out[name].astype("Int64")
        elif kind is float:
            out[name] = out[name].astype(float)
        else:
            out[name] = out[name].fillna("").astype(str)
    return out[list(definition)]


def config(**study) -> dict:
    return {
        "study": {
            "name": "Resistant against parental cells",
            "organism": "human",
            "disease": "bpdcn",
            "simulated": True,
            "drug": {"name": "pivekimab sunirine", "class": "adc", "target": "IL3RA"},
            **study,
        },
        "design": "~ condition",
        "differential": {"alpha": 0.1},
        "genes_of_interest": ["IL3RA", "ABCB1"],
        "enrichment": {
            "collections": ["hallmark", "reactome"],
            "min_size": 10,
            "max_size": 500,
            "seed": 42,
        },
        "concordance": {
            "change_margin": 1.25,
            "equivalence_margin": 1.5,
            "western_equivalence_margin": 2.0,
            "explained_fraction": 0.5,
            "alpha": 0.05,
            "systematic_sd": {},
        },
    }


def de_table(genes: pd.DataFrame, rng: np.random.Generator, significant: bool = True):
    n = len(genes)
    lfc = rng.normal(0, 0.25, n)
    moved = rng.random(n) < (0.08 if significant else 0)
    lfc[moved] += rng.choice([-1, 1], moved.sum()) * rng.uniform(1, 4, moved.sum())
    mean = np.exp(rng.normal(5.5, 1.8, n))
    se = 0.1 + 1.2 / np.sqrt(mean)
    lfc[0], se[0], mean[0] = -0.10, 0.15, 2400
    lfc[1], se[1], mean[1] = 5.20, 0.45, 140
    from scipy.stats import norm

    p = 2 * norm.sf(np.abs(lfc / se)) if significant else rng.uniform(0.2, 1, n)
    order = np.argsort(p)
    q = np.empty(n)
    q[order] = np.minimum.accumulate((p[order] * n / np.arange(1, n + 1))[::-1])[::-1]
    out = pd.DataFrame(
        {
            "gene_id": genes["gene_id"],
            "ensembl_id": genes["ensembl_id"],
            "gene_name": genes["gene_name"],
            "baseMean": mean,
            "log2FoldChange": lfc,
            "lfcSE": se,
            "stat": lfc / se,
            "pvalue": p,
            "padj": np.clip(q, 0, 1) if significant else 1.0,
            "log2FoldChange_shrunken": lfc * 0.9,
            "lfcSE_shrunken": se * 0.9,
            "status": "tested",
            "svalue": np.clip(p / 2, 0, 1),
        }
    )
    numbers = ["log2FoldChange", "lfcSE", "stat", "pvalue", "padj"]
    numbers += ["log2FoldChange_shrunken", "lfcSE_shrunken", "svalue"]
    for start, status in ((n - n // 10, "all_zero"), (n - n // 6, "low_count")):
        rows = out.index[start : start + n // 20]
        out.loc[rows, "status"] = status
        out.loc[rows, numbers if status == "all_zero" else ["padj"]] = np.nan
        if status == "all_zero":
            out.loc[rows, "baseMean"] = 0.0
    return out


def concordance_table(de: pd.DataFrame, rng: np.random.Generator, n_ms: int = 30) -> pd.DataFrame:
    def row(gene, assay, kind, compartment, p, s, call, tier="", reason="", naive="", text=""):
        r = de.iloc[gene]
        return {
            "gene_id": r["gene_id"],
            "ensembl_id": r["ensembl_id"],
            "gene_name": r["gene_name"],
            "assay_id": assay,
            "assay_type": kind,
            "compartment": compartment,
            "family": "panel",
            "family_size": 30,
            "rna_log2FoldChange": r["log2FoldChange"],
            "rna_lfcSE": r["lfcSE"],
            "rna_df": 12,
            "rna_ci_low": r["log2FoldChange"] - 2.18 * r["lfcSE"],
            "rna_ci_high": r["log2FoldChange"] + 2.18 * r["lfcSE"],
            "rna_padj": r["padj"],
            "rna_status": r["status"],
            "protein_log2FoldChange": p,
            "protein_lfcSE": s,
            "protein_df": 4,
            "protein_ci_low": p - 2.78 * s,
            "protein_ci_high": p + 2.78 * s,
            "protein_padj": 0.001 if abs(p) > 3 * s else 0.3,
            "protein_status": "estimated",
            "protein_method": "difference",
            "link": "arms",
            "smallest_callable": 1.1,
            "systematic_sd": 0.1,
            "change_margin": np.log2(1.25),
            "rna_equivalence_margin": np.log2(1.5),
            "protein_equivalence_margin": np.log2(1.5),
            "explained_fraction": 0.5,
            "smallest_margin_rna": abs(r["log2FoldChange"]) + 1.78 * r["lfcSE"],
            "smallest_margin_protein": abs(p) + 2.13 * s,
            "call": call,
            "tier": tier,
            "reason": reason,
            "replicates_needed": 6 if call == "inconclusive" else np.nan,
            "naive_reading": naive,
            "sentence": text,
        }

    rows = [
        row(
            0,
            "flow_cd123",
            "flow",
            "surface",
            -1.6,
            0.2,
            "posttranscriptional_loss",
            "A",
            naive="protein only down",
            text="Lower surface signal of CD123; mRNA is unchanged within 1.5-fold.",
        ),
        row(
            1,
            "western_pgp",
            "western",
            "total",
            2.4,
            0.25,
            "concordant_up",
            naive="both up",
            text="P-gp is higher in mRNA and protein.",
        ),
    ]
    calls = ["concordant_up", "concordant_down", "transcript_only_up", "unchanged", "inconclusive"]
    for i in range(n_ms):
        call = calls[i % 5]
        reason = "protein_underpowered" if call == "inconclusive" else ""
        naive = "protein only up" if i % 7 == 0 else "neither"
        p = de["log2FoldChange"].iloc[i + 2] * 0.6 + rng.normal(0, 0.3)
        rows.append(
            row(
                i + 2,
                "ms",
                "lfq_ms",
                "total",
                p,
                0.3,
                call,
                "B" if "only" in call else "",
                reason,
                naive,
            )
        )
    return frame(columns.CONCORDANCE, rows)


def group_rows(enrichment: list[dict], per_group: int = 2) -> list[dict]:
    """Called sets in groups of two, in the order of their FDR; kinds of calls in turn."""
    rows = []
    for direction, sign in (("up", 1), ("down", -1)):
        called = [r for r in enrichment if r["padj"] < 0.05 and r["nes"] * sign > 0]
        for i, row in enumerate(called):
            best = called[i - i % per_group]
            rows.append(
                {name: row.get(name) for name in ("collection", "term", "nes", "padj", "size")}
                | {
                    "direction": direction,
                    "group": i // per_group + 1,
                    "label": best["term"],
                    "is_best": "yes" if best is row else "no",
                    "camera_padj_rho05": row["padj"] * 3,
                    "call": ("robust", "gene_permutation_only")[(i // per_group) % 2],
                    "follows_proliferation": "yes" if i % 6 == 0 else "no",
                    "overlap_with_best": 1.0,
                    "n_shared": 12,
                }
            )
    return rows


def over_rows(direction: str, n: int = 3) -> list[dict]:
    return [
        {
            "direction": direction,
            "collection": "reactome",
            "term": f"REACTOME_SET_{i}",
            "size": 40,
            "n_changed": 30,
            "overlap": 12,
            "expected": 3.2,
            "odds_ratio": 5.5,
            "pvalue": 1e-6,
            "padj": 1e-4 * (i + 1),
            "genes": "ABCB1;ABCG2",
        }
        for i in range(n)
    ]


def figure(alt: str, simulated: bool = False):
    from resistance.report.figures.drawing import Figure
    from resistance.report.figures.style import caption

    # of a size of its own: a browser takes an image without one for broken
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"/>'
    src = f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"
    return Figure(src, alt, caption(alt, simulated), 600, 400)


def contrast(
    name,
    genes,
    rng,
    *,
    significant=True,
    protein=True,
    functional=True,
    sets=True,
    reference="parental",
    target="resistant",
    arms=((), ()),
) -> ContrastTables:
    de = de_table(genes, rng, significant)
    if protein:
        concordance = concordance_table(de, rng)
    else:
        concordance = frame(
            columns.CONCORDANCE,
            [
                {
                    "gene_id": de["gene_id"][i],
                    "gene_name": de["gene_name"][i],
                    "ensembl_id": de["ensembl_id"][i],
                    "rna_log2FoldChange": de["log2FoldChange"][i],
                    "rna_lfcSE": de["lfcSE"][i],
                    "rna_df": 12,
                    "change_margin": np.log2(1.25),
                    "rna_equivalence_margin": np.log2(1.5),
                    "call": "not_measured",
                    "rna_status": "tested",
                    "reason": "no protein assay",
                    "sentence": "Protein was not measured.",
                }
                for i in range(2)
            ],
        )
    measured = concordance[concordance["assay_id"] != ""]
    values = [
        {
            "gene_id": r["gene_id"],
            "ensembl_id": r["ensembl_id"],
            "gene_name": r["gene_name"],
            "assay_id": r["assay_id"],
            "compartment": r["compartment"],
            "condition": arm,
            "sample": f"{arm}_{k}",
            "replicate": str(k),
            "censored": "none",
            "log2_signal": 8
            + (r["protein_log2FoldChange"] if arm == target else 0)
            + rng.normal(0, 0.15),
        }
        for _, r in measured.iterrows()
        for arm in (reference, target)
        for k in (1, 2, 3)
    ]
    proteins = [
        {
            "gene_id": r["gene_id"],
            "gene_name": r["gene_name"],
            "protein_gene": r["gene_name"],
            "assay_id": r["assay_id"],
            "assay_type": r["assay_type"],
            "compartment": r["compartment"],
            "status": "estimated",
        }
        for _, r in measured.iterrows()
    ]
    enrichment = (
        [
            {
                "collection": "hallmark" if i % 2 else "reactome",
                "term": f"HALLMARK_E2F_TARGETS_{i}"
                if i % 2
                else f"Regulation of a process with a rather long name that goes on, part {i}",
                "es": 0.5,
                "nes": float(rng.choice([-1, 1]) * rng.uniform(1, 2.6)),
                "pvalue": 0.0001 * i,
                "padj": min(1, 0.004 * i),
                "size": 40,
                "set_size": 50,
                "leading_edge": ";".join(genes["gene_name"][:12]),
            }
            for i in range(1, 31)
        ]
        if sets
        else []
    )
    collections = [
        {
            "collection": "hallmark",
            "status": "tested" if sets else "no_sets",
            "n_sets": 50,
            "n_tested": 50 if sets else 0,
            "n_too_small": 0,
            "n_too_large": 1,
            "n_genes": 400,
            "n_ranked": 500,
            "n_matched": 300,
            "reason": "" if sets else "There are no gene sets for this organism.",
        }
    ]
    return ContrastTables(
        id=name,
        variable="condition",
        reference=reference,
        target=target,
        sides=Arms(*arms, ("parental",), ("r1",)),
        conditions=((reference,), (target,)),
        de=de,
        enrichment=frame(columns.ENRICHMENT, enrichment),
        collections=frame(columns.ENRICHMENT_COLLECTIONS, collections),
        protein=frame(columns.PROTEIN, proteins),
        values=frame(columns.PROTEIN_VALUES, values),
        concordance=concordance,
        mechanisms=frame(evidence_columns.MECHANISMS, mechanism_rows()),
        mechanism_genes=frame(
            evidence_columns.MECHANISM_GENES,
            [
                {
                    "group": "mechanism",
                    "mechanism": "drug_efflux",
                    "gene_id": de["gene_id"][1],
                    "gene_name": de["gene_name"][1],
                    "role": "P-gp",
                    "evidence_class": "effector",
                    "expected_direction": "up",
                    "rna_log2FoldChange": 5.2,
                    "rna_lfcSE": 0.45,
                    "rna_padj": 1e-20,
                    "rna_status": "tested",
                    "protein_log2FoldChange": 2.4,
                    "protein_assay_id": "western_pgp",
                    "call": "concordant_up",
                    "grade": "consistent_both",
                    "rationale": "pumps the payload out",
                    "source": "general",
                }
            ],
        ),
        localisation=frame(evidence_columns.LOCALISATION, localisation_rows(de) if protein else []),
        functional=frame(evidence_columns.FUNCTIONAL, functional_rows() if functional else []),
        ladder=frame(evidence_columns.LADDER, ladder_rows()),
        groups=frame(columns.PATHWAY_GROUPS, group_rows(enrichment)),
        over_representation=frame(
            columns.OVER_REPRESENTATION, over_rows("up") + over_rows("down") if sets else []
        ),
        pathway_figures={"dots": figure("Dot plot of the gene sets.")} if sets else {},
    )


def localisation_rows(de: pd.DataFrame) -> list[dict]:
    gene = {name: de[name][0] for name in ("gene_id", "ensembl_id", "gene_name")}
    return [
        gene
        | {
            "surface_assay_id": "flow_cd123",
            "surface_log2FoldChange": -1.6,
            "surface": "lower",
            "total": "not_measured",
            "rna": "unchanged",
            "reading": "lower_surface_total_open",
            "sentence": "Lower surface signal; total CD123 was not measured.",
        }
    ]


def functional_rows() -> list[dict]:
    base = {
        "mechanism": "drug_efflux",
        "assay": "dye_efflux",
        "unit": "MFI",
        "n_reference": 3,
        "n_target": 3,
        "lfcSE": 0.2,
        "df": 8,
        "status": "estimated",
    }
    return [
        base
        | {
            "quantity": "difference",
            "log2FoldChange": -2.0,
            "ci_low": -2.5,
            "ci_high": -1.5,
            "padj": 0.002,
            "conclusion": "undetermined",
            "reason": "no_inhibitor",
            "sentence": "Less dye inside resistant cells: efflux cannot be told from uptake.",
        },
        base
        | {
            "modulator": "zosuquidar",
            "quantity": "effect_target",
            "log2FoldChange": 1.9,
            "ci_low": 1.4,
            "ci_high": 2.4,
            "padj": 0.003,
            "conclusion": "pump_active",
            "reason": "more_than_reference",
            "sentence": "Pump active in resistant cells (P-gp): zosuquidar keeps more dye inside.",
        },
        base
        | {
            "assay": "adc_ic50",
            "unit": "nM",
            "quantity": "difference",
            "log2FoldChange": 6.0,
            "ci_low": 5.0,
            "ci_high": np.inf,
            "status": "bound",
            "sentence": "IC50 of the drug, resistant against parental cells: log2FC at least 6.",
        },
    ]


def ladder_rows() -> list[dict]:
    states = {
        "antigen_loss": ("not_shown", "filled", "filled", "open"),
        "drug_efflux": ("filled", "filled", "open", "filled"),
        "apoptosis": ("against", "open", "open", "open"),
    }
    # without "intervention": a rung that the table lacks is open
    rungs = ("mrna", "protein", "localisation", "function")
    return [
        {
            "mechanism": name,
            "title": name,
            "rung": rung,
            "state": state,
            "evidence": f"{name}, {rung}: what was found, or what is missing.",
        }
        for name, found in states.items()
        for rung, state in zip(rungs, found, strict=True)
    ]


def mechanism_rows() -> list[dict]:
    base = {"n_genes": 9, "n_expected": 1, "n_against": 0, "function": "not measured"}
    return [
        base
        | {
            "group": "mechanism",
            "mechanism": "antigen_loss",
            "title": "Lower antigen",
            "verdict": "consistent_protein_only",
            "label": "consistent in protein only",
            "confidence": "moderate",
            "effectors": "IL3RA",
            "next_experiment": "Re-express CD123 and test sensitivity.",
            "sentence": "Lower surface CD123 at unchanged mRNA.",
        },
        base
        | {
            "group": "mechanism",
            "mechanism": "drug_efflux",
            "title": "Drug efflux",
            "verdict": "consistent_both",
            "label": "consistent in mRNA and protein",
            "confidence": "moderate",
            "effectors": "ABCB1;ABCG2",
            "next_experiment": "Dye efflux with and without zosuquidar.",
            "sentence": "P-gp increased at both levels; efflux not measured.",
            "set_nes_stat": 2.1,
            "set_pvalue": 0.02,
            "set_padj": 0.04,
        },
        base
        | {
            "group": "mechanism",
            "mechanism": "apoptosis",
            "title": "Apoptosis",
            "verdict": "undetermined",
            "label": "undetermined",
            "effectors": "BCL2;MCL1",
        },
        base
        | {
            "group": "mechanism",
            "mechanism": "linker_cleavage",
            "title": "Linker cleavage",
            "verdict": "not_applicable",
            "label": "does not apply",
            "reason": "The drug has no cleavable linker.",
        },
        base
        | {
            "group": "cell_state",
            "mechanism": "pdc_identity",
            "title": "pDC identity",
            "verdict": "no_shift_shown",
            "label": "no shift shown",
            "effectors": "TCF4",
        },
    ]


def verdict_rows(name: str, de: pd.DataFrame, protein: bool) -> list[dict]:
    def one(i, call, tier, clinical, text, **more):
        return {
            "contrast": name,
            "gene_id": de["gene_id"][i],
            "ensembl_id": de["ensembl_id"][i],
            "gene_name": de["gene_name"][i],
            "clinical_name": clinical,
            "call": call,
            "tier": tier,
            "confidence": "moderate" if tier or "con" in call else "",
            "n_derivations": "1 v 1",
            "function": "not measured",
            "would_change": "a second derivation without it",
            "sentence": text,
            "next_experiment": "Stain with a second, non-competing clone.",
            **more,
        }

    if not protein:
        text = "Protein was not measured."
        return [one(0, "not_measured", "", "CD123", text), one(1, "not_measured", "", "P-gp", text)]
    return [
        one(
            0,
            "posttranscriptional_loss",
            "A",
            "CD123",
            "Surface CD123 signal is lower; IL3RA mRNA is unchanged within 1.5-fold.",
            capped_by="single_derivation",
        ),
        one(
            1,
            "concordant_up",
            "",
            "P-gp",
            "P-glycoprotein is higher in mRNA and protein; efflux was not measured.",
        ),
    ]


def fit_tables(contrasts: list[ContrastTables], samples: list[str], rng) -> FitTables:
    """Tables of a parametric fit: most genes near the trend, one in fifty far above it."""
    de = contrasts[0].de
    mean = de["baseMean"].to_numpy()
    seen = mean > 0
    trend = np.where(seen, 0.03 + 3 / np.where(seen, mean, 1), np.nan)
    genewise = trend * np.exp(rng.normal(0, 0.8, len(de)))
    genewise[rng.random(len(de)) < 0.05] = 1e-8
    far = seen & (rng.random(len(de)) < 0.02)
    genewise[far] = trend[far] * 30
    genes = {
        "model": "main",
        "gene_id": de["gene_id"],
        "dispersion_genewise": np.where(seen, genewise, np.nan),
        "dispersion_trend": trend,
        "dispersion": np.where(far, genewise, np.sqrt(np.maximum(genewise, 1e-3) * trend)),
        "dispersion_outlier": np.where(far, "yes", "no"),
        "max_cooks": 0.4,
        "replaced": "no",
        "converged": "yes",
    }
    quantiles = np.array([0.001, 0.02, 0.06, 0.12, 0.4, 20.0])
    cooks = [
        {"model": "main", "sample": s, "judged": "yes" if len(samples) > 4 else "no"}
        | {"n_genes": int(seen.sum()), "n_above": 2, "cutoff": 9.0}
        | dict(
            zip(
                ("q05", "q25", "q50", "q75", "q95", "max"),
                quantiles * rng.uniform(0.7, 1.4),
                strict=True,
            )
        )
        for s in samples
    ]
    return FitTables(
        {c.id: c.de for c in contrasts},
        frame(columns.FIT_GENES, list(pd.DataFrame(genes).to_dict("records"))),
        frame(columns.COOKS, cooks),
    )


def study(
    *,
    names=("resistant_vs_parental",),
    n_genes=400,
    n=3,
    significant=True,
    protein=True,
    functional=True,
    sets=True,
    no_replicates=False,
    gene="IL3RA",
    sample="sample {arm} {k}",
    levels=("parental", "resistant"),
    checks=True,
    asked=None,
) -> StudyTables:
    """Fabricate a study; ``asked``: a contrast's name to what differs in its question."""
    rng = np.random.default_rng(7)
    symbols = [gene, "ABCB1", *[f"GENE{i}" for i in range(2, n_genes)]]
    genes = frame(
        columns.GENES,
        [
            {
                "gene_id": f"ENSG{i:011d}",
                "input_ids": f"ENSG{i:011d}.1",
                "ensembl_id": f"ENSG{i:011d}",
                "gene_name": s,
                "matched_by": "ensembl_id",
                "measurable": "yes",
            }
            for i, s in enumerate(symbols)
        ],
    )
    n = 1 if no_replicates else n
    samples = [(arm, k, sample.format(arm=arm, k=k)) for arm in levels for k in range(1, n + 1)]
    ids = [s for _, _, s in samples]
    contrasts = [
        contrast(
            c,
            genes,
            rng,
            significant=significant,
            protein=protein,
            functional=functional,
            sets=sets,
            reference=levels[0],
            target=levels[1],
            arms=tuple(tuple(s for arm, _, s in samples if arm == level) for level in levels[:2]),
        )
        for c in names
    ]
    if no_replicates:
        for c in contrasts:
            for column in ("lfcSE", "stat", "pvalue", "padj", "lfcSE_shrunken"):
                c.de[column] = np.nan
            c.de["status"] = "no_replicates"
    mean = contrasts[0].de["baseMean"].to_numpy()
    lfc = contrasts[0].de["log2FoldChange"].fillna(0).to_numpy()
    normalised = pd.DataFrame(
        {
            s: mean * 2 ** (lfc * (0.5 if arm == levels[1] else -0.5)) * rng.uniform(0.8, 1.2)
            for arm, _, s in samples
        },
        index=pd.Index(genes["gene_id"], name="gene_id"),
    )
    check_rows = (
        [
            {
                "check": "library_size",
                "title": "Library size",
                "scope": "study",
                "status": "pass",
                "value": "12.1 million",
                "threshold": "5 million",
                "touches": "all",
                "message": "The smallest library has 12.1 million reads.",
            },
            {
                "check": "passage_confounded",
                "title": "Passage",
                "scope": "contrast",
                "item": names[0],
                "status": "fail",
                "value": "1",
                "threshold": "< 1",
                "touches": "all",
                "message": "Passage is confounded with the condition.",
            },
            {
                "check": "staining_clone",
                "title": "Staining clone",
                "scope": "gene",
                "item": "IL3RA",
                "status": "note",
                "value": "1 clone",
                "threshold": "2",
                "touches": "IL3RA",
                "message": "One clone only: an epitope change is possible.",
            },
            {
                "check": "drug_at_harvest",
                "title": "Drug at harvest",
                "scope": "study",
                "status": "not_assessable",
                "touches": "all",
                "message": "The sheet has no column drug_at_harvest.",
            },
        ]
        if checks
        else []
    )
    verdicts = [r for c in contrasts for r in verdict_rows(c.id, c.de, protein)]
    pairs = [(a, b) for i, a in enumerate(ids) for b in ids[i:]]
    return StudyTables(
        contrasts=contrasts,
        verdicts=frame(columns.VERDICTS, verdicts),
        checks=frame(columns.CHECKS, check_rows),
        inputs=frame(
            columns.INPUTS,
            [
                {
                    "source": "counts",
                    "action": "read",
                    "item": "",
                    "n": n_genes,
                    "detail": "Genes in the counts table.",
                }
            ],
        ),
        normalised=normalised.iloc[:2],
        samples=pd.DataFrame({"sample": ids, "condition": [arm for arm, _, _ in samples]}),
        genes=genes,
        quality_samples=frame(
            columns.QUALITY_SAMPLES,
            [
                {
                    "sample": s,
                    "display_name": "",
                    "group": arm,
                    "library_size": rng.uniform(1e7, 2e7),
                    "detected_genes": 350,
                    "top_gene": "EEF1A1",
                    "top_gene_share": 0.03,
                    "size_factor": rng.uniform(0.8, 1.2),
                    "replicate_correlation": 0.99 if n > 1 else np.nan,
                }
                for arm, _, s in samples
            ],
        ),
        pca=frame(
            columns.QUALITY_PCA,
            [
                {
                    "sample": s,
                    "component": c,
                    "explained_variance": (0.6, 0.2)[c - 1],
                    "score": (8 if arm == levels[1] else -8) * (c == 1) + rng.normal(0, 2),
                }
                for arm, _, s in samples
                for c in (1, 2)
            ]
            if len(ids) > 1
            else [],
        ),
        distances=frame(
            columns.QUALITY_DISTANCES,
            [
                {"sample": a, "other": b, "distance": 0 if a == b else rng.uniform(20, 90)}
                for a, b in pairs
            ],
        ),
        replication=frame(
            evidence_columns.REPLICATION,
            [
                {
                    "gene_name": gene,
                    "layer": "mRNA",
                    "n_contrasts": len(names),
                    "sentence": f"{gene} mRNA: no change is shown in two contrasts.",
                }
            ],
        ),
        model={
            "residual_df": 4,
            "engine": "vectorised",
            "size_factor_method": "ratio",
            "trend": {"kind": "parametric"},
            "contrasts": {
                c: {
                    "model": "main",
                    "test": "wald",
                    "alternative": "two-sided",
                    "lfc_threshold": 0.0,
                    "filter_cut": 4.5,
                    "words": "positive log2FoldChange = higher in the target",
                    **(asked or {}).get(c, {}),
                }
                for c in names
            },
        },
        fit=FitTables() if no_replicates else fit_tables(contrasts, ids, rng),
        manifest=pd.DataFrame(
            [
                {
                    "file": "gene_sets/hallmark.gmt.gz",
                    "version": "1",
                    "licence": "CC-BY-4.0",
                    "notes": "",
                    "sha256": "ab" * 32,
                }
            ]
        ),
        versions={"pydeseq2": "0.5.4", "gseapy": "1.3.1", "snakemake": "9.27.1"},
        files=[
            FileFact("results/tables/verdicts.tsv", 1234, "cd" * 32),
            FileFact("results/tables/vst.tsv", None, ""),
        ],
    )


def spread(n_genes: int = 400) -> pd.DataFrame:
    """Mean and standard deviation of the VST of genes."""
    rng = np.random.default_rng(3)
    names = pd.Index([f"ENSG{i:011d}" for i in range(n_genes)], name="gene_id")
    return pd.DataFrame(
        {"mean": rng.uniform(4, 14, n_genes), "sd": rng.gamma(4, 0.06, n_genes)}, index=names
    )


def vst(study: StudyTables) -> pd.DataFrame:
    """Values that follow the fold changes of the first contrast."""
    de = study.contrasts[0].de
    side = [
        0.5 if arm != study.samples["condition"][0] else -0.5 for arm in study.samples["condition"]
    ]
    change = de["log2FoldChange"].fillna(0).to_numpy()
    mean = np.log2(de["baseMean"].to_numpy() + 1)
    return pd.DataFrame(
        mean[:, None] + np.outer(change, side),
        index=pd.Index(de["gene_id"], name="gene_id"),
        columns=list(study.samples["sample"]),
    )


def drawings(study: StudyTables, simulated: bool = True, alpha: float = 0.1):
    """Everything that the rules of figures draw: of the study, its fit, and each contrast."""
    from resistance.fit_tables import question
    from resistance.report.figures import contrast as of_contrast
    from resistance.report.figures import model as of_model
    from resistance.report.figures import study as of_study

    without = empty(columns.QUALITY_PCA_WITHOUT)
    values = vst(study)
    first = of_study.draw(
        study.quality_samples, study.pca, without, study.distances, spread(), simulated
    )
    means = study.contrasts[0].de.set_index("gene_id")["baseMean"]
    fitted = of_model.draw(
        study.fit.genes if len(study.fit.genes) else empty(columns.FIT_GENES),
        study.fit.cooks if len(study.fit.cooks) else empty(columns.COOKS),
        means,
        study.quality_samples,
        "",
        simulated,
    )
    contrasts = [
        of_contrast.draw(
            of_contrast.Inputs(
                de=c.de,
                concordance=c.concordance,
                verdicts=study.verdicts[study.verdicts["contrast"] == c.id],
                samples=study.quality_samples,
                vst=values,
                asked=question(study.model, c.id),
                sides=c.sides,
                arms=(c.reference, c.target),
                alpha=alpha,
            ),
            simulated,
        )
        for c in study.contrasts
    ]
    return first, fitted, contrasts


def with_figures(study: StudyTables, simulated: bool = True, drawn: bool = True) -> StudyTables:
    """The study as it is read: with its figures, or with white ones in their place."""
    from resistance.readers.figures import figure_of
    from resistance.report.figures.rendering import for_screen

    blank = b'<svg xmlns="http://www.w3.org/2000/svg" width="403pt" height="317pt"/>'

    def shown(found):
        return {
            name: figure_of(for_screen(d) if drawn else blank, d.alt, d.caption, d.drawn)
            for name, d in found.items()
        }

    first, fitted, contrasts = drawings(study, simulated)
    return dataclasses.replace(
        study,
        figures=shown(first),
        fit_figures=[shown(fitted)],
        contrasts=[
            dataclasses.replace(c, figures=shown(found))
            for c, found in zip(study.contrasts, contrasts, strict=True)
        ],
    )
