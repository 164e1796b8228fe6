"""Find questions that PyDESeq2's own code, chosen as engine, does not answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from resistance.inputs.config import CONFIG_FILE
from resistance.problems import Problem

_HINT = "Use differential.engine: vectorised, which answers it as R does."


def check_engine(config: Mapping[str, Any], contrasts: pd.DataFrame, name: str) -> list[Problem]:
    """Hold ``differential.engine`` against the contrasts and the size factors.

    PyDESeq2 has no likelihood-ratio test and no factors of each gene, and applies alternatives to
    each coefficient before the contrast: its own code is there to compare the two-sided Wald test.

    Parameters
    ----------
    config : mapping
        With its defaults.
    contrasts : pandas.DataFrame
        Text, indexed by row.
    name : str
        The contrasts file as the user named it.

    Returns
    -------
    list of Problem
    """
    differential = config.get("differential")
    if not isinstance(differential, Mapping) or differential.get("engine") != "pydeseq2":
        return []
    plain = {"test": ("", "wald"), "alternative": ("", "two-sided"), "lfc_threshold": ("", "0")}
    problems = [
        Problem(
            name,
            "The engine pydeseq2 makes two-sided Wald tests against 0 only.",
            str(row),
            column,
            value,
            " or ".join(repr(word) if word else "empty" for word in allowed),
            _HINT,
        )
        for column, allowed in plain.items()
        if column in contrasts
        for row, value in contrasts[column].items()
        if value not in allowed
    ]
    block = differential.get("size_factors")
    if isinstance(block, Mapping) and block.get("offsets"):
        message = "The engine pydeseq2 knows size factors only, no factors of each gene."
        column = "differential.size_factors.offsets"
        value = str(block["offsets"])
        problems.append(Problem(CONFIG_FILE, message, "", column, value, "no value", _HINT))
    return problems
