rule report:
    """One self-contained page: verdicts first, then whether to believe them, then everything else."""
    input:
        de=per_contrast("results/tables/{contrast}/differential_expression.tsv"),
        enrichment=per_contrast(rules.enrichment.output.table),
        enrichment_collections=per_contrast(rules.enrichment.output.collections),
        gene_sets=rules.gene_sets.output.members,
        set_collections=rules.gene_sets.output.collections,
        pathway_groups=rules.pathway_groups.output.groups,
        over_representation=rules.pathway_groups.output.called,
        pathway_comparison=rules.pathway_groups.output.comparison,
        score_samples=rules.pathway_scores.output.samples,
        pathway_captions=per_contrast(rules.pathway_figures.output.captions),
        captions=per_contrast(rules.contrast_figures.output.captions),
        study_captions=rules.study_figures.output.captions,
        fit_captions=expand(rules.model_figures.output.captions, contrast=LEADING),
        # that the captions name
        figures=[
            *per_contrast(
                [
                    f"results/figures/{{contrast}}/{name}.svg"
                    for name in (*CONTRAST_FIGURES, *PATHWAY_FIGURES)
                ]
            ),
            *[f"results/figures/_study/{name}.svg" for name in STUDY_FIGURES],
            *[
                f"results/figures/{contrast}/{name}.svg"
                for contrast in LEADING
                for name in MODEL_FIGURES
            ],
        ],
        protein=per_contrast(rules.protein.output.table),
        values=per_contrast(rules.protein.output.values),
        concordance=per_contrast(rules.concordance.output.table),
        localisation=per_contrast(rules.concordance.output.localisation),
        functional=per_contrast(rules.functional.output.table),
        mechanisms=per_contrast(rules.mechanisms.output.mechanisms),
        mechanism_genes=per_contrast(rules.mechanisms.output.genes),
        ladder=per_contrast(rules.mechanisms.output.ladder),
        verdicts=rules.summary.output.verdicts,
        replication=rules.replication.output.table,
        checks=rules.checks.output.checks,
        quality_samples=rules.quality.output.samples,
        pca=rules.quality.output.pca,
        distances=rules.quality.output.distances,
        inputs=rules.inputs.output.log,
        protein_inputs=rules.protein_import.output.log,
        notes=rules.notes.output.notes,
        samples=rules.inputs.output.samples,
        contrasts=rules.inputs.output.contrasts,
        genes=rules.inputs.output.genes,
        annotation=annotation_files(),
        size_factors=rules.differential.output.size_factors,
        normalised=rules.differential.output.normalised,
        vst=rules.differential.output.vst,
        fit_genes=rules.differential.output.fit_genes,
        cooks=rules.differential.output.cooks,
        model=rules.differential.output.model,
        manifest=RESOURCES / "MANIFEST.tsv",
        clinical_names=RESOURCES / "catalogue/clinical_names.tsv",
        templates=sorted(
            str(path)
            for path in (ROOT / "workflow/report").glob("*.*")
            if path.suffix != ".rst"  # captions of Snakemake's own report
        ),
        lock=ROOT / "uv.lock",
    output:
        html=report(
            "results/report.html",
            category="Report",
            labels={"what": "The whole report"},
            caption="../report/report.rst",
        ),
        # the works that the page's Methods cites
        references=report(
            "results/references.bib",
            category="Provenance",
            labels={"what": "Literature"},
            caption="../report/references.rst",
        ),
    log:
        "logs/report.log",
    benchmark:
        "benchmarks/report.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: attempt * 3000,
        runtime=20,
    params:
        contrast_ids=CONTRASTS,
        config=CONFIG,
        notice=verbatim(CONFIG["study"].get("notice", "")),
        simulated=SIMULATED,
        code=code("report"),
    script:
        "../../scripts/report.py"
