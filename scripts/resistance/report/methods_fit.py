"""The Methods text on the differential expression: engine, model, tests, filters, shrinkage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from resistance.fit_tables import question
from resistance.report import asked as questions
from resistance.report import format as fmt
from resistance.report.citing import cite
from resistance.report.data import ContrastTables, StudyTables

#: What the vectorised engine is held against in tests/golden.
PARITY = "DESeq2 1.38.3 and apeglm 1.27.0"


def fit_text(
    study: StudyTables, config: Mapping[str, Any], versions: Mapping[str, str], opening: str
) -> str:
    """Write the first paragraph of Methods.

    Parameters
    ----------
    study : StudyTables
    config : mapping
        The configuration after defaults.
    versions : mapping of str to str
        Of ``methods.PACKAGES``.
    opening : str
        Said first.

    Returns
    -------
    str
    """
    counts = (
        f"{opening}{_transcripts(study)}Counts of {len(study.genes):,} genes in "
        f"{fmt.plural(len(study.quality_samples), 'sample')} were analysed"
    )
    design = f"Design: {config['design']}; contrasts: {_contrasts(study)}."
    if _untested(study):
        return (
            f"{counts} in Snakemake {versions['snakemake']}{cite('molder2021')}. {design} The "
            "design leaves no replicates, so that no model with an error was fitted: fold changes "
            f"are differences of log2 counts, normalised as in DESeq2{cite('love2014')}, without a "
            f"test.{_annotation(study)}"
        )
    engine = _engine(str(study.model.get("engine", "")), versions)
    return (
        f"{counts} {engine}, in Snakemake {versions['snakemake']}{cite('molder2021')}."
        f"{_annotation(study)} {design}{_model(study.model)} "
        f"{_tests(study)} {_adjustment(study, config['differential']['alpha'])} "
        "Where one of three or more replicates dominates a gene (Cook\u2019s distance"
        f"{cite('cook1977')} beyond the 99% point of the F distribution), no p value is given; "
        "with seven or more, such counts are replaced and the gene is fitted again. "
        f"{_shrinkage(study)}"
    )


def _untested(study: StudyTables) -> bool:
    """No gene of any contrast was tested, for want of replicates."""
    return not any(_tested(contrast) for contrast in study.contrasts)


def _tested(contrast: ContrastTables) -> bool:
    return not set(contrast.de["status"]) <= {"no_replicates", "all_zero"}


def _contrasts(study: StudyTables) -> str:
    return "; ".join(_contrast(study, c) for c in study.contrasts)


def _contrast(study: StudyTables, contrast: ContrastTables) -> str:
    """Say what a contrast compares and on which samples; by its id where there are several."""
    name = f"{contrast.id}: " if len(study.contrasts) > 1 else ""
    variable = f" ({contrast.variable})" if contrast.variable else ""
    samples = questions.whose(question(study.model, contrast.id))
    return (
        f"{name}{contrast.target} against {contrast.reference}{variable}"
        f"{', ' if samples else ''}{samples}"
    )


def _engine(name: str, versions: Mapping[str, str]) -> str:
    if name.startswith("vectorised"):
        return (
            f"with the vectorised engine of this workflow: DESeq2\u2019s algorithm"
            f"{cite('love2014')} for all genes at "
            f"once in NumPy {versions['numpy']} and SciPy {versions['scipy']}, behind the "
            f"Inference interface of PyDESeq2 {versions['pydeseq2']}{cite('muzellec2023')} (its "
            f"tests hold it against {PARITY})"
        )
    return (
        f"with PyDESeq2 {versions['pydeseq2']}{cite('muzellec2023')}, a Python implementation of "
        f"DESeq2{cite('love2014')}"
    )


def _model(model: Mapping[str, Any]) -> str:
    """Say what is known of the fit; keys that the model file lacks are left out."""
    parts = []
    if model.get("size_factor_method"):
        parts.append(f"size factors: {str(model['size_factor_method']).replace('_', ' ')}")
    trend = model.get("trend") or {}
    if trend.get("kind"):
        parts.append(f"dispersion trend: {trend['kind']}")
    if not fmt.is_missing(model.get("residual_df")):
        parts.append(
            fmt.plural(
                int(model["residual_df"]),
                "residual degree of freedom",
                "residual degrees of freedom",
            )
        )
    if model.get("n_outliers_replaced"):
        parts.append(
            f"outlying counts replaced in {fmt.plural(model['n_outliers_replaced'], 'gene')}"
        )
    return f" The model: {', '.join(parts)}." if parts else ""


def _test(asked: Mapping[str, Any]) -> str:
    """Name a contrast's test."""
    if asked.get("test") == "lrt":
        return f"likelihood-ratio test against the model {asked.get('reduced') or 'without it'}"
    size = float(asked.get("lfc_threshold") or 0)
    fold = fmt.fold(size)
    against = {
        "greater": f"of a rise of more than {fold}" if size else "of a rise",
        "less": f"of a fall of more than {fold}" if size else "of a fall",
        "greaterAbs": f"of a change of more than {fold}" if size else "of any change",
        "greaterAbs2014": f"of a change of more than {fold}, by the formula of DESeq2 before 1.44",
        "lessAbs": f"of a change of less than {fold}",
    }.get(str(asked.get("alternative")), "")
    return f"Wald test {against}" if against else "two-sided Wald test of no change"


