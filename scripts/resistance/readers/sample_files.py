"""Read a folder, or files that the sample sheet names, with the counts of one sample each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import pandas as pd

from resistance.count_formats import htseq, kallisto, plain, rsem, salmon, star
from resistance.count_formats.base import SampleCounts
from resistance.count_formats.detect import Detected
from resistance.count_formats.merge import merge
from resistance.inputs.counts_source import CountsSource
from resistance.inputs.counts_table import CountsTable
from resistance.inputs.sample_columns import Matches
from resistance.inputs.sample_files import Chosen, choose
from resistance.problems import Problem
from resistance.readers.count_files import listed_files, named_files
from resistance.readers.decoding import read_text
from resistance.readers.hdf5 import is_hdf5
from resistance.readers.kallisto import read_kallisto
from resistance.readers.sniff import detect_file
from resistance.readers.transcripts import read_tx2gene
from resistance.transcripts.tximport import summarise

_PARSE: Final[Mapping[str, Callable[[str, str], tuple[SampleCounts | None, list[Problem]]]]] = {
    "star": star.parse,
    "htseq": htseq.parse,
    "salmon": salmon.parse,
    "kallisto": kallisto.parse,
    "rsem": rsem.parse,
}


def read_sample_files(
    source: CountsSource, found: Mapping[str, Detected] | None = None
) -> tuple[CountsTable | None, list[Problem]]:
    """Read files of one sample each, and join them by the names of their rows.

    Parameters
    ----------
    source : CountsSource
    found : mapping of str to Detected, optional
        What each file is; without it the files are listed and looked at.

    Returns
    -------
    table : CountsTable or None
        None if there are problems.
    problems : list of Problem
    """
    named, problems = named_files(source)
    if found is None and not problems:
        files, problems = listed_files(source)
        found = {file: detect_file(source.base / file) for file in files}
    if problems or found is None:
        return None, problems
    chosen = choose(found, named, source)
    if chosen.problems:
        return None, chosen.problems
    samples: dict[str, SampleCounts] = {}
    for sample, file in chosen.files.items():
        column = source.columns.get(sample, "")
        counts, wrong = _read(source.base / file, file, chosen.format, column)
        problems += wrong
        if counts is not None:
            samples[file] = _shared(counts, next(iter(samples.values()), counts))
    if problems:
        return None, problems
    if next(iter(samples.values())).lengths is not None:
        return _of_transcripts(samples, chosen, source)
    return _of_genes(samples, chosen, source)


def _shared(counts: SampleCounts, first: SampleCounts) -> SampleCounts:
    """Keep in memory once what the files of a run have in common."""
    same = {
        key: getattr(first, key)
        for key in ("ids", "genes", "symbols")
        if getattr(counts, key) == getattr(first, key)
    }
    return replace(counts, **same)


def _read(
    path: Path, name: str, kind: str, column: str
) -> tuple[SampleCounts | None, list[Problem]]:
    if is_hdf5(path):
        return read_kallisto(path, name)
    text, problems = read_text(path, name)
    if problems:
        return None, problems
    if kind in _PARSE:
        return _PARSE[kind](text, name)
    return plain.parse(text, name, column)


def _of_genes(
    samples: Mapping[str, SampleCounts], chosen: Chosen, source: CountsSource
) -> tuple[CountsTable | None, list[Problem]]:
    kind, why = "", chosen.why
    notes: list[str] = []
    stated: list[dict[str, object]] = []
    if chosen.format == "star":
        strand = star.strand_of(samples, source.strandedness)
        if strand.problems:
            return None, strand.problems
        kind, why = strand.kind, f"{why}; {strand.why}"
        stated.append(_record("listed", star.STRANDEDNESS, len(samples), kind))
        notes.append(f"{source.path}: STAR's column {kind} is used. {strand.why}.")
    merged = merge(samples, kind)
    if merged.problems:
        return None, merged.problems
    read = [*_records(samples, chosen), *stated]
    return CountsTable(
        source.path,
        chosen.format,
        merged.columns,
        merged.data,
        1,
        text="",
        separator="\t",
        why=why,
        files=tuple(sorted(samples)),
        records=(*read, *chosen.records),
        notes=tuple(notes),
        row_numbers=merged.rows,
        resolved=_resolved(sorted(samples), chosen, source),
    ), []


def _of_transcripts(
    samples: Mapping[str, SampleCounts], chosen: Chosen, source: CountsSource
) -> tuple[CountsTable | None, list[Problem]]:
    tx2gene = None
    if next(iter(samples.values())).level == "transcript":
        own = source.base / source.tx2gene if source.tx2gene else None
        tx2gene, problems = read_tx2gene(own, source.tx2gene, source.annotation, source.organism)
        if problems:
            return None, problems
    summed = summarise(samples, tx2gene, source.from_abundance)
    if summed.problems:
        return None, summed.problems
    names = sorted(samples)
    data = pd.DataFrame({0: summed.counts.index.to_numpy(dtype=object)})
    for number, name in enumerate(names, start=1):
        data[number] = summed.counts[name].to_numpy()
    lengths = None
    if source.from_abundance == "offsets":
        of = {file: sample for sample, file in chosen.files.items()}
        lengths = summed.lengths.rename(columns=of)
    return CountsTable(
        source.path,
        chosen.format,
        ["gene_id", *names],
        data,
        1,
        text="",
        separator="\t",
        why=chosen.why,
        files=tuple(names),
        records=(*_records(samples, chosen), *chosen.records, *summed.records),
        notes=tuple(f"{source.path}: {note}" for note in summed.notes),
        lengths=lengths,
        row_numbers=tuple(range(2, len(data) + 2)),
        resolved=_resolved(names, chosen, source),
    ), []


def _records(samples: Mapping[str, SampleCounts], chosen: Chosen) -> list[dict[str, object]]:
    """Account for each file that was read."""
    of = {file: sample for sample, file in chosen.files.items()}
    found = []
    for file in sorted(samples):
        said = f"{samples[file].level}s in the file of sample {of[file]}"
        how = chosen.how.get(of[file], "")
        said += f" ({how})" if how else ""
        found.append(_record("read", file, len(samples[file].ids), said))
    return found


def _record(action: str, item: str, n: int, detail: str) -> dict[str, object]:
    return {"source": "counts", "action": action, "item": item, "n": n, "detail": detail}


def _resolved(names: list[str], chosen: Chosen, source: CountsSource) -> Matches | None:
    if not source.rows:
        return None
    places = {name: i for i, name in enumerate(names, start=1)}
    found = {sample: [places[file]] for sample, file in chosen.files.items()}
    return Matches(found, {found[sample][0]: how for sample, how in chosen.how.items()})
