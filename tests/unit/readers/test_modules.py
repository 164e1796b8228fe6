from pathlib import Path

import pytest

from resistance.readers.modules import code_digest, imported_modules

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
    for script in scripts:
        assert library / "columns.py" in imported_modules(script, library), script
