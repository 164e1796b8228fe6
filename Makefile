# Every target sets up what it needs: a virtual environment in .venv, from a lock with hashes.
PYTHON ?= python3
CORES ?= 2
VENV := .venv
BIN := $(VENV)/bin
# Shell variables that point at another Python must not leak into ours.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV

.DELETE_ON_ERROR:
.PHONY: run report crate-check new check demo-traps docs test lint format fuzz bench bench-concordance bench-pathways bench-page bench-example clean lock resources help

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

run: $(VENV)/.run  ## run the study of config/ and write results/report.html
	$(BIN)/snakemake --workflow-profile workflow/profiles/local --cores $(CORES)

report: $(VENV)/.run  ## make the report, print verdicts, mechanisms and its path, and open it where there is a browser (OPEN=no: do not)
	@$(BIN)/snakemake --workflow-profile workflow/profiles/local --cores $(CORES) > /dev/null
	@cat results/summary.txt
	@echo "Report: $(CURDIR)/results/report.html"
	@if [ "$(OPEN)" = no ] || [ -n "$$CI" ]; then :; \
	elif [ "$$(uname)" = Darwin ]; then open results/report.html; \
	elif [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] && command -v xdg-open > /dev/null; then xdg-open results/report.html > /dev/null 2>&1 & \
	fi

check: $(VENV)/.run  ## list every problem of the inputs of config/, and say what would be run; run nothing
	@$(BIN)/snakemake --workflow-profile workflow/profiles/local --cores $(CORES) --quiet all -- check

# names reach the script by the environment, so that no shell reads them
new: export NEW_STUDY = $(STUDY)
new: export NEW_COUNTS = $(COUNTS)
new: export NEW_SHEET = $(SHEET)
new: export NEW_ORGANISM = $(ORGANISM)
new: export NEW_TX2GENE = $(TX2GENE)
new: $(VENV)/.run  ## write config/ of a new study: STUDY=folder COUNTS=file [SHEET=file] [ORGANISM=human] [TX2GENE=file]
	@PYTHONPATH=scripts $(BIN)/python scripts/new_study.py -- "$$NEW_STUDY" "$$NEW_COUNTS" "$$NEW_SHEET" "$$NEW_ORGANISM" "$$NEW_TX2GENE"

crate-check: results/ro-crate-metadata.json  ## validate results/ro-crate-metadata.json with the public validator (from PyPI, .venv-crate)
	@test -x .venv-crate/bin/rocrate-validator || { $(PYTHON) -m venv .venv-crate && .venv-crate/bin/python -m pip install --quiet --disable-pip-version-check roc-validator==0.13.0; }
	.venv-crate/bin/python tests/crate/validate.py results

results/ro-crate-metadata.json:
	$(MAKE) run

demo-traps: $(VENV)/.run  ## run a simulated study whose findings must be withheld (docs/traps.md)
	$(BIN)/python resources/example/build --study traps --into demo_traps
	$(BIN)/snakemake --directory demo_traps --workflow-profile workflow/profiles/local --cores $(CORES)

docs: $(VENV)/.dev  ## build the site of the documentation into site/, and follow every link in it
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict
	@echo "Documentation: $(CURDIR)/site/index.html"

test: $(VENV)/.dev  ## all tests: unit, bad inputs, golden, end to end, browser
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n $(CORES) --dist loadgroup

lint: $(VENV)/.dev  ## ruff, snakefmt, snakemake --lint, type hints
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/snakefmt --check Snakefile workflow
	$(BIN)/snakemake --lint
	$(BIN)/mypy

format: $(VENV)/.dev  ## rewrite the code in the house's layout
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/snakefmt Snakefile workflow

fuzz: $(VENV)/.dev  ## 50,000 damaged inputs, to fuzz.log (SEED=1, CASES=50000; an hour on two cores)
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python tests/fuzz/run.py --cases $(or $(CASES),50000) --seed $(or $(SEED),1) --log fuzz.log

bench: $(VENV)/.dev  ## the engine beside PyDESeq2 and R, to docs/benchmarks.md (15 minutes)
	$(BIN)/python tests/benchmarks/bench_engines.py

bench-example: $(VENV)/.dev  ## the example's generator over 20 seeds against its truth, not part of bench (20 minutes)
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 PYTHONPATH=scripts $(BIN)/python tests/benchmarks/bench_example_seeds.py

bench-pathways: $(VENV)/.dev  ## gene sets: time, and calls where there is nothing, to docs/benchmark_pathways.md (15 minutes)
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python tests/benchmarks/bench_pathways.py

bench-page: $(VENV)/.dev  ## the report: size, time, CPU and memory in Chromium, to docs/benchmark_page.md (15 minutes)
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python tests/benchmarks/bench_page.py

bench-concordance: $(VENV)/.dev  ## the concordance rule beside thresholds, to docs/concordance.md (15 minutes)
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 PYTHONPATH=scripts $(BIN)/python tests/benchmarks/bench_concordance.py

lock: $(VENV)/.dev  ## renew uv.lock and the exported locks after a change of pyproject.toml
	$(BIN)/uv lock
	$(BIN)/uv export -q --frozen --no-dev --no-header -o requirements/run.lock
	$(BIN)/uv export -q --frozen --all-extras --all-groups --no-header -o requirements/dev.lock

clean:  ## remove results, logs and the environment
	rm -rf results logs benchmarks site .snakemake $(VENV)

# uv installs in seconds; where it cannot be had, pip does the same from the same hashes.
# Byte code is compiled once, here: imports are most of a small job's time (snakemake starts in 1.8 s
# instead of 5.8 s where Python may not write its own, as PYTHONDONTWRITEBYTECODE=1 has it).
define install
	$(BIN)/uv --version >/dev/null 2>&1 || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/uv.lock || true
	@if $(BIN)/uv --version >/dev/null 2>&1; then \
	  $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes --requirement $(1); \
	else \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $(1); \
	fi
endef

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' || \
	  { echo "Python 3.11 or 3.12 is needed; $(PYTHON) is $$($(PYTHON) --version). Try: make PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.lock requirements/uv.lock | $(BIN)/python
	$(call install,requirements/run.lock)
	@touch $@

$(VENV)/.dev: requirements/dev.lock requirements/uv.lock | $(BIN)/python
	$(call install,requirements/dev.lock)
	@touch $@ $(VENV)/.run
