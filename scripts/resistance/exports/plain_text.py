"""Text of a study in a form that XML, PDF and HDF5 can all hold."""

from __future__ import annotations

import re

#: Characters that XML 1.0 does not know: controls, halves of surrogate pairs, non-characters.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile(r"[\t\r\n\u2028\u2029]+")
INSTEAD = "\ufffd"


def plain(text: object) -> str:
    """Put the replacement character in place of what no file format holds.

    Parameters
    ----------
    text : object
        Turned into text.

    Returns
    -------
    str
        On one line.
    """
    return _BREAKS.sub(" ", _UNFIT.sub(INSTEAD, str(text)))
