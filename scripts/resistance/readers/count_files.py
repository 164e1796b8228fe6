"""Find the files that hold the counts: one, those of a folder, those that the sheet names."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from resistance.inputs.counts_source import CountsSource
from resistance.inputs.paths import placeholders
from resistance.inputs.sample_columns import make_name
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
#: Folders of a study that we write ourselves.
_OURS: Final = ("results", "logs", "benchmarks")
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
    files, problems = counts_files(source) if source.path else ([], [])
    problems = problems + placeholders(files)
    return problems + (missing(base / source.tx2gene, source.tx2gene) if source.tx2gene else [])


def counts_files(source: CountsSource) -> tuple[list[str], list[Problem]]:
    """List the files that the counts depend on, without opening one.

    Parameters
    ----------
    source : CountsSource

    Returns
    -------
    files : list of str
        As the configuration names them. Of a folder, those whose path holds the name of a sample,
        so that another file that is put there reruns nothing; all, if a sample has none.
    problems : list of Problem
    """
    files, problems = listed_files(source)
    named, _ = named_files(source)
    unnamed = {sample: {sample, make_name(sample)} for sample in source.rows if sample not in named}
    of = {
        sample: [file for file in files if any(name in file for name in names)]
        for sample, names in unnamed.items()
    }
    if source.rows and all(of.values()):
        files = sorted({*named.values(), *(file for found in of.values() for file in found)})
    return files, problems


def listed_files(source: CountsSource) -> tuple[list[str], list[Problem]]:
    """List the files that may hold counts, without opening one.

    Parameters
    ----------
    source : CountsSource

    Returns
    -------
    files : list of str
        Sorted, as the configuration names them; of a folder, all that is in it.
    problems : list of Problem
        Files of the sheet that are not there or lead out of the study; a folder without a file.
    """
    problems = missing(source.base / source.path, source.path)
    if problems:
        return [], problems
    top = source.base / source.path
    named, problems = named_files(source)
    if not os.path.isdir(top):
        return sorted({source.path, *named.values()}), problems
    if source.rows and set(named) == set(source.rows):
        return sorted(named.values()), problems
    listed = _walk(top, source)
    if len(listed) > _MOST:
        message = f"The folder holds more than {_MOST} files."
        hint = "Name the folder that holds nothing but the files of counts."
        return [], [*problems, Problem(source.path, message, column="counts.path", hint=hint)]
    usable = sorted({*named.values(), *(file for file in listed if (source.base / file).is_file())})
    if not usable and not problems:
        problems = [Problem(source.path, "The folder holds no file that may be counts.")]
    return usable, problems


def _walk(top: Path, source: CountsSource) -> list[str]:
    """List what is in a folder, hidden files and our own results left out."""
    listed: list[str] = []
    ours = {os.path.realpath(source.base / name) for name in _OURS}
    seen = set(ours)
    absolute = Path(source.path).is_absolute()
    for folder, folders, files in os.walk(top, followlinks=True):
        real = os.path.realpath(folder)
        if real in seen:  # a link may lead into a folder above it
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for file in files:
            if not file.startswith(".") and not file.lower().endswith(_PASSED_OVER):
                path = os.path.join(folder, file)
                listed.append(path if absolute else os.path.relpath(path, source.base))
        if len(listed) > _MOST:
            break
    return listed


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
    # of a name that no file can have pathlib would raise
    start = source.path if os.path.isdir(top) else ""
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
