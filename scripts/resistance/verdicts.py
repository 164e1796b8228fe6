"""One verdict per gene of interest and contrast: call, confidence, what caps it, what to do next.

A gene's row rests on one row of the concordance table (:mod:`resistance.genes_of_interest`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from resistance.columns import VERDICTS
from resistance.functional.of_pump import of_pump
from resistance.genes_of_interest import CALLS, deciding_row, display_names, find_gene
from resistance.mechanisms.confidence import (
    SINGLE_DERIVATION,
    Arms,
    Confidence,
    arms,
    confidence,
    relevant_checks,
)
from resistance.mechanisms.frames import rows_as_tuples
from resistance.mechanisms.layers import layers_of
from resistance.mechanisms.scope import study_fields
from resistance.wording import conclusions
from resistance.wording import ladder as experiment_words
from resistance.wording import verdicts as words
from resistance.wording.mechanisms import NOT_MEASURED
from resistance.wording.would_change import NEVER_MEASURED
from resistance.wording.would_change import of_gene as of_gene_verdict

#: Checks of whether the reference keeps the reads that X and Y share.
_PAR_CHECKS: Final = ("par_sentinel", "par_y_masked")
#: Calls that rest on the layers' difference: what a failed check may withhold.
_DISCORDANT: Final = (
    "opposite",
    "posttranscriptional_loss",
    "posttranscriptional_gain",
    "transcript_only_up",
    "transcript_only_down",
)


@dataclass(frozen=True)
class Context:
    """What the verdicts of one contrast need beside its concordance table.

    Attributes
    ----------
    contrast : str
    arms : Arms
    target : str
        Symbol of the drug's target; empty if there is none.
    names : mapping of str to str
        Name to show by symbol.
    experiments : mapping of str to str
        Next experiment by symbol, for effectors of mechanisms in scope.
    functions : mapping of str to str
        What functional assays conclude about the mechanism of an effector, by symbol.
    efflux : mapping of str to str
        By symbol of a pump of an efflux mechanism in scope: what its sentence says of efflux.
    """

    contrast: str
    arms: Arms
    target: str
    names: Mapping[str, str]
    experiments: Mapping[str, str]
    functions: Mapping[str, str]
    efflux: Mapping[str, str]


def gene_verdict(
    gene: str, row: Any, context: Context, checks: pd.DataFrame, replicated: bool
) -> dict[str, str]:
    """Write the verdict of one gene in one contrast.

    Parameters
    ----------
    gene : str
        The gene as asked for; shown where no table has a row of it.
    row : named tuple or None
        The deciding concordance row.
    context : Context
    checks : pandas.DataFrame
    replicated : bool
        The same call was made in another, independent derivation.

    Returns
    -------
    dict of str to str
        Columns ``VERDICTS``.
    """
    base = dict.fromkeys(VERDICTS, "") | {
        "contrast": context.contrast,
        "n_derivations": context.arms.n_derivations,
        "function": NOT_MEASURED,
    }
    if row is None:
        return base | {
            "gene_name": gene,
            "clinical_name": context.names.get(gene, ""),
            "call": "not_measured",
            "next_experiment": context.experiments.get(gene, ""),
            "would_change": NEVER_MEASURED.format(gene=gene),
            "sentence": words.absent_sentence(gene),
        }
    symbol = row.gene_name
    clinical = context.names.get(symbol, "")
    names = [name for name in (symbol, row.ensembl_id, row.gene_id) if name]
    of_gene = relevant_checks(checks, context.contrast, context.arms, names)
    doubtful = of_gene["check"].isin(_PAR_CHECKS) & of_gene["status"].isin(["fail", "note"])
    found, withheld = Confidence("", ()), False
    if row.call in CALLS or row.tier == "C":
        found = confidence(
            *(checks, context.contrast, context.arms, names, replicated),
            tier=row.tier,
            prior_based=row.protein_status == "prior_based",
        )
        withheld = bool(found.tier_cap) and row.call in _DISCORDANT
    sentence = words.gene_sentence(
        *(row, symbol, clinical, layers_of(row)[0].moves()),
        *(context.efflux.get(symbol, ""), bool(doubtful.any())),
    )
    if withheld:
        row = row._replace(call="inconclusive", tier=found.tier_cap, replicates_needed=math.nan)
        sentence = words.masked_sentence(row, symbol, clinical)
    failed = _failed(of_gene) if found.level == "low" else {}
    low = [code for code in found.capped_by if code in {*failed, *words.CAPS}]
    if not withheld and row.call in CALLS:
        sentence = words.with_confidence(sentence, words.cap_names(low, failed))
    return base | {
        "gene_id": row.gene_id,
        "ensembl_id": row.ensembl_id,
        "gene_name": symbol,
        "clinical_name": clinical,
        "call": row.call,
        "tier": row.tier,
        "confidence": found.level,
        "capped_by": ";".join(found.capped_by),
        "function": context.functions.get(symbol, NOT_MEASURED),
        "next_experiment": context.experiments.get(symbol, "")
        or (words.MEASURE_PROTEIN if row.call == "not_measured" and not row.assay_id else ""),
        "would_change": of_gene_verdict(
            *(row, clinical or f"{symbol} protein", context.arms.n_derivations),
            ", ".join(words.cap_names(list(failed), failed)),
        ),
        "sentence": sentence,
    }


def _failed(checks: pd.DataFrame) -> dict[str, str]:
    """Titles of failed checks by code, in the table's order."""
    rows = checks[(checks["status"] == "fail") & (checks["check"] != SINGLE_DERIVATION)]
    return dict(zip(rows["check"], rows["title"], strict=True))


