"""Which rows of the sample sheet make a study: exclusions, and technical replicates summed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from resistance.inputs.schema_words import listing

#: Column that the sheet of the results gets where something was summed.
SUMMED_FROM = "summed_from"
#: Column that it gets where mouse genes were set apart.
MOUSE_FRACTION = "mouse_fraction"
#: Values of ``replicate_of`` that name no sample.
_NO_SAMPLE = ("", "unknown")
#: Columns in which technical replicates differ by their nature.
_OWN = ("sample", "display_name", "replicate_of", "file", "column")


@dataclass(frozen=True)
class SampleRows:
    """What becomes of each row of the sheet.

    Attributes
    ----------
    sheet : pandas.DataFrame
        As the user wrote it: text, indexed by row.
    kept : pandas.DataFrame
        Its rows that are samples of the study, with their rows' numbers.
    excluded : tuple of str
        Samples that are left out, in the order of the sheet.
    summed : dict of str to str
        The sample that each technical replicate's counts are added to, in the order of the sheet.
    """

    sheet: pd.DataFrame
    kept: pd.DataFrame
    excluded: tuple[str, ...]
    summed: dict[str, str]

    @property
    def counted(self) -> dict[int, str]:
        """Samples that need a column of counts, by their row."""
        names = self.sheet["sample"]
        return {
            int(str(row)): str(name) for row, name in names.items() if name not in self.excluded
        }

    @property
    def table(self) -> pd.DataFrame:
        """The kept rows, with :data:`SUMMED_FROM` (names with ";" between) if any was summed."""
        if not self.summed:
            return self.kept
        parts: dict[str, list[str]] = {}
        for replicate, sample in self.summed.items():
            parts.setdefault(sample, []).append(replicate)
        joined = [";".join(parts.get(name, ())) for name in self.kept["sample"]]
        return self.kept.assign(**{SUMMED_FROM: joined})


def links(samples: pd.DataFrame) -> dict[str, str]:
    """Return the sample that each technical replicate names.

    Parameters
    ----------
    samples : pandas.DataFrame

    Returns
    -------
    dict of str to str
        Without replicates whose sample is empty or ``unknown``.
    """
    if "replicate_of" not in samples:
        return {}
    pairs = zip(samples["sample"], samples["replicate_of"], strict=True)
    return {str(name): str(of) for name, of in pairs if of not in _NO_SAMPLE}


def chain(name: str, marked: Mapping[str, str]) -> list[str]:
    """Follow a technical replicate to its sample.

    Parameters
    ----------
    name : str
    marked : mapping of str to str
        As :func:`links` returns it.

    Returns
    -------
    list of str
        From ``name`` on; where the links go in a circle the last name stands there twice.
    """
    found = [name]
    while found[-1] in marked:
        found.append(marked[found[-1]])
        if found[-1] in found[:-1]:
            break
    return found


def resolve(samples: pd.DataFrame, exclude: Sequence[str]) -> SampleRows:
    """Leave out rows and find the sample of each technical replicate.

    Parameters
    ----------
    samples : pandas.DataFrame
        Sample sheet without problems, text, indexed by row.
    exclude : sequence of str
        ``exclude_samples`` of the configuration.

    Returns
    -------
    SampleRows
        A replicate of a replicate belongs to the last sample of the chain, over excluded ones, too.
    """
    marked = links(samples)
    names = [str(name) for name in samples["sample"]]
    excluded = tuple(name for name in names if name in set(exclude))
    summed = {name: chain(name, marked)[-1] for name in marked if name not in excluded}
    kept = samples[~samples["sample"].isin([*excluded, *summed])]
    return SampleRows(samples, kept, excluded, summed)


def as_written(samples: pd.DataFrame) -> SampleRows:
    """Return the rows of a sheet that has problems of its own: all are kept.

    Parameters
    ----------
    samples : pandas.DataFrame

    Returns
    -------
    SampleRows
    """
    return SampleRows(samples, samples, (), {})


def notes(rows: SampleRows) -> list[str]:
    """Say on the terminal what is left out and what is summed.

    Parameters
    ----------
    rows : SampleRows

    Returns
    -------
    list of str
    """
    said = []
    if rows.excluded:
        said.append(f"exclude_samples leaves out {listing(rows.excluded, 12)}.")
    for sample in dict.fromkeys(rows.summed.values()):
        parts = [replicate for replicate, whole in rows.summed.items() if whole == sample]
        said.append(f"{sample}: the counts of {listing(parts, 12)} are added (replicate_of).")
    return said


def with_mouse_fraction(samples: pd.DataFrame, fraction: pd.Series | None) -> pd.DataFrame:
    """Write the share of each sample's reads on mouse genes beside the sample.

    Parameters
    ----------
    samples : pandas.DataFrame
        Text, one row a sample.
    fraction : pandas.Series or None
        Index the samples; None where no mouse genes were set apart.

    Returns
    -------
    pandas.DataFrame
    """
    if fraction is None:
        return samples
    shares = [f"{fraction[name]:.6g}" for name in samples["sample"]]
    return samples.assign(**{MOUSE_FRACTION: shares})


def records(rows: SampleRows) -> list[dict[str, object]]:
    """Account for each sample that is not kept as it is.

    Parameters
    ----------
    rows : SampleRows

    Returns
    -------
    list of dict
        Rows of :data:`resistance.columns.INPUTS`.
    """
    by_name = rows.sheet.set_index("sample", drop=False)
    shared = [column for column in rows.sheet.columns if column not in _OWN]
    found = []
    for name in rows.excluded:
        found.append(("not_used", name, "left out, as exclude_samples says"))
    for name, sample in rows.summed.items():
        said = f"technical replicate, its counts are added to those of {sample}"
        differing = [c for c in shared if by_name.at[name, c] != by_name.at[sample, c]]
        if differing:
            said += f"; {sample} keeps its own {listing(differing)}"
        found.append(("summed", name, said))
    return [
        {"source": "samples", "action": action, "item": item, "n": 1, "detail": detail}
        for action, item, detail in found
    ]


def summed(counts: pd.DataFrame, into: Mapping[str, str]) -> pd.DataFrame:
    """Add the counts of technical replicates to those of their samples.

    Reads of one library, or of libraries of one RNA sample, that were sequenced apart add up to the
    reads of a deeper run (Marioni 2008, Genome Research 18:1509: the lanes' scatter is Poisson's).

    Parameters
    ----------
    counts : pandas.DataFrame
        Genes x samples, technical replicates among them.
    into : mapping of str to str
        Sample of each technical replicate.

    Returns
    -------
    pandas.DataFrame
        Without the replicates' columns.
    """
    out = counts.drop(columns=list(into))
    for replicate, sample in into.items():
        out[sample] += counts[replicate]
    return out
