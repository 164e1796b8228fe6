"""Which files of a folder are the counts of the samples: by what they hold, then by their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from resistance.count_formats.detect import PER_SAMPLE, Detected
from resistance.inputs.counts_source import CountsSource
from resistance.inputs.sample_columns import forms, match_columns
from resistance.inputs.schema_words import listing
from resistance.problems import Problem, did_you_mean

#: What to do about counts that are none of genes.
HINT: Final = (
    "Count reads per gene (featureCounts, STAR --quantMode GeneCounts, htseq-count), or copy the "
    "file again."
)
#: What tables of any kind are taken for: of use where a folder holds nothing better.
_ANY: Final = "matrix"
#: Of two files of one sample in one format: the one that is read.
_PREFERRED: Final = {"rsem": "genes", "salmon": "transcripts", "kallisto": ""}


class Chosen(NamedTuple):
    """The files to read.

    Attributes
    ----------
    format : str
        Of all of them.
    why : str
        What shows it.
    files : dict of str to str
        File of each sample; by the file itself where the samples are not known.
    how : dict of str to str
        What each sample was found by, as in :class:`resistance.inputs.sample_columns.Matches`.
    records : list of dict
        Files that are not used and why: rows of :data:`resistance.columns.INPUTS`.
    problems : list of Problem
    """

    format: str
    why: str
    files: dict[str, str]
    how: dict[str, str]
    records: list[dict[str, object]]
    problems: list[Problem]


def choose(found: Mapping[str, Detected], named: Mapping[str, str], source: CountsSource) -> Chosen:
    """Choose the files of counts among those of a folder.

    Parameters
    ----------
    found : mapping of str to Detected
        What each file is, by its path.
    named : mapping of str to str
        File of each sample for which the sheet names it.
    source : CountsSource

    Returns
    -------
    Chosen
    """
    kept, problems = _of_one_format(found, named, source)
    problems += _check_named(found, named, kept, source)
    if problems:
        return Chosen("", "", {}, {}, [], problems)
    kind = next(iter(kept.values())).format
    wanted = _PREFERRED.get(kind)
    if wanted is not None and any(detected.variant == wanted for detected in kept.values()):
        kept = {
            name: detected
            for name, detected in kept.items()
            if detected.variant == wanted or name in named.values()
        }
    files, how, problems = _by_sample(found, kept, named, source)
    # one problem for each reason, with the first file that it is true of
    refused = {found[name].refused: name for name in sorted(files.values(), reverse=True)}
    problems += [
        Problem(name, why, allowed="counts of genes", hint=HINT)
        for why, name in refused.items()
        if why
    ]
    if problems:
        return Chosen(kind, "", {}, {}, [], problems)
    used = set(files.values())
    example = min(used)
    why = found[example].why
    if len(used) > 1:
        why += f" ({len(used)} files, such as {example})"
    records = [
        _not_used(name, found[name], kind, name in kept)
        for name in sorted(found)
        if name not in used
    ]
    return Chosen(kind, why, files, how, records, [])


def _not_used(name: str, detected: Detected, kind: str, kept: bool) -> dict[str, object]:
    said = detected.refused or "file that holds no counts"
    if kept:
        said = "file of counts of no sample that is used"
    elif detected.format == kind and detected.variant:
        said = f"file of counts ({detected.variant}), where another kind of {kind} is read"
    elif detected.format:
        said = f"file of another kind ({_called(detected.format)})"
    return {"source": "counts", "action": "not_used", "item": name, "n": 1, "detail": said}


def _of_one_format(
    found: Mapping[str, Detected], named: Mapping[str, str], source: CountsSource
) -> tuple[dict[str, Detected], list[Problem]]:
    """Keep the files of the format that is asked for, or of the only one that is there."""
    name = source.path
    by_kind: dict[str, dict[str, Detected]] = {}
    for file, detected in sorted(found.items()):
        if detected.format:
            by_kind.setdefault(detected.format, {})[file] = detected
    said = [
        f"{_called(kind)} ({len(files)}, such as {min(files)})" for kind, files in by_kind.items()
    ]
    if source.format != "auto":
        if source.format in by_kind:
            return by_kind[source.format], []
        message = f"counts.format is {source.format}, but no file of the folder is of that format."
        seen = f"It holds {listing(said)}." if said else "It holds no file of counts."
        return {}, [Problem(name, f"{message} {seen}", allowed=_called(source.format))]
    if not by_kind:
        return {}, [
            Problem(
                name,
                "The folder holds no file of counts.",
                value=listing(sorted(found), 8),
                allowed=listing([*map(_called, PER_SAMPLE), "tables of ids and counts"]),
                hint="counts.path names the file of counts, or the folder that holds one for each "
                "sample.",
            )
        ]
    if len(by_kind) > 1 and not set(named.values()) & set(by_kind.get(_ANY, ())):
        by_kind.pop(_ANY, None)
    if len(by_kind) == 1:
        (files,) = by_kind.values()
        # with `column` a table of several may hold the counts of one sample
        return (files, []) if source.columns else _one_sample_each(files, named, name)
    return {}, [
        Problem(
            name,
            f"The folder holds counts of several formats: {listing(said)}.",
            column="counts.path",
            allowed="files of one format",
            hint="Name the folder of one of them as counts.path, or set counts.format to "
            f"{' or '.join(sorted(set(by_kind) & {*PER_SAMPLE, 'featurecounts'}))}.",
        )
    ]


def _one_sample_each(
    files: dict[str, Detected], named: Mapping[str, str], folder: str
) -> tuple[dict[str, Detected], list[Problem]]:
    """Keep tables of one sample; where all have several, one of them is meant as counts.path."""
    single = {
        name: detected
        for name, detected in files.items()
        if len(detected.columns) < 2 or name in named.values()
    }
    if single:
        return single, []
    return files, [
        Problem(
            folder,
            "The folder holds no file of counts for each sample, but "
            f"tables of several columns: {listing(list(files), 8)}.",
            column="counts.path",
            hint=f"If that is the counts, set counts.path: {min(files)}",
        )
    ]


def _check_named(
    found: Mapping[str, Detected],
    named: Mapping[str, str],
    kept: Mapping[str, Detected],
    source: CountsSource,
) -> list[Problem]:
    """Find files of the sheet that hold no counts, or of another format, or that it names twice."""
    problems = []
    for sample, name in named.items():
        detected = found[name]
        message = ""
        if [*named.values()].count(name) > 1:
            message = "The sheet names this file for several samples."
        elif not detected.format:
            message = detected.refused or "This file holds no counts that we know."
        elif kept and name not in kept:
            others = _called(next(iter(kept.values())).format)
            message = (
                f"This file is of another format ({_called(detected.format)}; others: {others})."
            )
        if message:
            row = str(source.rows.get(sample, ""))
            allowed = "one file of counts for each sample, all of one format"
            problems.append(Problem(source.sample_sheet, message, row, "file", name, allowed))
    return problems


def _by_sample(
    found: Mapping[str, Detected],
    kept: Mapping[str, Detected],
    named: Mapping[str, str],
    source: CountsSource,
) -> tuple[dict[str, str], dict[str, str], list[Problem]]:
    """Find the file of each sample: as the sheet names it, else by its name or its header's."""
    labels = sorted(kept)
    if not source.rows:
        return {label: label for label in labels}, {}, []
    places = {name: i for i, name in enumerate(labels, start=1)}
    chosen = {sample: places[name] for sample, name in named.items()}
    matches = match_columns(["", *labels], list(source.rows), chosen)
    headers = [kept[label].columns[0] if kept[label].columns else "" for label in labels]
    if not any(matches.found.values()) and len(set(headers)) == len(headers):
        matches = match_columns(["", *headers], list(source.rows))
    if not any(matches.found.values()):
        return {}, {}, [_no_names(labels, kept, source)]
    hint = "Name the file of the sample in the sheet's column `file`."
    problems = []
    for sample, positions in matches.found.items():
        if len(positions) == 1:
            continue
        files = [labels[i - 1] for i in positions]
        message = f"No file of {source.path} is named like this sample."
        others = [name for name in sorted(found) if name not in kept and sample in forms(name)]
        if others:
            kind = _called(next(iter(kept.values())).format)
            message = f"{listing(others)} is named like this sample, but is no file of {kind}."
        if files:
            message = f"{len(files)} files of {source.path} may be this sample: {listing(files)}."
        guess = "It may be damaged or cut short: copy it again." if others else ""
        if not files and not others:
            guess = did_you_mean(sample, [form for label in labels for form in forms(label)])
        problems.append(
            Problem(
                source.sample_sheet,
                message,
                str(source.rows[sample]),
                "sample",
                sample,
                listing(labels, 24),
                f"{guess} {hint}".strip(),
            )
        )
    files_of = {name: labels[found[0] - 1] for name, found in matches.found.items() if found}
    how = {name: matches.how.get(found[0], "") for name, found in matches.found.items() if found}
    return files_of, how, problems


def _no_names(labels: Sequence[str], kept: Mapping[str, Detected], source: CountsSource) -> Problem:
    samples = list(source.rows)
    tables = [name for name in labels if len(kept[name].columns) > 1]
    hint = "Name the file of each sample in the sheet's column `file`."
    if tables:
        hint = f"If {tables[0]} is the counts of all samples, set counts.path to it."
    return Problem(
        source.path,
        f"No file has the name of a sample of {source.sample_sheet} ({listing(samples, 6)}).",
        allowed=f"files named like the samples; there are {listing(labels, 12)}",
        hint=hint,
    )


def _called(kind: str) -> str:
    return PER_SAMPLE.get(kind, {"matrix": "tables"}.get(kind, kind))
