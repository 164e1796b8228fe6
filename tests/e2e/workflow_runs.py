"""Run the workflow through snakemake as a user would, and read what it wrote."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
import yaml

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
SNAKEMAKE = Path(sys.executable).parent / "snakemake"
#: Seconds after which a run counts as hung; the longest takes three minutes on two cores.
LONGEST_RUN = 900
#: What a clone holds; results, environments and hidden state stay behind.
CLONED = (
    *("Snakefile", "CITATION.cff", "config", "docs", "resources", "scripts", "workflow"),
    *("environment.yml", "uv.lock"),
)


@dataclass(frozen=True)
class Run:
    """A finished call of snakemake and the folder that it worked in."""

    directory: Path
    returncode: int
    stdout: str
    stderr: str

    def table(self, name: str) -> pd.DataFrame:
        """Read a table below results/tables as an outside reader would."""
        return pd.read_csv(
            self.directory / "results/tables" / name,
            sep="\t",
            keep_default_na=False,
            na_values=[""],
        )

    @property
    def report(self) -> str:
        return (self.directory / "results/report.html").read_text(encoding="utf-8")


def snakemake(snakefile: Path, directory: Path, *arguments: str) -> Run:
    """Run the workflow's Snakefile in ``directory`` with the environment's own snakemake."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    # the tests' import path must not help the workflow find its library
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        [
            *(str(SNAKEMAKE), "--snakefile", str(snakefile), "--directory", str(directory)),
            *(arguments or ("--cores", "2")),
        ],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        timeout=LONGEST_RUN,
    )
    return Run(directory, done.returncode, done.stdout, done.stderr)


def jobs_of_dry_run(snakefile: Path, directory: Path) -> set[str]:
    """Return the rules that a plain call would run now."""
    run = snakemake(snakefile, directory, "--dry-run", "--cores", "2")
    text = run.stdout + run.stderr
    if run.returncode != 0:
        raise RuntimeError(text)
    if "Nothing to be done" in text:
        return set()
    lines = text.split("Job stats:", 1)[1].splitlines()[3:]
    rules = set()
    for line in lines:
        if not line.strip() or line.startswith("total"):
            break
        rules.add(line.split()[0])
    return rules - {"all"}


def write_study(directory: Path, config: Mapping, tables: Mapping[str, pd.DataFrame]) -> None:
    """Write config/config.yaml and tables (TSV, below config/) of a study."""
    (directory / "config").mkdir(parents=True, exist_ok=True)
    (directory / "config/config.yaml").write_text(yaml.safe_dump(dict(config), sort_keys=False))
    for name, table in tables.items():
        table.to_csv(directory / "config" / name, sep="\t", index=False)


def run_small(design: object, directory: Path) -> Run:
    """Draw a small simulated study (resources/example/build/small.py) and run it."""
    # importable once conftest.py has put the generator on the path
    from small import draw, embedded

    write_study(directory, *draw(design, embedded(ROOT / "resources"), seed=1))
    return finished(snakemake(ROOT / "Snakefile", directory))


def shared(*parts: str) -> Path:
    """Return a path of the reference data, or skip where it is not beside the checkout."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"reference data are not here: {path}")
    return path


def finished(run: Run) -> Run:
    """Return the run, or fail with what the user would have read."""
    if run.returncode != 0:
        logs = "\n".join(
            f"== {log}\n{log.read_text()[-3000:]}"
            for log in sorted((run.directory / "logs").rglob("*.log"))
            if log.stat().st_size
        )
        pytest.fail(f"{run.stdout[-3000:]}\n{run.stderr[-5000:]}\n{logs[-12000:]}")
    return run
