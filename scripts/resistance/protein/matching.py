"""Which gene of the counts a name in another table means."""

from __future__ import annotations

from typing import Final

import pandas as pd

from resistance.columns import PROTEIN, PROTEIN_VALUES
from resistance.genes.gene_ids import Annotation, parse_ensembl, resolve_symbols

MATCHES: Final = ["gene_id", "ensembl_id", "gene_name", "note"]

#: Several genes of one protein group; a measurement of the group is never split.
GROUP_SEPARATOR: Final = ";"


def genes_of_group(name: str) -> list[str]:
    """List the genes that a name gives, each once.

    Parameters
    ----------
    name : str
        Such as ``A;B``, or ``A;A`` where all proteins of a group are of one gene.

    Returns
    -------
    list of str
    """
    parts = (part.strip() for part in name.split(GROUP_SEPARATOR))
    return list(dict.fromkeys(part for part in parts if part))


class GeneMatcher:
    """Look genes up among those of the counts table.

    A name is tried as exact ``gene_name`` or ``gene_id`` of the counts, then by its Ensembl id,
    then through the embedded annotation (approved, previous, clinical and other names).

    Parameters
    ----------
    genes : pandas.DataFrame
        Columns of :data:`resistance.columns.GENES`.
    annotation : Annotation or None
        None where no names are to be resolved (organism ``other``).
    """

    def __init__(self, genes: pd.DataFrame, annotation: Annotation | None) -> None:
        self._annotation = annotation
        self._rows = {
            gene_id: (gene_id, ensembl_id, gene_name)
            for gene_id, ensembl_id, gene_name in zip(
                genes["gene_id"], genes["ensembl_id"], genes["gene_name"], strict=True
            )
        }
        # of several genes with one symbol: retired and alternate-haplotype ids carry the Ensembl id
        # of the gene they stand for, so the row under its own id is the gene; and of several such
        # genes only the coding one makes a protein
        primary = set(genes.loc[genes["gene_id"] == genes["ensembl_id"], "gene_id"])
        coding = set(genes.loc[genes["biotype"] == "protein_coding", "gene_id"])
        self._preferred = (primary, coding)
        self._lookups = [
            self._index(genes["gene_id"], genes["gene_id"]),
            self._index(genes["gene_name"], genes["gene_id"]),
        ]
        self._by_ensembl = self._index(genes["ensembl_id"], genes["gene_id"])

    def _index(self, names: pd.Series, ids: pd.Series) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, gene_id in zip(names, ids, strict=True):
            if name:
                found.setdefault(name, []).append(gene_id)
        for name, several in found.items():
            for preferred in self._preferred:
                several = [g for g in several if g in preferred] or several
            found[name] = sorted(several)
        return found

    def match(self, name: str, ensembl_id: str = "") -> tuple[str, str, str, str]:
        """Find one gene.

        Parameters
        ----------
        name : str
            As written; may be empty where ``ensembl_id`` is given.
        ensembl_id : str
            As written, version and all.

        Returns
        -------
        tuple of str
            ``gene_id`` (empty if the counts have no such gene, or several), ``ensembl_id`` and
            ``gene_name`` as far as known, and a note that says why there is no match.
        """
        for lookup in self._lookups:
            if name and name in lookup:
                return self._pick(name, lookup[name], ensembl_id)
        identifiers = [text for text in (ensembl_id, name) if text]
        for text in identifiers:
            parsed = parse_ensembl(text)
            stem = parsed[0] if parsed else text
            for lookup in (self._by_ensembl, self._lookups[0]):
                if stem in lookup:
                    return self._pick(text, lookup[stem], "")
        known_id, symbol = "", ""
        if self._annotation is not None and name and GROUP_SEPARATOR not in name:
            known_id, symbol, note = self._resolve(name)
            if note:
                return "", "", name, note
            for lookup, key in ((self._by_ensembl, known_id), (self._lookups[1], symbol)):
                if key and key in lookup:
                    return self._pick(name, lookup[key], "")
        if GROUP_SEPARATOR in name:
            return self._group(name, ensembl_id)
        label = symbol or name or ensembl_id
        return "", known_id or ensembl_id, label, "not in the counts"

    def _group(self, name: str, ensembl_id: str) -> tuple[str, str, str, str]:
        """Match a group all of whose names mean one gene; never split one of several genes."""
        found = {self.match(gene) for gene in genes_of_group(name)}
        if len(found) == 1:
            return found.pop()
        ids = {match[0] for match in found}
        if len(ids) == 1 and "" not in ids:
            return sorted(found)[0]
        return "", ensembl_id, name, "a group of several genes is not split"

    def known(self, name: str) -> bool:
        """Tell whether the embedded annotation has a gene of this name.

        Parameters
        ----------
        name : str

        Returns
        -------
        bool
        """
        return self._annotation is not None and bool(self._resolve(name)[0])

    def _resolve(self, name: str) -> tuple[str, str, str]:
        """Return Ensembl id, symbol and, for an ambiguous name, a note."""
        if self._annotation is None:
            return "", "", ""
        row = resolve_symbols([name], self._annotation, ignore_case=True).iloc[0]
        if row["matched_by"] == "ambiguous":
            return "", "", f"the name means several genes: {row['candidates']}"
        return str(row["ensembl_id"]), str(row["symbol"]), ""

    def _pick(self, name: str, candidates: list[str], ensembl_id: str) -> tuple[str, str, str, str]:
        """Return the only candidate, or the one that the given Ensembl id names."""
        if len(candidates) > 1 and ensembl_id:
            parsed = parse_ensembl(ensembl_id)
            stem = parsed[0] if parsed else ensembl_id
            candidates = [c for c in candidates if stem in self._rows[c][:2]] or candidates
        if len(candidates) == 1:
            return (*self._rows[candidates[0]], "")
        listed = ", ".join(candidates)
        return "", ensembl_id, name, f"the name means several genes of the counts: {listed}"


