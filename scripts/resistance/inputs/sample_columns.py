"""The one rule by which columns, or files, of counts belong to samples. Order plays no part in it.

1. What the sheet's ``file`` or ``column`` names.
2. The exact name.
3. The name without folders and the endings that counters, aligners and GEO give it
   (:func:`forms`).
4. The name without a prefix and a suffix that the columns of two samples or more share.
5. The name as R's ``make.names`` spells it.

A step looks only at samples and columns that the steps before it left over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

CHOSEN: Final = "the sheet names it"
CUT: Final = "folders and known endings cut"
R_NAME: Final = "as R's make.names spells it"
_ALIGNMENT: Final = re.compile(r"\.(bam|sam|cram)$", re.IGNORECASE)
#: What aligners and samtools add before .bam, only there: "S1_sorted" may be a sample of sorted
#: cells.
_ALIGNER: Final = re.compile(
    r"([._-]?Aligned(\.sortedByCoord)?\.out|[._-](sorted|sort|markdup|dedup|rmdup|filtered))$",
    re.IGNORECASE,
)
#: Endings that are cut one after the other.
_ENDING: Final = re.compile(
    r"\.(gz|zip|txt|tsv|csv|tab|xlsx|out|dat)$"
    r"|(^|[._-])?ReadsPerGene(\.out)?$"
    r"|(^|[._-])(genes|isoforms)\.results$"
    r"|(^|[._-])(quant(\.genes)?\.sf|abundance(\.tsv|\.h5)?)$"
    r"|(^|[._-])((gene|raw|read)s?[._-]?){0,2}counts?$"
    r"|(^|[._-])(htseq(-count)?|featurecounts|star|salmon|kallisto|rsem|quant)$",
    re.IGNORECASE,
)
_GEO: Final = re.compile(r"(GSM\d+)[._-](.+)")
_NOT_R: Final = re.compile(r"[^\w.]")


class Matches(NamedTuple):
    """Which column belongs to which sample.

    Attributes
    ----------
    found : dict of str to list of int
        Positions of the columns of each sample; empty where there is none, more than one where it
        is not clear which.
    how : dict of int to str
        The step that gave each column to its sample; empty for the exact name.
    """

    found: dict[str, list[int]]
    how: dict[int, str]


def forms(label: str) -> list[str]:
    """List what the sample of a column, or file, may be called, the longest name first.

    Parameters
    ----------
    label : str
        Such as ``mapping/HBR_1/HBR_1.sorted.bam`` or ``GSM461176_S1_counts.txt.gz``.

    Returns
    -------
    list of str
        The last part of the path and what is left of it as endings are cut; where nothing is left
        (``S1/quant.sf``), the same of its folder. Then all without GEO's number, and that number.
    """
    found: list[str] = []
    for part in reversed([part for part in re.split(r"[/\\]", label) if part]):
        name, before, endings = part, "", [_ALIGNMENT, _ENDING]
        while name and name != before:
            found.append(name)
            before = name
            for ending in endings:
                name = ending.sub("", name)
                if name != before:
                    # only what stood before .bam is the aligner's
                    endings = [_ALIGNER, _ENDING] if ending is _ALIGNMENT else endings
                    break
        if name:
            break
    geo = [match for match in map(_GEO.fullmatch, found) if match]
    found += [match[2] for match in geo] + [match[1] for match in geo[-1:]]
    return list(dict.fromkeys(found))


def make_name(sample: str) -> str:
    """Spell a name as R does for columns (``make.names``).

    Parameters
    ----------
    sample : str

    Returns
    -------
    str
        What is no letter, number, dot or underscore is a dot; X is put before what cannot begin a
        name.
    """
    name = sample if re.match(r"[^\W\d_]|\.(?!\d)", sample) else f"X{sample}"
    return _NOT_R.sub(".", name)


def match_columns(
    columns: Sequence[str], samples: Sequence[str], chosen: Mapping[str, int] | None = None
) -> Matches:
    """Find the columns of each sample.

    Parameters
    ----------
    columns : sequence of str
        All columns of the counts; the first holds the gene ids and is passed over.
    samples : sequence of str
    chosen : mapping of str to int, optional
        Column of each sample for which the sheet names it.

    Returns
    -------
    Matches
    """
    names = list(dict.fromkeys(samples))
    found: dict[str, list[int]] = {name: [] for name in names}
    how: dict[int, str] = {}
    for name, position in (chosen or {}).items():
        if name in found:
            found[name] = [position]
            how[position] = CHOSEN
    free = {i: column for i, column in enumerate(columns) if i and i not in how}
    for said, spellings in (
        ("", {i: [column] for i, column in free.items()}),
        (CUT, {i: forms(column) for i, column in free.items()}),
    ):
        # a column that bears the name of any sample is no one else's
        owners = {i: next((f for f in spellings[i] if f in found), None) for i in free}
        _give({i: (name, said) for i, name in owners.items() if name}, found, how, free)
    shortest = {i: (forms(column) or [column])[-1] for i, column in free.items()}
    for labels in (shortest, columns):
        open_names = [name for name in names if not found[name]]
        _give(_by_common_ends({i: labels[i] for i in free}, open_names), found, how, free)
    spelled: dict[str, list[str]] = {}
    for name in names:
        if not found[name]:
            spelled.setdefault(make_name(name), []).append(name)
    alone = {spelling: owner[0] for spelling, owner in spelled.items() if len(owner) == 1}
    owners = {i: next((alone[f] for f in forms(c) if f in alone), None) for i, c in free.items()}
    _give({i: (name, R_NAME) for i, name in owners.items() if name}, found, how, free)
    return Matches(found, how)


def _give(
    owners: Mapping[int, tuple[str, str]],
    found: dict[str, list[int]],
    how: dict[int, str],
    free: dict[int, str],
) -> None:
    """Give columns to samples that have none yet, all of a step at once: order plays no part."""
    taken = {name for name, positions in found.items() if positions}
    for position, (name, said) in owners.items():
        if name not in taken:
            found[name].append(position)
            how[position] = said
            del free[position]


def _by_common_ends(
    columns: Mapping[int, str], samples: Iterable[str]
) -> dict[int, tuple[str, str]]:
    """Find samples whose columns are their names between one prefix and one suffix.

    Returns
    -------
    dict
        Sample of a column, and what was cut; only cuts that fit two samples or more. Where two cuts
        give a sample different columns it has both; a column that two samples claim has none.
    """
    cuts: dict[tuple[str, str], dict[int, str]] = {}
    for sample in filter(None, samples):
        for position, column in columns.items():
            start = column.find(sample)
            while start >= 0:
                prefix, suffix = column[:start], column[start + len(sample) :]
                if _apart(prefix[-1:], sample[0]) and _apart(sample[-1], suffix[:1]):
                    cuts.setdefault((prefix, suffix), {})[position] = sample
                start = column.find(sample, start + 1)
    claims: dict[int, dict[str, str]] = {}
    for (prefix, suffix), owners in sorted(cuts.items()):
        if len(set(owners.values())) > 1:
            ends = (("prefix", prefix), ("suffix", suffix))
            said = " and ".join(f'the common {kind} "{end}"' for kind, end in ends if end)
            for position, sample in owners.items():
                claims.setdefault(position, {}).setdefault(sample, f"{said} cut")
    return {i: next(iter(claim.items())) for i, claim in sorted(claims.items()) if len(claim) == 1}


def _apart(left: str, right: str) -> bool:
    """Tell whether a name may begin, or end, between two letters: "S10" is no sample 1."""
    if not (left and right) or not (left.isalnum() and right.isalnum()):
        return True
    return left.isalpha() != right.isalpha()
