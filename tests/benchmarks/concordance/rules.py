"""The rules that are compared: each claims a direction of the protein, of the transcript, or none.

A claim of the protein reads "it moves, and the mRNA does not explain it"; a claim of the transcript
"it moves, and the protein does not follow".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from concordance.estimates import Layer
from concordance.truth import Floats
from resistance.concordance import claims as claim_module
from resistance.concordance.between import MOST_APART
from resistance.concordance.calls import DISCORDANT, call_family
from resistance.concordance.claims import Margins, claims, rna_tests
from resistance.concordance.tests import difference, up
from resistance.multiple_testing import benjamini_hochberg

ALPHA = 0.05


@dataclass(frozen=True)
class Claims:
    """What a rule says of genes; arrays of shape (panels, genes) of -1, 0 or 1.

    Attributes
    ----------
    protein, transcript : numpy.ndarray
        Direction of a claimed discordance.
    called : numpy.ndarray of bool
        The claim is the gene's call, not a qualifier of another.
    """

    protein: np.ndarray
    transcript: np.ndarray
    called: np.ndarray


@dataclass(frozen=True)
class Rule:
    """What a rule's claims mean.

    Attributes
    ----------
    title : str
    fraction, change : float
        A layer moves by more than ``change`` (log2), of which the other explains less than
        ``fraction``.
    other_unchanged : bool
        ... and the other layer moves by less than its equivalence margin.
    """

    title: str
    fraction: float = 0.5
    change: float = Margins().change
    other_unchanged: bool = False


RULES = {
    "fold": Rule("fold change > 1 in one, not in the other"),
    "padj": Rule("padj < .05 in one, not in the other"),
    "padj_fold": Rule("padj < .05 and fold change > 1 in one, not in the other"),
    "delta_te": Rule("deltaTE-like", 1.0, 0.0),
    "tost": Rule("strict TOST", other_unchanged=True),
    "levels": Rule("f = 1 (tier C)", 1.0),
    "ours": Rule("**this rule, f = .5, tiers A and B**"),
    "tier_a": Rule("this rule, tier A only", other_unchanged=True),
}


def compared(m: Layer, p: Layer, margins: Margins) -> dict[str, Claims]:
    """Let every rule claim; each panel is a family.

    Parameters
    ----------
    m, p : Layer
        Arrays of shape (panels, genes).
    margins : Margins
        ``western_equivalence`` is taken for the protein's equivalence margin.

    Returns
    -------
    dict of str to Claims
        Keys of :data:`RULES`.
    """
    at_f, at_one = (claims_at(m, p, margins, f) for f in (margins.fraction, 1.0))
    call, qualifier, tier = called(at_f, at_one, margins.alpha)
    levels_call, levels_qualifier, _ = called(at_one, at_one, margins.alpha)
    of_tier_a = np.where(tier == "A", call, "")
    return {
        "fold": _one_not_other(m, p, np.abs(m.x) > 1, np.abs(p.x) > 1),
        "padj": _one_not_other(m, p, m.padj < ALPHA, p.padj < ALPHA),
        "padj_fold": _one_not_other(m, p, *((x.padj < ALPHA) & (np.abs(x.x) > 1) for x in (m, p))),
        "delta_te": _delta_te(m, p),
        "tost": _strict_tost(m, p, at_f, margins.change),
        "levels": _of_calls(levels_call, levels_qualifier, m, p),
        "ours": _of_calls(call, qualifier, m, p),
        "tier_a": _of_calls(of_tier_a, np.full(call.shape, "", dtype=object), m, p),
    }


def _claims(protein: np.ndarray, transcript: np.ndarray) -> Claims:
    return Claims(protein, transcript, (protein != 0) | (transcript != 0))


def _direction(x: Floats, where: np.ndarray) -> np.ndarray:
    return np.where(where, np.sign(x), 0.0)


def _one_not_other(
    m: Layer, p: Layer, rna: np.ndarray, protein: np.ndarray, differ: np.ndarray | bool = True
) -> Claims:
    """One layer passes and the other does not, or both pass with opposite signs."""
    opposite = rna & protein & (np.sign(m.x) != np.sign(p.x))
    return _claims(
        _direction(p.x, differ & (protein & ~rna | opposite)),
        _direction(m.x, differ & (rna & ~protein | opposite)),
    )


def _delta_te(m: Layer, p: Layer) -> Claims:
    """The layers differ, and one is significant and not the other, or both with opposite signs.

    As deltaTE (Chothani et al. 2019) has its exclusive and its buffered genes.
    """
    q = by_panel(difference(p.x, p.se, p.df, m.x, m.se, m.df))
    return _one_not_other(m, p, m.padj < ALPHA, p.padj < ALPHA, q < ALPHA)


def _strict_tost(m: Layer, p: Layer, at: dict[str, Floats], change: float) -> Claims:
    """One layer changes and the other passes equivalence, as one claim."""
    stack = [
        np.maximum(
            np.fmin(up(x.x, x.se, x.df, change), up(-x.x, x.se, x.df, change)), at[other_is_same]
        )
        for x, other_is_same in ((p, "equivalent_rna"), (m, "equivalent_protein"))
    ]
    q = by_panel(np.concatenate(stack, axis=1)) < ALPHA
    genes = m.x.shape[1]
    return _claims(_direction(p.x, q[:, :genes]), _direction(m.x, q[:, genes:]))


def by_panel(p: Floats) -> Floats:
    """Adjust p values by Benjamini & Hochberg within each row; NaN is left out."""
    return np.array([benjamini_hochberg(row) for row in p])


def claim_layer(x: Layer, equivalence: float) -> claim_module.Layer:
    """Put a layer, flattened, in the words of the library."""
    no = np.zeros(x.x.size, dtype=bool)
    return claim_module.Layer(
        x.x.ravel(), x.se.ravel(), x.df.ravel(), np.full(x.x.size, equivalence), no, no, no
    )


def claims_at(m: Layer, p: Layer, margins: Margins, f: float) -> dict[str, Floats]:
    """Return the p values of the library's claims, each of shape (panels, genes)."""
    rna = claim_layer(m, margins.equivalence)
    protein = claim_layer(p, margins.western_equivalence)
    out = claims(rna, protein, rna_tests(rna, protein, margins.change, f, f), margins.change)
    out["dependent"] = np.full(m.x.size, float(f > MOST_APART))
    return {name: value.reshape(m.x.shape) for name, value in out.items()}


