"""Same inputs, same bytes, whatever the environment says of threads."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
#: Analyses made-up counts; prints a digest of every table and the threads of BLAS.
PROGRAM = """
import hashlib, json
import numpy as np, pandas as pd
from threadpoolctl import threadpool_info
from resistance.differential import analysis
from resistance.differential.models import Settings

def threads():
    return sorted({pool["num_threads"] for pool in threadpool_info()})

seen, run = [], analysis.run
def watched(*arguments):
    seen.extend(threads())
    return run(*arguments)
analysis.run = watched

rng = np.random.default_rng(0)
arms, genes = np.repeat(["p", "q", "r"], 8), 400
mean = rng.lognormal(4.5, 1.5, genes)[:, None]
mu = mean * rng.uniform(0.7, 1.3, 24) * np.where(arms == "r", 2.0, 1.0)
counts = rng.negative_binomial(5, 5 / (5 + mu))
counts[7, 3] = 10**7
names = [f"s{i}" for i in range(24)]
counts = pd.DataFrame(counts, [f"g{i:03d}" for i in range(genes)], names)
age = rng.normal(50, 9, 24).round(1).astype(str)
samples = pd.DataFrame(
    {"condition": arms, "batch": list("xyz") * 8, "age": age},
    pd.Index(names, name="sample"),
)
contrasts = pd.DataFrame(
    [("a", "condition", "p", "r", "", ""), ("b", "condition", "q", "r", "", ""),
     ("c", "", "", "", "lrt", "~ batch")],
    columns=["id", "variable", "reference", "target", "test", "reduced"],
)
called = pd.DataFrame({"gene_id": counts.index, "ensembl_id": "", "gene_name": counts.index})
settings = Settings(alpha=0.1)
found = analysis.analyse(counts, called, samples, contrasts, "~ batch + age + condition", settings)
digest = hashlib.sha256(json.dumps(found.model, sort_keys=True).encode())
for table in (*found.tables.values(), found.vst, found.normalised, found.fit_genes, found.cooks):
    digest.update(table.to_csv(float_format="%.17g").encode())
print(json.dumps({"digest": digest.hexdigest(), "outside": threads(), "inside": sorted(set(seen))}))
"""


@pytest.fixture(scope="module")
def answers():
    """What the program says with one thread and with two, at the same time."""
    begun = []
    for count in ("1", "2"):
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        environment = {**os.environ, **dict.fromkeys(names, count)}
        environment["PYTHONPATH"] = str(ROOT / "scripts")
        command = [sys.executable, "-c", PROGRAM]
        begun.append(subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True))
    said = [process.communicate(timeout=120)[0] for process in begun]
    assert [process.returncode for process in begun] == [0, 0]
    return [json.loads(text.splitlines()[-1]) for text in said]


def test_tables_are_the_same_bytes_with_one_thread_and_with_two(answers):
    assert answers[0]["digest"] == answers[1]["digest"]


def test_the_fit_has_one_thread_whatever_the_environment_says(answers):
    assert [answer["inside"] for answer in answers] == [[1], [1]]
    assert answers[0]["outside"] == [1]
    if len(os.sched_getaffinity(0)) > 1:
        assert answers[1]["outside"] == [2]
