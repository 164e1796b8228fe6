"""What the two pages say: the report's own words and numbers, without its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from resistance.concordance.combine import without_members
from resistance.exports.scatter import Scatter, components, volcano
from resistance.fit_tables import question
from resistance.mechanisms.frames import rows_as_tuples
from resistance.report import format as fmt
from resistance.report import trust
from resistance.report.cards import cards
from resistance.report.data import ContrastTables, StudyTables
from resistance.report.genes_section import headline
from resistance.wording.summary import NOTICE, SIMULATED, mechanism_line

#: Checks that failed or are noted, of each kind, that are shown in full.
SHOWN = 10
#: Plots of contrasts beside that of the samples.
PLOTS = 2


@dataclass(frozen=True)
class Verdict:
    """A row of the table of verdicts.

    Attributes
    ----------
    gene, clinical_name, label, sentence, confidence : str
    layers : list of dict
        ``layer``, ``detail``, ``estimate``, ``interval``, ``fdr``, ``call``: those measured.
    open_layers : list of str
        Layers without an estimate.
    reasons : list of str
        What the confidence rests on and what caps it.
    next_experiment : str
    """

    gene: str
    clinical_name: str
    label: str
    sentence: str
    confidence: str
    layers: list[dict[str, str]]
    open_layers: list[str]
    reasons: list[str]
    next_experiment: str


@dataclass(frozen=True)
class Part:
    """One contrast.

    Attributes
    ----------
    title, numbers : str
        Which arms; counts of genes.
    verdicts : list of Verdict
    mechanisms : list of str
        A line each, as in ``summary.txt``.
    """

    title: str
    numbers: str
    verdicts: list[Verdict]
    mechanisms: list[str]


@dataclass(frozen=True)
class Gates:
    """Checks of one kind.

    Attributes
    ----------
    title, counts : str
    rows : list of dict
        Of those that failed or are noted: ``title``, ``item``, ``word``, ``value``, ``threshold``,
        ``touches``, ``message``.
    more : int
        Further ones of these.
    passed, unchecked : list of str
        Titles.
    """

    title: str
    counts: str
    rows: list[dict[str, str]]
    more: int
    passed: list[str]
    unchecked: list[str]


@dataclass(frozen=True)
class Brief:
    """The whole summary.

    Attributes
    ----------
    title, facts : str
    warnings : list of str
        That the data are simulated, and what the study says of it; empty for real data.
    notice : str
        What the findings must not be used for.
    parts : list of Part
    gates : list of Gates
    cautions : list of str
    plots : list of Scatter
    more_plots : int
        Contrasts without a plot here.
    """

    title: str
    facts: str
    warnings: list[str]
    notice: str
    parts: list[Part]
    gates: list[Gates]
    cautions: list[str]
    plots: list[Scatter]
    more_plots: int


def brief_of(study: StudyTables, config: Mapping[str, Any], simulated: bool, notice: str) -> Brief:
    """Gather what the summary shows.

    Parameters
    ----------
    study : StudyTables
    config : mapping
        The configuration after defaults.
    simulated : bool
    notice : str
        What a simulated study says of itself; empty for real data.

    Returns
    -------
    Brief
    """
    alpha = float(config["differential"]["alpha"])
    plots = [components(study.pca, study.quality_samples)]
    plots += [_volcano(study, contrast, alpha) for contrast in study.contrasts[:PLOTS]]
    return Brief(
        title=str(config["study"]["name"]),
        facts=", ".join(
            (
                str(config["study"]["organism"]),
                fmt.plural(len(study.quality_samples), "sample"),
                fmt.plural(len(study.contrasts), "contrast"),
            )
        ),
        warnings=[text for text in (SIMULATED, notice) if text] if simulated else [],
        notice=NOTICE,
        parts=[_part(study, contrast, alpha) for contrast in study.contrasts],
        gates=[_gates(group) for group in trust.check_groups(study.checks)],
        cautions=[text for text in trust.cautions(study, simulated) if text != NOTICE],
        plots=[plot for plot in plots if plot is not None],
        more_plots=max(0, len(study.contrasts) - PLOTS),
    )


def _volcano(study: StudyTables, contrast: ContrastTables, alpha: float) -> Scatter | None:
    mine = study.verdicts[study.verdicts["contrast"] == contrast.id]
    panel = [gene for gene in mine["gene_id"] if gene]
    asked = question(study.model, contrast.id)
    title = f"{contrast.target} against {contrast.reference}"
    # two contrasts may compare the same arms in other samples
    title = title if len(study.contrasts) == 1 else contrast.id
    return volcano(contrast.de, alpha, panel, title, asked)


def _part(study: StudyTables, contrast: ContrastTables, alpha: float) -> Part:
    pairs = without_members(contrast.concordance)
    asked = question(study.model, contrast.id)
    numbers = headline(contrast.de, pairs, alpha, contrast.target, asked)
    scope = contrast.mechanisms
    scope = scope[(scope["group"] == "mechanism") & (scope["verdict"] != "not_applicable")]
    return Part(
        title=f"{contrast.target} against {contrast.reference} ({contrast.id})",
        numbers="; ".join(f"{number['value']} {number['text']}" for number in numbers),
        verdicts=[_verdict(card) for card in cards(study, contrast)],
        mechanisms=[mechanism_line(row) for row in rows_as_tuples(scope)],
    )


def _verdict(card: Mapping[str, Any]) -> Verdict:
    measured = [row for row in card["rows"] if row["estimate"] != fmt.MISSING]
    unmeasured = [
        f"{row['layer']}: {row['call']}" for row in card["rows"] if row["estimate"] == fmt.MISSING
    ]
    return Verdict(
        gene=card["gene"],
        clinical_name=card["clinical_name"],
        label=card["label"],
        sentence=card["sentence"],
        confidence=card["confidence"],
        layers=measured,
        open_layers=unmeasured,
        reasons=card["confidence_reasons"],
        next_experiment=card["next_experiment"],
    )


def _gates(group: Mapping[str, Any]) -> Gates:
    def titles(key: str) -> list[str]:
        return list(dict.fromkeys(row["title"] for row in group[key]))

    return Gates(
        title=group["title"],
        counts=", ".join(f"{count['n']} {count['word']}" for count in group["counts"]),
        rows=group["rows"][:SHOWN],
        more=max(0, len(group["rows"]) - SHOWN),
        passed=titles("passed"),
        unchecked=titles("unchecked"),
    )
