"""Samples shared between the layers: mRNA and protein of the same cultures.

Where every protein replicate of both arms was taken from its own RNA sample, the errors of both
layers may be correlated, and m - f p is tested on the differences r_i - f p_i of the samples: their
spread holds the correlation, whatever it is. Estimates stay those of the layers; only standard
errors and degrees of freedom change.

The spread of the differences is moderated over the targets of the assay as the protein's is
(:mod:`resistance.protein.moderation`), relative to what the mean count and the assay let expect:
counting noise makes the differences of a weakly read gene wider than those of a strongly read one,
and a variance shared without regard to that would be too small for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from resistance.concordance import tests
from resistance.concordance.claims import Layer, RnaTests
from resistance.concordance.rna import Rna
from resistance.concordance.tests import Floats
from resistance.protein.moderation import fit_prior, moderate

#: Mean normalised count that each arm needs: below, the log of a count is no longer near normal,
#: and the negative binomial model's own standard error is kept (tests/unit/concordance/test_link).
MIN_COUNT: Final = 10.0
#: Added to normalised counts before the log.
OFFSET: Final = 0.5

KEY: Final = ["gene_id", "protein_gene", "protein_id"]
ASSAY: Final = ["assay_id", "compartment"]


@dataclass(frozen=True)
class Linked:
    """Spread of both layers within the arms, over the samples that they share.

    Arrays of shape (rows,); NaN where a row is not linked.

    Attributes
    ----------
    protein_ss, rna_ss, cross : numpy.ndarray
        Sums over samples of squared residuals of the protein, of the mRNA, and of their products;
        log2 units, residuals from the mean of the arm.
    df : numpy.ndarray
        Samples minus two.
    inverse : numpy.ndarray
        1/n1 + 1/n2.
    rna_noise : numpy.ndarray
        Variance of a sample's log2 count that its mean and the dispersion's trend let expect.
    """

    protein_ss: Floats
    rna_ss: Floats
    cross: Floats
    df: Floats
    inverse: Floats
    rna_noise: Floats

    @property
    def where(self) -> np.ndarray:
        """Which rows are linked."""
        return np.isfinite(self.protein_ss)

    def take(self, rows: np.ndarray) -> Linked:
        """Return the chosen rows."""
        return Linked(**{name: getattr(self, name)[rows] for name in _FIELDS})

    def only(self, rows: np.ndarray) -> Linked:
        """Leave the link of other rows out."""
        return Linked(**{name: np.where(rows, getattr(self, name), np.nan) for name in _FIELDS})


_FIELDS: Final = tuple(Linked.__dataclass_fields__)


@dataclass(frozen=True)
class Links:
    """The targets of all assays of a contrast that share their samples with the RNA.

    Attributes
    ----------
    targets : pandas.DataFrame
        Index: assay_id, compartment and :data:`KEY`; columns as the attributes of :class:`Linked`.
    notes : list of str
        One line an assay and compartment: whether its samples are linked, and why not.
    cultures : dict
        Names of the cultures that each assay and compartment measured: RNA samples where the table
        names them, else its own samples.
    """

    targets: pd.DataFrame
    notes: list[str]
    cultures: dict[tuple[str, str], frozenset[str]]

    def of_rows(self, rows: pd.DataFrame) -> Linked:
        """Return what is known of concordance rows that have :data:`KEY`, in their order."""
        found = self.targets.reindex(pd.MultiIndex.from_frame(rows[ASSAY + KEY]))
        return Linked(**{name: found[name].to_numpy(dtype=float) for name in _FIELDS})


def link_samples(values: pd.DataFrame, rna: Rna, arm_of: Mapping[str, str]) -> Links:
    """Find the targets whose replicates were each taken from an RNA sample of their own.

    Parameters
    ----------
    values : pandas.DataFrame
        Columns of :data:`resistance.columns.PROTEIN_VALUES`.
    rna : Rna
    arm_of : mapping of str to str
        ``reference`` or ``target`` of each condition of the protein table.

    Returns
    -------
    Links
    """
    targets, notes, cultures = [], [], {}
    for (assay, compartment), rows in values.groupby(ASSAY, sort=True):
        why = _why_not(rows, rna, arm_of)
        found = pd.DataFrame() if why else _of_assay(rows, rna)
        if len(found):
            targets.append(found.assign(assay_id=str(assay), compartment=str(compartment)))
        n = rows[KEY].drop_duplicates().shape[0]
        why = why or f"{len(found)} of {n} targets linked to the RNA sample by sample"
        notes.append(f"{assay}, {compartment}: {why}")
        own = rows["rna_sample"].where(rows["rna_sample"] != "", rows["sample"])
        cultures[str(assay), str(compartment)] = frozenset(own)
    none = pd.DataFrame(columns=[*ASSAY, *KEY, *_FIELDS])
    table = pd.concat(targets, ignore_index=True) if targets else none
    return Links(table.set_index(ASSAY + KEY), notes, cultures)


def _why_not(rows: pd.DataFrame, rna: Rna, arm_of: Mapping[str, str]) -> str:
    """Say why the samples of an assay are not those of the RNA; empty where they are."""
    wanted = rna.arms
    named = rows["rna_sample"]
    if (named == "").all():
        return "independent arms, no value names its RNA sample"
    if (named == "").any():
        return "independent arms, not every value names its RNA sample"
    design = rna.model.design[rna.counts.columns.get_indexer(wanted.index)]
    levels = [np.unique(design[(wanted == arm).to_numpy()], axis=0) for arm in wanted.unique()]
    if len(levels) != 2 or any(len(level) != 1 for level in levels):
        return "independent arms, the design of the RNA is more than two groups of samples"
    arm_of_rna = named.map(wanted)
    if arm_of_rna.isna().any():
        return "independent arms, an RNA sample is not of this contrast"
    if (arm_of_rna != rows["condition"].map(arm_of)).any():
        return "independent arms, an RNA sample is of the other arm"
    if set(named) != set(wanted.index):
        return "independent arms, the RNA has samples without protein"
    own = rows[["condition", "sample", "replicate", "rna_sample"]].drop_duplicates()
    if own["rna_sample"].duplicated().any():
        return "independent arms, several protein replicates name one RNA sample"
    return ""


def _of_assay(rows: pd.DataFrame, rna: Rna) -> pd.DataFrame:
    """Return the targets of one assay that have a value in every RNA sample."""
    samples = list(rna.arms.index)
    target = rows.groupby(KEY, sort=False).ngroup().to_numpy()
    keys = rows[KEY].drop_duplicates(ignore_index=True)
    sample = pd.Index(samples).get_indexer(pd.Index(rows["rna_sample"]))
    plain = (rows["censored"] == "none").to_numpy()
    signal = np.full((len(keys), len(samples)), np.nan)
    signal[target, sample] = np.where(plain, rows["log2_signal"].to_numpy(dtype=float), np.nan)
    several = np.bincount(target, minlength=len(keys)) > len(samples)
    position = rna.counts.index.get_indexer(pd.Index(keys["gene_id"]))

    usable = np.isfinite(signal).all(axis=1) & ~several & (position >= 0)
    keys, signal, position = keys[usable], signal[usable], position[usable]
    column = rna.counts.columns.get_indexer(pd.Index(samples))
    factors = rna.model.size_factors
    factors = factors[column] if factors.ndim == 1 else factors[np.ix_(position, column)]
    counts = rna.model.counts[np.ix_(position, column)] / factors
    level = np.log2(counts + OFFSET)
    dispersion = rna.model.dispersion if rna.trend is None else rna.trend
    dispersion = dispersion[position]

    is_target = (rna.arms == "target").to_numpy()
    protein, messenger = np.empty_like(signal), np.empty_like(level)
    noise, enough = np.zeros(len(keys)), np.isfinite(dispersion)
    for arm in (is_target, ~is_target):
        mean = counts[:, arm].mean(axis=1)
        enough &= mean >= MIN_COUNT
        noise += (1.0 / np.maximum(mean, MIN_COUNT) + dispersion) * arm.mean() / np.log(2.0) ** 2
        protein[:, arm] = signal[:, arm] - signal[:, arm].mean(axis=1, keepdims=True)
        messenger[:, arm] = level[:, arm] - level[:, arm].mean(axis=1, keepdims=True)
    out = keys.assign(
        protein_ss=(protein**2).sum(axis=1),
        rna_ss=(messenger**2).sum(axis=1),
        cross=(protein * messenger).sum(axis=1),
        df=float(len(samples) - 2),
        inverse=1.0 / is_target.sum() + 1.0 / (~is_target).sum(),
        rna_noise=noise,
    )
    return out[enough & (len(samples) > 2)]


def linked_error(
    linked: Linked, m: Layer, p: Layer, systematic_sd: Floats, a: Floats, b: Floats
) -> tuple[Floats, Floats]:
    """Return the standard error and the degrees of freedom of a m - b p.

    The variance of the samples' differences, moderated relative to what counting noise and the
    assay's own spread let expect; then what replicates cannot show of the protein's error
    (systematic SD, background), times b.

    Parameters
    ----------
    linked : Linked
        Of all rows of one assay and compartment.
    m, p : Layer
    systematic_sd : numpy.ndarray, (rows,)
    a, b : numpy.ndarray, (rows,)

    Returns
    -------
    tuple of numpy.ndarray, (rows,)
        NaN where a row is not linked.
    """
    where = linked.where & np.isfinite(a) & np.isfinite(b)
    se, df = np.full(len(m.x), np.nan), np.full(len(m.x), np.nan)
    if not where.any():
        return se, df
    of, a, b = linked.take(where), a[where], b[where]
    own = of.protein_ss / of.df
    protein_prior = fit_prior(own, of.df)
    spread, _ = moderate(own, of.df, protein_prior)
    rest = np.maximum(p.se[where] ** 2 - spread * of.inverse, systematic_sd[where] ** 2)
    typical = protein_prior.prior_variance
    expected = a**2 * of.rna_noise + b**2 * (typical if np.isfinite(typical) else 0.0)
    difference = a**2 * of.rna_ss + b**2 * of.protein_ss - 2.0 * a * b * of.cross
    ratio = np.maximum(difference, 0.0) / of.df / expected
    moderated, own_df = moderate(ratio, of.df, fit_prior(ratio, of.df))
    se[where] = np.sqrt(moderated * expected * of.inverse + b**2 * rest)
    df[where] = own_df
    return se, df


def with_linked(
    plain: RnaTests,
    linked: Linked,
    m: Layer,
    p: Layer,
    systematic_sd: Floats,
    f: float,
    f_transcript: Floats,
) -> RnaTests:
    """Replace the tests between the layers by those of per-sample differences.

    Parameters
    ----------
    plain : RnaTests
        Of independent arms.
    linked : Linked
    m, p : Layer
    systematic_sd : numpy.ndarray, (rows,)
    f : float
    f_transcript : numpy.ndarray, (rows,)

    Returns
    -------
    RnaTests
        Rows that are not linked as they were.
    """
    one = np.ones(len(m.x))

    def p_of(a: Floats, b: Floats, sides: int) -> tuple[Floats, Floats]:
        """P values of a m - b p > 0 and < 0."""
        se, df = linked_error(linked, m, p, systematic_sd, a, b)
        t = (a * m.x - b * p.x) / se
        if sides == 2:
            both = 2.0 * tests.t_tail(np.abs(t), df)
            return both, both
        return tests.t_tail(t, df), tests.t_tail(-t, df)

    above, below = p_of(one, f * one, 1)
    protein_below, protein_above = p_of(f_transcript, one, 1)
    difference, _ = p_of(one, one, 2)
    keep = ~linked.where
    return RnaTests(
        up=plain.up,
        down=plain.down,
        above=np.where(keep, plain.above, above),
        below=np.where(keep, plain.below, below),
        protein_below=np.where(keep, plain.protein_below, protein_below),
        protein_above=np.where(keep, plain.protein_above, protein_above),
        difference=np.where(keep, plain.difference, difference),
    )
