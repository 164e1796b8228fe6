"""Find the files that hold the counts: one, those of a folder, those that the sheet names."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from resistance.inputs.counts_source import CountsSource
from resistance.problems import Problem
from resistance.readers.paths import find_file
from resistance.readers.raw_files import missing

#: Endings of what stands beside counts and is none, some of it large; it is passed over unopened.
_PASSED_OVER: Final = (
    ".bam", ".bai", ".csi", ".cram", ".crai", ".sam", ".fastq", ".fastq.gz", ".fq", ".fq.gz",
    ".fa", ".fa.gz", ".fasta", ".fasta.gz", ".gtf", ".gtf.gz", ".gff", ".gff3", ".gff.gz", ".bed",
    ".bed.gz", ".bw", ".bigwig", ".wig", ".html", ".pdf", ".png", ".svg", ".zip", ".tar", ".tar.gz",
    ".md5", ".rdata", ".rds", ".docx", ".pptx", ".pickle", ".pkl",
)  # fmt: skip
#: Files that a folder may hold.
_MOST: Final = 20_000


def absent_counts(
    config: Mapping[str, Any], sheet: pd.DataFrame | None, base: Path
) -> list[Problem]:
    """Look whether the counts, and the genes of their transcripts, are there.

    Parameters
    ----------
    config : mapping
        With defaults.
    sheet : pandas.DataFrame or None
    base : Path
        The folder that paths of the configuration are relative to.

    Returns
    -------
    list of Problem
    """
    rows = sheet if sheet is not None else pd.DataFrame()
    source = CountsSource.from_config(config, rows, base)
    problems = counts_files(source)[1] if source.path else []
    return problems + (missing(base / source.tx2gene, source.tx2gene) if source.tx2gene else [])


def counts_files(source: CountsSource) -> tuple[list[str], list[Problem]]:
    """List the files that the counts may be read from, without opening one.

    Parameters
    ----------
    source : CountsSource

    Returns
    -------
    files : list of str
        As the configuration names them; of a folder, what is in it.
    problems : list of Problem
    """
    problems = missing(source.base / source.path, source.path)
    if problems:
        return [], problems
    if (source.base / source.path).is_dir() or source.files:
        return _files_of(source)
    return [source.path], []


def _files_of(source: CountsSource) -> tuple[list[str], list[Problem]]:
    """List a folder, or the files that the sheet names."""
    top = source.base / source.path
    named, problems = named_files(source)
    if not top.is_dir():
        return sorted({source.path, *named.values()}), problems
    if source.rows and set(named) == set(source.rows):
        return sorted(named.values()), problems
    listed, seen = [], set()
    for folder, folders, files in os.walk(top, followlinks=True):
        # a link may lead into a folder above it
        real = os.path.realpath(folder)
        folders[:] = sorted(f for f in folders if not f.startswith(".")) if real not in seen else []
        if real in seen:
            continue
        seen.add(real)
        listed += [
            os.path.relpath(os.path.join(folder, file), source.base)
            if not Path(source.path).is_absolute()
            else os.path.join(folder, file)
            for file in files
            if not file.startswith(".") and not file.lower().endswith(_PASSED_OVER)
        ]
        if len(listed) > _MOST:
            message = f"The folder holds more than {_MOST} files."
            hint = "Name the folder that holds nothing but the files of counts."
            return [], [*problems, Problem(source.path, message, column="counts.path", hint=hint)]
    usable = sorted({*named.values(), *(file for file in listed if (source.base / file).is_file())})
    if not usable and not problems:
        problems = [Problem(source.path, "The folder holds no file that may be counts.")]
    return usable, problems


def named_files(source: CountsSource) -> tuple[dict[str, str], list[Problem]]:
    """Find the files that the sheet names.

    Parameters
    ----------
    source : CountsSource

    Returns
    -------
    files : dict of str to str
        Path of each sample's file, written as :func:`counts_files` does.
    problems : list of Problem
        Files that are not there or lead out of the study.
    """
    top = source.base / source.path
    start = source.path if top.is_dir() else ""
    found, problems = {}, []
    for sample, name in source.files.items():
        place = Problem(source.sample_sheet, "", str(source.rows.get(sample, "")), "file")
        path, wrong = find_file(
            name, source.base / start, source.allow_outside, place, [source.base]
        )
        if path is not None and path.is_dir():
            wrong = [Problem(place.file, "This is a folder, not a file.", place.row, "file", name)]
        problems += wrong
        if path is not None and not wrong:
            found[sample] = os.path.normpath(os.path.join(start, name))
    return found, problems
