"""Say what would be run of a study whose inputs have no problems."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from resistance.genes.narrowed import narrowed
from resistance.genes.par_dropout import DEPENDENT, NEIGHBOURS, SENTINELS, dropout
from resistance.inputs.counted_genes import counted_genes
from resistance.inputs.counts_table import FEATURECOUNTS, CountsTable
from resistance.inputs.import_counts import SYMBOL_COLUMNS, counts_of, symbol_column
from resistance.inputs.replicate_look import groups_of, informative, look_alike, sentence
from resistance.inputs.sample_rows import summed
from resistance.inputs.schema_words import listing
from resistance.protein.matching import GeneMatcher
from resistance.readers.gene_names import read_gene_names
from resistance.readers.study import Study, clinical_symbols, value_of
from resistance.readers.study_checks import annotation_of
from resistance.wording.preview import Facts, bullet, head, questions
from resistance.wording.preview_layers import counted, functional_lines, gene_lines, protein_lines
from resistance.wording.preview_limits import limits

_PAR: Final = (DEPENDENT, SENTINELS, NEIGHBOURS)


def preview_of(study: Study, table: CountsTable | None) -> tuple[list[str], list[str]]:
    """Say what would be run, and what the counts look like.

    Parameters
    ----------
    study : Study
        Without problems.
    table : CountsTable or None
        Its counts.

    Returns
    -------
    preview : list of str
        Lines.
    warnings : list of str
        What the counts look like, and the study does not say.
    """
    symbols = clinical_symbols(study.resources)
    names = _names(study, symbols)
    organism = value_of(study.config, "study", "organism")
    is_human = organism in ("human", "mixed")
    ids = [name for part in _PAR for name in part.values()] if is_human else []
    annotation = narrowed(annotation_of(study), {*names, *ids})
    rows = [] if table is None else [str(name) for name in table.data[0]]
    genes = counted_genes(rows, {*names, *ids}, annotation, _own(study, table))
    matcher = GeneMatcher(genes, annotation)
    facts = Facts(
        study.config,
        study.rows,
        study.contrasts,
        study.protein,
        study.functional,
        _about(study, table),
        lambda name, identifier: bool(matcher.match(name, identifier)[0]),
        _lost(study, table, genes) if is_human else (),
        symbols,
    )
    asked = questions(facts)
    lines = [*head(facts, asked), "", *protein_lines(facts, asked), *gene_lines(facts)]
    lines += functional_lines(facts)
    variables = sorted({name for question in asked for name in question.variables})
    warnings = _runs(study, table, groups_of(facts.samples, variables))
    absent = [
        gene for gene in study.config.get("genes_of_interest") or [] if not counted(facts, gene)
    ]
    if absent and table is not None:
        warnings.append(f"genes_of_interest: {listing(absent, 12)}: not in the counts.")
    lines += ["", "What these data cannot answer"]
    lines += [line for text in limits(facts, asked) for line in bullet(text)]
    lines += [line for text in warnings for line in bullet(text)]
    return lines, warnings


def _names(study: Study, symbols: dict[str, str]) -> set[str]:
    """Collect the names of genes that the study's tables and configuration ask for."""
    given = [str(gene) for gene in study.config.get("genes_of_interest") or []]
    given.append((study.config["study"].get("drug") or {}).get("target") or "")
    if study.protein is not None:
        for column in ("gene", "ensembl_id"):
            given += list(study.protein[column]) if column in study.protein else []
    names = set(given)
    return (names | {symbols[name.lower()] for name in names if name.lower() in symbols}) - {""}


def _own(study: Study, table: CountsTable | None) -> pd.Series | None:
    """Return the symbols that the study gives: in counts.annotation, or beside the counts."""
    path = value_of(study.config, "counts", "annotation")
    if path:
        return read_gene_names(study.base / Path(path), path)[0]
    return symbol_column(table) if table is not None else None


def _about(study: Study, table: CountsTable | None) -> tuple[str, ...]:
    """Say what the counts are taken for, and how their columns were matched to the samples."""
    if table is None:
        return ("not read",)
    said = [f"{table.name}: {len(table.data):,} rows, read as {table.layout}"]
    if table.why:
        said.append(table.why)
    matches = table.matches(list(study.rows.counted.values()))
    used = {position for positions in matches.found.values() for position in positions}
    for how in sorted({matches.how[i] for i in used if matches.how.get(i)}):
        shown = [table.columns[i] for i in sorted(used) if matches.how.get(i) == how]
        said.append(f"columns matched to samples, {how}: {listing(shown, 6)}")
    beside = {*SYMBOL_COLUMNS, *(FEATURECOUNTS if table.layout == "featurecounts" else ())}
    unused = [
        name for i, name in enumerate(table.columns) if i and i not in used and name not in beside
    ]
    if unused:
        said.append(f"columns that no sample names: {listing(unused, 12)}")
    return tuple(said)


def _counts(study: Study, table: CountsTable, rows: np.ndarray) -> pd.DataFrame:
    """Return some rows of the counts: a whole matrix of 500 samples is half a gigabyte."""
    parts = study.rows.summed
    part = replace(table, data=table.data.iloc[rows], row_numbers=(), lengths=None)
    return summed(counts_of(part, [*study.samples["sample"], *parts]), parts)


def _lost(study: Study, table: CountsTable | None, genes: pd.DataFrame) -> tuple[str, ...]:
    """Name the genes of X and Y that these counts cannot measure."""
    wanted = {identifier for part in _PAR for identifier in part.values()}
    shared = genes[genes["ensembl_id"].isin(wanted)]
    if shared.empty or table is None:
        return ()
    pairs = zip(shared["gene_id"], shared["input_ids"], strict=True)
    owner = {identifier: gene for gene, ids in pairs for identifier in ids.split(";")}
    rows = np.flatnonzero(table.data[0].isin(list(owner)).to_numpy())
    counts = _counts(study, table, rows)
    counts = counts.groupby(counts.index.map(owner)).sum()
    found = dropout(counts, shared.reset_index(drop=True), "human")
    lost = set(found.loc[found["measurable"] == "no", "gene_id"])
    rank = {identifier: i for i, identifier in enumerate(i for p in _PAR for i in p.values())}
    rows_lost = shared[shared["gene_id"].isin(lost)]
    return tuple(rows_lost.sort_values("ensembl_id", key=lambda ids: ids.map(rank))["gene_name"])


def _runs(study: Study, table: CountsTable | None, groups: dict[str, str]) -> list[str]:
    """Warn of samples that look like runs of one sample."""
    if table is None:
        return []
    reads = np.zeros(len(table.data))
    for positions in table.matched(list(study.rows.counted.values())).values():
        reads += pd.to_numeric(table.data[positions[0]], errors="coerce").fillna(0).to_numpy()
    rows = informative(reads)
    look = look_alike(_counts(study, table, rows), groups, np.arange(len(rows)))
    return [sentence(look.runs)] if look.runs else []
