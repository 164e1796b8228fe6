"""Every shell block of the documentation is run, or says why it cannot be run here."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from workflow_runs import CLONED, ROOT, Run

DOCS_GROUP = pytest.mark.xdist_group("docs")
EXAMPLE_GROUP = pytest.mark.xdist_group("example")
pytestmark = pytest.mark.e2e

PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "config/README.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
FENCE = re.compile(
    r"(?:<!-- not run here: (?P<reason>[^>]+) -->\n\s*)?"
    r"^(?P<indent> *)```(?P<language>\w*)[^\n]*\n(?P<text>.*?)^(?P=indent)```",
    re.DOTALL | re.MULTILINE,
)
SHELL = ("bash", "console", "sh", "shell")
COMMAND = re.compile(
    r"\s*(make|snakemake|sbatch|sudo|git|pip|mamba|conda|cd|CLONE/|\.venv/|python3?) ?\S"
)
#: Targets that are run as they stand; the others are asked what they would do (`make -n`).
CHEAP_TARGETS = {"help", "new"}
#: What is only asked for here, by make's target or the file that snakemake makes, and the test that
#: runs it; an empty name stands for a plain run.
RUN_BY = {
    "make run": "tests/e2e/test_example.py::test_the_two_findings",
    "make report": "tests/e2e/test_example.py::test_ends_with_two_verdicts_and_the_path",
    "make test": ".ci/run::make test",
    "make lint": ".ci/run::make lint",
    "make format": ".ci/run::make lint",
    "make docs": "tests/unit/test_docs_site.py::test_every_page_is_built",
    "make bench": "tests/benchmarks/test_bench_engines.py::test_a_quick_run_writes_its_page",
    "make bench-concordance": (
        "tests/benchmarks/test_bench_concordance.py::test_a_quick_run_writes_its_tables"
    ),
    "snakemake": "tests/e2e/test_entry.py::test_a_study_outside_the_clone_plans_every_stage",
    "snakemake demo_traps": "tests/e2e/test_traps.py::test_the_makefile_runs_this_study",
    "snakemake slurm": "tests/e2e/test_slurm.py::test_example_runs_on_slurm",
}
#: Blocks that no test can run, by page.
NOT_RUN = {
    "docs/benchmarks.md": ["installs packages of the system"],
    "docs/README.md": ["a web server runs until it is stopped"],
    "docs/how_to/slurm.md": ["asks the package index", "needs the Slurm of a cluster"],
}


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    page: str
    language: str
    text: str
    reason: str

    @property
    def commands(self) -> list[str]:
        """The commands, with continued lines joined and comments left out."""
        lines = self.text.replace("\\\n", " ").splitlines()
        found = [shlex.join(shlex.split(line.removeprefix("$ "), comments=True)) for line in lines]
        return [command for command in found if command]

    @property
    def starts_the_workflow(self) -> bool:
        """Whether a command is one of make or snakemake."""
        return any(re.match(r"(make|\S*snakemake) ", command) for command in self.commands)


def blocks_of(path: Path) -> list[Block]:
    name = path.relative_to(ROOT).as_posix()
    return [
        Block(name, match["language"], match["text"], match["reason"] or "")
        for match in FENCE.finditer(path.read_text(encoding="utf-8"))
    ]


BLOCKS = [block for page in PAGES for block in blocks_of(page)]
#: Each text once: pages that show the same commands need no second run.
ALL_RUNNABLE = {
    tuple(block.commands): block for block in BLOCKS if block.language in SHELL and not block.reason
}.values()
#: Blocks of plain tools that look at results: they need a study that was run.
AFTER_A_RUN = [b for b in ALL_RUNNABLE if "results/" in b.text and not b.starts_the_workflow]
RUNNABLE = [block for block in ALL_RUNNABLE if block not in AFTER_A_RUN]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Lay out what the pages speak of: a clone, a study beside it, and files of the reader's."""
    folder = tmp_path_factory.mktemp("desk")
    clone = folder / "clone"
    clone.mkdir()
    for name in (*CLONED, "Makefile", "requirements", "mkdocs.yml", "README.md"):
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, clone / name, ignore=ignored)
        else:
            shutil.copy2(ROOT / name, clone / name)
    (clone / ".venv").symlink_to(Path(sys.executable).parents[1])
    shutil.copy(ROOT / "resources/example/counts.tsv.gz", folder)
    book = openpyxl.Workbook()
    for line in (ROOT / "config/samples.tsv").read_text().splitlines():
        book.active.append(line.split("\t")[:2])
    book.save(folder / "samples.xlsx")
    done = shell("make new STUDY=../my_study COUNTS=../counts.tsv.gz", folder)
    assert done.returncode == 0, done.stderr
    yield folder
    # what runs through the link must not outlive the folder
    (clone / ".venv").unlink()