def _tests(study: StudyTables) -> str:
    named = {
        c.id: _test(question(study.model, c.id))
        if _tested(c)
        else "no test, for want of replicates"
        for c in study.contrasts
    }
    if len(set(named.values())) == 1:
        return f"Test: {next(iter(named.values()))}."
    return f"Tests: {'; '.join(f'{name}: {test}' for name, test in named.items())}."


def _adjustment(study: StudyTables, alpha: float) -> str:
    alternatives = {question(study.model, c.id).get("alternative") for c in study.contrasts}
    text = (
        f"p values were adjusted by Benjamini and Hochberg{cite('benjamini1995')} after "
        f"independent filtering{cite('bourgon2010')} on the mean of normalised counts, tuned for "
        f"an FDR of {alpha:g}"
    )
    if "lessAbs" in alternatives:
        text += "; without the filter for a change of less than a threshold"
    return f"{text}."


def _shrinkage(study: StudyTables) -> str:
    shrunken = [c.id for c in study.contrasts if not c.de["log2FoldChange_shrunken"].isna().all()]
    if not shrunken:
        return "Fold changes are not shrunken."
    whose = "" if len(shrunken) == len(study.contrasts) else f" (of {', '.join(shrunken)})"
    return (
        f"The column \u201cShrunken\u201d{whose} holds fold changes shrunken towards 0 by a "
        f"heavy-tailed prior (apeglm){cite('zhu2019')}, with their s-values{cite('stephens2017')}; "
        "all other fold changes are as estimated."
    )


def _transcripts(study: StudyTables) -> str:
    """Say how transcripts became genes, where the counts were those of transcripts."""
    told = study.inputs[(study.inputs["source"] == "counts") & (study.inputs["action"] == "summed")]
    if not told["detail"].astype(str).str.contains("as tximport does").any():
        return ""
    return f"Transcripts were summed to genes as tximport does{cite('soneson2015')}. "


def _annotation(study: StudyTables) -> str:
    """Name the annotation that gave the genes their names."""
    if set(study.genes["matched_by"]) <= {"", "none", "annotation_file"}:
        return ""
    organisms = {"ENSG": ("human", "dyer2025"), "ENSM": ("mouse", "yates2020")}
    found = sorted(set(study.genes["ensembl_id"].astype(str).str[:4]) & set(organisms))
    named = [_release(study, *organisms[prefix]) for prefix in found]
    return f" Genes are named as in {' and '.join(named)}." if named else ""


def _release(study: StudyTables, organism: str, key: str) -> str:
    """``Ensembl 115`` of the manifest, cited."""
    notes = [
        str(row["notes"]).split(",")[0]
        for row in study.manifest.to_dict("records")
        if row.get("file") == f"annotation/{organism}.tsv.gz"
    ]
    return f"{(notes or ['Ensembl'])[0]}{cite(key)}"
