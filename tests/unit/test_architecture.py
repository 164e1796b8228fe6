"""docs/architecture.md names every rule and every module of the library."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/architecture.md").read_text()
LIBRARY = ROOT / "scripts/resistance"
#: Folders of which the page says that they hold one module a topic.
BY_TOPIC = ("checks", "report/figures", "count_formats", "protein_formats")


def named(name: str) -> bool:
    return re.search(rf"(?<![a-z_]){name}(?![a-z_])", PAGE) is not None


def test_every_module_is_named() -> None:
    modules = [path.relative_to(LIBRARY) for path in LIBRARY.rglob("*.py")]
    missing = [
        str(module)
        for module in modules
        if module.name != "__init__.py"
        and str(module.parent) not in BY_TOPIC
        and not named(module.stem)
    ]
    assert missing == []


def test_every_rule_is_named() -> None:
    rules = "\n".join(path.read_text() for path in (ROOT / "workflow/rules").glob("*.smk"))
    for rule in re.findall(r"^\s*rule (\w+):", rules, re.MULTILINE):
        assert re.search(rf"^\| {rule}\b", PAGE, re.MULTILINE), rule
