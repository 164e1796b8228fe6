"""The benchmark of the engines: it runs, and it hides no miss."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
sys.path[:0] = [str(FOLDER)]

from engines.measure import Usage, run  # noqa: E402
from engines.page import page  # noqa: E402
from engines.record import Record, Timing, read_times  # noqa: E402
from engines.targets import judge, null_sets  # noqa: E402


def recorded(ours=0.1, theirs=1.0):
    record = Record(datasets={"n8": "simulated, n = 8"})
    for method, cpu in {"vectorised": ours, "deseq2": theirs, "pydeseq2": 3.0}.items():
        record.times["n8", method, "fit"] = Timing(cpu, cpu, 3)
    return record


def verdicts(record, quick=False):
    return {target.what: target.verdict for target in judge(record, quick)}


def test_a_miss_is_said():
    what = "fit + Wald, n = 8: CPU of R DESeq2's"
    assert verdicts(recorded(ours=0.15))[what] == "pass"
    assert verdicts(recorded(ours=0.16))[what] == "**miss**"
    slow = recorded(ours=0.16)
    assert "| 0.16x | <= 0.15x | **miss** |" in page(slow, judge(slow, False), [], False, {})


def test_what_was_not_measured_passes_nothing():
    found = verdicts(recorded())
    assert found["fit + Wald, n = 8: CPU of edgeR QL's"] == "not measured"
    assert found["differential job of airway: CPU"] == "not measured"
    assert found["60,000 genes x 500 samples: memory"] == "not measured"
    assert found["fit + Wald, n = 500: CPU of R DESeq2's"] == "not measured"
    assert found["no difference, n = 6 per arm: mean share of p < .05"] == "not measured"
    assert found["no difference, n = 6 per arm: calls unlike R DESeq2's"] == "not measured"


def test_a_quick_run_judges_nothing():
    assert {"pass", "**miss**"}.isdisjoint(verdicts(recorded(), quick=True).values())


def null_record(called_by_r):
    record = Record()
    for seed, below in ((1, 40), (2, 70)):
        data = f"null_n3_seed{seed:02d}"
        record.p_values[data, "vectorised"] = (below, 1000)
        record.calls[data, "vectorised"] = {"g1", "g2"} if seed == 2 else set()
        record.p_values[data, "deseq2"] = (below, 1000)
        record.calls[data, "deseq2"] = called_by_r if seed == 2 else set()
    return record


def test_null_data_sets():
    (about,) = null_sets(null_record({"g2", "g3"}))
    assert (about.per_arm, about.seeds, about.differing) == (3, 2, 2)
    assert abs(about.share["vectorised"] - 0.055) < 1e-12
    assert about.most_calls["vectorised"] == 2
    found = verdicts(null_record({"g2", "g3"}))
    assert found["no difference, n = 3 per arm: mean share of p < .05"] == "pass"
    assert found["no difference, n = 3 per arm: called genes of any data set"] == "**miss**"
    assert found["no difference, n = 3 per arm: calls unlike R DESeq2's"] == "**miss**"
    same = verdicts(null_record({"g1", "g2"}))
    assert same["no difference, n = 3 per arm: calls unlike R DESeq2's"] == "pass"


def test_the_median_of_repetitions(tmp_path):
    path = tmp_path / "times.tsv"
    rows = ["step\trepetition\tcpu\twall", *(f"fit\t{i}\t{c}\t9" for i, c in enumerate("152"))]
    path.write_text("\n".join(rows) + "\n")
    assert read_times(path) == {"fit": Timing(2.0, 9.0, 3)}


def test_a_process_is_measured(tmp_path):
    work = "import time; x = bytearray(100_000_000)\nwhile time.process_time() < 0.3: pass"
    used = run([sys.executable, "-c", work], tmp_path / "log")
    assert not used.failure
    assert 0.29 < used.cpu < 1.0
    assert used.peak > 100
    failed = run([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path / "log")
    assert isinstance(failed, Usage)
    assert failed.failure == "no such thing"


def test_a_quick_run_writes_its_page(tmp_path):
    target = tmp_path / "page.md"
    command = [sys.executable, str(FOLDER / "bench_engines.py"), "--quick", "--rscript", "none"]
    command += ["--parts", "simulated", "large", "--methods", "vectorised", "limma"]
    command += ["--page", str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    text = target.read_text()
    assert "- limma-voom: Rscript is not there" in text
    fitted = next(line for line in text.splitlines() if line.startswith("| simulated, 400"))
    assert float(fitted.split("|")[2]) > 0
    assert "| `analyse()` | " in text
