"""Say what would be run: counts, samples, contrasts in words, protein, and what stays open."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from resistance.design.arms import compared_variables, contrast_arms
from resistance.design.contrast_rows import Contrast, contrasts_of, model_samples
from resistance.design.contrasts import describe, model_coding
from resistance.design.formula import parse_design
from resistance.inputs.replicate_look import groups_of
from resistance.inputs.sample_rows import SampleRows
from resistance.inputs.schema_words import listing

WIDTH: Final = 100
_MOST_GROUPS: Final = 12
_MOST_CONTRASTS: Final = 12
_MOST_ASKED: Final = 50
_MOST_NAMES: Final = 12


@dataclass(frozen=True)
class Facts:
    """What a preview is made of.

    Attributes
    ----------
    config : mapping
        With defaults.
    rows : SampleRows
    contrasts : pandas.DataFrame
        Text.
    protein, functional : pandas.DataFrame or None
        The user's tables, text.
    counts : tuple of str
        Sentences about the counts: what they are and why they are taken for that.
    in_counts : callable
        Whether the counts have the gene of a name and an Ensembl id, either may be empty.
    lost : tuple of str
        Symbols of genes that these counts cannot measure, since X and Y share them.
    symbols : mapping of str to str
        Symbol by clinical name, lower case.
    """

    config: Mapping[str, Any]
    rows: SampleRows
    contrasts: pd.DataFrame
    protein: pd.DataFrame | None
    functional: pd.DataFrame | None
    counts: tuple[str, ...]
    in_counts: Callable[[str, str], bool]
    lost: tuple[str, ...] = ()
    symbols: Mapping[str, str] | None = None

    @property
    def samples(self) -> pd.DataFrame:
        """Samples of the study, index ``sample``."""
        return self.rows.kept.set_index("sample")


@dataclass(frozen=True)
class Question:
    """A contrast, and the size of what answers it.

    Attributes
    ----------
    contrast : Contrast
    words : str
    design : str
        Of the model.
    reference, target : tuple of str
        Samples of the arms; empty where the contrast has none.
    residual_df : int
    n : int
        Samples of the model.
    variables : frozenset of str
        Whose levels are compared.
    """

    contrast: Contrast
    words: str
    design: str
    reference: tuple[str, ...]
    target: tuple[str, ...]
    residual_df: int
    n: int
    variables: frozenset[str]


def questions(facts: Facts) -> list[Question]:
    """Put the contrasts of a study without problems into words and numbers.

    Parameters
    ----------
    facts : Facts

    Returns
    -------
    list of Question
        Of the first 50 contrasts: each needs its model.
    """
    samples, design = facts.samples, parse_design(str(facts.config["design"]))
    rows = contrasts_of(facts.contrasts)
    found = []
    for row in rows[:_MOST_ASKED]:
        code = model_coding(samples, design, rows, row)
        sheet = samples.loc[model_samples(samples, row)]
        arm = contrast_arms(samples, row, code)["arm"]
        reference, target = (
            tuple(str(name) for name in arm.index[arm == side]) for side in ("reference", "target")
        )
        df = len(sheet) - code.matrix(sheet).shape[1]
        variables, words = compared_variables(row, code), describe(row, code)
        text = code.design.text
        found.append(Question(row, words, text, reference, target, df, len(sheet), variables))
    return found


def bullet(text: str, indent: int = 2) -> list[str]:
    """Break a sentence into lines under a bullet.

    Parameters
    ----------
    text : str
    indent : int

    Returns
    -------
    list of str
    """
    start = " " * indent
    # names of samples and files stay whole
    return textwrap.wrap(
        text, WIDTH, initial_indent=f"{start}- ", subsequent_indent=f"{start}  ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def head(facts: Facts, asked: Sequence[Question]) -> list[str]:
    """Say what the counts, samples and contrasts are.

    Parameters
    ----------
    facts : Facts
    asked : sequence of Question
        Of :func:`questions`.

    Returns
    -------
    list of str
        Lines.
    """
    study = facts.config["study"]
    simulated = ", SIMULATED data" if study.get("simulated") else ""
    lines = [f"What would be run: {study['name']} ({study['organism']}{simulated})", ""]
    lines += ["Counts", *(line for text in facts.counts for line in bullet(text)), ""]
    lines += [f"Samples: {len(facts.samples)}", *_samples(facts, asked), ""]
    lines.append(
        f"Contrasts: {len(facts.contrasts)} (design of the study: {facts.config['design']})"
    )
    for question in asked[:_MOST_CONTRASTS]:
        lines += bullet(_in_words(question, str(facts.config["design"])))
    if len(facts.contrasts) > _MOST_CONTRASTS:
        lines += bullet(f"and {len(facts.contrasts) - _MOST_CONTRASTS} more")
    return lines


def _in_words(question: Question, design: str) -> str:
    parts = [f"{question.contrast.id}: {question.words}"]
    if question.reference and question.target:
        n = f"{len(question.target)} against {len(question.reference)}"
        parts.append(f"{n} sample{'s' * (n != '1 against 1')}")
    else:
        parts.append(f"{question.n} samples")
    if question.design != design:
        parts.append(f"design {question.design}")
    parts.append(f"residual df {question.residual_df}")
    return "; ".join(parts)


def _samples(facts: Facts, asked: Sequence[Question]) -> list[str]:
    variables = sorted({name for question in asked for name in question.variables})
    groups: dict[str, list[str]] = {}
    for sample, group in groups_of(facts.samples, variables).items():
        groups.setdefault(group or "all", []).append(sample)
    lines = []
    for group, names in list(groups.items())[:_MOST_GROUPS]:
        lines += bullet(f"{group} ({len(names)}): {listing(names, _MOST_NAMES)}")
    if len(groups) > _MOST_GROUPS:
        lines += bullet(f"and {len(groups) - _MOST_GROUPS} more groups")
    parts: dict[str, list[str]] = {}
    for replicate, sample in facts.rows.summed.items():
        parts.setdefault(sample, []).append(replicate)
    if parts:
        said = [f"{sample} + {' + '.join(names)}" for sample, names in parts.items()]
        lines += bullet(f"technical replicates, summed: {listing(said, _MOST_NAMES)}")
    if facts.rows.excluded:
        lines += bullet(f"left out (exclude_samples): {listing(facts.rows.excluded, _MOST_NAMES)}")
    return lines
