"""Say in words where a model matrix is confounded."""

from __future__ import annotations

import numpy as np
import pandas as pd

from resistance.design.coding import Coding

#: A column is a combination of earlier ones if less than this share of its length is left after
#: projecting it on them (the tolerance of R's ``lm``).
RANK_TOLERANCE = 1e-7


def confounded(matrix: pd.DataFrame) -> list[str]:
    """Name the columns that are linear combinations of the columns before them.

    Parameters
    ----------
    matrix : pandas.DataFrame
        Samples x coefficients.

    Returns
    -------
    list of str
        Empty if the matrix has full column rank.
    """
    return [name for name, _ in _aliases(matrix)]


def explain(coded: Coding, samples: pd.DataFrame) -> list[str]:
    """Say in words which variables of a model cannot be told apart.

    Parameters
    ----------
    coded : Coding
    samples : pandas.DataFrame
        Of the model, text, index ``sample``.

    Returns
    -------
    list of str
        One sentence for each confounded term; empty if the matrix has full column rank.
    """
    columns = coded.columns(samples)
    terms = {name: term for name, term, _ in columns}
    matrix = pd.DataFrame({name: values for name, _, values in columns}, index=samples.index)
    involved: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    empty: dict[tuple[str, ...], list[str]] = {}
    for name, others in _aliases(matrix):
        if not others:
            empty.setdefault(terms[name], []).append(name)
        else:
            involved.setdefault(terms[name], set()).update(terms[other] for other in others)
    sentences = [
        f"No sample has the combination that {', '.join(names)} stands for, so the interaction "
        f"{_spell(term)} cannot be estimated."
        for term, names in empty.items()
    ]
    for term, partners in involved.items():
        ordered = sorted(partners - {(), term}, key=lambda partner: (len(partner), partner))
        names = [_spell(partner) for partner in ordered]
        sentences.append(
            f"{_spell(term)} cannot be told apart from {' and '.join(names)}: each is fixed by "
            "the other in these samples."
            if names
            else f"{_spell(term)} is the same in all samples."
        )
    return sentences


def _spell(term: tuple[str, ...]) -> str:
    return '"' + ":".join(term) + '"'


def _aliases(matrix: pd.DataFrame) -> list[tuple[str, list[str]]]:
    values = matrix.to_numpy(dtype=float)
    kept: list[int] = []
    basis: list[np.ndarray] = []
    found = []
    for j, name in enumerate(matrix.columns):
        rest = values[:, j].copy()
        for _ in range(2):  # twice is enough for orthogonality in floating point
            for vector in basis:
                rest -= (vector @ rest) * vector
        length = float(np.linalg.norm(values[:, j]))
        if length > 0 and float(np.linalg.norm(rest)) > RANK_TOLERANCE * length:
            kept.append(j)
            basis.append(rest / np.linalg.norm(rest))
            continue
        weights = np.linalg.lstsq(values[:, kept], values[:, j], rcond=None)[0] if length else []
        found.append(
            (
                str(name),
                [
                    str(matrix.columns[k])
                    for k, w in zip(kept, weights, strict=False)
                    if abs(w) > 1e-6
                ],
            )
        )
    return found
