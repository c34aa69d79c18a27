# Everything sets itself up; what is needed is Python 3.11 or newer, with venv.

# The first that runs and is new enough: a name on the path may be a shim for nothing.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
  $$name -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; \
  done)
BIN := .venv/bin
WORKERS ?= auto
BENCH ?=

.PHONY: pictures help demo test lint test-browser torture big locked docs clean

help:  ## What there is to make
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

demo: .venv/.runtime  ## Audit the sample estate over real HTTP and print what it amounts to
	$(BIN)/aml-maturity-audit audit --sandbox

test: .venv/.workshop  ## All tests but those that need a browser, or many minutes
	$(BIN)/python -m pytest -n $(WORKERS) -m "not browser and not big"

lint: .venv/.workshop  ## Style, types, and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

test-browser: .venv/.workshop  ## The tests that need Chromium: apt-get install chromium, or set CHROMIUM
	@command -v "$${CHROMIUM:-chromium}" >/dev/null || \
	  { echo "These tests need Chromium: apt-get install chromium, or set CHROMIUM to its path." >&2; exit 1; }
	$(BIN)/python -m pytest -m browser

torture: .venv/.workshop  ## Let each request of an audit fail in each way, and many at once; TORTURE=3/8 for a share
	TORTURE=$(or $(TORTURE),whole) $(BIN)/python -m pytest -n $(WORKERS) tests/torture

big: .venv/.workshop  ## Read 2,000 workspaces, and 100,000 jobs in one
	$(BIN)/python -m pytest -n 0 -s -m big tests/sizes

locked: .venv/bin/python  ## Set up with exactly what is locked (infra/workshop.lock), as CI does
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r infra/workshop.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch .venv/.workshop .venv/.runtime

docs: .venv/.workshop  ## Write what is generated: docs/commands.md, the options in docs/configuring.md, infra/role.json
	$(BIN)/python -m aml_maturity_audit.cli.reference docs
	$(BIN)/aml-maturity-audit permissions > infra/role.json

pictures: .venv/.workshop  ## Draw the pictures of the README from a real run; needs Chromium
	$(BIN)/python tools/pictures.py

.PHONY: bench
bench: .venv/.workshop  ## Measure a fleet beside a walk with MLClient; takes long (benchmarks/README.md)
	$(BIN)/python benchmarks/run.py $(BENCH) --save benchmarks/results.json
	$(BIN)/python benchmarks/tables.py benchmarks/results.json benchmarks/README.md
	$(BIN)/python benchmarks/plot.py benchmarks/results.json benchmarks/cost.svg

clean:  ## Remove what was set up
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed, with venv; name it: make PYTHON=…" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.runtime: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

.venv/.workshop: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@ .venv/.runtime