def match_genes(
    names: pd.DataFrame, genes: pd.DataFrame, annotation: Annotation | None
) -> pd.DataFrame:
    """Match the genes of a table to those of the counts.

    Parameters
    ----------
    names : pandas.DataFrame
        Columns ``gene`` and ``ensembl_id`` as written, either may be empty.
    genes : pandas.DataFrame
        Columns of :data:`resistance.columns.GENES`.
    annotation : Annotation or None

    Returns
    -------
    pandas.DataFrame
        One row for each of ``names`` and with its index: ``gene_id`` (empty without a match),
        ``ensembl_id``, ``gene_name`` and ``note``.
    """
    matcher = GeneMatcher(genes, annotation)
    # replicates repeat the names of their genes
    code = names.groupby(["gene", "ensembl_id"], sort=False).ngroup()
    distinct = names[["gene", "ensembl_id"]].drop_duplicates()
    rows = [
        matcher.match(gene, ensembl_id)
        for gene, ensembl_id in zip(distinct["gene"], distinct["ensembl_id"], strict=True)
    ]
    found = pd.DataFrame(rows, columns=MATCHES, dtype=object)
    return found.take(code.to_numpy()).set_axis(names.index)


def attach_genes(estimates: pd.DataFrame, matches: pd.DataFrame) -> pd.DataFrame:
    """Name the gene of each estimate; one without a match keeps its row, its name and the reason.

    Parameters
    ----------
    estimates : pandas.DataFrame
        Result of :func:`resistance.protein.estimates.estimate`.
    matches : pandas.DataFrame
        Result of :func:`match_genes` for its rows, same index.

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`resistance.columns.PROTEIN`, sorted by gene_id (unmatched last),
        gene_name, assay_id, compartment and the gene as written.
    """
    out = estimates.assign(**{name: matches[name] for name in MATCHES if name != "note"})
    reasons = [
        "; ".join(filter(None, pair))
        for pair in zip(matches["note"], estimates["reason"], strict=True)
    ]
    out = out.assign(reason=reasons, unmatched=(out["gene_id"] == "").astype(int))
    keys = ["unmatched", "gene_id", "gene_name", "assay_id", "compartment", "protein_gene"]
    keys.append("protein_id")
    out = out.sort_values(keys, kind="stable", ignore_index=True)
    return out[list(PROTEIN)]


def replicate_values(
    signals: pd.DataFrame, matches: pd.DataFrame, arms: tuple[str, ...]
) -> pd.DataFrame:
    """List the independent replicates behind the estimates: technical ones are averaged.

    Parameters
    ----------
    signals : pandas.DataFrame
        Result of :func:`resistance.protein.tidy.log2_signals`.
    matches : pandas.DataFrame
        Result of :func:`match_genes` for its rows, same index.
    arms : tuple of str
        Conditions to list, those of the reference first.

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`resistance.columns.PROTEIN_VALUES`; without values that are missing.
    """
    written = signals["gene"].where(signals["gene"] != "", signals["ensembl_id"])
    out = signals.assign(
        **{name: matches[name] for name in MATCHES if name != "note"}, protein_gene=written
    )
    seen = out["log2_signal"].notna() | (out["censored"] != "none")
    out = out[out["condition"].isin(arms) & seen]
    out = out.assign(order=out["condition"].map({name: i for i, name in enumerate(arms)}))
    keys = ["gene_id", "gene_name", "protein_gene", "protein_id", "assay_id", "compartment"]
    keys += ["order", "sample", "replicate"]
    return out.sort_values(keys, kind="stable", ignore_index=True)[list(PROTEIN_VALUES)]
