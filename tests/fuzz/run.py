"""Damage inputs of every kind and see that each ends with a table or with problems.

python tests/fuzz/run.py --cases 50000 --seed 1 --log fuzz.log
"""

import argparse
import contextlib
import io
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(Path(__file__).parent)]

import yaml  # noqa: E402
from mutations import damaged  # noqa: E402
from seeds import COUNT_FILES, PROTEIN_FILES, SAMPLES, TABLES, TX2GENE, write_study  # noqa: E402

from resistance.inputs.counts_source import CountsSource  # noqa: E402
from resistance.inputs.import_counts import import_counts  # noqa: E402
from resistance.problems import InputError, Problem, format_problems  # noqa: E402
from resistance.readers.config_file import config_file_problems  # noqa: E402
from resistance.readers.counts import read_and_check  # noqa: E402
from resistance.readers.resources import read_annotation  # noqa: E402
from resistance.readers.study_checks import problems_of  # noqa: E402

#: Seconds that one case may take, and bytes of memory that all may take.
PATIENCE = 10
MEMORY = 1_000_000_000
PLACES = {"schemas": ROOT / "workflow/schemas", "resources": ROOT / "resources"}
ANNOTATION = read_annotation(ROOT / "resources/annotation", "human")
ROWS = {sample: row for row, sample in enumerate(SAMPLES, start=2)}


class HangError(Exception):
    """A case did not end in time."""


class Finding(NamedTuple):
    """A case that ended with neither a table nor problems."""

    kind: str
    seed: int
    said: str


def counts_case(base: Path, kind: str, rng: random.Random) -> bool:
    """Damage one file of counts, read it alone or in a folder, and import what is accepted."""
    data = COUNT_FILES[kind]
    single = kind in ("star", "htseq", "salmon", "kallisto", "rsem", "kallisto_h5")
    folder = single and rng.random() < 0.5
    source = CountsSource(
        base,
        "counts" if folder else "P1.txt",
        organism=rng.choice(("human", "human", "other")),
        annotation=ROOT / "resources/annotation",
        rows={"P1": 2} if single and not folder else ROWS,
        sample_sheet="samples.tsv",
        format=rng.choice(("auto",) * 9 + ("matrix", "star", "rsem", "featurecounts")),
        tx2gene="tx2gene.tsv",
        duplicate_ids=rng.choice(("", "", "sum", "highest_mean", "keep_apart")),
    )
    if folder:
        (base / "counts").mkdir()
        for sample in ROWS:
            (base / f"counts/{sample}.txt").write_bytes(
                damaged(data, rng) if rng.random() < 0.5 else data
            )
    else:
        (base / "P1.txt").write_bytes(damaged(data, rng))
    (base / "tx2gene.tsv").write_bytes(TX2GENE)
    samples = {row: sample for sample, row in source.rows.items()}
    found, problems = read_and_check(source, samples, ROOT / "resources", "sum")
    format_problems(problems)
    if found is None and not problems:
        raise RuntimeError("neither a table nor problems")
    if found is None or problems:
        return False
    with contextlib.suppress(InputError):
        import_counts(found, list(source.rows), ANNOTATION, par_duplicates="sum")
    return True


def protein_case(base: Path, kind: str, rng: random.Random) -> bool:
    """Damage an export or its table of samples."""
    write_study(base)
    runs = TABLES["config/runs.tsv"]
    if rng.random() < 0.8:
        (base / "export.txt").write_bytes(damaged(PROTEIN_FILES[kind], rng))
    else:
        (base / "export.txt").write_bytes(PROTEIN_FILES[kind])
        (base / "config/runs.tsv").write_bytes(damaged(runs, rng))
    return not _study_problems(base, yaml.safe_load(TABLES["config/config.yaml"]), rng)


def study_case(base: Path, kind: str, rng: random.Random) -> bool:
    """Damage one table that is written by hand, the configuration among them."""
    write_study(base)
    (base / kind).write_bytes(damaged(TABLES[kind], rng))
    problems = config_file_problems(base)
    if problems:
        format_problems(problems)
        return False
    config = yaml.safe_load((base / "config/config.yaml").read_bytes().decode("utf-8-sig"))
    if kind == "config/offsets.tsv":
        config["differential"]["size_factors"] = {"offsets": kind}
    return not _study_problems(base, config, rng)


def _study_problems(base: Path, config: dict, rng: random.Random) -> list[Problem]:
    if rng.random() < 0.85 and isinstance(config.get("study"), dict):
        config["study"]["organism"] = "other"  # names are not looked up: that is slow
    problems = problems_of(config, base, **PLACES, with_counts=True)
    format_problems(problems)
    return problems


CASES = {
    "counts": (counts_case, sorted(COUNT_FILES), 14),
    "protein": (protein_case, sorted(PROTEIN_FILES), 3),
    "study": (study_case, sorted(TABLES), 3),
}


def one(seed: int) -> tuple[str, bool]:
    """Run the case of a seed; the seed alone says what it is."""
    rng = random.Random(seed)
    what = rng.choices(list(CASES), [weight for _, _, weight in CASES.values()])[0]
    case, kinds, _ = CASES[what]
    kind = rng.choice(kinds)
    with tempfile.TemporaryDirectory() as folder:
        return f"{what} {kind}", case(Path(folder), kind, rng)


def _hang(*_: object) -> None:
    raise HangError(f"more than {PATIENCE} s")


def fuzz(cases: int, seed: int, log: io.TextIOBase | None = None) -> tuple[Counter, list[Finding]]:
    """Run cases; what a case is depends on ``seed`` and its number alone."""
    seen: Counter = Counter()
    findings: list[Finding] = []
    signal.signal(signal.SIGALRM, _hang)
    _ = ANNOTATION.by_entrez  # built once, at first use: no case has to wait for it
    for number in range(seed * 1_000_000, seed * 1_000_000 + cases):
        signal.alarm(PATIENCE)
        try:
            kind, accepted = one(number)
            seen[kind.split()[0], "accepted" if accepted else "refused"] += 1
        except (Exception, HangError):  # noqa: BLE001 - every one is a finding
            findings.append(Finding("?", number, traceback.format_exc()))
            if log is not None:
                log.write(f"case {number}\n{findings[-1].said}\n")
                log.flush()
        finally:
            signal.alarm(0)
    return seen, findings


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log", type=Path, default=Path("fuzz.log"))
    given = parser.parse_args()
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + MEMORY, taken + MEMORY))
    start = time.monotonic()
    with given.log.open("w", encoding="utf-8") as log:
        seen, findings = fuzz(given.cases, given.seed, log)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        said = (
            f"seed {given.seed}: {given.cases} cases in {time.monotonic() - start:.0f} s, "
            f"{len(findings)} findings, at most {peak:.2f} GB"
        )
        lines = [f"  {what} {how}: {n}" for (what, how), n in sorted(seen.items())]
        log.write("\n".join([said, *lines]) + "\n")
    print("\n".join([said, *lines, f"log: {given.log.resolve()}"]))
    return bool(findings)


if __name__ == "__main__":
    sys.exit(main())