def _context(
    contrast: str,
    samples: pd.DataFrame,
    contrasts: pd.DataFrame,
    mechanisms: pd.DataFrame,
    rules: pd.DataFrame,
    names: Mapping[str, str],
    target: str,
    design: str,
) -> Context:
    rule_of = dict(zip(rules["mechanism"], rules["rule"], strict=True))
    experiments: dict[str, str] = {}
    functions: dict[str, str] = {}
    efflux: dict[str, str] = {}
    scored = mechanisms[
        (mechanisms["group"] == "mechanism") & (mechanisms["verdict"] != "not_applicable")
    ]
    for row in rows_as_tuples(scored):
        effectors = [symbol for symbol in row.effectors.split(";") if symbol]
        for symbol in effectors:
            experiment, function = row.next_experiment, row.function
            if rule_of.get(row.mechanism) == "efflux":
                others = [names.get(other, other) for other in effectors if other != symbol]
                experiment = _without_costaining(experiment, names.get(target, target), others)
                own = of_pump(function, (symbol, names.get(symbol, symbol)))
                function = own or NOT_MEASURED
                efflux.setdefault(symbol, words.efflux_clause(function))
                function = conclusions.of_efflux(function)
            experiments.setdefault(symbol, experiment)
            functions.setdefault(symbol, function)
    return Context(
        contrast=contrast,
        arms=arms(samples, contrasts, contrast, design),
        target=target,
        names=names,
        experiments=experiments,
        functions=functions,
        efflux=efflux,
    )


def _without_costaining(experiment: str, target: str, others: Sequence[str]) -> str:
    """Leave out the staining of the antigen together with another pump."""
    for pump in others:
        both = experiment_words.filled(experiment_words.COSTAIN, target, (), (), pump)
        experiment = experiment.replace(both, "").strip()
    return experiment


def _replicated(rows: Mapping[str, Any], contexts: Mapping[str, Context], contrast: str) -> bool:
    """Whether another contrast of other target derivations gives one gene the same call."""
    own = rows[contrast]
    derivations = contexts[contrast].arms.target_derivations
    if own is None or derivations is None:
        return False
    for other, row in rows.items():
        theirs = contexts[other].arms.target_derivations
        if other == contrast or row is None or theirs is None:
            continue
        if row.call == own.call and not set(theirs) & set(derivations):
            return True
    return False


def _once(found: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Keep the first name of each gene; names that no table holds are genes of their own."""
    first: dict[tuple[str, ...], str] = {}
    for name, rows in found.items():
        row = next((row for row in rows.values() if row is not None), None)
        key = (name,) if row is None else (row.gene_id, row.ensembl_id, row.gene_name)
        first.setdefault(key, name)
    return list(first.values())


def summarise(
    concordance: Mapping[str, pd.DataFrame],
    mechanisms: Mapping[str, pd.DataFrame],
    checks: pd.DataFrame,
    samples: pd.DataFrame,
    contrasts: pd.DataFrame,
    rules: pd.DataFrame,
    clinical_names: pd.DataFrame,
    genes_of_interest: Sequence[str],
    study: Mapping[str, Any],
    design: str,
) -> pd.DataFrame:
    """Give every gene of interest its verdict in every contrast.

    Parameters
    ----------
    concordance, mechanisms : mapping of str to pandas.DataFrame
        Tables by contrast id, in the order to keep.
    checks : pandas.DataFrame
        Columns ``CHECKS``.
    samples, contrasts : pandas.DataFrame
        The study's sheets, all text.
    rules, clinical_names : pandas.DataFrame
        Of ``resources/catalogue``.
    genes_of_interest : sequence of str
        As the config names them; the drug's target is added where it is not among them. Of several
        names of one gene the first stands.
    study : mapping
        The config's ``study``.
    design : str
        The config's.

    Returns
    -------
    pandas.DataFrame
        Columns ``VERDICTS``; contrasts in order, genes as listed.
    """
    target = study_fields(study, clinical_names)["target"]
    symbols = dict(
        zip(clinical_names["clinical_name"].str.lower(), clinical_names["symbol"], strict=True)
    )
    names = display_names(clinical_names)
    contexts = {
        contrast: _context(
            contrast, samples, contrasts, mechanisms[contrast], rules, names, target, design
        )
        for contrast in concordance
    }
    wanted = list(dict.fromkeys(genes_of_interest))
    if target and target not in {symbols.get(gene.lower(), gene) for gene in wanted}:
        wanted.append(target)
    found: dict[str, dict[str, Any]] = {gene: {} for gene in wanted}
    for gene in wanted:
        for contrast, table in concordance.items():
            rows = find_gene(table, gene, symbols)
            antigen = bool(target) and target in set(rows["gene_name"])
            found[gene][contrast] = deciding_row(rows, antigen) if len(rows) else None
    wanted = _once(found)
    records = [
        gene_verdict(
            gene,
            found[gene][contrast],
            contexts[contrast],
            checks,
            _replicated(found[gene], contexts, contrast),
        )
        for contrast in concordance
        for gene in wanted
    ]
    return pd.DataFrame(records, columns=list(VERDICTS))
