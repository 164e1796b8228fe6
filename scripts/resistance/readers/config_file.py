"""Look at the config file before Snakemake does: it would name neither line nor remedy."""

from __future__ import annotations

from pathlib import Path

import yaml

from resistance.problems import Problem


def config_file_problems(base: Path, name: str = "config/config.yaml") -> list[Problem]:
    """Tell why a config file cannot be read, if it cannot.

    Parameters
    ----------
    base : Path
        Folder of the study.
    name : str
        The file, relative to ``base``.

    Returns
    -------
    list of Problem
        Empty, or one problem: no file, not UTF-8, or YAML that does not parse.
    """
    path = base / name
    if not path.is_file():
        return [
            Problem(
                file=name,
                message=f"There is no such file in {base}.",
                hint="Make it from config/README.md, or name the study's folder with --directory.",
            )
        ]
    try:
        yaml.safe_load(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        return [Problem(name, "This file is not UTF-8 text.", hint="Save it as UTF-8.")]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        row = mark.line + 1 if mark else 0
        lines = path.read_text(encoding="utf-8").splitlines()
        line = lines[row - 1] if 0 < row <= len(lines) else ""
        if "\t" in line:
            hint = "There is a tab in this line; YAML wants spaces."
        else:
            hint = "Look at this line and the one above: a quote, a colon or the indentation."
        return [
            Problem(
                file=name,
                message=f"This is not YAML: {error.problem or error.context}.",
                row=str(row) if row else "",
                value=line.strip()[:80],
                allowed="key: value, with spaces for indentation",
                hint=hint,
            )
        ]
    except yaml.YAMLError as error:
        # characters that YAML forbids carry a position but no line
        return [Problem(name, f"This is not YAML: {str(error).splitlines()[0]}.")]
    return []
