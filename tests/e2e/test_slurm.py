"""The example through a real one-node Slurm."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from workflow_runs import ROOT, finished, shared, snakemake

pytestmark = [pytest.mark.e2e, pytest.mark.slurm, pytest.mark.xdist_group("slurm")]


@pytest.fixture
def slurm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Start a private Slurm, and stop it whatever happens."""
    if shutil.which("slurmctld") is None:
        pytest.skip("Slurm is not installed (Debian: slurmctld slurmd slurm-client munge)")
    if os.geteuid() != 0:
        pytest.skip("a private Slurm can only be started by root")
    tool = shared("tools", "start_slurm.sh")
    state = Path("/tmp") / f"slurm_test_{os.getpid()}"
    environment = {**os.environ, "SLURM_TEST_DIR": str(state)}
    # nproc obeys it, and the node would have one processor for jobs that ask for two
    environment.pop("OMP_NUM_THREADS", None)
    started = subprocess.run(
        ["bash", str(tool), "start"], env=environment, capture_output=True, text=True, check=False
    )
    try:
        if started.returncode != 0:
            pytest.skip(f"Slurm did not start: {started.stderr[-500:]}")
        yield
    finally:
        subprocess.run(["bash", str(tool), "stop"], env=environment, check=False)
        shutil.rmtree(state, ignore_errors=True)


def test_example_runs_on_slurm(slurm: None, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    (tmp_path / "resources/example").mkdir(parents=True)
    shutil.copy(ROOT / "resources/example/counts.tsv.gz", tmp_path / "resources/example")
    run = finished(
        snakemake(
            ROOT / "Snakefile",
            tmp_path,
            *("--workflow-profile", str(ROOT / "workflow/profiles/slurm"), "--cores", "2"),
        )
    )
    assert (tmp_path / "results/report.html").is_file()
    said = run.stdout + run.stderr
    assert "SLURM jobid" in said or "slurm job" in said.lower()
    assert "Surface CD123 signal is lower" in said