def shell(command: str, desk: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of a page, in the clone, or beside it where it names the clone.

    Parameters
    ----------
    command : str
        One command, as the page has it.
    desk : Path
        Folder that holds ``clone`` and ``my_study``.
    """
    words = shlex.split(command)
    if words[0] == "make":
        # the environment is ready; its stamps are not those of the copied locks
        ready = ["-o", ".venv/.run", "-o", ".venv/.dev"]
        words[1:1] = ready if words[1] in CHEAP_TARGETS else ["-n", *ready]
    elif words[0].endswith("snakemake") and evidence(command):
        words.append("-n")
    beside = words[0].startswith("CLONE/")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "PYTHON"))}
    return subprocess.run(
        [word.replace("CLONE", "clone") for word in words],
        cwd=desk if beside else desk / "clone",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def evidence(command: str) -> str:
    """Return the test that really runs a command, or nothing where it is run here."""
    words = shlex.split(command)
    if words[0] == "make":
        return "" if words[1] in CHEAP_TARGETS else RUN_BY[f"make {words[1]}"]
    if not words[0].endswith("snakemake") or {"check", "-n", "--unlock"} & set(words):
        return ""
    if "slurm" in command:
        return RUN_BY["snakemake slurm"]
    return RUN_BY["snakemake demo_traps" if "demo_traps" in words else "snakemake"]


@DOCS_GROUP
@pytest.mark.parametrize("block", RUNNABLE, ids=lambda b: f"{b.page}: {b.commands[0]}"[:70])
def test_commands_run(block: Block, desk: Path) -> None:
    for command in block.commands:
        # a command that is only asked for must be run by a test
        evidence(command)
        if command.startswith("make new"):
            shutil.rmtree(desk / "my_study")
        done = shell(command, desk)
        assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-3000:]}"


@DOCS_GROUP
def test_a_command_that_is_gone_fails(desk: Path) -> None:
    gone = "CLONE/.venv/bin/snakemake -s CLONE/Snakefile --directory my_study --cores 1"
    assert shell(f"{gone} chek", desk).returncode != 0
    assert shell(f"{gone} check --no-such-option", desk).returncode != 0
    assert shell("make reprot", desk).returncode != 0
    assert shell("make new STUDY=../my_study COUNTS=../no_such_file.tsv", desk).returncode != 0
    with pytest.raises(KeyError):
        evidence("make reprot")


def test_pages_have_blocks_to_run() -> None:
    assert len(RUNNABLE) >= 12
    assert {"README.md", "docs/tutorial.md"} <= {b.page for b in BLOCKS if b.language in SHELL}


def test_what_is_not_run_is_counted() -> None:
    reasons: dict[str, list[str]] = {}
    for block in BLOCKS:
        if block.reason:
            reasons.setdefault(block.page, []).append(block.reason)
    assert reasons == NOT_RUN


def test_no_shell_hides_in_another_block() -> None:
    hidden = [
        (block.page, line)
        for block in BLOCKS
        if block.language not in SHELL
        for line in block.text.splitlines()
        if COMMAND.match(line)
    ]
    assert hidden == []


def test_what_is_run_elsewhere_is_run_there() -> None:
    used = {evidence(command) for block in RUNNABLE for command in block.commands}
    assert used - {""} <= set(RUN_BY.values())
    for test in RUN_BY.values():
        path, name = test.split("::")
        text = (ROOT / path).read_text()
        assert f"def {name}(" in text or re.search(rf"^{name}$", text, re.MULTILINE), test


def test_targets_in_running_text_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for page in PAGES:
        for target in re.findall(r"`make ([a-z-]+)", page.read_text(encoding="utf-8")):
            assert target in targets, f"{page}: make {target}"


@EXAMPLE_GROUP
def test_commands_on_results_run(example: Run) -> None:
    for block in AFTER_A_RUN:
        for command in block.commands:
            done = subprocess.run(
                shlex.split(command),
                cwd=example.directory,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, f"{block.page}: {command}\n{done.stderr}"


@EXAMPLE_GROUP
@pytest.mark.parametrize(
    ("language", "program"),
    [("python", [sys.executable, "-"]), ("r", ["Rscript", "--vanilla", "-"])],
)
def test_results_are_read_as_the_page_says(example: Run, language: str, program: list[str]) -> None:
    if shutil.which(program[0]) is None:
        pytest.skip(f"{program[0]} is not installed")
    page = blocks_of(ROOT / "docs/how_to/read_results.md")
    text = "\n".join(block.text for block in page if block.language == language)
    assert text
    done = subprocess.run(
        program, input=text, cwd=example.directory, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"IL3RA +posttranscriptional_loss +A +moderate", done.stdout)
    n_changed = re.search(r"(\d+) genes change more than twofold", done.stdout)
    assert n_changed is not None
    genes = example.table("resistant_vs_parental/differential_expression.tsv")
    called = (genes["padj"] < 0.05) & (genes["log2FoldChange"].abs() > 1)
    assert int(n_changed.group(1)) == called.sum()
