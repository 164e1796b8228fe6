"""The engine beside PyDESeq2, R DESeq2, edgeR and limma: time, memory and calibration.

``make bench`` writes docs/benchmarks.md in about 15 minutes; ``--quick`` takes seconds, with sizes
that say nothing about speed. What is missing (R, a package, ../shared) is named on the page.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path

from engines import job, machine
from engines.measure import FOLDER, ROOT, python, run
from engines.page import page
from engines.record import METHODS, Record, read_times
from engines.targets import judge

AIRWAY = ROOT.parent / "shared/data/airway"
PARTS = ("airway", "simulated", "job", "large", "null")
R_PACKAGES = {"deseq2": "DESeq2", "edger": "edgeR", "limma": "limma"}


@dataclass(frozen=True)
class Sizes:
    """How large the data sets are."""

    genes: int = 5000
    samples: tuple[int, ...] = (8, 24, 100, 500)
    every_gene_of_airway: int = 1
    large: tuple[int, int] = (60_000, 500)
    null_genes: int = 5000
    null_seeds: int = 20
    null_arms: tuple[int, ...] = (3, 6)
    repetitions: int = 3


QUICK = Sizes(400, (8,), 40, (1000, 20), 400, 2, (3,), 1)


class Bench:
    """Runs the parts of the benchmark one after the other."""

    def __init__(self, folder: Path, sizes: Sizes, rscript: str, methods: list[str]) -> None:
        self.folder, self.sizes, self.rscript = folder, sizes, rscript
        self.record = Record()
        self.r = machine.r_versions(rscript)
        self.methods = []
        for method in methods:
            package = R_PACKAGES.get(method)
            if package and package not in self.r:
                what = "Rscript" if not self.r else f"R's package {package}"
                self.leave_out(f"{METHODS[method]}: {what} is not there")
            else:
                self.methods.append(method)

    def leave_out(self, text: str) -> None:
        """Note what is not measured."""
        print(f"not measured: {text}", flush=True)
        self.record.left_out.append(text)

    def log(self, *names: str) -> Path:
        """Return where a process writes what it says."""
        return self.folder / "logs" / ("_".join(names) + ".log")

    def prepared(self, name: str, *arguments: object) -> bool:
        """Write data sets; tell whether that went well."""
        failure = run(python("datasets", *arguments), self.log("data", name)).failure
        if failure:
            self.leave_out(f"{name}: {failure}")
        return not failure

    def peer(
        self, method: str, name: str, data: list[Path], repetitions: int, apeglm: bool = False
    ) -> None:
        """Run a method on data sets of one kind."""
        print(f"{name}: {METHODS[method]}", flush=True)
        out = self.folder / "out" / name / method
        extra = ["--apeglm"] if apeglm else []
        arguments = [method, str(repetitions), str(out), *map(str, data), *extra]
        if method in R_PACKAGES:
            command = [self.rscript, str(FOLDER / "engines/peers.R"), *arguments]
        else:
            command = python("peers", *arguments)
        used = run(command, self.log(name, method))
        if used.failure:
            self.leave_out(f"{METHODS[method]} on {name}: {used.failure}")
            return
        self.record.memory[name, method] = used.peak
        for folder in data:
            self.record.read(out / folder.name, folder.name, method)

    def airway(self) -> None:
        """Fit, test and shrink airway."""
        if not self.airway_is_there():
            return
        data = self.folder / "data/airway"
        if not self.prepared("airway", "airway", data, "--every", self.sizes.every_gene_of_airway):
            return
        genes = sum(1 for _ in (data / "counts.tsv").open()) - 1
        self.record.datasets["airway"] = f"airway, {genes:,} genes, n = 8"
        for method in self.methods:
            once = method == "pydeseq2"
            times = 1 if once else self.sizes.repetitions
            self.peer(method, "airway", [data], times, apeglm=True)

    def airway_is_there(self) -> bool:
        """Tell whether airway's counts are there, and note it where not."""
        there = (AIRWAY / "airway_rawcounts.csv.gz").is_file()
        text = f"airway and what is simulated from it: {AIRWAY} is not there"
        if not there and text not in self.record.left_out:
            self.leave_out(text)
        return there

    def simulated(self) -> None:
        """Fit and test simulated counts of several sizes."""
        for n in self.sizes.samples:
            name = f"n{n}"
            data = self.folder / "data" / name
            arguments = ["--genes", self.sizes.genes, "--per-arm", n // 2]
            if not self.prepared(name, "simulated", data, *arguments):
                continue
            self.record.datasets[name] = f"simulated, {self.sizes.genes:,} genes, n = {n}"
            for method in self.methods:
                once = method in ("pydeseq2", "deseq2") and n >= 500
                self.peer(method, name, [data], 1 if once else self.sizes.repetitions)

    def job(self) -> None:
        """Run the differential job of airway."""
        if not self.airway_is_there():
            return
        print("job", flush=True)
        study = self.folder / "study"
        job.study(study, AIRWAY / "airway_rawcounts.csv.gz", AIRWAY / "airway_metadata.csv")
        runs = job.measured(study, self.sizes.repetitions)
        self.record.job = [used for used in runs if not used.failure]
        for failure in {used.failure for used in runs if used.failure}:
            self.leave_out(f"the differential job: {failure}")

    def large(self) -> None:
        """Analyse the largest study."""
        print("large", flush=True)
        genes, samples = self.sizes.large
        self.record.datasets["large"] = f"{genes:,} genes x {samples:,} samples"
        counts, out = self.folder / "data/large.npy", self.folder / "out/large"
        counts.parent.mkdir(parents=True, exist_ok=True)
        size = ["--genes", genes, "--samples", samples]
        used = run(python("large", "simulate", counts, *size), self.log("large_simulate"))
        if not used.failure:
            used = run(python("large", "run", counts, "--out", out), self.log("large"))
        counts.unlink(missing_ok=True)
        if used.failure:
            self.leave_out(f"{self.record.datasets['large']}: {used.failure}")
            return
        self.record.large = used
        self.record.large_seconds = read_times(out / "times.tsv")["analyse"]

    def null(self) -> None:
        """Fit and test counts without a difference."""
        if not self.airway_is_there():
            return
        if ("airway", "vectorised", "fit") not in self.record.times:
            self.leave_out("counts without a difference: they are simulated from airway's fit")
            return
        fits, sizes = self.folder / "out/airway/vectorised/airway", self.sizes
        for arm in sizes.null_arms:
            name = f"null_n{arm}"
            arguments = ["--fits", fits, "--genes", sizes.null_genes, "--seed", sizes.null_seeds]
            folder = self.folder / "data"
            if not self.prepared(name, "null", folder, *arguments, "--per-arm", arm):
                continue
            data = sorted(folder.glob(f"{name}_seed*"))
            for method in ("vectorised", "deseq2"):
                if method in self.methods:
                    self.peer(method, name, data, 1)


def main() -> None:
    """Run the benchmark and write its page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, to try the benchmark")
    parser.add_argument(
        "--page", type=Path, help="docs/benchmarks.md, or FOLDER where not all runs"
    )
    parser.add_argument("--folder", type=Path, help="keep data, results and logs here")
    parser.add_argument("--rscript", default="Rscript", help="none leaves R out")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--methods", nargs="+", choices=list(METHODS), default=list(METHODS))
    chosen = parser.parse_args()
    whole = not chosen.quick and set(chosen.parts) == set(PARTS)
    with tempfile.TemporaryDirectory(prefix="bench_engines_") as temporary:
        folder = (chosen.folder or Path(temporary)).resolve()
        sizes = QUICK if chosen.quick else Sizes()
        bench = Bench(folder, sizes, chosen.rscript, chosen.methods)
        for part in PARTS:
            if part in chosen.parts:
                getattr(bench, part)()
        about = [machine.machine(), machine.python_versions()]
        targets = judge(bench.record, chosen.quick)
        text = page(bench.record, targets, about, chosen.quick, bench.r)
    print(text)
    target = chosen.page or (ROOT / "docs/benchmarks.md" if whole else None)
    if target:
        target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
