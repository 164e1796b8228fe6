import ast
from pathlib import Path

import pytest

from resistance.readers.modules import _imports, code_digest, imported_modules

ROOT = Path(__file__).parents[3]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    package = tmp_path / "resistance"
    (package / "sub").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "sub/__init__.py").write_text("")
    (package / "a.py").write_text("def f():\n    from resistance.sub import b\n    return b\n")
    (package / "sub/b.py").write_text("import math\n")
    (package / "unused.py").write_text("")
    (tmp_path / "step.py").write_text("from resistance.a import f\n")
    return package


def test_imports_inside_functions_and_packages_are_found(library: Path) -> None:
    names = {
        p.relative_to(library).as_posix()
        for p in imported_modules(library.parent / "step.py", library)
    }
    assert names == {"__init__.py", "a.py", "sub/__init__.py", "sub/b.py"}


def test_digest_follows_indirect_modules_only(library: Path) -> None:
    script = library.parent / "step.py"
    before = code_digest(script, library)
    (library / "unused.py").write_text("x = 1\n")
    assert code_digest(script, library) == before
    (library / "sub/b.py").write_text("import cmath\n")
    assert code_digest(script, library) != before


def test_every_script_of_the_workflow_depends_on_the_library() -> None:
    library = ROOT / "scripts/resistance"
    scripts = sorted((ROOT / "scripts").glob("*.py"))
    assert scripts
    # a download and an archive are no tables
    for script in [p for p in scripts if p.stem not in ("gene_set_download", "archive")]:
        assert library / "columns.py" in imported_modules(script, library), script


def by_syntax_tree(source: str) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if name.split(".")[0] == "resistance"}


def test_the_source_is_read_as_the_syntax_tree_has_it() -> None:
    sources = [path.read_text() for path in (ROOT / "scripts").rglob("*.py")]
    assert len(sources) > 150
    sources.append(
        "import resistance.a as b, resistance.c\n"
        "from resistance import (d,  # see (e), f\n    g as h,\n)\n"
        "from resistance.i import \\\n    j, k\n"
        "def f():\n    from resistance.l import m  # n\n"
    )
    for source in sources:
        assert _imports(source, "resistance") == by_syntax_tree(source)