def called(
    at_f: dict[str, Floats], at_one: dict[str, Floats], alpha: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return call, qualifier and tier of every gene; untested ones are empty."""
    tested = np.isfinite(at_f["loss"])
    columns = [np.full(tested.shape, "", dtype=object) for _ in range(3)]
    for panel, there in enumerate(tested):
        of_f, of_one = (
            {name: value[panel, there] for name, value in at.items()} for at in (at_f, at_one)
        )
        out = call_family(of_f, of_one, alpha)
        for column, name in zip(columns, ("call", "qualifier", "tier"), strict=True):
            column[panel, there] = out[name]
    return columns[0], columns[1], columns[2]


def _of_calls(call: np.ndarray, qualifier: np.ndarray, m: Layer, p: Layer) -> Claims:
    """Read the directions of calls and of qualifiers."""
    loss, gain, transcript_up, transcript_down = (call == name for name in DISCORDANT)
    opposite = call == "opposite"
    protein = 1.0 * gain - loss + np.where(opposite, np.sign(p.x), 0.0)
    transcript = 1.0 * transcript_up - transcript_down + np.where(opposite, np.sign(m.x), 0.0)
    of_call = _claims(protein, transcript).called
    concordant = 1.0 * (call == "concordant_up") - (call == "concordant_down")
    protein += np.where(qualifier == "protein_exceeds", concordant, 0.0)
    transcript += np.where(qualifier == "buffered", concordant, 0.0)
    return Claims(protein, transcript, of_call)
