"""Look at the config file before Snakemake does: it would name neither line nor remedy."""

from __future__ import annotations

from pathlib import Path

import yaml

from resistance.problems import Problem

#: Values that a config may hold when its aliases are written out.
_MOST_VALUES = 100_000
#: What a file may hold instead of keys.
_KINDS: dict[type, str] = {list: "a list", str: "text"}


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
        Empty, or what is wrong: no file, not UTF-8, YAML that does not parse, no keys, a key
        that is given twice.
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
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
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
    if not isinstance(content, dict):
        return [
            Problem(
                file=name,
                message="This file holds no keys."
                if content is None
                else f"This file holds {_KINDS.get(type(content), 'one value')}, not keys.",
                allowed="key: value, one a line: study, counts, samples, contrasts",
                hint="config/README.md shows an example; `make new` writes one from your counts.",
            )
        ]
    return _structure(path.read_text(encoding="utf-8"), name)


def _structure(text: str, name: str) -> list[Problem]:
    """Tell of keys given twice (YAML keeps the last without a word) and of endless nesting."""
    problems = []
    seen = set()  # an alias leads to a node that was met before
    root: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    nodes = [] if root is None else [("", root, frozenset[int]())]
    while nodes:
        parent, node, above = nodes.pop()
        if id(node) in above:
            return [
                Problem(
                    file=name,
                    message=f'The key "{parent}" holds, by an alias, what it is a part of.',
                    row=str(node.start_mark.line + 1),
                    allowed="an alias (*) of something that ends above it",
                    hint="Write out what is meant in place of the alias.",
                )
            ]
        if id(node) in seen or isinstance(node, yaml.ScalarNode):
            continue
        seen.add(id(node))
        above |= {id(node)}
        if isinstance(node, yaml.SequenceNode):
            nodes += [(parent, item, above) for item in node.value]
            continue
        first: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            row = key.start_mark.line + 1
            path = f"{parent}.{key.value}" if parent else key.value
            if key.value in first:
                problems.append(
                    Problem(
                        file=name,
                        message=f'The key "{path}" is here a second time; '
                        f"the first is in row {first[key.value]}.",
                        row=str(row),
                        value=key.value,
                        allowed="every key once",
                        hint="Put what belongs to it in one place and delete the other.",
                    )
                )
            first.setdefault(key.value, row)
            nodes.append((path, value, above))
    if not problems and root is not None and _written_out(root, {}) > _MOST_VALUES:
        return [
            Problem(
                file=name,
                message="With its aliases written out this file is too long to be a config.",
                allowed=f"at most {_MOST_VALUES:,} values",
                hint="Write out what is meant in place of the aliases (*).",
            )
        ]
    return sorted(problems, key=lambda problem: int(problem.row))


def _written_out(node: yaml.Node, sizes: dict[int, int]) -> int:
    """Count the values of a node, those behind an alias each time; there is no cycle."""
    if id(node) not in sizes:
        parts: list[yaml.Node] = []
        if isinstance(node, yaml.MappingNode):
            parts = [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            parts = node.value
        sizes[id(node)] = 1 + sum(_written_out(part, sizes) for part in parts)
    return sizes[id(node)]
