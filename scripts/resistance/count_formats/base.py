"""What every reader of a per-sample file of counts gives back.

A format is a module of two functions. ``recognise(lines)`` takes the first lines of a file and says
why they are of this format; it returns an empty text if they are not. ``parse(text, name)`` takes
the whole text and the file's name, as the user named it, and returns :class:`SampleCounts` (None if
there are problems) and a list of problems.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class SampleCounts:
    """The counts of one sample as its file has them.

    Attributes
    ----------
    name : str
        The file as the user named it.
    ids : list of str
        Genes or transcripts in the order of the file; one may stand there twice.
    rows : numpy.ndarray
        Row of each id in the file, as a spreadsheet counts.
    counts : dict of str to numpy.ndarray
        Reads of each id. One entry, with the key "", or one for each way of counting that the file
        offers (STAR: unstranded, forward, reverse).
    outside : dict of str to dict of str to float
        Reads outside of genes (``N_unmapped``, ``__no_feature``) by name, for each way of counting.
    level : str
        ``gene`` or ``transcript``.
    lengths : numpy.ndarray or None
        Effective length of each transcript, or average one of each gene; bases.
    abundance : numpy.ndarray or None
        TPM.
    genes : list of str
        Gene of each transcript where the file says it; else empty.
    symbols : list of str
        Symbol of each id where the file says it; else empty.
    """

    name: str
    ids: list[str]
    rows: npt.NDArray[np.int64]
    counts: dict[str, Floats]
    outside: dict[str, dict[str, float]] = field(default_factory=dict)
    level: str = "gene"
    lengths: Floats | None = None
    abundance: Floats | None = None
    genes: list[str] = field(default_factory=list)
    symbols: list[str] = field(default_factory=list)
