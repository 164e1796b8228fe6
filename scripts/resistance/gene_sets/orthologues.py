"""Genes of human and mouse that are one-to-one orthologues."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from resistance.genes.gene_ids import Annotation

#: Columns of the organism that a gene is looked up in.
_NAMES = {"human": ("symbol",), "mouse": ("mouse_symbol", "mgi_symbol")}
_IDS = {"human": "ensembl_id", "mouse": "mouse_ensembl_id"}


@dataclass(frozen=True)
class Orthologues:
    """Pairs of genes, looked up from one of the two organisms.

    Attributes
    ----------
    pairs : pandas.DataFrame
        ``ensembl_id, symbol`` of a human gene, ``mouse_ensembl_id, mouse_symbol, mgi_symbol`` of
        its partner: symbols of the embedded annotation, and that of MGI.
    organism : str
        ``human`` or ``mouse``: whose genes are looked up.
    """

    pairs: pd.DataFrame
    organism: str

    @cached_property
    def _tables(self) -> tuple[dict[str, int], dict[str, int]]:
        ids = {name: row for row, name in enumerate(self.pairs[_IDS[self.organism]]) if name}
        names: dict[str, int] = {}
        for column in _NAMES[self.organism]:
            for row, name in enumerate(self.pairs[column]):
                names.setdefault(name, row)
        return ids, names

    @cached_property
    def _partners(self) -> list[tuple[str, tuple[str, ...]]]:
        other = "human" if self.organism == "mouse" else "mouse"
        columns = [self.pairs[column] for column in _NAMES[other]]
        rows = zip(self.pairs[_IDS[other]], *columns, strict=True)
        return [(identifier, tuple(dict.fromkeys(names))) for identifier, *names in rows]

    def __call__(self, ensembl_id: str, symbol: str) -> tuple[str, tuple[str, ...]] | None:
        """Find the partner of a gene.

        Parameters
        ----------
        ensembl_id : str
            Empty where it is not known.
        symbol : str

        Returns
        -------
        tuple of (str, tuple of str) or None
            Ensembl id and symbols of the partner, the annotation's first; None where there is
            none, or more than one.
        """
        ids, names = self._tables
        row = ids.get(ensembl_id)
        if row is None:
            row = names.get(symbol)
        return None if row is None else self._partners[row]


def with_newer_symbols(mouse: Annotation, pairs: pd.DataFrame) -> Annotation:
    """Add to the mouse annotation the symbols that MGI has given since.

    Parameters
    ----------
    mouse : Annotation
    pairs : pandas.DataFrame
        As of :class:`Orthologues`.

    Returns
    -------
    Annotation
        A newer symbol leads to the gene as a previous one does; none that is another gene's.
    """
    newer = pairs[
        pairs["mouse_ensembl_id"].isin(list(mouse.genes["ensembl_id"]))
        & (pairs["mgi_symbol"] != pairs["mouse_symbol"])
        & ~pairs["mgi_symbol"].isin(list(mouse.genes["symbol"]))
    ]
    rows = pd.DataFrame(
        {
            "name": newer["mgi_symbol"].to_numpy(),
            "ensembl_id": newer["mouse_ensembl_id"].to_numpy(),
            "kind": "previous",
        },
        dtype=object,
    )
    return replace(mouse, aliases=pd.concat([mouse.aliases, rows], ignore_index=True))
