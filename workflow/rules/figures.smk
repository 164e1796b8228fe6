# Figures of the samples, of each fitted model and of each contrast: rules of their own, so that the
# page is put together in seconds and a new title redraws nothing.

STUDY_FIGURES = [
    "pca",
    "pca_without_nuisance",
    "distances",
    "library_sizes",
    "mean_spread",
]
MODEL_FIGURES = ["fit_dispersions", "fit_cooks_distances"]
CONTRAST_FIGURES = ["volcano", "ma", "p_values", "heatmap", "quadrant"]


rule study_figures:
    """Samples: principal components, distances, library sizes, spread; for screen and paper."""
    input:
        quality=rules.quality.output.samples,
        pca=rules.quality.output.pca,
        pca_without=rules.quality.output.pca_without,
        distances=rules.quality.output.distances,
        vst=rules.differential.output.vst,
        normalised=rules.differential.output.normalised,
    output:
        **figure_files("_study", STUDY_FIGURES, "Samples"),
        captions="results/figures/_study/captions.tsv",
    log:
        "logs/study_figures.log",
    benchmark:
        "benchmarks/study_figures.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: attempt * 2000,
        runtime=15,
    params:
        simulated=SIMULATED,
        code=code("study_figures"),
    script:
        "../../scripts/study_figures.py"


rule model_figures:
    """The fit of a model, in the folder of the first contrast that rests on it."""
    input:
        de="results/tables/{contrast}/differential_expression.tsv",
        fit_genes=rules.differential.output.fit_genes,
        cooks=rules.differential.output.cooks,
        model=rules.differential.output.model,
        quality=rules.quality.output.samples,
    output:
        **figure_files("{contrast}", MODEL_FIGURES, "Fit"),
        captions="results/figures/{contrast}/fit_captions.tsv",
    log:
        "logs/model_figures/{contrast}.log",
    benchmark:
        "benchmarks/model_figures/{contrast}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: attempt * 2000,
        runtime=15,
    params:
        contrast=lambda wildcards: wildcards.contrast,
        simulated=SIMULATED,
        code=code("model_figures"),
    script:
        "../../scripts/model_figures.py"


rule contrast_figures:
    """Genes and proteins of a contrast; for screen and paper."""
    input:
        de="results/tables/{contrast}/differential_expression.tsv",
        concordance=rules.concordance.output.table,
        verdicts=rules.summary.output.verdicts,
        vst=rules.differential.output.vst,
        model=rules.differential.output.model,
        quality=rules.quality.output.samples,
        samples=rules.inputs.output.samples,
        contrasts=rules.inputs.output.contrasts,
    output:
        **figure_files("{contrast}", CONTRAST_FIGURES, "Genes"),
        captions="results/figures/{contrast}/captions.tsv",
    log:
        "logs/contrast_figures/{contrast}.log",
    benchmark:
        "benchmarks/contrast_figures/{contrast}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: attempt * 2000,
        runtime=15,
    params:
        contrast=lambda wildcards: wildcards.contrast,
        design=CONFIG["design"],
        alpha=CONFIG["differential"]["alpha"],
        simulated=SIMULATED,
        code=code("contrast_figures"),
    script:
        "../../scripts/contrast_figures.py"
