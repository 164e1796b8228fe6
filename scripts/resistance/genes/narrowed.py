"""The part of an annotation that some names need: looking up a few must not index them all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from resistance.genes.gene_ids import Annotation, parse_ensembl


def narrowed(annotation: Annotation, names: Iterable[str]) -> Annotation:
    """Keep the rows that decide what these names mean, and all names of the genes they mean.

    Parameters
    ----------
    annotation : Annotation
    names : iterable of str
        Symbols, aliases or Ensembl ids, in any case.

    Returns
    -------
    Annotation
        :func:`resistance.genes.gene_ids.resolve_symbols` says the same of ``names`` as with the
        whole annotation.
    """
    written = set(names) - {""}
    spelt = {name.lower() for name in written}
    ids = {parsed[0] for parsed in map(parse_ensembl, written) if parsed}
    genes, aliases, retired = annotation.genes, annotation.aliases, annotation.retired
    gone = retired["retired_id"].isin(list(ids))
    ids |= set(retired.loc[gone, "ensembl_id"])
    ids |= {annotation.x_of_y[identifier] for identifier in ids if identifier in annotation.x_of_y}
    called = genes["symbol"].str.lower().isin(list(spelt))
    also = aliases["name"].str.lower().isin(list(spelt))
    ids |= {*genes.loc[called, "ensembl_id"], *aliases.loc[also, "ensembl_id"]}
    # an alias of a gene in question may be the approved symbol of another
    also |= aliases["ensembl_id"].isin(list(ids))
    return replace(
        annotation,
        genes=genes[called | genes["ensembl_id"].isin(list(ids))],
        aliases=aliases[also],
        retired=retired[gone],
    )
