"""The differential job of airway as snakemake runs it: the whole process, from imports to tables.

Standard library only (see :mod:`engines.measure`). Snakemake runs the study up to this job once and
leaves the script that it made of ``scripts/differential.py``; that script is then run and measured
by itself, so that it is the job of the rules as they are.
"""

from __future__ import annotations

import sys
from pathlib import Path

from engines.measure import ROOT, Usage, run

_CONFIG = """\
study: {{name: airway, organism: human}}
samples: config/samples.tsv
counts: {{path: {counts}}}
design: "~ cell + dex"
contrasts: config/contrasts.tsv
"""
_CONTRASTS = "id\tvariable\treference\ttarget\ndex\tdex\tcontrol\ttreated\n"


def study(folder: Path, counts: Path, metadata: Path) -> None:
    """Write airway's study.

    Parameters
    ----------
    folder, counts, metadata : pathlib.Path
        ``metadata`` is the published sheet: id, dex, celltype, geo_id.
    """
    config = folder / "config"
    config.mkdir(parents=True, exist_ok=True)
    (config / "config.yaml").write_text(_CONFIG.format(counts=counts), encoding="utf-8")
    (config / "contrasts.tsv").write_text(_CONTRASTS, encoding="utf-8")
    rows = [line.split(",") for line in metadata.read_text(encoding="utf-8").split()[1:]]
    sheet = ["sample\tdex\tcell", *("\t".join(row[:3]) for row in rows)]
    (config / "samples.tsv").write_text("\n".join(sheet) + "\n", encoding="utf-8")


def measured(folder: Path, repetitions: int) -> list[Usage]:
    """Run the job.

    Parameters
    ----------
    folder : pathlib.Path
        Of :func:`study`.
    repetitions : int

    Returns
    -------
    list of Usage
        One for each repetition; one with a failure where snakemake or the job failed.
    """
    target = folder / "results/differential/model.json"
    target.unlink(missing_ok=True)
    command = [sys.executable, "-m", "snakemake", "-s", str(ROOT / "Snakefile"), "--forceall"]
    command += ["--directory", str(folder), "--cores", "1", "--skip-script-cleanup"]
    whole = run([*command, str(target.relative_to(folder))], folder / "snakemake.log")
    scripts = (folder / ".snakemake/scripts").glob("*differential.py")
    newest = max(scripts, key=lambda path: path.stat().st_mtime, default=None)
    if newest is None or not target.is_file():
        return [Usage(whole.cpu, whole.wall, whole.peak, whole.failure or "no script was left")]
    job = [sys.executable, str(newest)]
    return [run(job, folder / f"job{i}.log", folder) for i in range(repetitions)]
